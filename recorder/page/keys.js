/** Keys that do more than put letters into a field. */

const keys = (() => {
  const SILENT = /^(Shift|Control|Alt|Meta|AltGraph|CapsLock|NumLock|ScrollLock|Dead|Process|Unidentified|Fn|OS|Compose)$/;
  const EDITING = /^(Backspace|Delete|Insert|Home|End|PageUp|PageDown|ArrowLeft|ArrowRight|ArrowUp|ArrowDown)$/;
  const EDITING_CHORDS = /^(a|c|v|x|y|z|Insert|Backspace|Delete|Home|End|ArrowLeft|ArrowRight|ArrowUp|ArrowDown)$/i;
  const WRITING = /^(Backspace|Delete)$/;
  const SCROLLING = /^(ArrowUp|ArrowDown|ArrowLeft|ArrowRight|PageUp|PageDown|Home|End| )$/;
  const SUGGESTING = "[role=combobox],[aria-autocomplete],[autocomplete=off],[list]";
  /** The key that is down: {key, element, subject, sent}. */
  let held = null;
  let count = 0;
  let accessed = false;
  /** A key that was left to the browser: {event, key}. */
  let left = null;
  /** Milliseconds in which what the page does is because of the key. */
  const ATTENTION = 400;

  /** @param {KeyboardEvent} event */
  function down(event) {
    askBack();
    const key = keyOf(event);
    const origin = originOf(event);
    if (!origin || isOurs(origin) || isComposing(event) || tested(SILENT, key)) return;
    if (accessed && modifierState(event, "Alt")) return;
    const element = lift(origin);
    if (isText(element)) subjects.isSecret(element);
    fields.pressed(element);
    hovering.forget();
    if (tested(SCROLLING, key)) scrolling.byHand();
    const writes = isText(element) && !isChord(event) && (key.length === 1 || tested(WRITING, key));
    if (held && held.look) held.look();
    const meant = isMeant(event, key, element);
    // Describing takes its time: for plain typing once is enough, before the page hears of it.
    if (takesText(element)) subjects.known(element);
    const subject = meant || clicksBy(key, element) || key === "Enter" ? subjectOf(element) : null;
    held = { key, chord: chordOf(event, key), element, subject, sent: false };
    held.look = writes ? fields.watch(element) : null;
    if (!meant && scrollsOnly(event, key, element)) leave(event, held);
    if (!meant) return;
    report(held);
    if (key === "Tab") attend(event, held.press);
  }

  /** Whether the page does something because of the key, which else only leads on to the next field. */
  function attend(event, press) {
    const tell = (handled) => {
      observer.disconnect();
      wire.send("reacted", { press, handled });
    };
    const observer = new Observer(() => tell(false));
    observer.observe(document, { childList: true, characterData: true, subtree: true });
    later(() => isPrevented(event) && tell(true), 0);
    later(() => observer.disconnect(), ATTENTION);
  }

  /** @returns {boolean} whether the key does no more than scroll, as long as the page leaves it to the browser */
  const scrollsOnly = (event, key, element) => element === document.body && tested(SCROLLING, key) && !isChord(event);

  /** A page that takes such a key does something of its own with it: there it is what the person did. */
  function leave(event, key) {
    left = { event, key };
    later(askBack, 0);
  }

  /** The next key may come before the timer. */
  function askBack() {
    if (left && isPrevented(left.event) && !left.key.sent) report(left.key);
    left = null;
  }

  /** @param {Element} element */
  const subjectOf = (element) =>
    element === document.body || element === document.documentElement ? null : subjects.fresh(element);

  /** @param {KeyboardEvent} event @returns {boolean} whether the key itself is what the person did */
  function isMeant(event, key, element) {
    const chord = isChord(event);
    if (takesText(element)) return chord ? !tested(EDITING_CHORDS, key) : leavesText(key, element);
    if (clicksBy(key, element) && !chord) return false;
    if (tagOf(element) === "select") return chord || key === "Tab" || tested(/^F\d+$/, key);
    if (scrollsOnly(event, key, element)) return false;
    if (typeOf(element) !== "" && (tested(EDITING, key) || isTick(element)) && !chord) return key === "Tab" || key === "Enter";
    return !isRepeat(event) || tested(EDITING, key);
  }

  /** @returns {boolean} whether this key in a text field does more than write */
  function leavesText(key, element) {
    if (key.length === 1) return false;
    if (key === "Enter") return tagOf(element) === "input";
    if (key === "ArrowUp" || key === "ArrowDown") return matches(element, SUGGESTING);
    return !tested(EDITING, key);
  }

  /** @returns {boolean} whether the browser makes a click of the key */
  function clicksBy(key, element) {
    const tag = tagOf(element);
    if (key === " ") return tag === "button" || tag === "summary" || (tag === "input" && !isText(element));
    if (key !== "Enter") return false;
    if (tag === "a" || tag === "area") return hasAttribute(element, "href");
    return tag === "button" || tag === "summary" || (tag === "input" && !isText(element) && !isTick(element));
  }

  /** @param {KeyboardEvent} event */
  const isChord = (event) =>
    !modifierState(event, "AltGraph") &&
    (modifierState(event, "Control") || modifierState(event, "Alt") || modifierState(event, "Meta"));

  /** @returns {string} in Playwright's spelling */
  function chordOf(event, key) {
    const name = key === " " ? "Space" : key;
    let chord = "";
    if (isChord(event)) {
      if (modifierState(event, "Control")) chord += "Control+";
      if (modifierState(event, "Alt")) chord += "Alt+";
      if (modifierState(event, "Meta")) chord += "Meta+";
    }
    if (modifierState(event, "Shift") && (chord || key.length > 1)) chord += "Shift+";
    return chord + name;
  }

  function report(key) {
    key.sent = true;
    key.press = `${wire.documentId}:k${++count}`;
    wire.send("pressed", { key: key.chord, subject: key.subject, press: key.press });
  }

  /** @param {KeyboardEvent} event */
  function up(event) {
    askBack();
    const key = held;
    held = null;
    if (key && key.look) key.look();
    // A button's own script may take the key and suppress the click.
    if (key && !key.sent && key.key === keyOf(event) && clicksBy(key.key, key.element)) later(() => key.sent || report(key), 0);
    else if (key && !key.sent) return;
    if (key && key.key === " ") held = key, later(() => { if (held === key) held = null; }, 0);
  }

  /** An access key clicks before the page and we hear of the key. */
  function access() {
    accessed = true;
    later(() => (accessed = false), 0);
  }

  /** A form is sent by Enter in a list: nothing else tells. */
  function submit() {
    if (held && !held.sent && held.key === "Enter" && tagOf(held.element) === "select") report(held);
  }

  return { down, up, submit, access, pending: () => held };
})();
