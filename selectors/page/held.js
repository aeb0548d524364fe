/** Elements that Python was told about, held by token until they are gone or twenty thousand others came. */

const MOST_HELD = 20000; // a healer is told about every element of a page at once
const held = new PlainMap();
const tokens = new PlainWeakMap();
const documentMark = cut(String(Math.random()), 2, 8);
let given = 0;

/** @param {Element} element @returns {string} the same token for the same element */
function hold(element) {
  const known = weakGet(tokens, element);
  if (known && mapHas(held, known)) return known;
  given += 1;
  const token = known || "t" + documentMark + "-" + given;
  weakSet(tokens, element, token);
  mapSet(held, token, new PlainWeakRef(element));
  if (mapSize(held) > MOST_HELD) mapDelete(held, firstKey(held));
  return token;
}

/** @param {string} token @returns {Element | null} */
function heldElement(token) {
  const reference = mapGet(held, token);
  const element = reference && deref(reference);
  return element && isConnected(element) ? element : null;
}
