/** Looks ahead: what the pointer rests on, or has the focus, is pressed next, and then there is no time to search the page. */

const ahead = (() => {
  const prepare = window.__clerkwork && window.__clerkwork.prepare;
  /** Milliseconds after which a pointer rests, and within which the browser has to find time for us. */
  const REST = 40;
  const SOON = 60;
  const MOST_PARTS = 30;
  /** Where the person is now. */
  let place = null;
  let waits = false;

  /** @param {Event} event pointerover or focusin */
  function come(event) {
    place = originOf(event);
    if (!waits && place && prepare && !isOurs(place)) wait();
  }

  function wait() {
    const seen = place;
    waits = true;
    later(() => {
      waits = false;
      if (seen !== place) wait();
      else if (isConnected(seen)) soon(seen, lift(seen), MOST_PARTS);
    }, REST);
  }

  /** A part at a time, as long as the person stays. */
  function soon(seen, element, parts) {
    const look = () => {
      if (seen === place && prepare(element, PREFERENCES) === false && parts > 0) soon(seen, element, parts - 1);
    };
    whenIdle(look, { timeout: SOON });
  }

  return { come };
})();
