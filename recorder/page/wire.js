/**
 * Sends what was seen to the recorder: one JSON text per event, through one binding.
 *
 * The writer is our own, because old frameworks put a `toJSON` on arrays and break `JSON.stringify`.
 */

const wire = (() => {
  const exposed = window[BINDING];
  const raw = window[RAW_BINDING];
  try {
    delete window[BINDING]; // the page shall not find it
  } catch {
    /* a page that froze its window sees one name more */
  }

  /**
   * Playwright's function wraps the text by the page's own JSON, and a page that broke that would break the
   * driver. What it calls underneath takes the same text from us; nobody waits for the answer of call -1.
   * @param {string} text
   */
  function pass(text) {
    if (typeof raw === "function") raw(`{"name":${quote(BINDING)},"seq":-1,"serializedArgs":[${quote(text)}]}`);
    else if (exposed) exposed(text);
  }

  const documentId = joined([floor(now()).toString(36), floor(random() * 1e9).toString(36)], "");
  let count = 0;

  /** @param {unknown} value plain data @returns {string} */
  function write(value) {
    if (value === null || value === undefined) return "null";
    if (typeof value === "number") return value === value && value - value === 0 ? `${value}` : "null";
    if (typeof value !== "object") return quote(value);
    const parts = [];
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) push(parts, write(value[i]));
      return `[${joined(parts, ",")}]`;
    }
    const keys = keysOf(value);
    for (let i = 0; i < keys.length; i++) {
      if (value[keys[i]] !== undefined) push(parts, `${quote(keys[i])}:${write(value[keys[i]])}`);
    }
    return `{${joined(parts, ",")}}`;
  }

  /**
   * @param {string} kind as in recorder/events.py
   * @param {object} data the other fields of the event
   */
  function send(kind, data) {
    const event = { kind, id: ++count, document: documentId, at: now() / 1000 };
    const keys = keysOf(data);
    for (let i = 0; i < keys.length; i++) event[keys[i]] = data[keys[i]];
    if (data.subject && data.subject.is) event.mark = view.mark();
    pass(write(event));
    if (data.subject) subjects.tell(data.subject);
  }

  return { send, documentId };
})();
