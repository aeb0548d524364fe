/** What fields hold: their text, "true" or "false" for a box, the values chosen in a list, one in a line. */

const chosenOf = getter(HTMLSelectElement.prototype, "selectedOptions");
const chosenValue = getter(HTMLOptionElement.prototype, "value");
const isTicked = getter(HTMLInputElement.prototype, "checked");
const textOfInput = getter(HTMLInputElement.prototype, "value");
const textOfArea = getter(HTMLTextAreaElement.prototype, "value");
const typeOfInput = getter(HTMLInputElement.prototype, "type");

/**
 * @param {{tokens: string[]}} request
 * @returns {{document: string, fields: (string | null)[]}} the document's own mark; null for a field that has left the
 *   page, or is another document's
 */
function holdings(request) {
  return { document: documentMark, fields: map(request.tokens, (token) => holdingOf(heldElement(token))) };
}

/** @param {Element | null} element @returns {string | null} */
function holdingOf(element) {
  if (!element) return null;
  const tag = tagOf(element);
  if (tag === "textarea") return textOfArea(element);
  if (tag === "select") return join(map(sliceOf(chosenOf(element)), chosenValue), "\n");
  if (tag !== "input") return textContent(element);
  const isBox = typeOfInput(element) === "checkbox" || typeOfInput(element) === "radio";
  return isBox ? (isTicked(element) ? "true" : "false") : textOfInput(element);
}
