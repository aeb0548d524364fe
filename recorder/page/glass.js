/** What the recorder draws upon the page while the person points at something: an outline, or a mask. */

const GLASS_TAG = "clerkwork-glass";

const glass = (() => {
  const HOST =
    "all:initial!important;position:fixed!important;inset:0!important;display:block!important;z-index:2147483646!important;";
  const CSS = `
    div { position: fixed; box-sizing: border-box; display: none; }
    .shown { display: block; }
    .box { border: 2px solid #1f6feb; border-radius: 2px; background: #1f6feb1f; box-shadow: 0 0 0 1px #fff, inset 0 0 0 1px #fff9; }
    .mask { background: repeating-linear-gradient(135deg, #1f6feb4d 0 6px, #ffffff73 6px 12px); }
    .line { background: #1f6feb; box-shadow: 0 0 0 1px #ffffffb3; }
    .across { left: 0; right: 0; height: 1px; }
    .down { top: 0; bottom: 0; width: 1px; }`;
  const Sheet = CSSStyleSheet;
  let host = null;
  let box = null;
  let across = null;
  let down = null;

  function build() {
    host = document.createElement(GLASS_TAG);
    const root = attachShadow(host, { mode: "closed" });
    const sheet = new Sheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    [box, across, down] = [document.createElement("div"), document.createElement("div"), document.createElement("div")];
    root.append(box, across, down);
  }

  /** @param {boolean} holding whether the pointer is held, so that the page does not feel it pass over */
  function show(holding) {
    if (!host) build();
    host.style.cssText = `${HOST}${holding ? "cursor:crosshair!important" : "pointer-events:none!important"}`;
    if (!isConnected(host)) document.documentElement.appendChild(host);
  }

  /** @param {{left: number, top: number, width: number, height: number} | null} place */
  function lay(kind, place) {
    box.className = place ? kind : "";
    if (place) box.style.cssText = `left:${place.left}px;top:${place.top}px;width:${place.width}px;height:${place.height}px`;
  }

  function lines(x, y) {
    across.className = x === null ? "" : "line across shown";
    down.className = x === null ? "" : "line down shown";
    if (x !== null) [across.style.top, down.style.left] = [`${y}px`, `${x}px`];
  }

  /** @param {DOMRect} place of the element that a press would take */
  function outline(place) {
    show(false);
    lay("box shown", place);
    lines(null);
  }

  /** @param {number} x @param {number} y where a mask would begin */
  function cross(x, y) {
    show(false);
    lay("", null);
    lines(x, y);
  }

  /** @param {{left: number, top: number, width: number, height: number} | null} place @param {boolean} holding */
  function mask(place, holding) {
    show(holding);
    lay("box mask shown", place);
    lines(null);
  }

  function clear() {
    if (host) host.remove();
  }

  return { outline, cross, mask, clear, host: () => host, isClear: () => !host || !isConnected(host) };
})();
