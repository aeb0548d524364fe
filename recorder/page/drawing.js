/** Masks drawn on the page: with the mouse from corner to corner, or by keys: arrows move, with Shift they resize. */

const drawing = (() => {
  const STILL = 5;
  const STRIDE = 10;
  const LEAST = 4;
  const FIRST = { width: 160, height: 40 };
  const WAYS = { __proto__: null, ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  /** What holds data, whose words may be others in a run; a heading or a form is known by what it says. */
  const HOLDS_DATA = /^(cell|gridcell|rowheader|columnheader|paragraph|listitem|row)$/;
  const MOST_UP = 12;
  /** Where the button went down, and what has been drawn, in px of the viewport. */
  let from = null;
  let box = null;

  /** @param {PointerEvent} event */
  function begin(event) {
    from = [clientX(event), clientY(event)];
    box = null;
    glass.mask(null, true);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    const [x, y] = [clientX(event), clientY(event)];
    if (from && (box || hypotenuse(x - from[0], y - from[1]) >= STILL)) draw(between(from, [x, y]), true);
    else if (!from && !box) glass.cross(x, y);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key moved or resized the mask */
  function key(event) {
    const way = WAYS[keyOf(event)];
    if (!way || from || modifierState(event, "Alt") || modifierState(event, "Meta")) return false;
    const stride = modifierState(event, "Control") ? 1 : STRIDE;
    const [x, y] = [way[0] * stride, way[1] * stride];
    if (!box) draw(first(), false);
    else if (modifierState(event, "Shift")) draw({ ...box, width: box.width + x, height: box.height + y }, false);
    else draw({ ...box, left: box.left + x, top: box.top + y }, false);
    return true;
  }

  /** Where a mask begins by keys: on what has the focus, or in the middle. */
  function first() {
    const active = document.activeElement;
    if (active && active !== document.body && isShown(active)) return boxOf(active);
    return { ...FIRST, left: (window.innerWidth - FIRST.width) / 2, top: (window.innerHeight - FIRST.height) / 2 };
  }

  function between([x, y], [u, v]) {
    return { left: least(x, u), top: least(y, v), width: most(x, u) - least(x, u), height: most(y, v) - least(y, v) };
  }

  /** In whole px, and no further than one can see. */
  function draw({ left, top, width, height }, holding) {
    const [w, h] = [window.innerWidth, window.innerHeight];
    const size = { width: floor(most(LEAST, least(width, w))), height: floor(most(LEAST, least(height, h))) };
    box = { left: floor(most(0, least(left, w - size.width))), top: floor(most(0, least(top, h - size.height))), ...size };
    glass.mask(box, holding);
  }

  /** @returns {{subject: object | null, region: {x: number, y: number, width: number, height: number}}} what was drawn */
  function drawn() {
    const subject = subjectOf(box);
    const [x, y] = subject ? [subject.box.left, subject.box.top] : [-window.scrollX, -window.scrollY];
    const region = { x: round(box.left - x), y: round(box.top - y), width: box.width, height: box.height };
    return { subject: subject && subject.described, region };
  }

  const round = (value) => floor(value * 10 + 0.5) / 10;

  /** The smallest element that holds all of it and can be found again; the page itself if there is none. */
  function subjectOf(place) {
    const pile = elementsAt(document, place.left + place.width / 2, place.top + place.height / 2);
    let element = null;
    for (let i = 0; i < pile.length && !element; i++) if (!isOurs(pile[i])) element = pile[i];
    const end = window === window.top ? document.body : document.documentElement;
    for (let i = 0; element && element !== end && i < MOST_UP; i++, element = above(element)) {
      const around = boxOf(element);
      if (!holds(around, place)) continue;
      const described = subjects.fresh(element);
      if (described.is && canDiffer(described.is.fingerprint)) return { described, box: around };
    }
    return null;
  }

  function canDiffer({ role, attributes }) {
    return (!role || tested(HOLDS_DATA, role)) && !attributes.onclick;
  }

  function holds(around, { left, top, width, height }) {
    return around.left <= left && around.top <= top && around.right >= left + width && around.bottom >= top + height;
  }

  function end() {
    from = null;
    box = null;
    glass.clear();
  }

  return { begin, move, key, drawn, end, isDrawn: () => box !== null };
})();
