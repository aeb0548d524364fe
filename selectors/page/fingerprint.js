/** What an element is like: the facts by which it is known again, and never a value that a person typed. */

const KEPT_ATTRIBUTES = [
  "id", "name", "class", "type", "href", "src", "alt", "title", "placeholder", "action", "onclick", "for",
  "role", "aria-label", "data-testid", "usemap", "coords",
];
const HEADING = "h1,h2,h3,h4,h5,h6,legend,[role=heading]";
const MOST_ATTRIBUTE = 160;

/** @param {Element} element @returns {object} as the model Fingerprint in selectors/target.py */
function fingerprintOf(element) {
  const role = roleOf(element);
  const around = surroundings(element);
  const row = rowsAround(element)[0];
  return {
    tag: tagOf(element),
    type: typeOf(element) || null,
    role,
    name: nameOf(element, role) || null,
    label: labelOf(element) || (isUnnamedControl(element, role) ? labelBeside(element, around) : null),
    text: clip(textOf(element)) || null,
    attributes: attributesOf(element),
    row: row ? filter(map(cellsOf(row), (cell) => cell.text), (text) => text !== "") : [],
    column: columnOf(element),
    section: sectionOf(element),
    form: formOf(element),
    near: nearTexts(element, around),
    path: pathOf(element),
    box: boxOf(element),
    page: pageSize(document),
  };
}

/** @param {Element} element @returns {string} its <label>, or the aria-label of a form control */
function labelOf(element) {
  const text = labelText(element);
  if (text) return bareLabel(text);
  return isFormControl(element) ? bareLabel(attribute(element, "aria-label")) : "";
}

const FORM_ROLE = /^(textbox|searchbox|combobox|listbox|checkbox|radio|switch|spinbutton|slider)$/;

/** @param {Element} element */
function isFormControl(element) {
  const type = typeOf(element);
  if (FROM_TYPE[type] === "button" || type === "hidden") return false;
  return matchesText(/^(input|select|textarea)$/, tagOf(element)) || matchesText(FORM_ROLE, roleOf(element) || "");
}

const isUnnamedControl = (element, role) => isFormControl(element) || (!textOf(element) && !nameOf(element, role));

/** @param {Element} element @returns {Record<string, string>} as written in the page, cut to 160 characters */
function attributesOf(element) {
  const kept = {};
  for (let i = 0; i < KEPT_ATTRIBUTES.length; i += 1) {
    const value = attribute(element, KEPT_ATTRIBUTES[i]);
    if (value) kept[KEPT_ATTRIBUTES[i]] = clip(fold(value), MOST_ATTRIBUTE);
  }
  const value = attribute(element, "value");
  if (value && hasWrittenValue(element)) kept.value = clip(fold(value), MOST_ATTRIBUTE);
  return kept;
}

/** Buttons and radio buttons: their value was written by the page's author, never typed. */
function hasWrittenValue(element) {
  const type = typeOf(element);
  return FROM_TYPE[type] === "button" || type === "radio";
}

/** @param {Element} element @returns {string | null} the nearest legend, caption or heading before it */
function sectionOf(element) {
  for (let place = element; place; place = parentOf(place)) {
    const tag = tagOf(place);
    if (tag === "body") break;
    if ((tag === "fieldset" || tag === "table") && place !== element) {
      const caption = captionText(place);
      if (caption) return clip(caption, 80);
    }
    const heading = headingBefore(place);
    if (heading) return clip(textOf(heading), 80) || null;
  }
  return null;
}

/** @param {Element} place @returns {Element | null} among its last few earlier siblings */
function headingBefore(place) {
  let other = previousElement(place);
  for (let i = 0; other && i < 12; i += 1, other = previousElement(other)) {
    const tag = tagOf(other);
    if (tag === "tr" || tag === "td" || tag === "option") return null;
    if (matches(other, HEADING)) return other;
    const inner = tag === "table" ? null : queryIn(other, HEADING);
    if (inner) return inner;
  }
  return null;
}

/** @param {Element} element @returns {string | null} name, id or last part of the action of its form */
function formOf(element) {
  const form = closest(element, "form");
  if (!form) return null;
  const name = attribute(form, "name");
  const id = attribute(form, "id");
  if (name && !isGenerated(name)) return name;
  if (id && !isGenerated(id)) return id;
  const action = split(split(attribute(form, "action") || "", "?")[0], "/");
  return action[action.length - 1] || null;
}

/** @param {Element} element @returns {string[]} ancestors from the body down, tag or tag#id, at most thirty */
function pathOf(element) {
  const path = [];
  for (let place = parentOf(element); place && path.length < 30; place = parentOf(place)) {
    const tag = tagOf(place);
    if (tag === "html") break;
    const id = attribute(place, "id");
    push(path, id && !isGenerated(id) ? tag + "#" + id : tag);
  }
  return reversed(path);
}

/** @returns {[number, number]} scroll width and height of the frame's page, px */
const pageSize = oncePerCall(() => {
  const top = document.documentElement;
  return top ? [top.scrollWidth, top.scrollHeight] : [0, 0];
});

const CONTROLS = "input,select,textarea,button,[role=button],[role=textbox],[role=searchbox]";

/** @param {Element} element @returns {number | null} other controls of its kind that show in its form, or outside of all forms */
function peersOf(element) {
  const kind = controlKind(element);
  if (kind === "") return null;
  const known = mapGet(controlsIn(closest(element, "form") || document.documentElement), kind) || 0;
  return isVisible(element) ? known - 1 : known;
}

/** @type {(place: Element) => Map<string, number>} how many of each kind show in a form, or in a page outside of its forms */
const controlsIn = oncePerCall((place) => {
  const counts = new PlainMap();
  const form = tagOf(place) === "form";
  const controls = queryAllIn(place, CONTROLS);
  for (let i = 0; i < listLength(controls); i += 1) {
    const kind = controlKind(controls[i]);
    if (kind === "" || (!form && closest(controls[i], "form")) || !isVisible(controls[i])) continue;
    mapSet(counts, kind, (mapGet(counts, kind) || 0) + 1);
  }
  return counts;
});

/** @param {Element} element @returns {string} what one does with it; empty for what is no control of a form */
function controlKind(element) {
  const tag = tagOf(element);
  const type = typeOf(element);
  if (tag === "select" || tag === "textarea" || type === "password") return type || tag;
  const role = roleOf(element) || "";
  if (role === "button") return role;
  return role === "textbox" || role === "searchbox" ? "text" : type === "hidden" ? "" : type;
}
