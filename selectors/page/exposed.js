/**
 * What must not show in a picture: texts and fields that hold something confidential, and where they are.
 *
 * Texts are looked at as a person reads them: what stands in one line or paragraph is one text, whatever
 * elements it is cut into. A look that hands out texts keeps their nodes, so that a later call can say where a
 * part of one of them is.
 */

/** @typedef {{nodes: Text[], text: string} | {field: Element, text: string}} Passage */

const HELD_BY_TYPE = /^(hidden|checkbox|radio|file|image|range|color)$/;

/**
 * @param {{secrets: string[], targets: object[][], texts: boolean} | {}} request `targets`: candidates of each target
 *   that is confidential as a whole; without anything, nothing is searched for
 * @returns {{look: number, boxes: number[][], texts: string[]}} the number to ask `stillness` and `spansOf` with;
 *   boxes [x, y, width, height] in the frame's viewport, CSS px, of password fields, of what shows a secret, and of
 *   the targets; all texts without the secrets, if they are wanted
 */
function exposed(request) {
  beginCall();
  const number = beginLook();
  const look = mapGet(looks, number);
  if (!request.secrets) return { look: number, boxes: [], texts: [] };
  const found = passagesOf();
  for (let i = 0; i < found.length; i += 1) {
    const passage = found[i];
    if (passage.field && typeOf(passage.field) === "password") {
      measureFor(number, (boxes) => pushBox(boxes, rectOf(passage.field)));
      continue;
    }
    takeSecrets(number, passage, request.secrets);
    if (request.texts) push(look.passages, passage);
  }
  for (let i = 0; i < request.targets.length; i += 1) {
    measureFor(number, (boxes) => pushTarget(boxes, request.targets[i]));
  }
  return { look: number, boxes: look.boxes, texts: map(look.passages, (passage) => passage.text) };
}

/**
 * @param {{look: number, spans: [number, number, number][]}} request which text of that look, from, to
 * @returns {number[][] | null} boxes as above; null when the look is too long ago
 */
function spansOf(request) {
  const look = mapGet(looks, request.look);
  if (!look) return null;
  const before = look.boxes.length;
  for (let i = 0; i < request.spans.length; i += 1) {
    const span = request.spans[i];
    const passage = look.passages[span[0]];
    if (passage) measureFor(request.look, (boxes) => pushSpan(boxes, passage, span[1], span[2]));
  }
  return sliceOf(look.boxes, before);
}

/**
 * @returns {{text: string, box: number[]}[]} every text and what every field holds, white space folded, with its
 *   box as above; what does not show, and passwords, are left out
 */
function placed() {
  beginCall();
  const found = passagesOf();
  const texts = [];
  for (let i = 0; i < found.length; i += 1) {
    const text = fold(heldBy(found[i]));
    const boxes = [];
    if (text && isShown(found[i])) pushSpan(boxes, found[i], 0, found[i].text.length);
    if (boxes.length) push(texts, { text, box: around(boxes) });
  }
  return texts;
}

/** @param {Passage} passage @returns {string} the text; of a list, what is chosen; of a password, nothing */
function heldBy(passage) {
  if (!passage.field) return passage.text;
  if (typeOf(passage.field) === "password") return "";
  if (tagOf(passage.field) !== "select") return passage.text;
  return join(map(filter(queryAllIn(passage.field, "option"), isChosen), textContent), ", ");
}

/** @param {Passage} passage */
function isShown(passage) {
  const element = passage.field || parentOf(passage.nodes[0]);
  return !element || nodeType(element) !== ELEMENT || styleOf(element).visibility === "visible";
}

/** @param {number[][]} boxes @returns {number[]} the smallest box around them */
function around(boxes) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < boxes.length; i += 1) {
    left = smaller(left, boxes[i][0]);
    top = smaller(top, boxes[i][1]);
    right = larger(right, boxes[i][0] + boxes[i][2]);
    bottom = larger(bottom, boxes[i][1] + boxes[i][3]);
  }
  return [left, top, right - left, bottom - top];
}

/** @returns {Passage[]} every text and every field that shows one */
function passagesOf() {
  const found = [];
  const places = roots();
  for (let i = 0; i < places.length; i += 1) readPassages(found, places[i], { nodes: [], text: "" });
  const fields = queryAll("input,textarea,select");
  for (let i = 0; i < fields.length; i += 1) {
    const text = shownBy(fields[i]);
    if (text || typeOf(fields[i]) === "password") push(found, { field: fields[i], text });
  }
  return found;
}

/** @param {Element} field @returns {string} what it shows; of a list all of it, since it may be open */
function shownBy(field) {
  const tag = tagOf(field);
  if (tag === "select") return join(map(queryAllIn(field, "option"), textContent), "\n");
  if (tag === "textarea") return valueOfArea(field);
  return matchesText(HELD_BY_TYPE, typeOf(field)) ? "" : valueOfInput(field);
}

/** Reads on into `open`, the passage that is not ended yet, and returns the one that is open then. */
function readPassages(found, node, open) {
  for (let child = firstChild(node); child; child = nextSibling(child)) {
    const type = nodeType(child);
    if (type === 3) {
      push(open.nodes, child);
      open.text += dataOf(child);
    } else if (type === ELEMENT && !matchesText(UNSEEN, tagOf(child))) {
      const inline = matchesText(INLINE, tagOf(child));
      if (!inline) open = ended(found, open);
      open = readPassages(found, child, open);
      if (!inline) open = ended(found, open);
    }
  }
  return nodeType(node) === ELEMENT ? open : ended(found, open);
}

const UNSEEN = /^(script|style|noscript|template|head)$/;

function ended(found, open) {
  if (fold(open.text)) push(found, open);
  return { nodes: [], text: "" };
}

/**
 * Measures all secrets that the passage shows; blanks stand in their place then, so that what stands right beside
 * one is still known by its shape.
 */
function takeSecrets(number, passage, secrets) {
  let left = passage.text;
  for (let i = 0; i < secrets.length; i += 1) {
    const end = secrets[i].length;
    for (let at = indexOf(passage.text, secrets[i]); at >= 0; at = indexOf(passage.text, secrets[i], at + 1)) {
      measureFor(number, (boxes) => pushSpan(boxes, passage, at, at + end));
      left = cut(left, 0, at) + replace(secrets[i], /[^]/g, " ") + cut(left, at + end);
    }
  }
  passage.text = left;
}

/** A field is blacked out as a whole: nobody can tell where in it a character stands. */
function pushSpan(boxes, passage, start, end) {
  if (passage.field) {
    pushBox(boxes, rectOf(passage.field));
    return;
  }
  let before = 0;
  for (let i = 0; i < passage.nodes.length && before < end; i += 1) {
    const node = passage.nodes[i];
    const length = dataOf(node).length;
    if (before + length > start && isConnected(node)) {
      pushRange(boxes, node, larger(0, start - before), smaller(length, end - before));
    }
    before += length;
  }
}

function pushRange(boxes, node, start, end) {
  const range = createRange(document);
  setStart(range, node, start);
  setEnd(range, node, end);
  const rects = rangeRects(range);
  for (let i = 0; i < rects.length; i += 1) pushBox(boxes, rects[i]);
}

function pushTarget(boxes, candidates) {
  for (let i = 0; i < candidates.length; i += 1) {
    const found = findAll(candidates[i], false);
    if (found.length === 1) pushBox(boxes, rectOf(found[0]));
  }
}

function pushBox(boxes, rect) {
  if (rect.width > 0 && rect.height > 0) push(boxes, [rect.x, rect.y, rect.width, rect.height]);
}
