/**
 * What must not show in a picture: texts and fields that hold something confidential, and where they are.
 *
 * Texts are looked at as a person reads them: what stands in one line or paragraph is one text, whatever
 * elements it is cut into. A call that hands out texts keeps their nodes, so that the next can say where a
 * part of one of them is.
 */

/** @typedef {{nodes: Text[], text: string} | {field: Element, text: string}} Passage */

const HELD_BY_TYPE = /^(hidden|checkbox|radio|file|image|range|color)$/;

/** @type {Passage[]} as of the last call that handed out texts */
let passages = [];

/**
 * @param {{secrets: string[], targets: object[][], texts: boolean}} request `targets`: candidates of each target
 *   that is confidential as a whole
 * @returns {{boxes: number[][], texts: string[]}} boxes [x, y, width, height] in the frame's viewport, CSS px, of
 *   password fields, of what shows a secret, and of the targets; all texts without the secrets, if they are wanted
 */
function exposed(request) {
  beginCall();
  const found = passagesOf();
  const boxes = [];
  const others = [];
  for (let i = 0; i < found.length; i += 1) {
    if (found[i].field && typeOf(found[i].field) === "password") {
      pushBox(boxes, rectOf(found[i].field));
      continue;
    }
    takeSecrets(boxes, found[i], request.secrets);
    push(others, found[i]);
  }
  for (let i = 0; i < request.targets.length; i += 1) pushTarget(boxes, request.targets[i]);
  passages = request.texts ? others : [];
  return { boxes, texts: map(passages, (passage) => passage.text) };
}

/**
 * @param {{spans: [number, number, number][]}} request which text of the last call, from, to
 * @returns {number[][]} boxes as above
 */
function spansOf(request) {
  const boxes = [];
  for (let i = 0; i < request.spans.length; i += 1) {
    const span = request.spans[i];
    if (passages[span[0]]) pushSpan(boxes, passages[span[0]], span[1], span[2]);
  }
  return boxes;
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
 * The boxes of all secrets that the passage shows; blanks stand in their place then, so that what stands right beside
 * one is still known by its shape.
 */
function takeSecrets(boxes, passage, secrets) {
  let left = passage.text;
  for (let i = 0; i < secrets.length; i += 1) {
    const end = secrets[i].length;
    for (let at = indexOf(passage.text, secrets[i]); at >= 0; at = indexOf(passage.text, secrets[i], at + 1)) {
      pushSpan(boxes, passage, at, at + end);
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
