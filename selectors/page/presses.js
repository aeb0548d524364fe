/** Which elements a person's mouse has pressed since the page was last searched: a busy page answers late, or never. */

/** @type {WeakMap<Element, number>} how often in a row, as the event counts it */
let presses = new PlainWeakMap();

/** From here on, presses count anew. */
function forgetPresses() {
  presses = new PlainWeakMap();
  hear(window, ["click", "auxclick"], countPress, { capture: true, passive: true });
}

/** @param {MouseEvent} event */
function countPress(event) {
  if (!event.isTrusted) return;
  const path = composedPath(event);
  for (let i = 0; i < path.length; i += 1) weakSet(presses, path[i], clicksInARow(event));
}

/** @param {{token: string}} request @returns {number} how often the element was pressed; 0 if it is gone, too */
function pressesOf(request) {
  const reference = mapGet(held, request.token);
  const element = reference && deref(reference);
  return (element && weakGet(presses, element)) || 0;
}
