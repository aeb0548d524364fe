// One step's panel at a time beside the list on wide screens, any number below their rows on narrow ones.
(() => {
  "use strict";
  const list = document.querySelector(".timeline");
  const rows = [...list.querySelectorAll(".row")];
  const wide = matchMedia("(min-width: 1000px)");
  const only = document.getElementById("only");

  /** @param {Element} row @param {boolean} open */
  const set = (row, open) => {
    row.setAttribute("aria-expanded", String(open));
    document.getElementById(row.getAttribute("aria-controls")).hidden = !open;
  };

  /** @param {Element | undefined} row */
  const choose = (row) => {
    if (!row) return;
    if (wide.matches) rows.forEach((other) => other !== row && set(other, false));
    set(row, true);
  };

  const isOpen = (row) => row.getAttribute("aria-expanded") === "true";
  const visible = () => rows.filter((row) => row.offsetParent !== null);

  /** A row named by the address, opened and shown. */
  const follow = () => {
    const row = rows.find((candidate) => `#${candidate.id}` === location.hash);
    if (!row) return;
    choose(row);
    row.scrollIntoView({ block: "nearest" });
    row.focus({ preventScroll: true });
  };

  list.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row && !wide.matches && isOpen(row)) set(row, false);
    else choose(row ?? undefined);
  });

  list.addEventListener("keydown", (event) => {
    if (!event.target.matches(".row") || event.altKey || event.ctrlKey || event.metaKey) return;
    const shown = visible();
    const at = shown.indexOf(event.target);
    const next = { ArrowDown: shown[at + 1], ArrowUp: shown[at - 1], Home: shown[0], End: shown.at(-1) }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (wide.matches) choose(next);
  });

  only?.addEventListener("change", () => {
    list.classList.toggle("only", only.checked);
    const shown = visible();
    if (wide.matches && !shown.some(isOpen)) choose(shown[0]);
  });

  wide.addEventListener("change", () => choose(rows.find(isOpen) ?? rows[0]));
  addEventListener("hashchange", follow);

  document.documentElement.classList.add("js");
  if (wide.matches || list.querySelector(".attention")) choose(rows[Number(list.dataset.open) - 1]);
  follow();
})();
