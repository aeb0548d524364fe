/** What an event's element is, and which element around it the person meant. */

const TEXT_TYPES =
  /^(text|search|email|url|tel|password|number|date|time|datetime-local|month|week|color|range)$/;
const ACTING_ROLES =
  /^(button|link|menuitem|menuitemcheckbox|menuitemradio|tab|option|checkbox|radio|switch|treeitem|combobox)$/;
/** Larger plain elements keep the place of the click: what lies under their middle may be anything. */
const LARGE_AREA = 60000;
const MOST_LIFTS = 12;

const tagOf = (element) => lower(nameOfNode(element));
const isElement = (node) => !!node && kindOfNode(node) === 1;

/** @param {Element} element @returns {string} type of an <input>, else "" */
const typeOf = (element) => (tagOf(element) === "input" ? typeOfInput(element) : "");

/** @param {Event} event @returns {Element | null} what it really happened on, also inside open shadow roots */
function originOf(event) {
  const path = pathOf(event);
  for (let i = 0; i < path.length; i++) {
    if (path[i] !== window && isElement(path[i])) return path[i];
  }
  return null;
}

/** @param {Node} node @returns {Element | null} the parent, also across a shadow root's border */
function above(node) {
  const parent = parentOf(node);
  if (isElement(parent)) return parent;
  return parent && kindOfNode(parent) === 11 ? hostOf(parent) || null : null;
}

/** @param {Element} element @returns {boolean} */
const isText = (element) =>
  tagOf(element) === "textarea" || (typeOf(element) !== "" && tested(TEXT_TYPES, typeOf(element)));

/** @param {Element} element @returns {boolean} */
const isTick = (element) => typeOf(element) === "checkbox" || typeOf(element) === "radio";

/** @param {Element} element @returns {Element | null} the outermost element that one edits as a whole */
function editorOf(element) {
  let host = element;
  while (host && !isHtml(host)) host = above(host);
  if (!host || !isEditable(host)) return null;
  for (let up = above(host); up && isEditable(up); up = above(host)) host = up;
  return host;
}

/** @param {Element} element @returns {boolean} whether keys pressed in it are text */
const takesText = (element) =>
  (isText(element) && typeOf(element) !== "range" && typeOf(element) !== "color") || editorOf(element) !== null;

const CONTROLS = /^(button|input|select|textarea|summary|area)$/;

/** @param {Element} element @returns {boolean} */
function acts(element) {
  const tag = tagOf(element);
  if (tested(CONTROLS, tag)) return true;
  if (tag === "a") return hasAttribute(element, "href") || hasAttribute(element, "onclick");
  return tested(ACTING_ROLES, lower(attribute(element, "role") || ""));
}

/**
 * The button, link or control that an element belongs to; the element itself if there is none.
 * @param {Element} origin
 * @returns {Element}
 */
function lift(origin) {
  const editor = editorOf(origin);
  if (editor) return editor;
  if (tagOf(origin) === "img" && hasAttribute(origin, "ismap")) return origin;
  let element = origin;
  for (let i = 0; element && i < MOST_LIFTS; i++, element = above(element)) {
    const tag = tagOf(element);
    if (tag === "option" || tag === "optgroup") continue;
    if (tag === "label") return controlOf(element) || origin;
    if (acts(element)) return hasSize(element) || isTick(element) ? element : origin;
  }
  return origin;
}

/**
 * An area has no box: what the pointer is on is its image, at a place.
 * @param {Element} origin
 * @param {MouseEvent} event
 * @returns {Element}
 */
function pictureOf(origin, event) {
  if (tagOf(origin) !== "area") return origin;
  const pictures = findAll(document, "img[usemap]");
  for (let i = 0; i < pictures.length; i++) {
    const box = boxOf(pictures[i]);
    const x = clientX(event) - box.left;
    const y = clientY(event) - box.top;
    if (x >= 0 && y >= 0 && x <= box.width && y <= box.height) return pictures[i];
  }
  return origin;
}

/** @param {Element} element @returns {boolean} whether there is something of it to be seen */
const isShown = (element) => showsItself(element, { checkVisibilityCSS: true }) && hasSize(element) && isInPage(boxOf(element));
const isInPage = (box) => box.right > 0 && box.bottom > 0 - window.scrollY;

/**
 * @param {Element} element
 * @param {MouseEvent} event
 * @returns {{x: number, y: number} | null} where in the element the pointer is, as parts of its width and height
 */
function partOf(element, event) {
  const box = boxOf(element);
  if (!(box.width > 0 && box.height > 0)) return null;
  const within = (value) => (value < 0 ? 0 : value > 1 ? 1 : floor(value * 10000) / 10000);
  return { x: within((clientX(event) - box.left) / box.width), y: within((clientY(event) - box.top) / box.height) };
}

/** @param {Element} element @returns {boolean} */
function hasSize(element) {
  const box = boxOf(element);
  return box.width > 0 && box.height > 0;
}

/**
 * Where in the element the pointer is, if it matters there.
 * @param {Element} element
 * @param {MouseEvent} event
 * @returns {{x: number, y: number} | null} parts of its width and height
 */
function placeIn(element, event) {
  return placeMatters(element, boxOf(element)) ? partOf(element, event) : null;
}

/** @param {Element} element @param {DOMRect} box @returns {boolean} */
function placeMatters(element, box) {
  const tag = tagOf(element);
  if (tag === "canvas" || tag === "svg" || tag === "object" || tag === "embed") return true;
  if (tag === "img") return hasAttribute(element, "usemap") || hasAttribute(element, "ismap");
  if (typeOf(element) === "image" || typeOf(element) === "range") return true;
  return !acts(element) && !takesText(element) && box.width * box.height > LARGE_AREA;
}

/** @param {Element} element @returns {string} what a field holds now */
function heldBy(element) {
  const tag = tagOf(element);
  if (tag === "textarea") return valueOfArea(element);
  if (tag === "input") return isTick(element) ? `${checkedOf(element)}` : valueOfInput(element);
  if (tag === "select") return joined(labelsOf(element), ", ");
  return innerText(element) || "";
}

/** @param {HTMLSelectElement} select @returns {string[]} */
function labelsOf(select) {
  const labels = [];
  const options = optionsOf(select);
  for (let i = 0; i < options.length; i++) {
    push(labels, trimmed(replaced(labelOfOption(options[i]), /\s+/g, " ")));
  }
  return labels;
}
