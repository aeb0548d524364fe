/**
 * Whether the page still looks as it did at an earlier look. What moves without touching the document cannot be
 * seen from here, so a page with a canvas, a film or a running animation is never still.
 *
 * Every look has a number of its own, so that several callers never take one another's, nor one of a document that
 * was here before.
 */

const MOVES = "canvas,video,object,embed,marquee";
const STIRS = ["input", "change", "scroll", "resize", "toggle", "focus", "blur", "pointerover"];
const EVERYTHING = { childList: true, characterData: true, attributes: true, subtree: true };
const MOST_LOOKS = 16;

/**
 * @typedef {object} Look
 * @property {number} stirs how often the page had stirred by then
 * @property {string} held what its fields held
 * @property {number} roots how many documents and shadow roots there were
 * @property {Passage[]} passages texts that it handed out
 * @property {((boxes: number[][]) => void)[]} measures what was measured; each adds its boxes of now
 * @property {number[][]} boxes as measured
 */

/** @type {Map<number, Look>} the newest */
const looks = new PlainMap();
let lookNumber = round(random() * 1e12);
let stirs = 0;
const stirring = new MutationObserver(stir);

/** The observer lets go at the first change, so a busy page pays nothing for being watched. */
function stir() {
  stirs += 1;
  disconnect(stirring);
}

function takeStirs() {
  if (takeRecords(stirring).length) stir();
}

/** @returns {number} the look's number; what changes from now on can be told by it */
function beginLook() {
  takeStirs();
  const roots = watchForStirs();
  lookNumber += 1;
  mapSet(looks, lookNumber, { stirs, held: heldByFields(), roots, passages: [], measures: [], boxes: [] });
  if (mapSize(looks) > MOST_LOOKS) mapDelete(looks, firstKey(looks));
  return lookNumber;
}

/** Measures for a look, and remembers how. @param {number} number @param {(boxes: number[][]) => void} measure */
function measureFor(number, measure) {
  const look = mapGet(looks, number);
  push(look.measures, measure);
  measure(look.boxes);
}

/**
 * @param {{since: number}} request the number of a look
 * @returns {{still: boolean}} whether nothing has changed since, and what was measured is where it was
 */
function stillness(request) {
  beginCall();
  takeStirs();
  const look = mapGet(looks, request.since);
  const still =
    !!look &&
    look.stirs === stirs &&
    look.held === heldByFields() &&
    look.roots === roots().length &&
    !movesByItself() &&
    isWhereItWas(look);
  return { still };
}

/** Fonts, pictures and style sheets move what stands beside them, and show what was hidden, unsaid. */
function isWhereItWas(look) {
  const now = [];
  for (let i = 0; i < look.measures.length; i += 1) look.measures[i](now);
  return toJson(now) === toJson(look.boxes);
}

/** @returns {number} documents and shadow roots that are watched */
function watchForStirs() {
  disconnect(stirring);
  const places = roots();
  for (let i = 0; i < places.length; i += 1) observe(stirring, places[i], EVERYTHING);
  hear(window, STIRS, stir, { capture: true, passive: true });
  // What a picture or a style sheet brings reaches the document, but never the window.
  hear(document, ["load"], stir, { capture: true, passive: true });
  return places.length;
}

const movesByItself = () => listLength(queryDocument(document, MOVES)) > 0 || animationsOf(document).length > 0;

/** What a script puts into a field changes neither the document nor does anybody tell. @returns {string} */
function heldByFields() {
  const fields = queryAll("input,textarea,select");
  return join(map(fields, (field) => (matches(field, ":checked") ? "+" : "") + valueOf(field)), "\n");
}

/** @param {Element} field */
function valueOf(field) {
  const tag = tagOf(field);
  return tag === "select" ? valueOfList(field) : tag === "textarea" ? valueOfArea(field) : valueOfInput(field);
}
