/** Tells when a script of the page goes back or forward: to the browser that looks like its own buttons. */

(() => {
  const steps = ["back", "forward", "go"];
  for (let i = 0; i < steps.length; i++) {
    const native = History.prototype[steps[i]];
    // Nothing else shows that it is not the browser's own function.
    History.prototype[steps[i]] = new PlainProxy(native, {
      __proto__: null,
      apply(target, self, args) {
        wire.send("traversed", {});
        return calling(target, self, args);
      },
    });
  }
})();
