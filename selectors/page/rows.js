/** Repeated rows (of tables, lists, cards): what identifies one, and the place of a control in it. */

const MOST_CELLS = 40;
const SIBLINGS_LOOKED_AT = 4;
const MOST_CLIMB = 12;
const HEADER_CELL = "th,[role=columnheader]";

/**
 * The repeated containers around an element, the innermost first, at most three.
 * @param {Element} element
 * @returns {Element[]}
 */
function rowsAround(element) {
  const rows = [];
  let place = element;
  for (let i = 0; place && i < MOST_CLIMB && rows.length < 3; i += 1) {
    const tag = tagOf(place);
    if (tag === "body" || tag === "html" || tag === "form") break;
    if (isRow(place, element)) push(rows, place);
    place = parentOf(place);
  }
  return rows;
}

/** @param {Element} place @param {Element} element inside it, or itself */
function isRow(place, element) {
  const tag = tagOf(place);
  if (tag === "td" || tag === "th" || tag === "tbody" || tag === "option") return false;
  const row = tag === "tr" || attribute(place, "role") === "row";
  if (place === element && !row && tag !== "li" && !firstElement(place)) return false;
  if (row && hasHeader(place) && filter(childrenOf(place), (cell) => fold(textContent(cell))).length > 1) return true;
  const alike = tag === "li" || row ? 1 : 2;
  return siblingsAlike(place, element).length >= alike;
}

/** @param {Element} row @returns {boolean} whether its table has a row of header cells (other than itself) */
function hasHeader(row) {
  const head = headerRow(row);
  return head !== null && head !== row;
}

/**
 * A few neighbours that repeat the row: same tag and classes, with a control of the same tag.
 * @param {Element} place
 * @param {Element} element
 */
function siblingsAlike(place, element) {
  const found = [];
  const steps = [previousElement, nextElement];
  for (let s = 0; s < 2; s += 1) {
    let other = steps[s](place);
    for (let i = 0; other && i < SIBLINGS_LOOKED_AT; i += 1, other = steps[s](other)) {
      if (repeats(other, place, element)) push(found, other);
    }
  }
  return found;
}

/** @param {Element} other @param {Element} place @param {Element} element */
function repeats(other, place, element) {
  const tag = tagOf(place);
  if (tagOf(other) !== tag) return false;
  const shaped = tag === "tr" || tag === "li" || attribute(place, "role") === attribute(other, "role");
  if (!shaped || (tag !== "tr" && tag !== "li" && !sameShape(other, place))) return false;
  return place === element || queryIn(other, tagOf(element)) !== null;
}

/** Cards and lines of <div>: children of the same tags, or a class in common. */
function sameShape(a, b) {
  const first = attribute(a, "class");
  const second = attribute(b, "class");
  if (first || second) return split(fold(first), " ")[0] === split(fold(second), " ")[0];
  const tags = (one) => join(map(childrenOf(one), tagOf), " ");
  return tags(a) === tags(b);
}

/**
 * @param {Element} row
 * @returns {{element: Element, text: string}[]} its cells, or the pieces of text of a card, at most forty
 */
const cellsOf = oncePerCall((row) => {
  const direct = filter(childrenOf(row), (child) => matchesText(/^t[dh]$/, tagOf(child)));
  if (direct.length) return map(sliceOf(direct, 0, MOST_CELLS), readCell);
  const said = queryAllIn(row, "[role=cell],[role=gridcell],[role=rowheader],[role=columnheader]");
  if (listLength(said)) return map(sliceOf(said, 0, MOST_CELLS), readCell);
  return map(sliceOf(textBlocks(row), 0, MOST_CELLS), readCell);
});

const readCell = (element) => ({ element, text: clip(textOf(element)) });

/** @param {Element} row @returns {Element[]} the elements in it that hold text of their own */
function textBlocks(row) {
  const blocks = ownText(row) ? [row] : [];
  const inner = queryAllIn(row, "*");
  const length = Math.min(listLength(inner), 200);
  for (let i = 0; i < length; i += 1) {
    if (!isSilent(inner[i]) && ownText(inner[i])) push(blocks, inner[i]);
  }
  return blocks;
}

const TABLE = "table,[role=grid],[role=table],[role=treegrid]";

/** @param {Element} inside @returns {Element | null} the row that heads the columns of the table around it */
function headerRow(inside) {
  const table = closest(inside, TABLE);
  return table ? headOfTable(table) : null;
}

