/** What the person may ask of the recorder, by a button of the toolbar or by Alt+Shift+letter in any frame. */

/** Command, its word on the button, its letter, and what it does; an empty entry parts two groups. */
const STEERING = [
  ["undo", "Undo", "U", "Take the last step out of the bot; the page stays as it is"],
  [],
  ["corner", "Corner", "C", "Move the toolbar to the next corner; the mouse takes it anywhere"],
  ["fold", "Fold", "F", "Make the toolbar small, or whole again"],
  [],
  ["pause", "Pause", "P", "Pause, or go on"],
  ["stop", "Stop", "S", "Stop and save"],
];
const ADDING = [
  ["check_text", "Text", "T", "Check that a text is there: point at it next"],
  ["check_value", "Value", "V", "Check what a field holds: point at it next"],
  ["check_row", "Row", "R", "Check that a table has a row: point at it next"],
  ["check_shown", "Visible", "H", "Check that something is shown: point at it next"],
  ["check_enabled", "Enabled", "E", "Check that something can be used: point at it next"],
  [],
  ["mask", "Mask", "M", "Leave a part out of pictures: draw around it next, or point at it"],
  ["checkpoint", "Picture", "B", "Compare this page with a baseline picture from now on"],
  [],
  ["commit", "Commit", "K", "The next step must never happen twice"],
  ["input", "Input", "I", "What was filled last becomes an input"],
];
const COMMANDS = [...STEERING, ...ADDING];

const commands = (() => {
  /** What the next press is for, by the command that asks for it. */
  const WANTS = {
    __proto__: null,
    check_text: "text",
    check_value: "value",
    check_row: "row",
    check_shown: "shown",
    check_enabled: "enabled",
    mask: "mask",
  };
  const LETTER = /^[A-Za-z0-9_ -]$/;
  const MOST_LETTERS = 40;
  /** `naming` is the name that the person is writing for an input; no field of the page loses the focus for it. */
  let state = { paused: false, steps: 0, wanted: null, naming: null, notice: "", folded: false, corner: 0, place: null };
  let fresh = false;
  /** Keys whose release is ours, too. */
  const held = { __proto__: null };

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was a command, or part of a name */
  function keyDown(event) {
    if (!event.isTrusted) return false;
    const command = commandOf(event);
    const isOurs = command !== null || state.naming !== null || (state.wanted !== null && keyOf(event) === "Escape");
    const isDrawn = !isOurs && checking.keyDown(event);
    if (!isOurs && !isDrawn) return false;
    held[lower(keyOf(event))] = true;
    prevented(event);
    stopped(event);
    if (isDrawn || (command && isRepeat(event))) return true;
    if (command) obey(command);
    else if (state.naming !== null) write(event);
    else arm.follow({ wanted: null }), wire.send("command", { command: "checked" });
    return true;
  }

  /** @param {KeyboardEvent} event */
  function keyUp(event) {
    const key = lower(keyOf(event));
    if (!event.isTrusted || !held[key]) return;
    held[key] = false;
    stopped(event);
  }

  /** @returns {string | null} */
  function commandOf(event) {
    if (!modifierState(event, "Alt") || !modifierState(event, "Shift")) return null;
    if (modifierState(event, "Control") || modifierState(event, "Meta")) return null;
    for (let i = 0; i < COMMANDS.length; i++) if (upper(keyOf(event)) === COMMANDS[i][2]) return COMMANDS[i][0];
    return null;
  }

  /** One key of a name. */
  function write(event) {
    const key = keyOf(event);
    if (key === "Enter") return obey("name");
    if (key === "Escape") return obey("unname");
    const text = fresh ? "" : state.naming;
    if (key === "Backspace") rename(part(text, 0, -1));
    else if (tested(LETTER, key) && text.length < MOST_LETTERS) rename(text + lower(key === " " || key === "-" ? "_" : key));
  }

  function rename(naming) {
    arm.follow({ naming });
    wire.send("command", { command: "naming", title: naming });
  }

  /** Here at once, in the other frames as soon as the recorder has told them. */
  function obey(command) {
    if (command === "fold" || command === "corner") return wire.send("command", { command });
    const wanted = WANTS[command] || null;
    const paused = command === "pause" ? !state.paused : state.paused;
    const title = command === "name" ? state.naming : `${document.title}`;
    wire.send("command", { command, title });
    arm.follow({ paused, wanted: wanted === state.wanted ? null : wanted, naming: command === "input" ? "" : null });
  }

  /**
   * @param {{paused?: boolean, steps?: number, wanted?: string | null, naming?: string | null, offered?: boolean,
   *   notice?: string, folded?: boolean, corner?: number, place?: number[] | null}} next what is new; a name that is `offered` comes late where the person writes already, or has given up
   */
  function update(next) {
    const isLate = next.offered && state.naming !== "";
    const goesOn = next.notice === undefined && (next.wanted !== undefined || next.paused !== undefined || next.steps > state.steps);
    const naming = next.naming === undefined || isLate ? state.naming : next.naming;
    if (naming !== state.naming) fresh = !!next.offered;
    state = { ...state, ...next, naming };
    if (goesOn) state.notice = "";
    show();
  }

  const show = () => toolbar.draw(state, fresh);

  return { keyDown, keyUp, obey, update, show };
})();
