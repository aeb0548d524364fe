/** Where an element is: its frame's path, and its box seen from the top page. */

/** @param {Location} place @returns {string} its path with every number as *; about:blank as it is */
function urlPattern(place) {
  const path = place.protocol === "about:" || place.protocol === "data:" ? split(place.href, ",")[0] : place.pathname;
  return replace(path || "", /\d+/g, "*");
}

/** @returns {{steps: object[], exact: boolean}} from the top down; not exact below a frame of another origin */
function framePath() {
  const steps = [];
  let view = window;
  try {
    while (view.parent !== view) {
      const frame = view.frameElement;
      if (!frame) return { steps: reversed(steps), exact: false };
      push(steps, frameStep(frame, view));
      view = view.parent;
    }
  } catch {
    return { steps: reversed(steps), exact: false };
  }
  return { steps: reversed(steps), exact: true };
}

const reversed = (list) => map(list, (_, index) => list[list.length - 1 - index]);

/** @param {Element} frame @param {Window} view */
function frameStep(frame, view) {
  const siblings = queryDocument(ownerDocument(frame), "iframe,frame");
  const trusted = (text) => (isGenerated(text) ? null : text);
  return {
    name: trusted(attribute(frame, "name")),
    id: trusted(attribute(frame, "id")),
    title: fold(attribute(frame, "title")) || null,
    url: urlPattern(view.location),
    index: Math.max(0, indexIn(siblings, frame)),
  };
}

/** @type {(element: Element) => {x: number, y: number, width: number, height: number}} CSS px */
const boxOf = oncePerCall((element) => {
  const rect = rectOf(tagOf(element) === "area" ? element : boxed(element));
  const offset = frameOffset(document);
  return { x: tenth(rect.left + offset.x), y: tenth(rect.top + offset.y), width: tenth(rect.width), height: tenth(rect.height) };
});

const tenth = (number) => round(number * 10) / 10;

/** The element, or the child that gives a link around a floated picture its size. */
function boxed(element) {
  return hasBox(element) ? element : filter(childrenOf(element), hasBox)[0] || element;
}

/** Where this frame's viewport lies in the top page's, as far up as the origins allow. */
const frameOffset = oncePerCall(() => {
  const offset = { x: 0, y: 0 };
  try {
    for (let view = window; view.parent !== view && view.frameElement; view = view.parent) {
      const frame = view.frameElement;
      const rect = rectOf(frame);
      offset.x += rect.left + frame.clientLeft;
      offset.y += rect.top + frame.clientTop;
    }
  } catch {
    return offset;
  }
  return offset;
});
