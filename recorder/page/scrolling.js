/** Scrolling by wheel, bar or key, told only when the page shows more because of it. */

const scrolling = (() => {
  const BY_HAND = 1500;
  const ATTENTION = 1000;
  const NEAR_END = 100;
  let hand = 0;
  const MOST_ADDED = 300;
  let watched = null;
  /** What was drawn because of scrolling, in a list that draws only what is in view: node -> the box. */
  let drawn = new PlainWeakMap();

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
    mine.observer = new Observer((records) => (mine.box.scrollHeight > mine.from ? tell(mine) : keep(records, mine.box)));
    mine.observer.observe(target === document ? document : box, { childList: true, subtree: true });
    later(() => mine === watched && stop(), ATTENTION);
  }

  function keep(records, box) {
    let left = MOST_ADDED;
    for (let i = 0; i < records.length && left > 0; i++) {
      const added = records[i].addedNodes;
      for (let j = 0; j < added.length && left > 0; j++, left--) weakSet(drawn, added[j], box);
    }
  }

  /** @param {Element} element that is pressed; tells of the scrolling without which it would not be there */
  function need(element) {
    for (let node = element; node; node = above(node)) {
      const box = weakGet(drawn, node);
      if (!box || !isConnected(box)) continue;
      drawn = new PlainWeakMap();
      return report(box, box.scrollTop, box.scrollTop + box.clientHeight >= box.scrollHeight - NEAR_END);
    }
  }

  function tell(mine) {
    if (mine !== watched) return;
    stop();
    report(mine.box, mine.top, mine.end);
  }

  function report(box, top, end) {
    const element = box === document.documentElement ? document.body : box;
    wire.send("scrolled", { subject: subjects.known(element), top, end });
  }

  function stop() {
    if (watched) watched.observer.disconnect();
    watched = null;
  }

  return { byHand, scrolled, need };
})();
