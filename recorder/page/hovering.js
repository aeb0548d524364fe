/**
 * Tells what had to be pointed at before something could be pressed. What a page shows by CSS is known from its
 * rules with `:hover`; what it shows by script, from what was hidden around the pointer before the page heard of it.
 */

const hovering = (() => {
  const MOST_AROUND = 150;
  const MOST_UP = 4;
  const MOST_RULES = 4000;
  /** Milliseconds after which what a page puts in is not because of the pointer any more. */
  const PATIENCE = 1000;
  const SHOWING = /(^|[\s;])(display|visibility|left|top|right|bottom|height|max-height|transform|clip|clip-path)\s*:/;
  /** What was hidden, or not there, when the pointer came onto an element: node -> {origin}. */
  let hidden = new PlainWeakMap();
  /** Elements that the pointer came onto since the last press, oldest first. */
  let trail = [];
  let x = -1;
  let y = -1;
  let came = 0;

  /** @param {PointerEvent} event pointerover */
  function over(event) {
    const moved = clientX(event) !== x || clientY(event) !== y;
    x = clientX(event);
    y = clientY(event);
    const origin = originOf(event);
    if (!moved || !origin || isOurs(origin)) return;
    push(trail, origin);
    if (trail.length > 40) trail = sliced(trail, 20);
    const visit = { origin };
    came = now();
    let left = MOST_AROUND;
    let up = origin;
    for (let i = 0; up && i < MOST_UP && left > 0; i++, up = above(up)) left = look(up, visit, left);
    look(document.body, visit, left);
  }

  /** Notes which children are hidden now. */
  function look(parent, visit, left) {
    const children = childrenOf(parent);
    for (let i = 0; i < children.length && left > 0; i++, left--) {
      if (!isShown(children[i]) && !weakHasKey(hidden, children[i])) weakSet(hidden, children[i], visit);
    }
    return left;
  }

  /** @param {MutationRecord[]} records what the page put in: it was not there before */
  function grown(records) {
    const origin = trail[trail.length - 1];
    if (!origin || now() - came > PATIENCE) return;
    for (let i = 0; i < records.length && i < 50; i++) {
      const added = records[i].addedNodes;
      for (let j = 0; j < added.length && j < 20; j++) {
        if (isElement(added[j])) weakSet(hidden, added[j], { origin });
      }
    }
  }
  new Observer(grown).observe(document, { childList: true, subtree: true });

  /** @param {Element} element that is pressed; tells of everything that had to be pointed at for it, outermost first */
  function need(element) {
    let found = [];
    for (let node = element; node && node !== document.body; node = above(node)) {
      const opener = openerOf(node);
      if (opener && opener !== element && !contains(node, opener) && !(found[0] && found[0].opener === opener)) {
        found = prepended({ opener, node }, found);
      }
    }
    for (let i = 0; i < found.length; i++) wire.send("hovered", { subject: closed(lift(found[i].opener), found[i].node) });
    forget();
  }

  /** The description that an element had before it showed `node`, which lies in it. */
  function closed(opener, node) {
    const subject = subjects.fresh(opener);
    const inner = contains(opener, node) && subject.is ? folded(innerText(node)) : "";
    if (!inner) return subject;
    const seen = subject.is.fingerprint;
    if (seen.name) seen.name = without(inner, seen.name);
    if (seen.text) seen.text = without(inner, seen.text);
    const ways = subject.is.candidates;
    for (let i = 0; i < ways.length; i++) {
      if (ways[i].name) ways[i].name = without(inner, ways[i].name);
      if (ways[i].text) ways[i].text = without(inner, ways[i].text);
    }
    return subject;
  }

  const folded = (text) => trimmed(replaced(text, /\s+/g, " "));

  /** @returns {string} the text without its end, if that is how it ends */
  function without(end, text) {
    const at = lastIndexOf(text, end);
    return at > 0 && at + end.length >= text.length - 1 ? trimmed(part(text, 0, at)) : text;
  }

  function prepended(first, list) {
    const longer = [first];
    for (let i = 0; i < list.length; i++) push(longer, list[i]);
    return longer;
  }

  function openerOf(node) {
    const visit = weakGet(hidden, node);
    if (visit && isShown(node)) return visit.origin;
    return byRule(node);
  }

  /** @returns {Element | null} what must be pointed at because of a CSS rule */
  function byRule(node) {
    const rules = hoverRules();
    for (let i = 0; i < rules.length; i++) {
      if (!matches(node, rules[i].whole)) continue;
      for (let j = trail.length - 1; j >= 0; j--) {
        if (!contains(node, trail[j]) && closest(trail[j], rules[i].opener)) return trail[j];
      }
    }
    return null;
  }

  let counted = -1;
  let known = [];

  /** @returns {{whole: string, opener: string}[]} rules by which something else than what is pointed at is shown */
  function hoverRules() {
    const sheets = document.styleSheets;
    let count = 0;
    for (let i = 0; i < sheets.length; i++) count += 1 + rulesOf(sheets[i]).length;
    if (count === counted) return known;
    counted = count;
    known = [];
    for (let i = 0; i < sheets.length; i++) {
      const rules = rulesOf(sheets[i]);
      for (let j = 0; j < rules.length && j < MOST_RULES; j++) take(rules[j]);
    }
    return known;
  }

  function rulesOf(sheet) {
    try {
      return sheet.cssRules;
    } catch {
      return []; // of another origin
    }
  }

  function take(rule) {
    const selector = rule.selectorText;
    if (!selector || !tested(/:hover/, selector) || !tested(SHOWING, rule.style.cssText)) return;
    const parts = splitBy(selector, ",");
    for (let i = 0; i < parts.length; i++) {
      const at = lastIndexOf(parts[i], ":hover");
      const rest = at < 0 ? "" : part(parts[i], at + 6);
      const gap = searched(rest, /[\s>+~]/);
      if (gap >= 0) push(known, { whole: trimmed(parts[i]), opener: trimmed(part(parts[i], 0, at + 6 + gap)) });
    }
  }

  function forget() {
    hidden = new PlainWeakMap();
    trail = [];
  }

  return { over, need, forget };
})();
