/** Fields: their value after each change, read before any handler of the page can touch it. */

const fields = (() => {
  const MOST_TEXT = 100000;
  /** Lists and boxes tell of a change twice (input, then change); the first is what the person did. */
  const told = new PlainWeakSet();
  /** What a script clicks changes by events that look like the person's. */
  const scripted = new PlainWeakSet();
  let inputs = 0;

  /** @param {Event} event an input event */
  function input(event) {
    const element = fieldOf(event);
    if (!element || weakHas(scripted, element)) return;
    if (isTick(element) || tagOf(element) === "select") return tell(element);
    if (isText(element) || editorOf(element)) typed(element);
  }

  /** @param {Event} event a change event */
  function change(event) {
    const element = fieldOf(event);
    if (!element || weakHas(told, element) || weakHas(scripted, element)) return;
    if (isTick(element) || tagOf(element) === "select") tell(element);
  }

  /** @param {Event} event any click */
  function click(event) {
    const origin = originOf(event);
    const element = origin && !event.isTrusted && lift(origin);
    if (!element || !isTick(element)) return;
    weakAdd(scripted, element);
    later(() => weakDelete(scripted, element), 0);
  }

  /** @param {Event} event @returns {Element | null} */
  function fieldOf(event) {
    const origin = originOf(event);
    return !origin || isOurs(origin) ? null : editorOf(origin) || origin;
  }

  /** @param {Element} element a list, a checkbox or a radio button */
  function tell(element) {
    weakAdd(told, element);
    whenFree(() => forget(element));
    const subject = subjects.known(element);
    if (isTick(element)) wire.send("ticked", { subject, checked: checkedOf(element) });
    else wire.send("chosen", { subject, labels: labelsOf(element), multiple: isMultiple(element) });
  }

  function forget(element) {
    later(() => weakDelete(told, element), 0);
  }

  /** @param {Element} element */
  function typed(element) {
    inputs++;
    const secret = subjects.isSecret(element);
    const value = secret ? null : part(heldBy(element), 0, MOST_TEXT);
    wire.send("typed", { subject: subjects.known(element), value, secret });
  }

  /**
   * Old pages take each key away from a field and write its value themselves: nothing tells of it.
   * @param {Element} element that a key goes to
   * @returns {() => void} to be called when the key is up
   */
  function watch(element) {
    const before = heldBy(element);
    const count = inputs;
    return () => {
      if (inputs === count && isConnected(element) && heldBy(element) !== before) typed(element);
    };
  }

  return { input, change, click, watch };
})();
