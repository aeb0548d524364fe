/** What can be seen right now: how far everything is scrolled, and which places no picture may show. */

const view = (() => {
  const MOST_DEPTH = 6;
  const SECRETS = "input[type=password],input[autocomplete$=password],textarea[autocomplete$=password]";
  let scrolls = 0;

  /** @returns {string | null} equal as long as nothing was scrolled or loaded; null in a frame of another origin */
  function mark() {
    try {
      return marksOf(window.top, 0);
    } catch {
      return null;
    }
  }

  /** @param {Window} frame @returns {string} its mark, then those of the frames in it */
  function marksOf(frame, depth) {
    const handle = frame[HANDLE];
    let marks = `${handle ? handle.document : "?"}:${floor(frame.scrollX)}:${floor(frame.scrollY)}:${handle ? handle.scrolls() : 0}`;
    // By number, since to search a long page for its frames takes too long while somebody presses.
    for (let i = 0; depth < MOST_DEPTH && isWindow(frame[i]); i++) {
      try {
        marks += `;${marksOf(frame[i], depth + 1)}`;
      } catch {
        marks += ";?"; // another origin
      }
    }
    return marks;
  }

  /** Beyond the last frame there may be an element of that name. */
  const isWindow = (found) => !!found && found.window === found;

  /**
   * Of a window's top page: its mark, its width, and the boxes [x, y, width, height] of what must stay hidden.
   * @returns {{mark: string, width: number, hide: number[][], plain: boolean}} not plain: the recorder draws upon it
   */
  function whole() {
    const hide = [];
    const plain = look(window, 0, 0, 0, hide);
    const ours = toolbar.place();
    if (ours) push(hide, ours);
    return { mark: marksOf(window, 0), width: window.innerWidth, hide, plain };
  }

  /**
   * @param {Window} frame @param {number} x @param {number} y where the frame is in the top page
   * @returns {boolean} whether it shows nothing but the page
   */
  function look(frame, x, y, depth, hide) {
    const handle = frame[HANDLE];
    const secrets = findAll(frame.document, SECRETS);
    for (let i = 0; i < secrets.length; i++) push(hide, placed(secrets[i], x, y));
    let isPlain = !handle || handle.isPlain();
    const frames = findAll(frame.document, "iframe,frame");
    for (let i = 0; i < frames.length; i++) {
      const box = placed(frames[i], x, y);
      try {
        if (depth >= MOST_DEPTH) throw box;
        const [left, top] = [box[0] + frames[i].clientLeft, box[1] + frames[i].clientTop];
        isPlain = look(frames[i].contentWindow, left, top, depth + 1, hide) && isPlain;
      } catch {
        push(hide, box); // another origin: who knows what it shows
      }
    }
    return isPlain;
  }

  function placed(element, x, y) {
    const box = boxOf(element);
    return [box.left + x, box.top + y, box.width, box.height];
  }

  return { mark, whole, scrolled: () => void scrolls++, scrolls: () => scrolls };
})();
