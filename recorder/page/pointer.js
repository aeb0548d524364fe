/** Mouse, pen and finger: what the button went down on is described before the page hears of it. */

const pointer = (() => {
  const BUTTONS = ["left", "middle", "right"];
  const STILL = 5;
  /** The last press: {id, element, origin, x, y, clicks}. */
  let press = null;
  let count = 0;

  /** @param {PointerEvent} event */
  function down(event) {
    const origin = originOf(event);
    const button = BUTTONS[buttonOf(event)];
    if (!origin || !button || isOurs(origin)) return;
    const element = lift(pictureOf(origin, event));
    if (isText(element)) subjects.isSecret(element);
    fields.pressed(element);
    press = { id: `${wire.documentId}:${++count}`, element, origin, x: clientX(event), y: clientY(event), clicks: 0 };
    scrolling.need(element);
    hovering.need(element);
    wire.send("down", {
      press: press.id,
      subject: subjects.fresh(element),
      button,
      modifiers: modifiersOf(event),
      position: placeIn(element, event),
      viewport: window === window.top ? [window.innerWidth, window.innerHeight] : undefined,
    });
    dragging.begin(press, event);
    scrolling.byHand();
  }

  /** @param {PointerEvent} event */
  function up(event) {
    const released = press;
    if (!released || isOurs(originOf(event))) return;
    if (dragging.release(event)) {
      press = null;
      return;
    }
    const moved = hypotenuse(clientX(event) - released.x, clientY(event) - released.y);
    // The click comes right after; without one it counts only if the page took the element away.
    later(() => {
      if (press === released && released.clicks > 0) return;
      wire.send("up", { press: released.id, moved, gone: moved < STILL && !isConnected(released.element) });
    }, 0);
  }

  /** @param {PointerEvent} event click, or auxclick for the middle button */
  function click(event) {
    const origin = originOf(event);
    if (!origin || isOurs(origin)) return;
    const element = lift(origin);
    if (detailOf(event) === 0) return clickedByKey(element);
    if (press && press.clicks === 0 && !isElsewhere(origin, event)) return clicked(event);
  }

  /** @returns {boolean} whether text was marked, or it was released beside what was pressed: then the click is of what holds both */
  function isElsewhere(origin, event) {
    const moved = hypotenuse(clientX(event) - press.x, clientY(event) - press.y);
    if (moved < STILL || !isConnected(press.element)) return false;
    return dragging.isMarking() || (!contains(press.element, origin) && lift(origin) !== press.element);
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    press.clicks++;
    wire.send("clicked", { press: press.id, count: detailOf(event) || 1, button: BUTTONS[buttonOf(event)] || "left" });
  }

  /** @param {Element} element */
  function clickedByKey(element) {
    if (press && press.clicks > 0 && belongsToLabel(element)) return; // the label's click, passed on
    const key = keys.pending();
    if (key && key.element !== element) return; // Enter in a field submits by the form's button
    if (key && key.sent) return;
    if (key) key.sent = true;
    else keys.access();
    wire.send("clicked", { press: null, count: 1, subject: key ? key.subject : subjects.fresh(element) });
  }

  /** @param {Element} element @returns {boolean} whether the last press was on the label of this control */
  function belongsToLabel(element) {
    return press.element === element && press.origin !== element;
  }

  /** @param {MouseEvent} event the page's or the browser's menu: under Linux no auxclick follows it */
  function menu(event) {
    if (press && press.clicks === 0 && buttonOf(event) === 2) clicked(event);
  }

  /** @param {MouseEvent} event @returns {string[]} */
  function modifiersOf(event) {
    const held = [];
    if (event.altKey) push(held, "Alt");
    if (event.ctrlKey) push(held, "Control");
    if (event.metaKey) push(held, "Meta");
    if (event.shiftKey) push(held, "Shift");
    return held;
  }

  return { down, up, click, menu };
})();
