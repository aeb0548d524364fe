/** Checks and masks that the person adds: the next press names what is meant, and the page hears nothing of it. */

const checking = (() => {
  const MOST_TEXT = 200;
  const MOST_CELLS = 30;
  const CELL = /^(cell|gridcell|rowheader|columnheader)$/;
  const ROW = "tr,[role=row]";
  const CONTROLS_IN_CELL = "button,input,select,textarea";
  /** @type {"text" | "value" | "row" | "shown" | "enabled" | "mask" | null} what the next press is for */
  let wanted = null;
  let swallowing = false;
  /** What the button went down on, while a mask may be drawn from there. */
  let pressed = null;

  /** @param {typeof wanted} check */
  function want(check) {
    wanted = check;
    pressed = null;
    drawing.end();
  }

  /** @param {Event} event @returns {boolean} whether it is the press that a check was waiting for */
  function take(event) {
    if (!wanted) return began(event);
    if (event.type === "pointermove") follow(event);
    else if (event.type === "pointerup" && pressed) release();
    if (!began(event)) return false;
    const origin = originOf(event);
    if (!origin || isOurs(origin)) return false;
    swallowing = true;
    if (wanted === "mask") drawing.begin(event), (pressed = origin);
    else done(point(meant(origin)));
    return true;
  }

  /** A press begins; what was left of the one before is no longer waited for. */
  function began(event) {
    if (event.type !== "pointerdown") return false;
    swallowing = false;
    return wanted !== null;
  }

  /** @param {PointerEvent} event shows what a press would take */
  function follow(event) {
    const origin = originOf(event);
    if (wanted === "mask") drawing.move(event);
    else if (origin && !isOurs(origin)) glass.outline(boxOf(outlined(origin)));
  }

  const meant = (origin) => (wanted === "value" || wanted === "shown" || wanted === "enabled" ? lift(origin) : origin);
  const outlined = (origin) => (wanted === "row" && closest(origin, ROW)) || meant(origin);

  /** The button came up: a mask was drawn, or an element was pointed at. */
  function release() {
    done(drawing.isDrawn() ? drawn() : point(pressed));
    later(() => (swallowing = false), 0); // a click comes at once, or not at all
  }

  function drawn() {
    wire.send("checked", { check: "mask", expected: "", cells: [], ...drawing.drawn() });
    return "";
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it draws the mask, or takes it */
  function keyDown(event) {
    if (wanted !== "mask" || pressed) return false;
    const takes = keyOf(event) === "Enter" && drawing.isDrawn();
    if (takes) done(drawn());
    return takes || drawing.key(event);
  }

  /** @param {string} missed why there was nothing to take */
  function done(missed) {
    wire.send("command", { command: "checked", title: missed });
    arm.follow({ wanted: null });
  }

  /** @param {Element} element @returns {string} why there is nothing to check; "" if there is */
  function point(element) {
    const checked = { check: wanted, subject: subjects.fresh(element), expected: "", cells: [] };
    const secret = isText(element) && subjects.isSecret(element);
    if (wanted === "row") {
      checked.cells = cellsOf(closest(element, ROW));
      if (!checked.cells.length) return "There is no table row";
    } else if (wanted === "text" || wanted === "value") {
      if (secret) return "A secret is never checked";
      checked.expected = wanted === "value" ? heldBy(element) : textFor(element);
      if (!trimmed(checked.expected)) return "It is empty: there is nothing to check";
    } else if (wanted === "enabled" && matches(element, ":disabled,[aria-disabled=true]")) {
      return "It cannot be used now";
    }
    wire.send("checked", checked);
    return "";
  }

  /** @param {Element} element @returns {string} what is marked, or what the element says */
  function textFor(element) {
    const marked = trimmed(`${window.getSelection() || ""}`);
    return marked ? part(marked, 0, MOST_TEXT) : saidBy(element);
  }

  /** @returns {string} */
  const saidBy = (element) => part(trimmed(replaced(innerText(element) || heldBy(element), /\s+/g, " ")), 0, MOST_TEXT);

  /** @param {Element | null} row @returns {string[]} what its cells say, those with controls left out */
  function cellsOf(row) {
    const texts = [];
    const cells = row ? childrenOf(row) : [];
    for (let i = 0; i < cells.length && texts.length < MOST_CELLS; i++) {
      const isCell = tested(/^t[dh]$/, tagOf(cells[i])) || tested(CELL, attribute(cells[i], "role") || "");
      const text = isCell && !findIn(cells[i], CONTROLS_IN_CELL) ? saidBy(cells[i]) : "";
      if (text) push(texts, text);
    }
    return texts;
  }

  /** @returns {boolean} whether the event is the rest of such a press */
  const isSwallowing = (event) => swallowing && event.type !== "pointerdown";

  /** @param {Event} event which the page must not hear of */
  function swallow(event) {
    prevented(event);
    stopped(event);
    if (event.type === "click" || event.type === "auxclick") swallowing = false;
  }

  return { want, take, keyDown, isSwallowing, swallow };
})();
