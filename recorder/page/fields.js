/** Fields: their value after each change, read before any handler of the page can touch it. */

const fields = (() => {
  const MOST_TEXT = 100000;
  /** Lists and boxes tell of a change twice (input, then change); the first is what the person did. */
  const told = new PlainWeakSet();
  /** What a script clicks changes by events that look like the person's. */
  const scripted = new PlainWeakSet();
  /** What a box was before it was pressed (third state), and became before the page could play with it. */
  const mixed = new PlainWeakMap();
  const toggled = new PlainWeakMap();
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
    const element = origin && !isOurs(origin) && lift(origin);
    if (!element || !isTick(element)) return;
    weakSet(toggled, element, checkedOf(element));
    if (event.isTrusted) return;
    weakAdd(scripted, element);
    later(() => weakDelete(scripted, element), 0);
  }

  /** @param {Event} event @returns {Element | null} */
  function fieldOf(event) {
    const origin = originOf(event);
    return !origin || isOurs(origin) ? null : editorOf(origin) || origin;
  }

  /** @param {Element} element that is about to be pressed */
  function pressed(element) {
    if (isTick(element)) weakSet(mixed, element, isMixed(element));
  }

  /** @param {Element} element @returns {boolean} whether its page leads it through states of its own: only the click counts */
  const isPlayedWith = (element) =>
    weakGet(mixed, element) || isMixed(element) || (weakHasKey(toggled, element) && weakGet(toggled, element) !== checkedOf(element));

  /** @param {Element} element a list, a checkbox or a radio button */
  function tell(element) {
    if (isTick(element) && isPlayedWith(element)) return;
    weakAdd(told, element);
    whenFree(() => forget(element));
    const subject = subjects.known(element);
    if (isTick(element)) wire.send("ticked", { subject, checked: checkedOf(element) });
    else wire.send("chosen", { subject, labels: labelsOf(element), multiple: isMultiple(element), values: valuesOf(element) });
  }

  /** @returns {string[] | undefined} the values chosen, if other entries have the same labels */
  function valuesOf(list) {
    const options = everyOption(list);
    const chosen = optionsOf(list);
    let alike = false;
    const values = [];
    for (let i = 0; i < chosen.length; i++) {
      const label = labelOfOption(chosen[i]);
      for (let j = 0; j < options.length && !alike; j++) alike = options[j] !== chosen[i] && labelOfOption(options[j]) === label;
      push(values, valueOfOption(chosen[i]));
    }
    return alike ? values : undefined;
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

  return { input, change, click, pressed, watch };
})();
