/** Walking the page: ancestors across shadow roots, every open root, what is visible. */

const ELEMENT = 1;
const SHOW_TEXT = 4;

/** @param {Node} node @returns {Element | null} the parent, or the host of the shadow root */
function parentOf(node) {
  const parent = parentNode(node);
  if (!parent) return null;
  if (nodeType(parent) === ELEMENT) return parent;
  return nodeType(parent) === 11 && parent.host ? parent.host : null;
}

/** @param {Element} element @returns {Element[]} */
function childrenOf(element) {
  const children = [];
  for (let child = firstElement(element); child; child = nextElement(child)) push(children, child);
  return children;
}

/** The open shadow roots as last seen; to look at every element of a big page takes milliseconds. */
let shadowRoots = [];
let elementsAtScan = -1;
let touchesAtScan = 0;

/** @returns {(Document | ShadowRoot)[]} the document first, then each open shadow root */
function roots() {
  if (isLarge() && watched && elementsAtScan >= 0) followShadowRoots();
  else countShadowRoots();
  shadowRoots = filter(shadowRoots, (root) => isConnected(root));
  const found = [document];
  for (let i = 0; i < shadowRoots.length; i += 1) push(found, shadowRoots[i]);
  return found;
}

/** A page that is watched tells what came. */
function followShadowRoots() {
  for (; touchesAtScan < touches.length; touchesAtScan += 1) {
    const touch = touches[touchesAtScan];
    if (!touch.came || !isElement(touch.node)) continue;
    const inner = queryAllIn(touch.node, "*");
    collectShadowRoots([touch.node], 1);
    collectShadowRoots(inner, listLength(inner));
  }
}

/** Else the number of elements decides. */
function countShadowRoots() {
  const all = byTag(document, "*");
  const count = collectionLength(all);
  touchesAtScan = touches.length;
  if (count === elementsAtScan) return;
  elementsAtScan = count;
  shadowRoots = [];
  collectShadowRoots(all, count);
}

/** @param {ArrayLike<Element>} elements @param {number} count */
function collectShadowRoots(elements, count) {
  for (let i = 0; i < count; i += 1) {
    const root = shadowOf(elements[i]);
    if (!root || indexIn(shadowRoots, root) >= 0) continue;
    push(shadowRoots, root);
    const inner = queryShadow(root, "*");
    collectShadowRoots(inner, listLength(inner));
  }
}

/** @param {Document | ShadowRoot} root @param {string} css */
const queryRoot = (root, css) => (nodeType(root) === 9 ? queryDocument(root, css) : queryShadow(root, css));

/**
 * @param {string} css
 * @returns {ArrayLike<Element>} in document order, those in open shadow roots after the others; none for
 *   faulty CSS. The browser's own list where there is one root: copying a hundred thousand costs more than asking.
 */
function queryAll(css) {
  const places = roots();
  if (places.length > 1) return queryEach(places, css);
  try {
    return queryDocument(document, css);
  } catch {
    return [];
  }
}

/** @param {(Document | ShadowRoot)[]} places @param {string} css @returns {Element[]} */
function queryEach(places, css) {
  const found = [];
  for (let r = 0; r < places.length; r += 1) {
    let list;
    try {
      list = queryRoot(places[r], css);
    } catch {
      return [];
    }
    const length = listLength(list);
    for (let i = 0; i < length; i += 1) push(found, list[i]);
  }
  return found;
}

/**
 * @param {string} tag
 * @returns {ArrayLike<Element>} all of that tag; the browser's live list is read lazily, so a search that
 *   stops early costs nothing for the rest of a long table
 */
function elementsOf(tag) {
  const places = roots();
  return places.length > 1 ? queryEach(places, escapeCss(tag)) : byTag(document, tag);
}

/** @param {Element} element @param {string} id @returns {Element | null} in the same tree as the element */
function byId(element, id) {
  const root = rootOf(element);
  if (nodeType(root) === 9) return byIdIn(root, id);
  if (nodeType(root) !== 11) return null;
  return queryShadow(root, '[id="' + escapeCss(id) + '"]')[0] || null;
}

/** @param {Element} element */
function hasBox(element) {
  const rect = rectOf(element);
  return rect.width > 0 && rect.height > 0;
}

/**
 * Visible: has a box (its own or a child's, for a link around a floated picture) and is not made invisible.
 * @param {Element} element
 * @returns {boolean}
 */
function isVisible(element) {
  if (!isConnected(element)) return false;
  if (tagOf(element) === "area") return isVisibleArea(element);
  if (!hasBox(element) && !some(childrenOf(element), hasBox)) return false;
  return styleOf(element).visibility === "visible";
}

/** An <area> has no box of its own: it shows where the picture of its map shows. */
function isVisibleArea(area) {
  const name = attribute(closest(area, "map") || area, "name");
  return !!name && some(queryAll("img[usemap]"), (img) => attribute(img, "usemap") === "#" + name && isVisible(img));
}

/** Left out of the rendering by itself (not by an ancestor). @param {Element} element */
function isHidden(element) {
  if (hasAttribute(element, "hidden")) return true;
  const style = styleOf(element);
  return style.display === "none" || style.visibility === "hidden" || style.visibility === "collapse";
}

/** @param {Element} element */
function isEnabled(element) {
  return !matches(element, ":disabled") && attribute(element, "aria-disabled") !== "true";
}

/** @param {Element} element @returns {boolean} */
const isEditableText = (element) => element.isContentEditable === true;
