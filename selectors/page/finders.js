/**
 * One finder for each kind of candidate: all the elements of this page that it means, in document order.
 * What is recorded and what is replayed go through these same functions.
 */

/** @type {Record<string, (candidate: any, counts: (e: Element) => boolean, most: number) => ArrayLike<Element>>} */
const FINDERS = {
  test_id: (c) => queryAll(cssFor(c)),
  role: (c, counts, most) => findByRole(c, counts, most),
  label: (c, counts, most) => findByLabel(c, counts, most),
  placeholder: (c, counts, most) => {
    const wanted = comparable(c.text);
    return pick(spokenElements(), counts, most, (e) => comparable(attribute(e, "placeholder")) === wanted);
  },
  text: (c, counts, most) => findByText(c, counts, most),
  id: (c) => queryAll(cssFor(c)),
  name: (c) => queryAll(cssFor(c)),
  row: (c, counts) => findByRow(c, counts),
  near: (c, counts, most) => findByNear(c, counts, most),
  css: (c) => queryAll(cssFor(c)),
  xpath: (c) => findByXPath(c.xpath),
};

/** @returns {string | null} the CSS of a candidate that is no more than that */
function cssFor(c) {
  if (c.by === "css") return c.css;
  if (c.by === "id") return "#" + escapeCss(c.value);
  if (c.by === "test_id") return "[" + escapeCss(c.attribute) + '="' + escapeCss(c.value) + '"]';
  if (c.by !== "name") return null;
  const value = c.value === null || c.value === undefined ? "" : '[value="' + escapeCss(c.value) + '"]';
  return escapeCss(c.tag) + '[name="' + escapeCss(c.name) + '"]' + value;
}

/**
 * @param {object} candidate as the models in selectors/target.py
 * @param {boolean} hidden whether elements that do not show count too
 * @param {number} [most] stop after so many
 * @returns {Element[]} never throws; a candidate that makes no sense here finds nothing
 */
function findAll(candidate, hidden, most = Infinity) {
  const counts = hidden ? isConnected : isVisible;
  try {
    const found = FINDERS[candidate.by](candidate, counts, most);
    return pick(found, counts, most, () => true);
  } catch (reason) {
    if (reason === LATER) throw reason;
    return [];
  }
}

/** @param {Element[]} list @param {(e: Element) => boolean} counts @param {number} most @param {(e: Element) => boolean} test */
function pick(list, counts, most, test) {
  const found = [];
  const length = list.length;
  for (let i = 0; i < length && found.length < most; i += 1) {
    if (test(list[i]) && counts(list[i])) push(found, list[i]);
  }
  return found;
}

/** From the labels to their controls: a page has fewer labels than boxes. */
function findByLabel(c, counts, most) {
  const wanted = comparable(bareLabel(c.text));
  const candidates = labelledControls(longestWord(wanted));
  const controls = [];
  const said = spokenElements();
  for (let i = 0; i < said.length; i += 1) if (hasAttribute(said[i], "aria-label")) push(candidates, said[i]);
  for (let i = 0; i < candidates.length; i += 1) if (indexIn(controls, candidates[i]) < 0) push(controls, candidates[i]);
  return pick(controls, counts, most, (e) => isFormControl(e) && comparable(labelOf(e)) === wanted);
}

/** @param {string} word @returns {Element[]} the controls of the labels that may say it */
function labelledControls(word) {
  const labels = filter(elementsLike("label"), (label) => mayRead(label, word) || hasSpokenPart(label));
  return filter(map(labels, (label) => label.control), (control) => !!control);
}

/** @param {{role: string, name: string}} c */
function findByRole(c, counts, most) {
  const bears = hasRoleAndName(c.role, c.name);
  const marked = (e) => hasAttribute(e, "role") || hasAttribute(e, "contenteditable");
  const found = pick(spokenElements(), counts, most, (e) => marked(e) && bears(e));
  const tags = TAGS_OF[c.role] || [];
  for (let t = 0; t < tags.length; t += 1) {
    const more = pick(elementsOf(tags[t]), counts, most - found.length, (e) => bears(e) && !marked(e));
    for (let i = 0; i < more.length; i += 1) push(found, more[i]);
  }
  return found;
}

/** @param {string} role @param {string} name @returns {(element: Element) => boolean} */
function hasRoleAndName(role, name) {
  const wanted = comparable(name);
  const word = longestWord(wanted);
  return (e) => mayBeNamed(e, word) && roleOf(e) === role && comparable(nameOf(e, role)) === wanted;
}

/** The smallest elements with that text: one whose child says all of it does not count. */
function findByText(c, counts, most) {
  const wanted = comparable(c.text);
  const word = longestWord(wanted);
  const reads = (e) => mayRead(e, word) && comparable(textOf(e)) === wanted;
  return pick(elementsOf(c.tag), counts, most, (e) => reads(e) && !some(childrenOf(e), reads));
}

