/** Files given to the page: their contents go along in pieces, so that the bot can give them again. */

const files = (() => {
  const PIECE = 256 * 1024;
  const MOST_BYTES = 50 * 1024 * 1024;
  let count = 0;

  /** @param {Event} event a change event; a script may raise it, but only a person can choose a file */
  function change(event) {
    const element = originOf(event);
    if (!element || typeOf(element) !== "file") return;
    tell(element, filesOf(element));
  }

  /** @param {DragEvent} event files that come from outside; a file input tells of its own by a change */
  function drop(event) {
    const element = originOf(event);
    const brought = transferOf(event);
    const dropped = brought && filesOfTransfer(brought);
    if (element && !isOurs(element) && typeOf(element) !== "file" && dropped && dropped.length) tell(element, dropped);
  }

  /** @param {Element} element @param {FileList} chosen */
  function tell(element, chosen) {
    const list = [];
    const copies = [];
    for (let i = 0; chosen && i < chosen.length; i++) {
      const copy = sizeOfFile(chosen[i]) <= MOST_BYTES ? `${wire.documentId}:${++count}` : null;
      push(list, { name: nameOfFile(chosen[i]), size: sizeOfFile(chosen[i]), copy });
      if (copy) push(copies, [copy, chosen[i]]);
    }
    wire.send("uploaded", { subject: subjects.known(element), files: list });
    for (let i = 0; i < copies.length; i++) copyFrom(copies[i][0], copies[i][1], 0);
  }

  /** @param {string} copy @param {File} file @param {number} start */
  function copyFrom(copy, file, start) {
    const end = start + PIECE;
    const last = end >= sizeOfFile(file);
    const read = bytesOfFile(sliceOfFile(file, start, end));
    then(
      read,
      (buffer) => {
        wire.send("piece", { copy, data: base64(asText(new Bytes(buffer))), last });
        if (!last) copyFrom(copy, file, end);
      },
      () => wire.send("piece", { copy, data: "", last: true, failed: true }),
    );
  }

  /** @param {Uint8Array} bytes @returns {string} one character per byte */
  function asText(bytes) {
    const parts = [];
    for (let i = 0; i < bytes.length; i++) push(parts, textOfCodes(bytes[i]));
    return joined(parts, "");
  }

  return { change, drop };
})();
