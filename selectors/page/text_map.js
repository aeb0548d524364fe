/**
 * Every text of the page with its place, from one pass: for calls that describe hundreds of elements, where a
 * walk around each would read the same texts a hundred times.
 */

/** @typedef {{pieces: Piece[], ordinals: number[], texts: number}} Texts of one root; an ordinal counts all its text nodes */
/** @typedef {{texts: Texts, before: number, after: number, ordinal: number}} Span how many pieces come before an element, and up to its end */

/** @type {WeakMap<Element, Span> | null} for the length of one call */
let spans = null;

/** From here to the end of the call, `piecesAlong` answers from the map. */
function mapTexts() {
  spans = new PlainWeakMap();
  const places = roots();
  for (let i = 0; i < places.length; i += 1) mapInto({ pieces: [], ordinals: [], texts: 0 }, places[i]);
}

/** @param {Texts} texts @param {Node} node an element or a root */
function mapInto(texts, node) {
  const span = { texts, before: texts.pieces.length, after: 0, ordinal: texts.texts };
  for (let child = firstChild(node); child; child = nextSibling(child)) {
    const type = nodeType(child);
    if (type === ELEMENT) mapInto(texts, child);
    else if (type === 3) mapPiece(texts, child);
  }
  span.after = texts.pieces.length;
  if (nodeType(node) === ELEMENT) weakSet(spans, node, span);
}

/** @param {Texts} texts @param {Node} node */
function mapPiece(texts, node) {
  texts.texts += 1;
  const piece = pieceOf(node);
  if (!piece) return;
  push(texts.pieces, piece);
  push(texts.ordinals, texts.texts);
}

/**
 * What `piecesAlong` would find by walking, within the same reach.
 * @param {Span} span
 * @param {boolean} forward
 * @returns {Piece[]}
 */
function mappedPieces(span, forward) {
  const { pieces, ordinals } = span.texts;
  const found = [];
  const step = forward ? 1 : -1;
  for (let i = forward ? span.after : span.before - 1; i >= 0 && i < pieces.length; i += step) {
    const steps = forward ? ordinals[i] - span.ordinal : span.ordinal - ordinals[i] + 1;
    if (steps > STEPS_EACH_WAY || found.length >= TEXTS_EACH_WAY) break;
    push(found, pieces[i]);
  }
  return found;
}
