/** Texts around an element by geometry: what a person reads beside a box that has no label of its own. */

const TEXTS_EACH_WAY = 14; // a form row holds a handful; more only costs time
const STEPS_EACH_WAY = 80;
const REACH_ASIDE = 400; // px; wider than the gap of a two-column form at 1280
const REACH_ABOVE = 120; // px; three lines of text
const LABEL_LENGTH = 80;

/** @typedef {{text: string, rect: DOMRect, node: Node}} Piece a text node with its place */

/** @param {Node} node a text node @returns {DOMRect} */
function rectOfText(node) {
  const range = createRange(document);
  selectNode(range, node);
  return rangeRect(range);
}

/** @param {Node} node a text node @returns {Piece | null} if a person can read it */
function pieceOf(node) {
  const parent = parentOf(node);
  const text = parent ? fold(dataOf(node)) : "";
  if (!text || isSilent(parent)) return null;
  const rect = rectOfText(node);
  return rect.width > 0 && rect.height > 0 ? { text, rect, node } : null;
}

/**
 * @param {Element} element
 * @param {boolean} forward
 * @returns {Piece[]} visible texts on the way, nearest in document order first
 */
function piecesAlong(element, forward) {
  const span = spans && weakGet(spans, element);
  if (span) return mappedPieces(span, forward);
  const walk = walker(document, rootOf(element), SHOW_TEXT);
  setCurrent(walk, element);
  const pieces = [];
  for (let i = 0; i < STEPS_EACH_WAY && pieces.length < TEXTS_EACH_WAY; i += 1) {
    const node = forward ? nextNode(walk) : previousNode(walk);
    if (!node) break;
    const piece = contains(element, node) ? null : pieceOf(node);
    if (piece) push(pieces, piece);
  }
  return pieces;
}

/** @param {DOMRect} box @param {DOMRect} rect @returns {Record<string, number>} px to each side, Infinity if not there */
function distances(box, rect) {
  const sameLine = rect.bottom > box.top + 1 && rect.top < box.bottom - 1;
  const sameColumn = rect.right > box.left + 1 && rect.left < box.right - 1;
  const within = (gap, reach) => (gap >= -3 && gap <= reach ? gap : Infinity);
  return {
    left: sameLine ? within(box.left - rect.right, REACH_ASIDE) : Infinity,
    right: sameLine ? within(rect.left - box.right, REACH_ASIDE) : Infinity,
    above: sameColumn ? within(box.top - rect.bottom, REACH_ABOVE) : Infinity,
    below: sameColumn ? within(rect.top - box.bottom, REACH_ABOVE) : Infinity,
  };
}

/**
 * @param {Element} element
 * @returns {Record<"left" | "above" | "right" | "below", {piece: Piece, gap: number} | null>}
 */
function surroundings(element) {
  const box = rectOf(element);
  const found = { left: null, above: null, right: null, below: null };
  const around = [piecesAlong(element, false), piecesAlong(element, true)];
  for (let way = 0; way < 2; way += 1) {
    for (let i = 0; i < around[way].length; i += 1) {
      const piece = around[way][i];
      const gaps = distances(box, piece.rect);
      for (const side in found) {
        if (gaps[side] < (found[side] ? found[side].gap : Infinity)) found[side] = { piece, gap: gaps[side] };
      }
    }
  }
  return found;
}

/** The whole phrase of a text node: "User <b>name</b>" is one label. @param {Piece} piece @param {Element} element */
function phraseOf(piece, element) {
  let place = parentOf(piece.node);
  while (place && matchesText(INLINE, tagOf(place)) && parentOf(place)) place = parentOf(place);
  if (!place || contains(place, element) || queryIn(place, "input,select,textarea,button,a")) return piece.text;
  const text = textOf(place, LABEL_LENGTH * 2);
  return text && text.length <= LABEL_LENGTH ? text : piece.text;
}

const IN_CONTROL = "a,button,option,[role=button],[role=link]";

const TICK_REACH = 150; // px; a box in a column of its own, its words in the next
const CLOSE = 24; // px; words this close to a tick belong to it

/** @returns {string[]} the sides in which a label is looked for, best first */
function labelSides(element, around) {
  if (!matchesText(/^(checkbox|radio)$/, typeOf(element))) return ["left", "above"];
  const right = around.right ? around.right.gap : Infinity;
  const left = around.left ? around.left.gap : Infinity;
  return right <= Math.max(CLOSE, left) ? ["right", "left", "above"] : ["left", "right", "above"];
}

const LABEL_REACH = { left: 250, right: TICK_REACH, above: 40 };

/**
 * The label of a control that has none in the page's code: the text to its left or above it, for
 * check boxes and radio buttons the text to their right first.
 * @param {Element} element
 * @param {ReturnType<typeof surroundings>} [around]
 * @returns {string | null}
 */
function labelBeside(element, around = surroundings(element)) {
  const order = labelSides(element, around);
  for (let i = 0; i < order.length; i += 1) {
    const side = around[order[i]];
    if (!side || side.gap > LABEL_REACH[order[i]] || closest(parentOf(side.piece.node), IN_CONTROL)) continue;
    const text = bareLabel(phraseOf(side.piece, element));
    if (text && text.length <= LABEL_LENGTH) return text;
  }
  return null;
}

/** @param {Element} element @param {ReturnType<typeof surroundings>} around @returns {string[]} left, above, right, below */
function nearTexts(element, around) {
  const texts = [];
  const sides = ["left", "above", "right", "below"];
  for (let i = 0; i < 4; i += 1) {
    const side = around[sides[i]];
    if (side) push(texts, clip(phraseOf(side.piece, element), LABEL_LENGTH));
  }
  return texts;
}
