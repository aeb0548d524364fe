/** The person's toolbar: what the recorder is doing, and a button for each command. The page hears nothing of it. */

const TOOLBAR_TAG = "clerkwork-toolbar";

/** @param {Element | null} element @returns {boolean} whether it is the recorder's; its inside is closed */
const isOurs = (element) => !!element && (element === toolbar.host() || element === glass.host());

const toolbar = (() => {
  const HOST = "all:initial!important;position:fixed!important;z-index:2147483647!important;display:block!important;";
  /** Clockwise, from where pages have the least. */
  const CORNERS = ["right:8px;bottom:8px", "left:8px;bottom:8px", "left:8px;top:8px", "right:8px;top:8px"];
  const CSS = `
    .bar { display: flex; flex-direction: column; max-width: calc(100vw - 16px); overflow: hidden; border-radius: 8px;
      background: #1f2328; color: #e6edf3; font: 13px/18px system-ui, sans-serif; cursor: move; user-select: none;
      box-shadow: 0 2px 10px #0006, 0 0 0 1px #fff3; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 1px; padding: 3px 4px; }
    .adding { border-top: 1px solid #fff2; }
    .state { flex: 1; padding: 0 24px 0 6px; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .state::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 7px; border-radius: 50%;
      background: #f85149; }
    .paused .state::before { background: #e3b341; border-radius: 1px; }
    .label { padding: 0 2px 0 6px; color: #9ea7b3; white-space: nowrap; }
    .keys { flex: 1; padding-left: 20px; text-align: right; padding-right: 6px; }
    .part { width: 1px; height: 15px; margin: 0 4px; background: #fff3; }
    button { all: unset; padding: 2px 7px; border-radius: 5px; cursor: pointer; white-space: nowrap; }
    button:hover { background: #fff2; }
    button::after { content: attr(data-key) / ""; margin-left: 5px; padding: 0 3px; border-radius: 3px; background: #ffffff1f;
      color: #b6bfca; font-size: 0.8em; }
    button.on { background: #1f6feb; color: #fff; }
    button.on::after { background: #fff3; color: #fff; }
    .pause { min-width: 5.2em; text-align: center; }
    .hint { height: 0; padding: 0 10px; overflow: hidden; background: #0d419d; color: #fff; white-space: nowrap;
      text-overflow: ellipsis; }
    .hint.shown { height: auto; padding: 4px 10px; }
    .paused .hint { background: #5c4a00; }
    .hint b { font-weight: 600; padding: 0 3px; border-radius: 3px; background: #fff3; }
    .hint b.fresh { background: #58a6ff; color: #000; }
    .hint b:not(.fresh)::after { content: "|"; font-weight: 400; }
    .folded .adding, .folded .undo, .folded .corner, .folded .part { display: none; }
    @media (min-width: 1600px) { .bar { font-size: 15px; line-height: 21px; } .row { padding: 4px 6px; } }`;
  const POINT_AT = {
    __proto__: null,
    text: "Click the text that must be there",
    value: "Click the field whose value must be so",
    row: "Click the table row that must be there",
    shown: "Click what must be visible",
    enabled: "Click what must be usable",
    mask: "Draw around what pictures leave out, or click it (by keys: arrows, Shift+arrows, Enter)",
  };
  const COMMAND_OF = { __proto__: null, text: "check_text", value: "check_value", row: "check_row", shown: "check_shown", enabled: "check_enabled", mask: "mask" };
  const PAUSED = "Nothing is recorded until you go on (Alt+Shift+P)";
  const EVENTS = [
    ...["pointerdown", "pointerup", "pointermove", "pointerover", "pointerout", "mousedown", "mouseup", "mousemove"],
    ...["mouseover", "mouseout", "click", "dblclick", "auxclick", "contextmenu", "wheel", "touchstart", "touchend"],
  ];
  const isTop = window === window.top;
  /** In a small window it would cover something wherever it is; the keys work there, too. */
  const hasRoom = () => window.innerWidth >= 600 && window.innerHeight >= 400;
  const Sheet = CSSStyleSheet;
  let host = null;
  let root = null;
  let bar = null;
  let words = null;
  let hint = null;
  /** Where in the bar the pointer took hold of it, and where the bar is since then: [left, bottom]. */
  let hold = null;
  let held = null;
  const buttons = { __proto__: null };

  function show() {
    if (!OPTIONS.toolbar || !isTop || !hasRoom() || !document.documentElement) return;
    if (!host) build(), commands.show();
    if (!isConnected(host)) document.documentElement.appendChild(host);
  }

  /** Before anything else listens, also the rest of the recorder. @param {typeof listen} add */
  function hearFirst(add) {
    if (!OPTIONS.toolbar || !isTop) return;
    for (let i = 0; i < EVENTS.length; i++) add(window, EVENTS[i], hear, { capture: true, passive: false });
  }

  function build() {
    host = document.createElement(TOOLBAR_TAG);
    root = attachShadow(host, { mode: "closed" });
    const sheet = new Sheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    bar = root.appendChild(made("div", "bar"));
    [bar.role, bar.ariaLabel] = ["toolbar", "Clerkwork recorder"];
    hint = bar.appendChild(made("div", "hint"));
    [hint.role, hint.ariaLive] = ["status", "polite"];
    const steering = bar.appendChild(made("div", "row"));
    words = steering.appendChild(made("span", "state"));
    fill(steering, STEERING);
    const adding = bar.appendChild(made("div", "row adding"));
    adding.appendChild(made("span", "label")).textContent = "Check";
    fill(adding, ADDING);
    adding.appendChild(made("span", "label keys")).textContent = "Keys: Alt+Shift+letter";
  }

  function fill(row, entries) {
    for (let i = 0; i < entries.length; i++) row.appendChild(entries[i][0] ? buttonFor(entries[i]) : made("span", "part"));
  }

  function made(tag, name) {
    const element = document.createElement(tag);
    element.className = name;
    return element;
  }

  function buttonFor([command, label, letter, what]) {
    const button = made("button", command);
    button.type = "button";
    button.tabIndex = -1; // the page's own way by Tab stays as it is, and its fields keep the focus
    button.textContent = label;
    button.dataset.key = letter;
    button.title = `${what} (Alt+Shift+${letter})`;
    button.ariaKeyShortcuts = `Alt+Shift+${letter}`;
    buttons[command] = button;
    return button;
  }

  /** @param {object} state as in commands.js */
  function draw(state, fresh) {
    if (!bar) return;
    bar.className = `bar${state.paused ? " paused" : ""}${state.folded ? " folded" : ""}`;
    words.textContent = `${state.paused ? "Paused" : "Recording"} · ${state.steps} ${state.steps === 1 ? "step" : "steps"}`;
    buttons.pause.textContent = state.paused ? "Go on" : "Pause";
    buttons.fold.textContent = state.folded ? "Unfold" : "Fold";
    for (let i = 0; i < COMMANDS.length; i++) if (COMMANDS[i][0]) press(COMMANDS[i][0], state);
    say(state, fresh);
    if (!hold) settle(state);
  }

  /** Whether the command waits for something is shown by its button. */
  function press(command, state) {
    const isOn = COMMAND_OF[state.wanted] === command || (command === "input" && state.naming !== null);
    buttons[command].className = isOn ? `${command} on` : command;
    buttons[command].ariaPressed = isOn ? "true" : null;
  }

  function say(state, fresh) {
    const pointing = state.wanted ? `${POINT_AT[state.wanted]}  ·  Esc: cancel` : "";
    const told = pointing || state.notice || (state.paused ? PAUSED : "");
    hint.className = state.naming !== null || told ? "hint shown" : "hint";
    hint.textContent = state.naming !== null ? "Name of the input: " : told;
    if (state.naming === null) return;
    const name = hint.appendChild(made("b", fresh ? "fresh" : ""));
    name.textContent = state.naming;
    hint.appendChild(document.createTextNode("  ·  Enter: take it  ·  Esc: cancel"));
  }

  /** The window hears first, so that nothing of it comes to the page, which keeps the focus, too. */
  function hear(event) {
    if (!host || targetOf(event) !== host || !event.isTrusted) return;
    stopped(event);
    if (event.type !== "wheel" && event.type !== "touchstart") prevented(event);
    const [x, y] = event.type === "wheel" ? [0, 0] : [clientX(event), clientY(event)];
    if (event.type === "pointerdown") take(event, x, y);
    else if (event.type === "pointermove" && hold) move(x, y);
    else if (event.type === "pointerup") leave();
    else if (event.type === "click") obey(root.elementFromPoint(x, y));
  }

  function obey(hit) {
    for (let i = 0; i < COMMANDS.length; i++) {
      if (COMMANDS[i][0] && hit === buttons[COMMANDS[i][0]]) commands.obey(COMMANDS[i][0]);
    }
  }

  /** The bar is moved with the mouse, so that it never has to cover anything. */
  function take(event, x, y) {
    if (tagOf(root.elementFromPoint(x, y) || bar) === "button") return;
    const box = boxOf(host);
    hold = [x - box.left, y - box.top];
    host.setPointerCapture(event.pointerId);
  }

  function move(x, y) {
    const box = boxOf(host);
    held = [x - hold[0], window.innerHeight - (y - hold[1]) - box.height];
    settle({ place: held });
  }

  /** Let go: the pages to come have it in the same place. */
  function leave() {
    if (held) wire.send("command", { command: "place", title: joined([floor(held[0]), floor(held[1])], ",") });
    if (held) arm.follow({ place: held });
    hold = held = null;
  }

  /** In its corner, or where the mouse put it, as far as the window reaches. */
  function settle({ place, corner }) {
    const box = place ? boxOf(host) : null;
    const at = place
      ? `left:${most(0, least(place[0], window.innerWidth - box.width))}px;bottom:${most(0, least(place[1], window.innerHeight - box.height))}px`
      : CORNERS[corner];
    host.style.cssText = `${HOST}${replaced(at, /;|$/g, "!important;")}`;
  }

  /** @returns {number[] | null} the place that it covers: [x, y, width, height] */
  function place() {
    if (!host || !isConnected(host)) return null;
    const box = boxOf(host);
    return [box.left, box.top, box.width, box.height];
  }

  return { show, hearFirst, draw, place, host: () => host };
})();
