/**
 * Whether the page still looks as it did at the last such question. What moves without touching the document
 * cannot be seen from here, so a page with a canvas, a film or a running animation is never still.
 */

const MOVES = "canvas,video,object,embed,marquee";
const STIRS = ["input", "change", "scroll", "resize", "toggle", "focus", "blur", "pointerover"];
const EVERYTHING = { childList: true, characterData: true, attributes: true, subtree: true };

let isWatched = false;
let hasStirred = false;
let hearsStirs = false;
let heldThen = "";
const stirring = new MutationObserver(stir);

/** The observer lets go at the first change, so a busy page pays nothing for being watched. */
function stir() {
  hasStirred = true;
  disconnect(stirring);
}

/** @returns {{still: boolean}} since the last call; the next one tells since this */
function stillness() {
  if (takeRecords(stirring).length) stir();
  const holds = heldByFields();
  const still = isWatched && !hasStirred && holds === heldThen && !movesByItself();
  heldThen = holds;
  watchForStirs();
  return { still };
}

function watchForStirs() {
  disconnect(stirring);
  hasStirred = false;
  isWatched = true;
  const places = roots();
  for (let i = 0; i < places.length; i += 1) observe(stirring, places[i], EVERYTHING);
  if (hearsStirs) return;
  hearsStirs = true;
  for (const type of STIRS) listen(window, type, stir, { capture: true, passive: true });
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
