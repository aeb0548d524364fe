/**
 * Whether a candidate means one element alone, on the page as it is now. A large page is not searched for it again
 * and again: what may be meant, by its text and attributes, is remembered; what really is, is asked each time.
 */

/** Where more may be meant, as a rule two of these few are. */
const MOST_SUSPECTS = 8;

const FIELD = /^(input|select|textarea|meter|output|progress)$/;

/** Buttons that say their name by their value, which is not in the text of the page. */
const WRITTEN_BUTTONS = "input[type=button i],input[type=submit i],input[type=reset i],input[type=image i]";

/**
 * @param {{element: Element, hidden: boolean, large: boolean}} proof
 * @param {object} candidate
 * @param {Element | null} row of a row candidate
 * @returns {boolean} whether it means this element alone, on the page as it is now
 */
function proves(proof, candidate, row) {
  const counts = proof.hidden ? isConnected : isVisible;
  const known = proof.large ? provesAtAGlance(proof.element, candidate, counts, row) : null;
  if (known !== null) return known;
  const found = findAll(candidate, proof.hidden, 2);
  return found.length === 1 && found[0] === proof.element;
}

/** @returns {boolean | null} null where only a search can tell */
function provesAtAGlance(element, candidate, counts, row) {
  if (cssFor(candidate)) return provesAmong(element, likelyByCss(cssFor(candidate)), counts);
  if (candidate.by === "row") return provesRow(element, candidate, counts, row);
  if (candidate.by === "text") return provesText(element, candidate, counts);
  return candidate.by === "role" ? provesRole(element, candidate, counts) : null;
}

/**
 * @param {Element} element
 * @param {{suspects: Element[], isMeant: (e: Element) => boolean}} likely
 * @param {(e: Element) => boolean} counts
 * @returns {boolean | null}
 */
function provesAmong(element, { suspects, isMeant }, counts) {
  const found = pick(suspects, counts, 2, isMeant);
  if (found.length > 1) return false;
  return suspects.length > MOST_SUSPECTS ? null : found[0] === element;
}

/** @param {string} css */
function likelyByCss(css) {
  const search = () => {
    const found = queryAll(css);
    return sliceOf(found, 0, MOST_SUSPECTS + 1);
  };
  const suspects = remembered("css " + css, search, (touch) => touchedBy(touch, css).length > 0);
  return { suspects, isMeant: (e) => matches(e, css) };
}

/** A row with a word that stands but once on the page needs no search, one whose words are rare but a short one. */
function provesRow(element, candidate, counts, row) {
  const words = split(comparable(candidate.text), " ");
  const word = first(words, isSaidOnce);
  const nodes = word ? textNodesWith(word, [row]) : fewNodesWith(longestWord(comparable(candidate.text)));
  if (nodes.length > MOST_SUSPECTS) return null;
  const found = findByRow(candidate, counts, nodes);
  return found.length === 1 && found[0] === element;
}

/** @param {string} word @returns {Node[]} text nodes that hold it, those of the page as it is among them; one more than few if there are many */
function fewNodesWith(word) {
  const says = (touch) => indexOf(touch.text, word) >= 0;
  const nodes = remembered("nodes " + word, () => textNodesWith(word, roots(), MOST_SUSPECTS + 1), says);
  return nodes.length > MOST_SUSPECTS ? nodes : filter(nodes, isConnected);
}

/** @param {Element} element @param {{text: string, tag: string}} candidate */
function provesText(element, candidate, counts) {
  const wanted = comparable(candidate.text);
  const word = longestWord(wanted);
  if (isSaidOnce(word)) return !some(childrenOf(element), (child) => textOf(child) === candidate.text);
  const css = escapeCss(candidate.tag);
  const search = () => pick(elementsOf(candidate.tag), isConnected, MOST_SUSPECTS + 1, (e) => mayRead(e, word));
  const suspects = remembered("text " + css + " " + word, search, (touch) => indexOf(touch.text, word) >= 0);
  const reads = (e) => mayRead(e, word) && comparable(textOf(e)) === wanted;
  return provesAmong(element, { suspects, isMeant: (e) => reads(e) && !some(childrenOf(e), reads) }, counts);
}

/** @param {Element} element @param {{role: string, name: string}} candidate */
function provesRole(element, { role, name }, counts) {
  const word = longestWord(comparable(name));
  const bears = hasRoleAndName(role, name);
  if (isSaidOnce(word) && mayRead(element, word)) {
    const rival = (other) => other !== element && bears(other) && counts(other);
    const unread = role === "button" ? elementsLike(WRITTEN_BUTTONS) : [];
    return bears(element) && !some(spokenLike(role, word), rival) && !some(unread, rival);
  }
  return provesAmong(element, { suspects: likelyByRole(role, word), isMeant: bears }, counts);
}

/** @param {string} role @param {string} word of the name @returns {Element[]} */
function likelyByRole(role, word) {
  const may = (e) => roleOf(e) === role && mayBeNamed(e, word);
  const css = "label,[role],[contenteditable]" + join(map(TAGS_OF[role] || [], (tag) => "," + tag), "");
  const matters = (touch) => indexOf(touch.text, word) >= 0 || some(touchedBy(touch, css), (e) => tagOf(e) === "label" || may(e));
  return remembered("role " + role + " " + word, () => mayHaveRole(role, word, may), matters);
}

/** Fields are named by labels and attributes, so these are gone through instead of every box of a long table. */
function mayHaveRole(role, word, may) {
  const tags = filter(TAGS_OF[role] || [], (tag) => !matchesText(FIELD, tag));
  const lists = [spokenLike(role, word), filter(labelledControls(word), may)];
  if (role === "button") push(lists, elementsLike(WRITTEN_BUTTONS));
  for (let t = 0; t < tags.length; t += 1) push(lists, pick(elementsOf(tags[t]), isConnected, MOST_SUSPECTS + 1, may));
  const found = [];
  for (let l = 0; l < lists.length; l += 1) {
    for (let i = 0; i < lists[l].length && found.length <= MOST_SUSPECTS; i += 1) {
      if (indexIn(found, lists[l][i]) < 0) push(found, lists[l][i]);
    }
  }
  return found;
}

/** @param {string} role @param {string} word @returns {Element[]} what may have that role and name by its attributes */
function spokenLike(role, word) {
  const may = (e) => roleOf(e) === role && maySpeak(e, word);
  const matters = (touch) => indexOf(touch.text, word) >= 0 || some(touchedBy(touch, SPOKEN_CSS), may);
  return remembered("spoken " + role + " " + word, () => filter(spokenElements(), may), matters);
}
