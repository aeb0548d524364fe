/**
 * Closed shadow roots, kept within our reach: the browser makes them open, and the page is told that they are
 * closed. A world beside the page's has no other way in, since nothing but nodes passes from one to the other.
 */
(() => {
  const PlainProxy = Proxy;
  const call = Reflect.apply;
  const define = Object.defineProperty;
  const describe = Object.getOwnPropertyDescriptor;
  const closed = new WeakSet();
  const add = WeakSet.prototype.add.bind(closed);
  const has = WeakSet.prototype.has.bind(closed);
  const optionsFor = (given) => ({
    __proto__: null,
    mode: "open",
    delegatesFocus: given.delegatesFocus,
    slotAssignment: given.slotAssignment,
    clonable: given.clonable,
    serializable: given.serializable,
  });

  /** What the page sees in place of a method or a getter; by nothing else can it tell them apart. */
  const instead = (native, apply) => new PlainProxy(native, { __proto__: null, apply });

  function attach(native, host, given) {
    const options = given[0];
    if (!options || options.mode !== "closed") return call(native, host, given);
    const root = call(native, host, [optionsFor(options)]);
    add(host);
    add(root);
    return root;
  }

  function hide(prototype, name, shown) {
    const property = describe(prototype, name);
    const get = instead(property.get, (native, self, given) => (has(self) ? shown : call(native, self, given)));
    define(prototype, name, { ...property, get });
  }

  Element.prototype.attachShadow = instead(Element.prototype.attachShadow, attach);
  hide(Element.prototype, "shadowRoot", null);
  hide(ShadowRoot.prototype, "mode", "closed");
})();
