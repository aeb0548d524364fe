/** The one global: what the recorder and the runner call. */

/**
 * @param {Element} element
 * @param {{prefer?: string[]}} [options]
 * @returns {object} candidates and fingerprint as in selectors/target.py, and where the element is
 */
function describe(element, options) {
  beginCall();
  keepWarm();
  const frame = framePath();
  return {
    candidates: candidatesOf(element, preferred(options)),
    fingerprint: { ...fingerprintOf(element), peers: peersOf(element) },
    frame: frame.steps,
    frame_exact: frame.exact,
    url: urlPattern(location),
    title: fold(document.title),
    box: boxOf(element),
  };
}

const MOST_AHEAD_MS = 5;

/**
 * Finds out ahead what describing the element would have to search the page for, a few milliseconds at a time.
 * @param {Element} element
 * @param {{prefer?: string[]}} [options] as for `describe`
 * @returns {boolean} whether there is nothing left to find out
 */
function prepare(element, options) {
  beginCall();
  keepWarm();
  if (!isLarge()) return true;
  return askAhead(() => candidatesOf(element, preferred(options)), MOST_AHEAD_MS);
}

const preferred = (options) => map((options && options.prefer) || [], fold);

/**
 * @param {{candidates: object[], hidden?: boolean}} request
 * @returns {{candidates: {count: number, element: number | null}[], elements: object[]}} elements that at
 *   least one candidate found alone, each once
 */
function resolve(request) {
  beginCall();
  forgetPresses();
  const elements = [];
  const results = map(request.candidates, (candidate) => {
    const found = findAll(candidate, !!request.hidden);
    if (found.length !== 1) return { count: found.length, element: null };
    if (indexIn(elements, found[0]) < 0) push(elements, found[0]);
    return { count: 1, element: indexIn(elements, found[0]) };
  });
  return { candidates: results, elements: map(elements, (element) => seen(element)) };
}

/** @param {Element} element @param {boolean} [visible] where it is known */
function seen(element, visible = isVisible(element)) {
  return {
    token: hold(element),
    fingerprint: fingerprintOf(element),
    box: boxOf(element),
    visible,
    enabled: isEnabled(element),
  };
}

/** @param {{token: string, prefer: string[]}} request @returns {object | null} null if the element is gone */
function describeHeld(request) {
  const element = heldElement(request.token);
  return element && describe(element, { prefer: request.prefer });
}

/** @param {(...args: any[]) => any} work @returns {(...args: any[]) => any} the same, but null instead of a throw */
function quietly(work) {
  return (a, b) => {
    try {
      return work(a, b);
    } catch {
      return null;
    }
  };
}

Object.defineProperty(window, "__clerkwork", {
  value: Object.freeze({
    describe: quietly(describe),
    prepare: quietly(prepare),
    resolve: quietly(resolve),
    resolveJson: quietly((request) => toJson(resolve(parse(request)))),
    collectJson: quietly((request) => toJson(collect(parse(request)))),
    exposedJson: quietly((request) => toJson(exposed(parse(request)))),
    placedJson: quietly(() => toJson(placed())),
    spansJson: quietly((request) => toJson(spansOf(parse(request)))),
    generatedJson: quietly((request) => toJson(map(parse(request).texts, isGenerated))),
    describeJson: quietly((request) => toJson(describeHeld(parse(request)))),
    holdingsJson: quietly((request) => toJson(holdings(parse(request)))),
    stillnessJson: quietly((request) => toJson(stillness(parse(request)))),
    pressesJson: quietly((request) => toJson(pressesOf(parse(request)))),
    guardJson: quietly((request) => toJson(guard(parse(request)))),
    element: quietly(heldElement),
    json: toJson,
  }),
});
