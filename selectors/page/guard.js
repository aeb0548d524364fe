/** Stops a press when a field has just lost what it held: between the last look and the press, a page may go on. */

const PRESSES = [
  ...["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick", "auxclick", "contextmenu", "dragstart"],
  ...["keydown", "keypress", "keyup"],
];
const stopNow = uncurry(Event.prototype.stopImmediatePropagation);
const preventNow = uncurry(Event.prototype.preventDefault);
/** The fields of the press to come; `stopped` is decided when it begins. */
let guarded = null;

/**
 * @param {{fields: {token: string, held: string, before: string, is_list: boolean}[]}} request none: the press is over
 * @returns {{stopped: boolean}} whether the last press was kept from the page
 */
function guard(request) {
  const stopped = !!guarded && guarded.stopped === true;
  guarded = request.fields.length ? { fields: request.fields, stopped: null } : null;
  if (guarded) hear(window, PRESSES, onPress, { capture: true, passive: false });
  return { stopped };
}

/** @param {Event} event */
function onPress(event) {
  if (!guarded || !event.isTrusted) return;
  if (guarded.stopped === null) guarded.stopped = some(guarded.fields, hasLost);
  if (!guarded.stopped) return;
  stopNow(event);
  preventNow(event);
}

/** As `lost` in runner/entered.py; one that has left the page is looked for from there. */
function hasLost({ token, held, before, is_list }) {
  const element = heldElement(token);
  const now = holdingOf(element);
  return now === null || (!is_list && now !== held && (now === before || now === ""));
}
