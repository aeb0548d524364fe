/** CSS and XPath built from what will still be there tomorrow: no generated ids, no state classes. */

const STEADY_ATTRIBUTES = ["name", "type", "href", "src", "alt", "title", "action", "for", "usemap"];

/**
 * @param {Element} element
 * @param {boolean} large take the whole path, unique as it is made, instead of trying shorter ones
 * @param {(css: string) => boolean} isOnly whether it finds this element alone
 * @param {(name: string) => boolean} trusts whether an attribute of the element does not just count its row
 * @returns {string | null} the shortest that is unique, from the element upwards
 */
function cssOf(element, large, isOnly, trusts) {
  const simple = first(sliceOf(simpleCss(element, trusts), 0, large ? 2 : 12), isOnly);
  if (simple) return simple;
  if (large && nodeType(rootOf(element)) === 9) return wholePath(element);
  let path = "";
  for (let place = element; place && tagOf(place) !== "html"; place = parentInTree(place)) {
    const anchor = place === element ? null : anchorOf(place);
    if (anchor && isOnly(anchor + " > " + path)) return anchor + " > " + path;
    path = path ? stepOf(place) + " > " + path : stepOf(place);
    if (place !== element && tagOf(place) !== "tr" && isOnly(path)) return path;
  }
  return isOnly(path) ? path : null;
}

/** Child by child from a unique id, or from the root. @param {Element} element */
function wholePath(element) {
  let path = stepOf(element);
  for (let place = parentInTree(element); place; place = parentInTree(place)) {
    const anchor = anchorOf(place);
    if (anchor && listLength(queryDocument(document, anchor)) === 1) return anchor + " > " + path;
    path = stepOf(place) + " > " + path;
  }
  return path;
}

/** The parent inside the same tree: CSS does not reach across a shadow root. */
function parentInTree(element) {
  const parent = parentNode(element);
  return parent && nodeType(parent) === ELEMENT ? parent : null;
}

/** @returns {string[]} tag with one attribute, best first */
function simpleCss(element, trusts) {
  const tag = escapeCss(tagOf(element));
  const found = [];
  const tail = stableTail(attribute(element, "name"));
  if (tail) push(found, tag + "[name$=" + quoteCss(tail) + "]");
  const idTail = stableTail(attribute(element, "id"));
  if (idTail) push(found, tag + "[id$=" + quoteCss(idTail) + "]");
  for (let i = 0; i < STEADY_ATTRIBUTES.length; i += 1) {
    const value = attribute(element, STEADY_ATTRIBUTES[i]);
    if (value && value.length <= 120 && isSteady(STEADY_ATTRIBUTES[i], value) && trusts(STEADY_ATTRIBUTES[i])) {
      push(found, tag + "[" + STEADY_ATTRIBUTES[i] + "=" + quoteCss(value) + "]");
    }
  }
  const classes = stableClasses(element);
  if (classes) push(found, tag + classes);
  return found;
}

/** Names are judged as ids are; an address or a script must not carry a generated one. */
function isSteady(name, value) {
  if (name === "name" || name === "for" || name === "usemap") return !isGenerated(replace(value, /^#/, ""));
  return !matchesText(/ctl\d+|j_idt?\d|\d{5,}|[0-9a-f]{16,}|session|;js/i, value);
}

const quoteCss = (value) => '"' + replace(replace(value, /\\/g, "\\\\"), /"/g, '\\"') + '"';

/** @param {Element} element @returns {string} at most two classes that look made by a person */
function stableClasses(element) {
  const classes = filter(split(fold(attribute(element, "class")), " "), isStableClass);
  return join(map(sliceOf(classes, 0, 2), (name) => "." + escapeCss(name)), "");
}

/** @param {Element} element @returns {string | null} its stable id as CSS */
function anchorOf(element) {
  const id = attribute(element, "id");
  return id && !isGenerated(id) ? "#" + escapeCss(id) : null;
}

/** @param {Element} element @returns {string} its tag, with its place among equal siblings where there are several */
function stepOf(element) {
  const tag = tagOf(element);
  const position = positionOf(element);
  return escapeCss(tag) + (position ? ":nth-of-type(" + position + ")" : "");
}

/** @param {Element} element @returns {number} from 1 among siblings of its tag, 0 if it is the only one */
function positionOf(element) {
  const known = weakGet(positions, element);
  if (known !== undefined) return known;
  const position = countPosition(element);
  weakSet(positions, element, position);
  return position;
}

/** @param {Element} element */
function countPosition(element) {
  const tag = tagOf(element);
  if (tag === "tr" && element.sectionRowIndex >= 0) return element.sectionRowIndex + 1;
  let before = 0;
  let after = false;
  for (let other = previousElement(element); other; other = previousElement(other)) {
    if (tagOf(other) === tag) before += 1;
  }
  for (let other = nextElement(element); other && !after; other = nextElement(other)) after = tagOf(other) === tag;
  return before || after ? before + 1 : 0;
}

/** @param {Element} element @returns {string | null} from the nearest stable id down; none where XPath cannot reach */
function xpathOf(element) {
  if (document.contentType !== "text/html" || nodeType(rootOf(element)) !== 9) return null;
  let path = "";
  for (let place = element; place; place = parentInTree(place)) {
    const id = place === element ? null : attribute(place, "id");
    if (id && !isGenerated(id) && indexOf(id, '"') < 0 && isIdUnique(id)) return '//*[@id="' + id + '"]' + path;
    const position = positionOf(place);
    path = "/" + xpathTag(tagOf(place)) + (position ? "[" + position + "]" : "") + path;
  }
  return path;
}

const isIdUnique = (id) => listLength(queryDocument(document, "#" + escapeCss(id))) === 1;

const xpathTag = (tag) => (matchesText(/^[a-z][a-z0-9]*$/, tag) ? tag : '*[local-name()="' + tag + '"]');
