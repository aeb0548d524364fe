/** Scrolling by wheel, bar or key, told only when the page shows more because of it. */

const scrolling = (() => {
  const BY_HAND = 1500;
  const ATTENTION = 1000;
  const NEAR_END = 100;
  let hand = 0;
  let watched = null;

  /** Something was done that scrolls. */
  function byHand() {
    hand = now();
    hovering.forget();
  }

  /** @param {Event} event */
  function scrolled(event) {
    if (now() - hand > BY_HAND) return;
    const target = targetOf(event);
    const box = target === document ? document.scrollingElement || document.documentElement : target;
    if (!box || !isElement(box) || isOurs(box)) return;
    const top = box.scrollTop;
    const end = top + box.clientHeight >= box.scrollHeight - NEAR_END;
    if (watched && watched.box === box) {
      watched.top = top;
      watched.end = end;
      return;
    }
    stop();
    const mine = (watched = { box, top, end, from: box.scrollHeight });
    mine.observer = new Observer(() => mine.box.scrollHeight > mine.from && tell(mine));
    mine.observer.observe(target === document ? document : box, { childList: true, subtree: true });
    later(() => mine === watched && stop(), ATTENTION);
  }

  function tell(mine) {
    if (mine !== watched) return;
    stop();
    const element = mine.box === document.documentElement ? document.body : mine.box;
    wire.send("scrolled", { subject: subjects.known(element), top: mine.top, end: mine.end });
  }

  function stop() {
    if (watched) watched.observer.disconnect();
    watched = null;
  }

  return { byHand, scrolled };
})();
