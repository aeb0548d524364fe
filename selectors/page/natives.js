/**
 * The browser's own functions, taken before the page can replace them.
 *
 * `uncurry(f)(self, ...args)` calls `f` on `self` without looking anything up on a prototype. Getters are
 * taken the same way, because `form.id` is an <input name="id"> on many an old page.
 */

const uncurry = (() => {
  const call = Function.prototype.call;
  const bind = Function.prototype.bind;
  return (method) => bind.call(call, method);
})();

const own = Object.getOwnPropertyDescriptor;

/**
 * @param {object} prototype
 * @param {string} name
 * @returns {(self: any) => any}
 */
function getter(prototype, name) {
  const described = own(prototype, name);
  return described && described.get ? uncurry(described.get) : (self) => self[name];
}

const push = uncurry(Array.prototype.push);
const sort = uncurry(Array.prototype.sort);
const join = uncurry(Array.prototype.join);
const sliceOf = uncurry(Array.prototype.slice);
const indexIn = uncurry(Array.prototype.indexOf);

const replace = uncurry(String.prototype.replace);
const lower = uncurry(String.prototype.toLowerCase);
const trim = uncurry(String.prototype.trim);
const cut = uncurry(String.prototype.slice);
const indexOf = uncurry(String.prototype.indexOf);
const lastIndexOf = uncurry(String.prototype.lastIndexOf);
const split = uncurry(String.prototype.split);
const exec = uncurry(RegExp.prototype.exec);

const keysOf = Object.keys;
const isArray = Array.isArray;
const quote = JSON.stringify;
const parse = JSON.parse;
const round = Math.round;
const larger = Math.max;
const smaller = Math.min;
const random = Math.random;

const PlainMap = Map;
const PlainWeakMap = WeakMap;
const PlainWeakRef = WeakRef;
const mapGet = uncurry(Map.prototype.get);
const mapSet = uncurry(Map.prototype.set);
const mapHas = uncurry(Map.prototype.has);
const mapDelete = uncurry(Map.prototype.delete);
const mapSize = getter(Map.prototype, "size");
const firstKey = (() => {
  const keys = uncurry(Map.prototype.keys);
  const next = uncurry(Object.getPrototypeOf(new Map().keys()).next);
  return (map) => next(keys(map)).value;
})();
const weakGet = uncurry(WeakMap.prototype.get);
const weakSet = uncurry(WeakMap.prototype.set);
const deref = uncurry(WeakRef.prototype.deref);

const parentNode = getter(Node.prototype, "parentNode");
const firstChild = getter(Node.prototype, "firstChild");
const nextSibling = getter(Node.prototype, "nextSibling");
const previousSibling = getter(Node.prototype, "previousSibling");
const nodeType = getter(Node.prototype, "nodeType");
const textContent = getter(Node.prototype, "textContent");
const ownerDocument = getter(Node.prototype, "ownerDocument");
const isConnected = getter(Node.prototype, "isConnected");
const contains = uncurry(Node.prototype.contains);
const rootOf = uncurry(Node.prototype.getRootNode);
const dataOf = getter(CharacterData.prototype, "data");