/** @type {(table: Element) => Element | null} */
const headOfTable = oncePerCall((table) => {
  const first = firstHeader(table);
  if (!first || closest(first, TABLE) !== table) return null;
  const row = closest(first, "tr,[role=row]");
  return row && filter(childrenOf(row), (cell) => roleOf(cell) === "columnheader").length ? row : null;
});

/** A long table without headers is not searched for one again and again. @param {Element} table */
function firstHeader(table) {
  const search = () => queryIn(table, HEADER_CELL);
  const matters = (touch) => touchedBy(touch, HEADER_CELL).length > 0;
  const known = remembered("head " + numberOf(table), search, matters);
  return known && !contains(table, known) ? search() : known;
}

/** @param {Element} element @returns {string | null} the header above its cell */
function columnOf(element) {
  const cell = closest(element, "td,th,[role=cell],[role=gridcell]");
  const head = cell && headerRow(cell);
  if (!cell || !head || contains(head, cell)) return null;
  const headers = childrenOf(head);
  if (headers.length < 2) return null; // it spans the table: a title
  const at = columnIndex(cell);
  let passed = 0;
  for (let i = 0; i < headers.length; i += 1) {
    passed += spanOf(headers[i]);
    if (passed > at) return clip(textOf(headers[i]), 80) || null;
  }
  return null;
}

const spanOf = (cell) => Number(attribute(cell, "colspan")) || 1;

/** @param {Element} cell @returns {number} columns before it */
function columnIndex(cell) {
  let index = 0;
  for (let other = previousElement(cell); other; other = previousElement(other)) index += spanOf(other);
  return index;
}

/** How well a text names a row: codes best, then words, then numbers; dates, money and states badly. */
function keyLikeness(text) {
  if (!text || text.length > 80) return 0;
  if (matchesText(/^[\d.,:/\s-]+$|^\d{1,2}[. /-][a-z0-9]+[. /-]\d{2,4}/i, text)) {
    return matchesText(/^\d{3,}$/, text) ? 3 : 1;
  }
  if (matchesText(/\d/, text) && matchesText(/[a-z]/i, text) && !matchesText(/\s/, text)) return 5;
  return matchesText(/[a-z]/i, text) && text.length > 2 ? 3 : 1;
}

/**
 * The text that tells this row from the other rows; the control's own only where no other does.
 * @param {Element} row
 * @param {Element} element
 * @param {string[]} prefer texts to take if a cell equals one of them
 * @returns {string | null}
 */
function keyOfRow(row, element, prefer) {
  const cells = filter(cellsOf(row), (cell) => cell.text !== "");
  const ofElement = (cell) => contains(cell.element, element) || contains(element, cell.element);
  const likeness = (cell) => keyLikeness(cell.text) + (indexIn(prefer, cell.text) >= 0 ? 100 : 0);
  const others = filter(cells, (cell) => !ofElement(cell) && likeness(cell) > 0);
  const ranked = sort(others, (a, b) => likeness(b) - likeness(a));
  const its = cells.length < 2 ? [] : filter(cells, (cell) => ofElement(cell) && cell.text === textOf(element) && element !== row);
  const order = sliceOf(ranked, 0, 6);
  for (let i = 0; i < its.length; i += 1) push(order, its[i]);
  const found = first(order, (cell) => isUniqueAmongRows(cell, row));
  return found ? found.text : null;
}

const MOST_ROWS_ASKED = 8;

/** @param {{element: Element, text: string}} cell @param {Element} row */
function isUniqueAmongRows(cell, row) {
  const word = longestWord(comparable(cell.text));
  if (isSaidOnce(word)) return true;
  const wanted = comparable(cell.text);
  const says = (other) => some(cellsOf(other), (one) => comparable(one.text) === wanted);
  const few = rowsWith(word, row, MOST_ROWS_ASKED + 1);
  if (filter(few, says).length > 1) return false;
  return few.length <= MOST_ROWS_ASKED || filter(rowsWith(word, row, Infinity), says).length < 2;
}

/** @returns {Element[]} the row and its like beside it that hold the word, at most so many */
function rowsWith(word, row, most) {
  const search = () => {
    const found = [];
    for (let other = firstElement(parentOf(row)); other && found.length < most; other = nextElement(other)) {
      if (tagOf(other) === tagOf(row) && mayRead(other, word)) push(found, other);
    }
    return found;
  };
  if (most === Infinity) return search();
  const question = "rows " + numberOf(parentOf(row)) + " " + tagOf(row) + " " + word;
  return filter(remembered(question, search, (touch) => indexOf(touch.text, word) >= 0), isConnected);
}
