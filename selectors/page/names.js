/** The accessible name: the parts of the W3C accname computation that pages of this age use. */

const NAMED_BY_CONTENT =
  /^(button|cell|checkbox|columnheader|gridcell|heading|link|menuitem|menuitemcheckbox|menuitemradio|option|radio|row|rowheader|switch|tab|tooltip|treeitem)$/;
const LABELABLE = /^(input|select|textarea|button|meter|output|progress)$/;

/**
 * @param {Element} element
 * @param {string | null} [role]
 * @returns {string} folded, "" where there is none
 */
function nameOf(element, role = roleOf(element)) {
  return (
    clip(namedBy(element) || fold(attribute(element, "aria-label")) || nativeName(element, role)) ||
    fold(attribute(element, "title")) ||
    fold(attribute(element, "placeholder"))
  );
}

/** @param {Element} element @returns {string} the texts that aria-labelledby points to */
function namedBy(element) {
  const ids = attribute(element, "aria-labelledby");
  if (!ids) return "";
  const texts = map(split(fold(ids), " "), (id) => {
    const other = byId(element, id);
    return other ? fold(attribute(other, "aria-label")) || contentName(other) : "";
  });
  return fold(join(texts, " "));
}

/** @param {Element} element @param {string | null} role */
function nativeName(element, role) {
  const tag = tagOf(element);
  if (tag === "input") return inputName(element, typeOf(element));
  if (tag === "img" || tag === "area") return fold(attribute(element, "alt"));
  if (tag === "select" || tag === "textarea") return labelText(element);
  if (tag === "fieldset" || tag === "table") return captionText(element);
  if (tag === "button") return labelText(element) || contentName(element);
  return role && matchesText(NAMED_BY_CONTENT, role) ? contentName(element) : "";
}

/** @param {Element} input @param {string} type */
function inputName(input, type) {
  if (type === "submit" || type === "button" || type === "reset") return labelText(input) || buttonValue(input, type);
  if (type === "image") return labelText(input) || fold(attribute(input, "alt"));
  return labelText(input);
}

/** @param {Element} input @param {string} type */
function buttonValue(input, type) {
  const value = attribute(input, "value");
  return value !== null ? fold(value) : type === "submit" ? "Submit" : type === "reset" ? "Reset" : "";
}

/** @param {Element} element a fieldset or a table */
function captionText(element) {
  const child = filter(childrenOf(element), (one) => tagOf(one) === "legend" || tagOf(one) === "caption")[0];
  return child ? textOf(child) : "";
}

/** @param {Element} element @returns {string} the text of its <label> elements, by `for` or around it */
function labelText(element) {
  if (!matchesText(LABELABLE, tagOf(element))) return "";
  const labels = labelsOf(element);
  if (!labels.length) return "";
  return fold(join(map(labels, (label) => contentName(label)), " "));
}

/** @param {Element} element @returns {string} its visible text, with pictures by their alternative text */
function contentName(element) {
  if (!firstElement(element)) return isSilent(element) && tagOf(element) !== "option" ? "" : fold(textContent(element));
  return fold(nameInto(element, ""));
}

/** @param {Node} node @param {string} name */
function nameInto(node, name) {
  for (let child = firstChild(node); child && name.length < MOST_TEXT * 2; child = nextSibling(child)) {
    const type = nodeType(child);
    if (type === 3) name += dataOf(child);
    else if (type === ELEMENT) name += nameOfPart(child);
  }
  return name;
}

/** @param {Element} part an element inside the one that is named */
function nameOfPart(part) {
  const tag = tagOf(part);
  if (attribute(part, "aria-hidden") === "true" || isHidden(part)) return "";
  const said = attribute(part, "aria-label");
  if (said) return " " + said + " ";
  if (tag === "img") return " " + (attribute(part, "alt") || attribute(part, "title") || "") + " ";
  if (tag === "svg") return " " + svgTitle(part) + " ";
  if (isSilent(part)) return tag === "input" ? " " + faceOfButton(part) + " " : "";
  const gap = matchesText(INLINE, tag) ? "" : " ";
  return gap + nameInto(part, "") + gap;
}

/** What a button shows, never its label: the label may be what is just being read. @param {Element} input */
function faceOfButton(input) {
  const type = typeOf(input);
  if (FROM_TYPE[type] !== "button") return "";
  return type === "image" ? attribute(input, "alt") || "" : buttonValue(input, type);
}

/** @param {Element} svg */
function svgTitle(svg) {
  const title = queryIn(svg, "title");
  return title ? fold(textContent(title)) : "";
}

/** Whether the element could bear the name, by cheap means; false is certain. */
function mayBeNamed(element, word) {
  if (mayRead(element, word)) return true;
  const tag = tagOf(element);
  if (tag === "input" || tag === "select" || tag === "textarea" || tag === "area") return true;
  return (
    hasAttribute(element, "aria-label") || hasAttribute(element, "aria-labelledby") || hasAttribute(element, "title") ||
    hasAttribute(element, "placeholder") || tag === "img" || (!!firstElement(element) && hasSpokenPart(element)) ||
    (tag === "button" && !!labelText(element))
  );
}

/** @returns {boolean} whether its attributes, its text or its parts can say the word; false is certain */
function maySpeak(element, word) {
  if (hasAttribute(element, "aria-labelledby") || hasSpokenPart(element) || mayRead(element, word)) return true;
  return some(SPEAKING, (name) => indexOf(lower(attribute(element, name) || ""), word) >= 0);
}

const SPEAKING = ["aria-label", "title", "alt", "placeholder"];

const hasSpokenPart = (element) => queryIn(element, "img,svg,input,[aria-label]") !== null;
