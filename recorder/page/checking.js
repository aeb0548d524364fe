/** Checks that the person adds: the next press names what must be there, and the page hears nothing of it. */

const checking = (() => {
  const MOST_TEXT = 200;
  /** @type {"text" | "value" | "mask" | null} what the next press is for */
  let wanted = null;
  let swallowing = false;

  /** @param {"text" | "value" | "mask" | null} check */
  function want(check) {
    wanted = check;
  }

  /** @param {Event} event @returns {boolean} whether it is the press that a check was waiting for */
  function take(event) {
    if (event.type !== "pointerdown") return false;
    swallowing = false;
    const origin = originOf(event);
    if (!wanted || !origin || isOurs(origin)) return false;
    const element = wanted === "value" ? lift(origin) : origin;
    const subject = subjects.fresh(element);
    const secret = isText(element) && subjects.isSecret(element);
    const expected = wanted === "mask" ? "" : wanted === "value" ? heldBy(element) : textFor(element);
    if (wanted === "mask" || (!secret && trimmed(expected))) wire.send("checked", { check: wanted, subject, expected });
    wire.send("command", { command: "checked" });
    arm.follow({ wanted: null });
    swallowing = true;
    return true;
  }

  /** @param {Element} element @returns {string} what is marked, or what the element says */
  function textFor(element) {
    const marked = trimmed(`${window.getSelection() || ""}`);
    const said = marked || trimmed(replaced(innerText(element) || heldBy(element), /\s+/g, " "));
    return part(said, 0, MOST_TEXT);
  }

  /** @returns {boolean} whether the event is the rest of such a press */
  const isSwallowing = (event) => swallowing && event.type !== "pointerdown";

  /** @param {Event} event which the page must not hear of */
  function swallow(event) {
    prevented(event);
    stopped(event);
    if (event.type === "click" || event.type === "auxclick") swallowing = false;
  }

  return { want, take, isSwallowing, swallow };
})();
