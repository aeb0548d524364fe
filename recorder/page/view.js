/** What can be seen right now: how far everything is scrolled, and which places no picture may show. */

const view = (() => {
  const MOST_DEPTH = 6;
  let scrolls = 0;

  /** @returns {string | null} equal as long as nothing was scrolled or loaded; null in a frame of another origin */
  function mark() {
    try {
      const top = window.top[HANDLE];
      return top ? top.view().mark : null;
    } catch {
      return null;
    }
  }

  /**
   * Of a window's top page: its mark, its width, and the boxes [x, y, width, height] of what must stay hidden.
   * @returns {{mark: string, width: number, hide: number[][], plain: boolean}} not plain: the recorder draws upon it
   */
  function whole() {
    const marks = [];
    const hide = [];
    const plain = look(window, 0, 0, 0, marks, hide);
    const ours = toolbar.place();
    if (ours) push(hide, ours);
    return { mark: joined(marks, ";"), width: window.innerWidth, hide, plain };
  }

  /**
   * @param {Window} frame @param {number} x @param {number} y where the frame is in the top page
   * @returns {boolean} whether it shows nothing but the page
   */
  function look(frame, x, y, depth, marks, hide) {
    const handle = frame[HANDLE];
    push(marks, `${handle ? handle.document : "?"}:${floor(frame.scrollX)}:${floor(frame.scrollY)}:${handle ? handle.scrolls() : 0}`);
    const secrets = frame.document.querySelectorAll("input[type=password],[autocomplete=current-password],[autocomplete=new-password]");
    for (let i = 0; i < secrets.length; i++) push(hide, placed(secrets[i], x, y));
    let isPlain = !handle || handle.isPlain();
    const frames = frame.document.querySelectorAll("iframe,frame");
    for (let i = 0; i < frames.length; i++) {
      const box = placed(frames[i], x, y);
      try {
        if (depth >= MOST_DEPTH) throw box;
        const [left, top] = [box[0] + frames[i].clientLeft, box[1] + frames[i].clientTop];
        isPlain = look(frames[i].contentWindow, left, top, depth + 1, marks, hide) && isPlain;
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
