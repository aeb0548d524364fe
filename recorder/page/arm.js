/** Puts the listeners up, first in line, and again whenever a script writes the document anew. */

const arm = (() => {
  let paused = false;
  /** What of the recorder's state was told or chosen here already, by its name. */
  const known = { __proto__: null };

  /** @param {(event: any) => void} listener @param {boolean} [scripted] whether a script's event counts too */
  function careful(listener, scripted = false) {
    return (event) => {
      if (paused || !(scripted || event.isTrusted)) return;
      try {
        listener(event);
      } catch {
        /* the page must not notice us, not even our faults */
      }
    };
  }

  /** While a check is asked for, the pointer's events belong to it. */
  const unlessChecking = (listener) => (event) => {
    if (checking.take(event) || checking.isSwallowing(event)) checking.swallow(event);
    else listener(event);
  };
  const nothing = () => {};

  /** Commands work while recording is paused, too. */
  function keyDown(event) {
    try {
      if (!commands.keyDown(event) && !paused && event.isTrusted) keys.down(event);
    } catch {
      /* as above */
    }
  }

  const LISTENERS = [
    ["pointerdown", careful(unlessChecking(pointer.down))],
    ["pointerup", careful(unlessChecking(pointer.up))],
    ["mousedown", careful(unlessChecking(nothing))],
    ["mouseup", careful(unlessChecking(nothing))],
    ["click", careful(unlessChecking(pointer.click))],
    ["click", careful(fields.click, true)],
    ["auxclick", careful(unlessChecking(pointer.click))],
    ["contextmenu", careful(unlessChecking(pointer.menu))],
    ["keydown", keyDown],
    ["keyup", commands.keyUp],
    ["keyup", careful(keys.up)],
    ["pointerover", careful(hovering.over)],
    ["pointerover", careful(ahead.come)],
    ["focusin", careful(ahead.come)],
    ["pointermove", careful(unlessChecking(dragging.move))],
    ["mousemove", careful(unlessChecking(nothing))],
    ["dragstart", careful(unlessChecking(dragging.start))],
    ["drop", careful(dragging.drop)],
    ["wheel", careful(scrolling.byHand)],
    ["scroll", careful(view.scrolled)],
    ["scroll", careful(scrolling.scrolled)],
    ["submit", careful(keys.submit)],
    ["input", careful(fields.input)],
    ["change", careful(fields.change)],
    ["change", careful(files.change, true)],
    ["drop", careful(files.drop)],
  ];

  /** A frame's first, empty document may leave its window, with all of this, to the one that comes after it. */
  let heard = null;
  // document.open() takes every listener away; adding one that is still there changes nothing.
  const writing = new Observer(rearm);

  function rearm() {
    const add = hears() ? listen : listenAnew;
    toolbar.hearFirst(add);
    for (let i = 0; i < LISTENERS.length; i++) add(window, LISTENERS[i][0], LISTENERS[i][1], true);
    toolbar.show();
    if (!hears()) writing.observe((heard = document), { childList: true });
  }

  /** @returns {boolean} whether this document is listened to */
  const hears = () => heard === document;

  rearm();

  /**
   * What a new document is told `first` may come after a newer word, of the person or of the recorder: that stays, and
   * the rest of the first is taken. The document's window may have been another's.
   * @param {{first?: boolean, paused?: boolean, wanted?: string | null}} news what is new, and see commands.update
   */
  function follow({ first, ...news }) {
    if (first) rearm();
    const state = { __proto__: null };
    const names = keysOf(news);
    for (let i = 0; i < names.length; i++) {
      if (!first || !known[names[i]]) state[names[i]] = news[names[i]];
      known[names[i]] = true;
    }
    known.notice = true; // it is about what is told with it
    if (state.paused !== undefined) paused = state.paused;
    if (state.wanted !== undefined) checking.want(state.wanted);
    commands.update(state);
  }

  return { follow, hears };
})();
