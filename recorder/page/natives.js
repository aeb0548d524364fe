/**
 * The browser's own functions, taken before the page can replace them.
 *
 * `uncurry(f)(self, ...args)` calls `f` on `self` without looking anything up on a prototype; getters are
 * taken the same way, because `form.type` is an <input name="type"> on many an old page.
 */

const uncurry = (() => {
  const call = Function.prototype.call;
  const bind = Function.prototype.bind;
  return (method) => bind.call(call, method);
})();

/**
 * @param {object} prototype
 * @param {string} name
 * @returns {(self: any) => any}
 */
const getter = (() => {
  const describeProperty = Object.getOwnPropertyDescriptor;
  return (prototype, name) => {
    const found = describeProperty(prototype, name);
    return found && found.get ? uncurry(found.get) : (self) => self[name];
  };
})();

const quote = JSON.stringify;
const keysOf = Object.keys;
const isArray = Array.isArray;
const push = uncurry(Array.prototype.push);
const joined = uncurry(Array.prototype.join);
const sliced = uncurry(Array.prototype.slice);
const tested = uncurry(RegExp.prototype.test);
const lower = uncurry(String.prototype.toLowerCase);
const upper = uncurry(String.prototype.toUpperCase);
const trimmed = uncurry(String.prototype.trim);
const replaced = uncurry(String.prototype.replace);
const part = uncurry(String.prototype.slice);
const now = Date.now;
const floor = Math.floor;
const random = Math.random;
const hypotenuse = Math.hypot;
const least = Math.min;
const most = Math.max;
const splitBy = uncurry(String.prototype.split);
const lastIndexOf = uncurry(String.prototype.lastIndexOf);
const searched = uncurry(String.prototype.search);
const Observer = MutationObserver;
const later = window.setTimeout.bind(window);
const whenIdle = window.requestIdleCallback ? window.requestIdleCallback.bind(window) : (work) => later(work, 0);
const whenFree = window.queueMicrotask.bind(window);
const textOfCodes = String.fromCharCode;
const base64 = window.btoa.bind(window);
const Bytes = Uint8Array;

const PlainProxy = Proxy;
const calling = Reflect.apply;
const PlainWeakMap = WeakMap;
const weakGet = uncurry(WeakMap.prototype.get);
const weakSet = uncurry(WeakMap.prototype.set);
const weakHasKey = uncurry(WeakMap.prototype.has);
const PlainWeakSet = WeakSet;
const weakAdd = uncurry(WeakSet.prototype.add);
const weakDelete = uncurry(WeakSet.prototype.delete);
const weakHas = uncurry(WeakSet.prototype.has);

const listen = uncurry(EventTarget.prototype.addEventListener);
const unlisten = uncurry(EventTarget.prototype.removeEventListener);
/** A window that passes from one document to the next keeps its listeners, but Chromium no longer calls them. */
const listenAnew = (target, type, listener, options) => {
  unlisten(target, type, listener, options);
  listen(target, type, listener, options);
};
const targetOf = getter(Event.prototype, "target");
const pathOf = uncurry(Event.prototype.composedPath);
const stopped = uncurry(Event.prototype.stopImmediatePropagation);
const prevented = uncurry(Event.prototype.preventDefault);
const isPrevented = getter(Event.prototype, "defaultPrevented");
const keyOf = getter(KeyboardEvent.prototype, "key");
const isRepeat = getter(KeyboardEvent.prototype, "repeat");
const isComposing = getter(KeyboardEvent.prototype, "isComposing");
const modifierState = uncurry(KeyboardEvent.prototype.getModifierState);
const buttonOf = getter(MouseEvent.prototype, "button");
const clientX = getter(MouseEvent.prototype, "clientX");
const clientY = getter(MouseEvent.prototype, "clientY");
const detailOf = getter(UIEvent.prototype, "detail");

const nameOfNode = getter(Node.prototype, "nodeName");
const kindOfNode = getter(Node.prototype, "nodeType");
const isConnected = getter(Node.prototype, "isConnected");
const parentOf = getter(Node.prototype, "parentNode");
const textContent = getter(Node.prototype, "textContent");
const rootOf = uncurry(Node.prototype.getRootNode);
const contains = uncurry(Node.prototype.contains);
const hostOf = getter(ShadowRoot.prototype, "host");
const attribute = uncurry(Element.prototype.getAttribute);
const hasAttribute = uncurry(Element.prototype.hasAttribute);
const matches = uncurry(Element.prototype.matches);
const childrenOf = getter(Element.prototype, "children");
const closest = uncurry(Element.prototype.closest);
const findIn = uncurry(Element.prototype.querySelector);
/** Really closed: what the page calls leaves closed roots open to us (closed_roots.js), and our own is no part of the page. */
const attachShadow = uncurry(Element.prototype.attachShadow);
const showsItself = uncurry(Element.prototype.checkVisibility);
const elementsAt = uncurry(Document.prototype.elementsFromPoint);
const styleOf = window.getComputedStyle.bind(window);
const findAll = uncurry(Document.prototype.querySelectorAll);
const boxOf = uncurry(Element.prototype.getBoundingClientRect);
const namespaceOf = getter(Element.prototype, "namespaceURI");
/** Drawings and formulas stand in HTML, too, and have none of what follows. */
const isHtml = (element) => namespaceOf(element) === "http://www.w3.org/1999/xhtml";
const isEditableHtml = getter(HTMLElement.prototype, "isContentEditable");
const isEditable = (element) => isHtml(element) && isEditableHtml(element);
const innerTextOfHtml = getter(HTMLElement.prototype, "innerText");
const innerText = (element) => (isHtml(element) ? innerTextOfHtml(element) : textContent(element));
const controlOf = getter(HTMLLabelElement.prototype, "control");

const typeOfInput = getter(HTMLInputElement.prototype, "type");
const valueOfInput = getter(HTMLInputElement.prototype, "value");
const valueOfArea = getter(HTMLTextAreaElement.prototype, "value");
const checkedOf = getter(HTMLInputElement.prototype, "checked");
const isMixed = getter(HTMLInputElement.prototype, "indeterminate");
const filesOf = getter(HTMLInputElement.prototype, "files");
const optionsOf = getter(HTMLSelectElement.prototype, "selectedOptions");
const everyOption = getter(HTMLSelectElement.prototype, "options");
const valueOfOption = getter(HTMLOptionElement.prototype, "value");
const isMultiple = getter(HTMLSelectElement.prototype, "multiple");
const labelOfOption = getter(HTMLOptionElement.prototype, "label");
const transferOf = getter(DragEvent.prototype, "dataTransfer");
const filesOfTransfer = getter(DataTransfer.prototype, "files");
const nameOfFile = getter(File.prototype, "name");
const sizeOfFile = getter(Blob.prototype, "size");
const sliceOfFile = uncurry(Blob.prototype.slice);
const bytesOfFile = uncurry(Blob.prototype.arrayBuffer);
const then = uncurry(Promise.prototype.then);
