/**
 * What was touched on the page since it was last read through. To search a page of a hundred thousand elements
 * takes tens of milliseconds, and a person who presses something must not wait for that: what a search found is
 * kept (glance.js) until something that was touched since could change it.
 *
 * The observer lets go when too much was touched, so a busy page pays little for being watched.
 */

const MOST_TOUCHES = 1000;
const MOST_AROUND = 1000; // characters read around a change; a cell or a paragraph has fewer
const MOST_BROUGHT = 50000; // characters that one change brings; more is a new page

/**
 * @typedef {object} Touch
 * @property {Node} node that came, or that changed
 * @property {string} text what is written in and around it, in lower case; "" where only an attribute changed
 * @property {boolean} came whether it was put in, with all that it holds
 */

/** @type {Touch[]} oldest first */
let touches = [];
let watched = false;
let placesWatched = 0;
const watcher = new MutationObserver(note);

/** Takes in what has changed up to this moment; from here on the page is watched. */
function keepUp() {
  if (watched) note(takeRecords(watcher));
  const places = roots();
  if (watched && places.length !== placesWatched) forget();
  if (watched) return;
  const attributeFilter = watchedAttributes();
  const what = { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter };
  for (let i = 0; i < places.length; i += 1) observe(watcher, places[i], what);
  placesWatched = places.length;
  watched = true;
}

/** Nothing that was known of the page holds any more. */
function forget() {
  touches = [];
  watched = false;
  disconnect(watcher);
  forgetGlance();
}

/** @returns {string[]} those by which elements are found */
function watchedAttributes() {
  const names = ["id", "class", "value", "list", "multiple", "size"];
  const more = [SPOKEN, TEST_ATTRIBUTES, STEADY_ATTRIBUTES];
  for (let i = 0; i < more.length; i += 1) for (let j = 0; j < more[i].length; j += 1) push(names, more[i][j]);
  return names;
}

/** @param {MutationRecord[]} records */
function note(records) {
  if (touches.length + records.length > MOST_TOUCHES) return forget();
  for (let i = 0; i < records.length && watched; i += 1) {
    const node = recordTarget(records[i]);
    const kind = recordType(records[i]);
    if (kind === "attributes") push(touches, { node, text: "", came: false });
    else if (kind === "characterData") push(touches, { node, text: textAround(node), came: false });
    else noteChildren(node, recordAdded(records[i]), recordRemoved(records[i]));
  }
}

/** @param {Node} parent @param {NodeList} added @param {NodeList} removed */
function noteChildren(parent, added, removed) {
  for (let i = 0; i < listLength(added); i += 1) {
    const brought = textContent(added[i]) || "";
    if (brought.length > MOST_BROUGHT) return forget();
    push(touches, { node: added[i], text: lower(brought) + " " + textAround(added[i]), came: true });
  }
  if (listLength(removed)) push(touches, { node: parent, text: textAround(parent), came: false });
  if (some(added, isElement) || some(removed, isElement)) forgetPlaces();
}

const isElement = (node) => nodeType(node) === ELEMENT;

/**
 * @param {Node} node
 * @returns {string} the block that it stands in, where words may have run together, in lower case; of a long one
 *   only what is beside it
 */
function textAround(node) {
  let block = node;
  while ((!isElement(block) || matchesText(INLINE, tagOf(block))) && parentNode(block)) block = parentNode(block);
  const text = writtenIn(block, MOST_AROUND);
  if (text.length <= MOST_AROUND) return lower(text);
  const beside = [previousSibling(node), node, nextSibling(node)];
  return lower(join(map(beside, (one) => (one ? writtenIn(one, MOST_AROUND) : "")), ""));
}

/** @param {Node} node @param {number} most characters after which reading stops @returns {string} everything, shown or not */
function writtenIn(node, most) {
  if (nodeType(node) === 3) return dataOf(node);
  let text = "";
  for (let child = firstChild(node); child && text.length <= most; child = nextSibling(child)) {
    text += writtenIn(child, most - text.length);
  }
  return text;
}

/** @param {Touch} touch @param {string} css @returns {Element[]} those of that CSS that it changed or brought */
function touchedBy(touch, css) {
  if (!isElement(touch.node)) return [];
  const found = touch.came ? sliceOf(queryAllIn(touch.node, css), 0) : [];
  if (matches(touch.node, css)) push(found, touch.node);
  return found;
}
