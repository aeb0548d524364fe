/**
 * What one look at the page tells for many questions: its whole text, what has a spoken attribute, which
 * label is whose. Text and attributes are kept until the page changes; the observer lets go at the first
 * change, so a busy page pays nothing for being watched.
 */

/** Above this many elements, questions that scan the page are answered from a glance or not asked. */
const MANY_ELEMENTS = 3000;
const SPOKEN = ["role", "contenteditable", "aria-label", "aria-labelledby", "title", "alt", "placeholder"];

/** @typedef {{text: string | null, spoken: ArrayLike<Element> | null, once: Map<string, boolean>}} Glance */

/** @returns {Glance} */
const nothingSeen = () => ({ text: null, spoken: null, once: new PlainMap() });

let page = nothingSeen();
let watched = false;
const watcher = new MutationObserver(forget);
const observe = uncurry(MutationObserver.prototype.observe);
const unwatch = uncurry(MutationObserver.prototype.disconnect);
const takeRecords = uncurry(MutationObserver.prototype.takeRecords);

let warms = false;
let warming = false;
const PAUSE_MS = 200; // a page that has just changed tends to change again

function forget() {
  page = nothingSeen();
  watched = false;
  unwatch(watcher);
  if (!warms || warming || !isLarge()) return;
  warming = true;
  later(lookAgain, PAUSE_MS);
}

/** Between two events, so that the next one need not wait for it. */
function lookAgain() {
  warming = false;
  pageText();
  spokenElements();
}

/** From now on keep looking ahead: somebody is being watched, and each event must be described at once. */
function keepWarm() {
  warms = true;
}

function watch() {
  if (watched && takeRecords(watcher).length) forget();
  if (watched) return;
  watched = true;
  const what = { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: SPOKEN };
  observe(watcher, document, what);
}

/** @returns {boolean} */
const isLarge = () => collectionLength(byTag(document, "*")) > MANY_ELEMENTS;

/** @returns {string} everything written outside shadow roots, in lower case */
function pageText() {
  watch();
  if (page.text === null) page.text = lower(textContent(document.documentElement));
  return page.text;
}

/** @returns {ArrayLike<Element>} what may have its role or name from an attribute */
function spokenElements() {
  watch();
  if (page.spoken === null) page.spoken = queryAll("[" + join(SPOKEN, "],[") + "]");
  return page.spoken;
}

/** Whether a word stands but once on the page; never sure where there are shadow roots. @param {string} word */
function isSaidOnce(word) {
  if (!word || roots().length > 1) return false;
  const text = pageText();
  if (mapHas(page.once, word)) return mapGet(page.once, word);
  const at = indexOf(text, word);
  const once = at >= 0 && indexOf(text, word, at + 1) < 0;
  mapSet(page.once, word, once);
  return once;
}

/** @type {Map<string, Element[]> | null} id to the labels that name it, for the length of one call */
let labelsById = null;

/** @type {WeakMap<Element, number>} places among siblings, counted once in one call */
let positions = new PlainWeakMap();

/** What each `oncePerCall` knows: how to forget it. @type {(() => void)[]} */
const memories = [];

/**
 * The same answer for the same element, worked out once in a call: the page does not change while it lasts.
 * @template R @param {(element: Element) => R} work @returns {(element: Element) => R}
 */
function oncePerCall(work) {
  let known = new PlainWeakMap();
  push(memories, () => (known = new PlainWeakMap()));
  return (element) => {
    let answer = weakGet(known, element);
    if (answer === undefined) {
      answer = work(element);
      weakSet(known, element, answer);
    }
    return answer;
  };
}

/** A new question from outside: what was known for one call is forgotten. */
function beginCall() {
  labelsById = null;
  positions = new PlainWeakMap();
  spans = null;
  for (let i = 0; i < memories.length; i += 1) memories[i]();
}

/**
 * `element.labels` costs a walk over the whole document for each element; this costs one for all.
 * @param {Element} element
 * @returns {Element[]}
 */
function labelsOf(element) {
  const id = attribute(element, "id");
  const named = (id && mapGet(labelMap(), id)) || [];
  const around = closest(element, "label");
  if (!around || hasAttribute(around, "for") || indexIn(named, around) >= 0) return named;
  const labels = sliceOf(named, 0);
  push(labels, around);
  return labels;
}

function labelMap() {
  if (labelsById) return labelsById;
  labelsById = new PlainMap();
  const labels = elementsOf("label");
  for (let i = 0; i < labels.length; i += 1) {
    const id = attribute(labels[i], "for");
    if (!id) continue;
    const known = mapGet(labelsById, id) || [];
    push(known, labels[i]);
    mapSet(labelsById, id, known);
  }
  return labelsById;
}
