/** Texts as a person reads them: white space folded, hidden parts and typed values left out. */

const SILENT = /^(script|style|noscript|template|textarea|select|datalist|option|iframe|frame|object|svg|head|input)$/;
const INLINE =
  /^(a|abbr|acronym|b|bdo|big|cite|code|em|font|i|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr)$/;
const MOST_TEXT = 200;

/** @param {string | null} text @returns {string} trimmed, every run of white space one space */
const fold = (text) => (text ? trim(replace(text, /[\s\u00a0\u200b]+/g, " ")) : "");

/** A label without the signs that only decorate it: "User name: *" is "User name". */
const bareLabel = (text) => trim(replace(fold(text), /[\s:：*＊]+$/, ""));

/** The form in which two texts are compared: case and counters ("Inbox (3)") do not matter. */
const comparable = (text) => trim(replace(lower(fold(text)), /\s*[([]\d+[)\]]/g, ""));

/** @param {string} text @param {number} [most] */
const clip = (text, most = MOST_TEXT) => (text.length > most ? cut(text, 0, most) : text);

/**
 * The visible text of an element, without what a person typed.
 * @param {Element} element
 * @param {number} [most] characters after which reading stops
 * @returns {string}
 */
function textOf(element, most = MOST_TEXT * 2) {
  if (isSilent(element)) return "";
  if (!firstElement(element)) return fold(textContent(element));
  return fold(readInto(element, "", most));
}

/** @param {Element} element */
const isSilent = (element) => matchesText(SILENT, tagOf(element)) || isEditableText(element);

/** @param {Node} node @param {string} text @param {number} most */
function readInto(node, text, most) {
  for (let child = firstChild(node); child && text.length < most; child = nextSibling(child)) {
    const type = nodeType(child);
    if (type === 3) text += dataOf(child);
    else if (type === ELEMENT && !isSilent(child) && !isHidden(child)) {
      const gap = matchesText(INLINE, tagOf(child)) ? "" : " ";
      text = readInto(child, text + gap, most) + gap;
    }
  }
  return text;
}

/** @param {Element} element @returns {string} the text of the element's own text nodes */
function ownText(element) {
  let text = "";
  for (let child = firstChild(element); child; child = nextSibling(child)) {
    if (nodeType(child) === 3) text += dataOf(child);
  }
  return fold(text);
}

/** Whether the element's text can be `wanted` (in comparable form), by cheap means; false is certain. */
function mayRead(element, word) {
  const text = textContent(element);
  return text.length >= word.length && indexOf(lower(text), word) >= 0;
}

/** @param {string} text comparable @returns {string} its longest word: if that is missing, so is the text */
function longestWord(text) {
  const words = split(text, " ");
  let longest = "";
  for (let i = 0; i < words.length; i += 1) if (words[i].length > longest.length) longest = words[i];
  return longest;
}
