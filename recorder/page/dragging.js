/** A press that moves something: by the browser's own drag and drop, or by a page that follows the mouse. */

const dragging = (() => {
  const FAR = 8;
  /** The press that may become a drag: {press, hold, x, y, position, observer, stirred, native, over}. */
  let held = null;

  /** @param {{id: string, element: Element}} press @param {PointerEvent} event */
  function begin(press, event) {
    stop();
    const element = press.element;
    const editing = takesText(element) || typeOf(element) === "range" || tagOf(element) === "select" || tagOf(element) === "option";
    if (buttonOf(event) !== 0 || editing) return;
    held = { press, x: clientX(event), y: clientY(event), position: partOf(element, event), event, stirred: false, native: false };
  }

  /** @param {PointerEvent} event once the mouse has moved, what the page changes is because of it */
  function move(event) {
    if (!held || held.observer || !isFar(event)) return;
    const mine = held;
    mine.observer = new Observer(() => (mine.stirred = true));
    mine.observer.observe(document, { childList: true, attributes: true, subtree: true });
  }

  const isFar = (event) => hypotenuse(clientX(event) - held.x, clientY(event) - held.y) >= FAR;

  /** @param {DragEvent} event of the browser's own drag and drop, which takes pointerup away */
  function start(event) {
    if (!held) return;
    held.native = true;
    const source = originOf(event);
    if (source && source !== held.press.element) held.source = source;
  }

  /** @param {DragEvent} event */
  function drop(event) {
    const onto = originOf(event);
    if (!held || !held.native || !onto || isOurs(onto) || takesText(lift(onto))) return stop();
    tell(event, onto);
  }

  /**
   * @param {PointerEvent} event
   * @returns {boolean} whether this may be a drag, so that the click that may follow is not yet one
   */
  function release(event) {
    if (!held || !isFar(event) || !isConnected(held.press.element)) return false;
    const mine = held;
    const onto = isMeasured(mine.press.element) ? null : underneath(event, mine.press.element);
    const described = onto && subjects.fresh(onto);
    const place = onto && partOf(onto, event);
    const moved = () => {
      const records = mine.observer ? mine.observer.takeRecords() : [];
      return mine.stirred || records.length > 0 || isPrevented(mine.event) || isDrawing(mine.press.element);
    };
    if (moved()) send(mine, event, described, place);
    else later(() => !mine.press.clicks && moved() && !isMarking() && send(mine, event, described, place), 0);
    return mine.sent === true;
  }

  const isDrawing = (element) => tagOf(element) === "canvas" || tagOf(element) === "svg";
  const isMarking = () => trimmed(`${window.getSelection() || ""}`) !== "";

  /** @returns {boolean} whether a distance is meant rather than a place: handles of sliders and columns */
  function isMeasured(element) {
    if (tested(/^(slider|separator|scrollbar)$/, attribute(element, "role") || "") || isDrawing(element)) return true;
    return tested(/resize$/, styleOf(element).cursor);
  }

  /** @returns {Element | null} what lies under the pointer beside the element that is moved, and beside what holds it */
  function underneath(event, moved) {
    const pile = elementsAt(document, clientX(event), clientY(event));
    for (let i = 0; i < pile.length; i++) {
      const one = pile[i];
      if (contains(moved, one) || isOurs(one)) continue;
      return one === document.body || one === document.documentElement || contains(one, moved) ? null : one;
    }
    return null;
  }

  function tell(event, onto) {
    send(held, event, subjects.fresh(onto), partOf(onto, event));
  }

  function send(drag, event, to, place) {
    drag.sent = true;
    wire.send("dragged", {
      press: drag.press.id,
      subject: drag.source ? subjects.known(drag.source) : subjects.known(drag.press.element),
      by: [clientX(event) - drag.x, clientY(event) - drag.y],
      position: drag.position,
      to,
      place,
    });
    stop();
  }

  function stop() {
    if (held && held.observer) held.observer.disconnect();
    held = null;
  }

  return { begin, move, start, drop, release, isMarking };
})();