const tagOf = getter(Element.prototype, "localName");
const shadowOf = getter(Element.prototype, "shadowRoot");
const firstElement = getter(Element.prototype, "firstElementChild");
const nextElement = getter(Element.prototype, "nextElementSibling");
const previousElement = getter(Element.prototype, "previousElementSibling");
const attribute = uncurry(Element.prototype.getAttribute);
const hasAttribute = uncurry(Element.prototype.hasAttribute);
const matches = uncurry(Element.prototype.matches);
const closest = uncurry(Element.prototype.closest);
const rectOf = uncurry(Element.prototype.getBoundingClientRect);
const queryIn = uncurry(Element.prototype.querySelector);
const queryAllIn = uncurry(Element.prototype.querySelectorAll);
const queryDocument = uncurry(Document.prototype.querySelectorAll);
const queryShadow = uncurry(DocumentFragment.prototype.querySelectorAll);
const byTag = uncurry(Document.prototype.getElementsByTagName);
const byIdIn = uncurry(Document.prototype.getElementById);
const walker = uncurry(Document.prototype.createTreeWalker);
const evaluatePath = uncurry(Document.prototype.evaluate);
const createRange = uncurry(Document.prototype.createRange);
const nextNode = uncurry(TreeWalker.prototype.nextNode);
const previousNode = uncurry(TreeWalker.prototype.previousNode);
const setCurrent = uncurry(own(TreeWalker.prototype, "currentNode").set);
const selectNode = uncurry(Range.prototype.selectNodeContents);
const setStart = uncurry(Range.prototype.setStart);
const setEnd = uncurry(Range.prototype.setEnd);
const rangeRects = uncurry(Range.prototype.getClientRects);
const rangeRect = uncurry(Range.prototype.getBoundingClientRect);
const valueOfInput = getter(HTMLInputElement.prototype, "value");
const isChosen = getter(HTMLOptionElement.prototype, "selected");
const valueOfList = getter(HTMLSelectElement.prototype, "value");
const valueOfArea = getter(HTMLTextAreaElement.prototype, "value");
const animationsOf = uncurry(Document.prototype.getAnimations);
const composedPath = uncurry(Event.prototype.composedPath);
const clicksInARow = getter(UIEvent.prototype, "detail");
const listLength = getter(NodeList.prototype, "length");
const collectionLength = getter(HTMLCollection.prototype, "length");
const collectionItem = uncurry(HTMLCollection.prototype.item);
const observe = uncurry(MutationObserver.prototype.observe);
const disconnect = uncurry(MutationObserver.prototype.disconnect);
const takeRecords = uncurry(MutationObserver.prototype.takeRecords);
const recordType = getter(MutationRecord.prototype, "type");
const recordTarget = getter(MutationRecord.prototype, "target");
const recordAdded = getter(MutationRecord.prototype, "addedNodes");
const recordRemoved = getter(MutationRecord.prototype, "removedNodes");

const later = window.setTimeout.bind(window);
const clock = performance.now.bind(performance);
const styleOf = window.getComputedStyle.bind(window);
const escapeCss = CSS.escape.bind(CSS);

/** @param {RegExp} pattern @param {string} text */
const matchesText = (pattern, text) => exec(pattern, text) !== null;

/** @template T @param {ArrayLike<T>} list @param {(item: T, index: number) => boolean} keep @returns {T[]} */
function filter(list, keep) {
  const kept = [];
  const length = list.length;
  for (let i = 0; i < length; i += 1) if (keep(list[i], i)) push(kept, list[i]);
  return kept;
}

/** @template T @param {ArrayLike<T>} list @param {(item: T) => boolean} test @returns {T | null} */
function first(list, test) {
  for (let i = 0; i < list.length; i += 1) if (test(list[i])) return list[i];
  return null;
}

/** @template T, R @param {ArrayLike<T>} list @param {(item: T, index: number) => R} to @returns {R[]} */
function map(list, to) {
  const mapped = [];
  for (let i = 0; i < list.length; i += 1) push(mapped, to(list[i], i));
  return mapped;
}

const listen = uncurry(EventTarget.prototype.addEventListener);
const unlisten = uncurry(EventTarget.prototype.removeEventListener);

/**
 * Listens from now on, also where it did already: the window of a frame's first, empty document may pass to the next
 * one with its listeners, but Chromium no longer calls them.
 * @param {EventTarget} target @param {string[]} types @param {(event: any) => void} listener
 * @param {AddEventListenerOptions} options
 */
function hear(target, types, listener, options) {
  for (let i = 0; i < types.length; i += 1) {
    unlisten(target, types[i], listener, options);
    listen(target, types[i], listener, options);
  }
}

/** @template T @param {ArrayLike<T>} list @param {(item: T) => boolean} test */
function some(list, test) {
  const length = list.length;
  for (let i = 0; i < length; i += 1) if (test(list[i])) return true;
  return false;
}

/**
 * JSON without `toJSON`: old Prototype.js puts one on Array.prototype, which quotes every list twice.
 * @param {any} value plain objects, arrays, strings, numbers, booleans and null
 * @returns {string}
 */
function toJson(value) {
  if (value === null || value === undefined || typeof value !== "object") return quote(value ?? null);
  if (isArray(value)) return "[" + join(map(value, toJson), ",") + "]";
  const members = map(keysOf(value), (key) => quote(key) + ":" + toJson(value[key]));
  return "{" + join(members, ",") + "}";
}