/** @param {string} xpath */
function findByXPath(xpath) {
  const result = evaluatePath(document, xpath, document, null, 7, null);
  const found = [];
  for (let i = 0; i < result.snapshotLength; i += 1) push(found, result.snapshotItem(i));
  return filter(found, (node) => nodeType(node) === ELEMENT);
}

/** On a large page so many controls are asked what stands beside them, before all its texts are gone through. */
const MOST_ASKED = 8;

/** @param {{text: string, tag: string, type: string | null}} c */
function findByNear(c, counts, most) {
  const wanted = comparable(c.text);
  const alike = elementsLike(escapeCss(c.tag));
  const few = isLarge() ? pick(alike, counts, MOST_ASKED + 1, (e) => !c.type || typeOf(e) === c.type) : alike;
  if (isLarge() && few.length <= MOST_ASKED) return filter(few, (e) => comparable(labelBeside(e)) === wanted);
  const labels = map(textNodesWith(longestWord(wanted), roots()), rectOfText);
  const beside = (rect) => (label) =>
    rect.left >= label.left - REACH_ASIDE && rect.left <= label.right + REACH_ASIDE &&
    rect.top >= label.top - REACH_ABOVE && rect.top <= label.bottom + REACH_ABOVE;
  return pick(alike, counts, most, (e) =>
    (!c.type || typeOf(e) === c.type) && some(labels, beside(rectOf(e))) && comparable(labelBeside(e)) === wanted,
  );
}

/** @param {string} word in lower case @param {Node[]} places @returns {Node[]} the text nodes in them that hold it */
function textNodesWith(word, places, most = Infinity) {
  const found = [];
  for (let r = 0; r < places.length; r += 1) {
    const walk = walker(document, places[r], SHOW_TEXT);
    for (let node = nextNode(walk); node && found.length < most; node = nextNode(walk)) {
      if (indexOf(lower(dataOf(node)), word) >= 0 && !isSilent(parentOf(node))) push(found, node);
    }
  }
  return found;
}

/**
 * Rows first, by a cell that says the text; then the equal controls in each; then the one at the index.
 * @param {{text: string, column: string | null, tag: string, role: string | null, name: string | null,
 *          tail: string | null, index: number}} c
 * @param {(e: Element) => boolean} counts
 * @param {Node[]} [nodes] the text nodes that may say its text
 */
function findByRow(c, counts, nodes = textNodesWith(longestWord(comparable(c.text)), roots())) {
  const rows = rowsThatSay(c, nodes);
  const found = [];
  for (let i = 0; i < rows.length; i += 1) {
    const control = filter(equalControls(rows[i], c), counts)[c.index || 0];
    if (control && indexIn(found, control) < 0) push(found, control);
  }
  return found;
}

/** @returns {Element[]} the innermost repeated containers that hold both the text and such a control */
function rowsThatSay(c, nodes) {
  const wanted = comparable(c.text);
  const rows = [];
  for (let i = 0; i < nodes.length; i += 1) {
    const row = rowOfText(nodes[i], wanted, c);
    if (row && indexIn(rows, row) < 0) push(rows, row);
  }
  return rows;
}

/**
 * Up from a text to what says just that, on to the first place that holds such a control, and on to the
 * row as long as no further control comes in.
 * @param {Node} node
 * @param {string} wanted comparable
 * @param {object} c the row candidate
 * @returns {Element | null}
 */
function rowOfText(node, wanted, c) {
  let said = false;
  let inside = 0;
  let place = parentOf(node);
  for (let i = 0; place && i < MOST_CLIMB; i += 1, place = parentOf(place)) {
    if (!said) {
      const text = comparable(textOf(place));
      if (text.length > wanted.length) return null;
      said = text === wanted;
    }
    const controls = said ? equalControls(place, c) : [];
    if (inside && controls.length > inside) return null;
    inside = controls.length;
    if (inside && isRow(place, controls[0])) return isVisible(place) ? place : null;
  }
  return null;
}

/**
 * @param {Element} row
 * @param {object} c the row candidate
 * @returns {Element[]} the controls in the row (or itself) of its tag, role, name and column
 */
function equalControls(row, c) {
  const css = escapeCss(c.tag);
  const all = matches(row, css) ? [row] : [];
  const inner = queryAllIn(row, css);
  for (let i = 0; i < listLength(inner); i += 1) push(all, inner[i]);
  const word = c.name ? longestWord(comparable(c.name)) : "";
  const equal = filter(all, (e) =>
    (!c.role || roleOf(e) === c.role) &&
    (!c.name || (mayBeNamed(e, word) && comparable(nameOf(e)) === comparable(c.name))),
  );
  return narrowed(narrowed(equal, !!c.tail, (e) => endsWith(attribute(e, "name") || attribute(e, "id"), c.tail)),
    !!c.column, (e) => comparable(columnOf(e)) === comparable(c.column));
}

/** A property that no control has any more is not asked for: a reworded header is no reason to miss. */
function narrowed(list, asked, test) {
  const kept = asked && list.length > 1 ? filter(list, test) : list;
  return kept.length ? kept : list;
}

const endsWith = (text, tail) => !!text && cut(text, -tail.length) === tail;
