/** Every element that a step could mean, described in one pass: the field of view of the healer. */

const PRESSED_ROLE =
  /^(button|link|checkbox|radio|switch|tab|option|menuitem|menuitemcheckbox|menuitemradio|treeitem|textbox|searchbox|combobox|listbox|spinbutton|slider)$/;
const PRESSED_TAG = /^(a|area|button|input|select|textarea|summary)$/;
const PICTURE_TAG = /^(img|svg|canvas|video|object|embed)$/;

/** @type {Record<string, (element: Element) => boolean>} by what one can do with it */
const DOES = {
  press: (e) => isPressable(e),
  words: (e) => matchesText(PICTURE_TAG, tagOf(e)) || (!isSilent(e) && ownText(e) !== ""),
  all: () => true,
};

/** Pages hide a file box or a tick behind something drawn; anything else that does not show cannot be meant. */
const MAY_HIDE = /^(file|checkbox|radio)$/;

/**
 * @param {{does: string[], tag: string}} wanted what one must be able to do with it, or else its tag
 * @returns {object[]} as `seen` gives them, in document order; one that may hide counts as visible
 */
function collect(wanted) {
  beginCall();
  mapTexts();
  const found = [];
  const tests = map(wanted.does, (name) => DOES[name]);
  const all = queryAll("*");
  for (let i = 0; i < all.length; i += 1) {
    if (matchesText(NEVER_MEANT, tagOf(all[i])) || isDrawing(all[i])) continue;
    if (tagOf(all[i]) !== wanted.tag && !some(tests, (does) => does(all[i]))) continue;
    if (isVisible(all[i]) || matchesText(MAY_HIDE, typeOf(all[i]))) push(found, all[i]);
  }
  return map(found, (element) => {
    const one = seen(element, true);
    one.fingerprint.peers = peersOf(element);
    return one;
  });
}

const NEVER_MEANT = /^(html|head|body|script|style|noscript|template|option|optgroup|br|wbr|source|col|colgroup)$/;

/** The shapes inside a drawing: the drawing is meant. */
const isDrawing = (element) => tagOf(element) !== "svg" && closest(element, "svg") !== null;

/** A control, or what the page shows a hand over; of nested ones under the hand the outermost. */
function isPressable(element) {
  if (matchesText(PRESSED_TAG, tagOf(element)) || hasAttribute(element, "onclick") || isEditableText(element)) return true;
  if (matchesText(PRESSED_ROLE, roleOf(element) || "") || hasAttribute(element, "tabindex")) return true;
  const parent = parentOf(element);
  return styleOf(element).cursor === "pointer" && !(parent && styleOf(parent).cursor === "pointer");
}
