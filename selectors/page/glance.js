/**
 * What one look at the page tells for many questions: its whole text, what has a spoken attribute, which
 * label is whose. Text and attributes are kept until the page changes; the observer lets go at the first
 * change, so a busy page pays nothing for being watched.
 */

/** Above this many elements, questions that scan the page are answered from a glance or not asked. */
const MANY_ELEMENTS = 3000;
const SPOKEN = ["aria-label", "aria-labelledby", "title", "alt", "placeholder", "value"];

/** @type {{text: string | null, spoken: Element[] | null}} */
let page = { text: null, spoken: null };
let watched = false;
const watcher = new MutationObserver(forget);
const observe = uncurry(MutationObserver.prototype.observe);
const unwatch = uncurry(MutationObserver.prototype.disconnect);
const takeRecords = uncurry(MutationObserver.prototype.takeRecords);

function forget() {
  page = { text: null, spoken: null };
  watched = false;
  unwatch(watcher);
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

/** @returns {Element[]} what may be named by an attribute instead of its text */
function spokenElements() {
  watch();
  if (page.spoken === null) page.spoken = queryAll("[" + join(SPOKEN, "],[") + "]");
  return page.spoken;
}

/** Whether a word stands but once on the page; never sure where there are shadow roots. @param {string} word */
function isSaidOnce(word) {
  if (!word || roots().length > 1) return false;
  const text = pageText();
  const at = indexOf(text, word);
  return at >= 0 && indexOf(text, word, at + 1) < 0;
}

/** @type {Map<string, Element[]> | null} id to the labels that name it, for the length of one call */
let labelsById = null;

/** A new question from outside: what was known for one call is forgotten. */
function beginCall() {
  labelsById = null;
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
  const labels = queryAll("label[for]");
  for (let i = 0; i < labels.length; i += 1) {
    const id = attribute(labels[i], "for");
    const known = mapGet(labelsById, id) || [];
    push(known, labels[i]);
    mapSet(labelsById, id, known);
  }
  return labelsById;
}
