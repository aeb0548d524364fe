/** The ways to find an element, best first, each one proved on the page as it is now. */

const TEST_ATTRIBUTES = ["data-testid", "data-test-id", "data-test", "data-qa", "data-cy"];
const MOST_NAME = 120;

/**
 * @param {Element} element
 * @param {string[]} prefer texts that a row had better be named by (the run's inputs)
 * @returns {object[]} as the models in selectors/target.py
 */
function candidatesOf(element, prefer) {
  const rows = rowsAround(element);
  const proof = { element, hidden: !isVisible(element), large: isLarge() };
  const plain = (candidate) => (candidate && proves(proof, candidate, null) ? candidate : null);
  const found = [
    plain(byTestId(element)),
    plain(byRole(element)),
    plain(byLabel(element)),
    plain(byPlaceholder(element)),
    plain(byText(element)),
    plain(byStableId(element, rows[0])),
    plain(byName(element, rows[0])),
    byRow(proof, rows, prefer),
    plain(byNear(element)),
    byCss(proof, rows[0]),
    byXPath(proof),
  ];
  const good = filter(found, (candidate) => candidate !== null);
  return good.length ? good : [lastResort(element)];
}

/** Nothing is unique: the path by position, which the fingerprint then guards. */
function lastResort(element) {
  let path = "";
  for (let place = element; place; place = parentInTree(place)) path = stepOf(place) + (path ? " > " + path : "");
  return { by: "css", css: path };
}

function byTestId(element) {
  const name = filter(TEST_ATTRIBUTES, (one) => !!attribute(element, one))[0];
  return name ? { by: "test_id", attribute: name, value: attribute(element, name) } : null;
}

function byRole(element) {
  const role = roleOf(element);
  const name = role ? nameOf(element, role) : "";
  return name && name.length <= MOST_NAME ? { by: "role", role, name } : null;
}

function byLabel(element) {
  const text = isFormControl(element) ? labelOf(element) : "";
  return text && text.length <= MOST_NAME ? { by: "label", text } : null;
}

function byPlaceholder(element) {
  const text = fold(attribute(element, "placeholder"));
  return text ? { by: "placeholder", text } : null;
}

function byText(element) {
  const text = textOf(element, MOST_NAME * 2);
  return text && text.length <= MOST_NAME ? { by: "text", text, tag: tagOf(element) } : null;
}

function byStableId(element, row) {
  const id = attribute(element, "id");
  if (isGenerated(id) || countsRows(element, row, "id")) return null;
  return { by: "id", value: id };
}

function byName(element, row) {
  const name = attribute(element, "name");
  if (isGenerated(name) || countsRows(element, row, "name")) return null;
  const value = typeOf(element) === "radio" ? attribute(element, "value") : null;
  return { by: "name", tag: tagOf(element), name, value };
}

/** Whether the neighbouring row has the same id or name but for its number: it then only counts rows. */
function countsRows(element, row, name) {
  const value = attribute(element, name);
  if (!row || !value || !matchesText(/\d/, value)) return false;
  const shape = withoutNumbers(value);
  const equal = (other) => other !== value && !!other && withoutNumbers(other) === shape;
  return some(siblingsAlike(row, element), (other) =>
    equal(attribute(other, name)) || some(queryAllIn(other, escapeCss(tagOf(element))), (e) => equal(attribute(e, name))),
  );
}

/** The innermost row that a text of its own tells from the others; a form laid out by a table has none. */
function byRow(proof, rows, prefer) {
  const element = proof.element;
  for (let i = 0; i < rows.length; i += 1) {
    const text = keyOfRow(rows[i], element, prefer);
    if (text && isFormControl(element) && !columnOf(element) && bareLabel(text) === labelBeside(element)) return null;
    const candidate = text ? rowCandidate(element, rows[i], text) : null;
    if (candidate && proves(proof, candidate, rows[i])) return candidate;
  }
  return null;
}

function rowCandidate(element, row, text) {
  const role = roleOf(element);
  const candidate = {
    by: "row",
    text,
    column: columnOf(element),
    tag: tagOf(element),
    role,
    name: nameInRow(element, row, role),
    tail: stableTail(attribute(element, "name")) || stableTail(attribute(element, "id")),
    index: 0,
  };
  const index = indexIn(filter(equalControls(row, candidate), isVisible), element);
  candidate.index = index < 0 ? 0 : index;
  return candidate;
}

/** What a cell says is data: it may be something else tonight. */
const holdsData = (element, role) =>
  (!role || matchesText(/^(cell|gridcell|rowheader|columnheader|paragraph|listitem|row)$/, role)) && !hasAttribute(element, "onclick");

/** The control's name if it says what the control does, and nothing of what this one row is about. */
function nameInRow(element, row, role) {
  const name = holdsData(element, role) ? "" : nameOf(element, role);
  if (!name || name.length > 60 || element === row) return null;
  const spoken = comparable(name);
  const others = filter(cellsOf(row), (cell) => cell.text.length > 1 && !contains(cell.element, element));
  if (some(others, (cell) => indexOf(spoken, comparable(cell.text)) >= 0)) return null;
  const again = filter(siblingsAlike(row, element), (other) => other !== headerRow(row));
  const repeated = (other) => some(queryAllIn(other, escapeCss(tagOf(element))), (e) => comparable(nameOf(e)) === spoken);
  return again.length === 0 || some(again, repeated) ? name : null;
}

/** A table of four hundred boxes is a grid: every box there has the same label, and asking each costs time. */
const MOST_BESIDE = 400;

function byNear(element) {
  if (!isFormControl(element) && textOf(element)) return null;
  if (elementsLike(escapeCss(tagOf(element))).length > MOST_BESIDE) return null;
  const text = labelBeside(element);
  return text ? { by: "near", text, tag: tagOf(element), type: typeOf(element) || null } : null;
}

function byCss(proof, row) {
  const isOnly = (css) => proves(proof, { by: "css", css }, null);
  const trusts = (name) => !countsRows(proof.element, row, name);
  const css = cssOf(proof.element, proof.large, isOnly, trusts);
  return css ? { by: "css", css } : null;
}

function byXPath(proof) {
  const xpath = xpathOf(proof.element);
  const candidate = xpath ? { by: "xpath", xpath } : null;
  return candidate && (proof.large || proves(proof, candidate, null)) ? candidate : null;
}
