/** The person's toolbar: what the recorder is doing, and a button for each command. The page hears nothing of it. */

const TOOLBAR_TAG = "clerkwork-toolbar";

/** @param {Element | null} element @returns {boolean} whether it is the recorder's; its inside is closed */
const isOurs = (element) => !!element && (element === toolbar.host() || element === glass.host());

const toolbar = (() => {
  const HOST = "all:initial!important;position:fixed!important;z-index:2147483647!important;display:block!important;";
  const CORNER = "right:8px!important;bottom:8px!important";
  const CSS = `
    .bar { display: flex; flex-direction: column; max-width: calc(100vw - 16px); overflow: hidden; border-radius: 8px;
      background: #1f2328; color: #e6edf3; font: 12px/16px system-ui, sans-serif; cursor: move; user-select: none;
      box-shadow: 0 2px 10px #0006, 0 0 0 1px #fff3; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 1px; padding: 3px 4px; }
    .state { padding: 0 6px; min-width: 124px; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .state::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%;
      background: #f85149; }
    .paused .state::before { background: #d29922; border-radius: 1px; }
    .label { padding: 0 2px 0 4px; color: #9ea7b3; }
    .part { width: 1px; height: 14px; margin: 0 4px; background: #fff3; }
    button { all: unset; padding: 2px 7px; border-radius: 5px; cursor: pointer; white-space: nowrap; }
    button:hover { background: #fff2; }
    button.on { background: #1f6feb; color: #fff; }
    .hint { display: none; padding: 4px 10px; background: #0d419d; color: #fff; white-space: nowrap; text-overflow: ellipsis;
      overflow: hidden; }
    .hint.shown { display: block; }
    .hint b { font-weight: 600; padding: 0 3px; border-radius: 3px; background: #fff3; }
    .hint b.fresh { background: #58a6ff; color: #000; }
    .hint b:not(.fresh)::after { content: "|"; font-weight: 400; }`;
  const POINT_AT = {
    __proto__: null,
    text: "Click the text that must be there",
    value: "Click the field whose value must be so",
    row: "Click the table row that must be there",
    shown: "Click what must be visible",
    enabled: "Click what must be usable",
    mask: "Draw around what pictures leave out, or click it",
  };
  const COMMAND_OF = { __proto__: null, text: "check_text", value: "check_value", row: "check_row", shown: "check_shown", enabled: "check_enabled", mask: "mask" };
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
  /** Where in the bar the pointer took hold of it. */
  let hold = null;
  const buttons = { __proto__: null };

  function show() {
    if (!OPTIONS.toolbar || !isTop || !hasRoom() || !document.documentElement) return;
    if (!host) build();
    if (!isConnected(host)) document.documentElement.appendChild(host);
  }

  /** Before anything else listens, also the rest of the recorder. */
  function hearFirst() {
    if (!OPTIONS.toolbar || !isTop) return;
    for (let i = 0; i < EVENTS.length; i++) listen(window, EVENTS[i], hear, { capture: true, passive: false });
  }

  function build() {
    host = document.createElement(TOOLBAR_TAG);
    host.style.cssText = HOST + CORNER;
    root = host.attachShadow({ mode: "closed" });
    const sheet = new Sheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    bar = root.appendChild(made("div", "bar"));
    hint = bar.appendChild(made("div", "hint"));
    const row = bar.appendChild(made("div", "row"));
    words = row.appendChild(made("span", "state"));
    row.appendChild(made("span", "label")).textContent = "Check";
    for (let i = 0; i < COMMANDS.length; i++) row.appendChild(COMMANDS[i][0] ? buttonFor(COMMANDS[i]) : made("span", "part"));
    draw({ paused: false, steps: 0, wanted: null, naming: null, notice: "" }, false);
  }

  function made(tag, name) {
    const element = document.createElement(tag);
    element.className = name;
    return element;
  }

  function buttonFor([command, label, letter, what]) {
    const button = made("button", "");
    button.type = "button";
    button.tabIndex = -1; // the page's own way by Tab stays as it is
    button.textContent = label;
    button.title = `${what} (Alt+Shift+${letter})`;
    buttons[command] = button;
    return button;
  }

  /** @param {{paused: boolean, steps: number, wanted: string | null, naming: string | null, notice: string}} state */
  function draw(state, fresh) {
    if (!bar) return;
    bar.className = state.paused ? "bar paused" : "bar";
    words.textContent = `${state.paused ? "Paused" : "Recording"} · ${state.steps} ${state.steps === 1 ? "step" : "steps"}`;
    buttons.pause.textContent = state.paused ? "Go on" : "Pause";
    for (let i = 0; i < COMMANDS.length; i++) {
      const command = COMMANDS[i][0];
      const isOn = command && (COMMAND_OF[state.wanted] === command || (command === "input" && state.naming !== null));
      if (command) buttons[command].className = isOn ? "on" : "";
    }
    const pointing = state.wanted ? `${POINT_AT[state.wanted]}  ·  Esc: leave it` : "";
    hint.className = state.naming !== null || pointing || state.notice ? "hint shown" : "hint";
    hint.textContent = state.naming !== null ? "Name of the input: " : pointing || state.notice;
    if (state.naming === null) return;
    const name = hint.appendChild(made("b", fresh ? "fresh" : ""));
    name.textContent = state.naming;
    hint.appendChild(document.createTextNode("  ·  Enter: take it  ·  Esc: leave it"));
  }

  /** The window hears first, so that nothing of it comes to the page, which keeps the focus, too. */
  function hear(event) {
    if (!host || targetOf(event) !== host || !event.isTrusted) return;
    stopped(event);
    if (event.type !== "wheel" && event.type !== "touchstart") prevented(event);
    const [x, y] = event.type === "wheel" ? [0, 0] : [clientX(event), clientY(event)];
    if (event.type === "pointerdown") take(event, x, y);
    else if (event.type === "pointermove" && hold) move(x, y);
    else if (event.type === "pointerup") hold = null;
    else if (event.type === "click") press(root.elementFromPoint(x, y));
  }

  function press(hit) {
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
    const within = (at, most) => (at < 0 ? 0 : at > most ? most : at);
    const left = within(x - hold[0], window.innerWidth - box.width);
    const bottom = within(window.innerHeight - (y - hold[1]) - box.height, window.innerHeight - box.height);
    host.style.cssText = `${HOST}left:${left}px!important;bottom:${bottom}px!important`;
  }

  /** @returns {number[] | null} the place that it covers: [x, y, width, height] */
  function place() {
    if (!host || !isConnected(host)) return null;
    const box = boxOf(host);
    return [box.left, box.top, box.width, box.height];
  }

  return { show, hearFirst, draw, place, host: () => host };
})();
