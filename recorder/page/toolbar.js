/** The person's toolbar: recording state, step count, checks, pause and stop; also by Alt+Shift+letter. */

const TOOLBAR_TAG = "clerkwork-toolbar";

/** @param {Element | null} element @returns {boolean} whether it is the toolbar; its inside is closed */
const isOurs = (element) => !!element && element === toolbar.host();

const toolbar = (() => {
  const BUTTONS = [
    ["check_text", "Check text", "T"],
    ["check_value", "Check value", "V"],
    ["commit", "Mark commit", "K"],
    ["mask", "Mask", "M"],
    ["checkpoint", "Checkpoint", "B"],
    ["pause", "Pause", "P"],
    ["stop", "Stop", "S"],
  ];
  /** What the next press is for, by the command that asks for it. */
  const WANTS = { __proto__: null, check_text: "text", check_value: "value", mask: "mask" };
  const BAR =
    "position:fixed;right:8px;bottom:8px;z-index:2147483647;display:flex;gap:4px;align-items:center;padding:3px 6px;" +
    "font:12px/18px system-ui,sans-serif;color:#fff;background:#222;border-radius:6px;opacity:.92;cursor:move;user-select:none";
  const BUTTON = "font:inherit;color:#fff;background:#444;border:1px solid #777;border-radius:4px;padding:0 5px;cursor:pointer";
  const isTop = window === window.top;
  /** In a small window it would cover something wherever it is; the keys work there, too. */
  const hasRoom = () => window.innerWidth >= 600 && window.innerHeight >= 400;
  let host = null;
  let bar = null;
  let words = null;
  let state = { paused: false, steps: 0, wanted: null };

  function show() {
    if (!OPTIONS.toolbar || !isTop || !hasRoom() || !document.documentElement) return;
    if (!host) build();
    if (!isConnected(host)) document.documentElement.appendChild(host);
  }

  function build() {
    host = document.createElement(TOOLBAR_TAG);
    bar = document.createElement("div");
    bar.style.cssText = BAR;
    words = bar.appendChild(document.createElement("span"));
    for (let i = 0; i < BUTTONS.length; i++) bar.appendChild(buttonFor(BUTTONS[i]));
    host.attachShadow({ mode: "closed" }).appendChild(bar);
    listen(bar, "pointerdown", drag);
    say();
  }

  function buttonFor([command, label, letter]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = `${label} (Alt+Shift+${letter})`;
    button.style.cssText = BUTTON;
    listen(button, "click", (event) => event.isTrusted && obey(command));
    return button;
  }

  function say() {
    if (!words) return;
    const wanted = state.wanted ? `click ${state.wanted === "mask" ? "what pictures leave out" : `the ${state.wanted} to check`} · ` : "";
    words.textContent = `${state.paused ? "❚❚ paused" : "● recording"} · ${wanted}${state.steps} steps`;
  }

  /** Moves the bar with the mouse, so that it never has to cover anything. */
  function drag(event) {
    if (!event.isTrusted || event.target !== bar) return;
    const box = boxOf(bar);
    const [dx, dy] = [event.clientX - box.left, event.clientY - box.top];
    bar.setPointerCapture(event.pointerId);
    bar.onpointermove = (move) => {
      bar.style.cssText = `${BAR};right:auto;bottom:auto;left:${move.clientX - dx}px;top:${move.clientY - dy}px`;
    };
    bar.onpointerup = () => {
      bar.onpointermove = bar.onpointerup = null;
    };
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was a command */
  function keyDown(event) {
    if (!event.isTrusted || !modifierState(event, "Alt") || !modifierState(event, "Shift")) return false;
    if (modifierState(event, "Control") || modifierState(event, "Meta")) return false;
    for (let i = 0; i < BUTTONS.length; i++) {
      if (upper(keyOf(event)) !== BUTTONS[i][2]) continue;
      prevented(event);
      stopped(event);
      obey(BUTTONS[i][0]);
      return true;
    }
    return false;
  }

  /** Here at once, in the other frames as soon as the recorder has told them. */
  function obey(command) {
    const wanted = WANTS[command] || null;
    const paused = command === "pause" ? !state.paused : state.paused;
    wire.send("command", { command, title: `${document.title}` });
    arm.follow({ paused, wanted: wanted === state.wanted ? null : wanted });
  }

  /** @param {{paused?: boolean, steps?: number, wanted?: string | null}} next what is new */
  function update(next) {
    state = { ...state, ...next };
    say();
  }

  /** @returns {number[] | null} the place that it covers: [x, y, width, height] */
  function place() {
    if (!bar || !isConnected(host)) return null;
    const box = boxOf(bar);
    return [box.left, box.top, box.width, box.height];
  }

  return { show, update, keyDown, place, host: () => host };
})();
