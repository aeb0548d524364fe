/** Numbers the elements of a document and describes them before the page reacts. */

/** By what a row had better be named. */
const PREFERENCES = { prefer: OPTIONS.prefer };

const subjects = (() => {
  const describe = window.__clerkwork && window.__clerkwork.describe;
  const numbers = new PlainWeakMap();
  const described = new PlainWeakMap();
  const told = { __proto__: null };
  const secrets = new PlainWeakSet();
  let count = 0;

  /** @param {Element} element @returns {string} the same for the same element, as long as the document lives */
  function refOf(element) {
    let number = weakGet(numbers, element);
    if (!number) {
      number = ++count;
      weakSet(numbers, element, number);
    }
    return `${wire.documentId}:${number}`;
  }

  /**
   * @param {Element} element
   * @returns {{ref: string, is: object | null}} described as it is now
   */
  function fresh(element) {
    let description = null;
    try {
      description = describe ? describe(element, PREFERENCES) : null;
    } catch {
      /* an element that cannot be described is recorded by its number alone */
    }
    const subject = { ref: refOf(element), is: description };
    weakSet(described, element, subject);
    return subject;
  }

  /** @param {Element} element @returns {{ref: string, is: object | null}} described once; told only once */
  function known(element) {
    const subject = weakGet(described, element) || fresh(element);
    return told[subject.ref] ? { ref: subject.ref, is: null } : subject;
  }

  /** @param {{ref: string, is: object | null}} subject which the recorder knows from now on */
  function tell(subject) {
    if (subject.is) told[subject.ref] = true;
  }

  /** @param {Element} element @returns {boolean} whether its text must never leave the page */
  function isSecret(element) {
    if (typeOf(element) === "password") weakAdd(secrets, element); // a page may show it as text later
    const hint = lower(attribute(element, "autocomplete") || "");
    return weakHas(secrets, element) || hint === "current-password" || hint === "new-password";
  }

  return { fresh, known, tell, isSecret };
})();
