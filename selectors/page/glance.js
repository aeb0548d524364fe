/**
 * What one look at the page tells for many questions: its whole text, what has a spoken attribute, which label
 * is whose, what a search found. It is kept until something is touched that could change it (touches.js).
 */

/** Above this many elements, questions that scan the page are answered from a glance or not asked. */
const MANY_ELEMENTS = 3000;
const SPOKEN = ["role", "contenteditable", "aria-label", "aria-labelledby", "title", "alt", "placeholder"];
const SPOKEN_CSS = "[" + join(SPOKEN, "],[") + "]";
const MOST_KEPT = 2000;

/** @typedef {{value: any, at: number}} Kept what was found, and how many touches it has outlived */

/** @type {Map<string, Kept>} by question */
let kept = new PlainMap();

/** The page's text as it was when `readAt` touches had been noted. */
let textRead = null;
let readAt = 0;

let warms = false;
let pauses = false;
const PAUSE_MS = 200; // a page that has just changed tends to change again

function forgetGlance() {
  kept = new PlainMap();
  textRead = null;
  forgetPlaces();
  if (!warms || pauses || !isLarge()) return;
  pauses = true;
  later(lookAgain, PAUSE_MS);
}

/** Between two events, so that the next one need not wait for it. */
function lookAgain() {
  pauses = false;
  pageText();
  spokenElements();
}

/** From now on keep looking ahead: somebody is being watched, and each event must be described at once. */
function keepWarm() {
  warms = true;
}

/** Who asks ahead of need begins no search after this, in milliseconds of `clock`, but for the first. */
let patience = Infinity;
let searches = 0;

/** Thrown in place of a search that has to wait. */
const LATER = { __proto__: null };

/**
 * @template T
 * @param {string} question names it among all
 * @param {() => T} search
 * @param {(touch: Touch) => boolean} matters whether what was touched can change the answer
 * @returns {T} found now, or before if the page is large
 */
function remembered(question, search, matters) {
  if (!isLarge()) return search();
  keepUp();
  const known = mapGet(kept, question);
  if (known && !touchedSince(known, matters)) return known.value;
  if (searches > 0 && clock() > patience) throw LATER;
  searches += 1;
  const value = search();
  if (mapSize(kept) > MOST_KEPT) kept = new PlainMap();
  mapSet(kept, question, { value, at: touches.length });
  return value;
}

/** @param {Kept} known @param {(touch: Touch) => boolean} matters */
function touchedSince(known, matters) {
  for (; known.at < touches.length; known.at += 1) if (matters(touches[known.at])) return true;
  return false;
}

/**
 * @param {() => void} questions that will be asked soon
 * @param {number} most milliseconds
 * @returns {boolean} whether all of them were asked
 */
function askAhead(questions, most) {
  searches = 0;
  patience = clock() + most;
  try {
    questions();
    return true;
  } catch (reason) {
    if (reason === LATER) return false;
    throw reason;
  } finally {
    patience = Infinity;
  }
}

const numbers = new PlainWeakMap();
let numbered = 0;

/** @param {Element} element @returns {number} always the same for it, to name it in a question */
function numberOf(element) {
  const known = weakGet(numbers, element);
  if (known) return known;
  numbered += 1;
  weakSet(numbers, element, numbered);
  return numbered;
}

/** @returns {boolean} */
const isLarge = () => collectionItem(byTag(document, "*"), MANY_ELEMENTS) !== null;

/** @param {string} css of elements by themselves, not by where they stand @returns {ArrayLike<Element>} */
const elementsLike = (css) =>
  remembered("like " + css, () => queryAll(css), (touch) => touchedBy(touch, css).length > 0);

/** @returns {ArrayLike<Element>} what may have its role or name from an attribute */
const spokenElements = () => elementsLike(SPOKEN_CSS);

/** @returns {string} everything written outside shadow roots, in lower case; what was touched since may differ */
function pageText() {
  if (!isLarge()) return lower(textContent(document.documentElement));
  keepUp();
  if (textRead === null) {
    textRead = lower(textContent(document.documentElement));
    readAt = touches.length;
  }
  return textRead;
}

/** Whether a word stands but once on the page; never sure where there are shadow roots. @param {string} word */
function isSaidOnce(word) {
  if (!word || roots().length > 1) return false;
  const says = (touch) => indexOf(touch.text, word) >= 0;
  return remembered("once " + word, () => timesSaid(word, says) === 1, says);
}

/** @returns {number} 0, 1, or 2 for more; among those there may be some that have been taken away */
function timesSaid(word, says) {
  const times = timesIn(pageText(), word);
  if (times > 1 || !some(sliceOf(touches, readAt), says)) return times;
  textRead = null;
  return timesIn(pageText(), word);
}

/** @param {string} text @param {string} word @returns {number} 0, 1, or 2 for more */
function timesIn(text, word) {
  const at = indexOf(text, word);
  return at < 0 ? 0 : indexOf(text, word, at + 1) < 0 ? 1 : 2;
}

/** @type {Map<string, Element[]> | null} id to the labels that name it, for the length of one call */
let labelsById = null;

/** @type {WeakMap<Element, number>} places among siblings, as long as no element came or went */
let positions = new PlainWeakMap();

function forgetPlaces() {
  positions = new PlainWeakMap();
}

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
  spans = null;
  for (let i = 0; i < memories.length; i += 1) memories[i]();
  if (isLarge()) keepUp();
  else forgetPlaces();
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
  const labels = elementsLike("label");
  for (let i = 0; i < labels.length; i += 1) {
    const id = attribute(labels[i], "for");
    if (!id) continue;
    const known = mapGet(labelsById, id) || [];
    push(known, labels[i]);
    mapSet(labelsById, id, known);
  }
  return labelsById;
}
