// Four ways to compare a picture with its baseline. Side by side is in the page; the others are made when asked for.
(() => {
  "use strict";
  const WAYS = ["Side by side", "Slider", "Overlay", "Blink"];
  const BLINK_MS = 700; // long enough to find the place again, short enough to see it move

  /** @param {string} tag @param {object} [set] @param {(Node | string)[]} inner */
  const make = (tag, set = {}, ...inner) => {
    const element = Object.assign(document.createElement(tag), set);
    element.append(...inner);
    return element;
  };

  /** The two pictures on top of each other, both in the new one's frame, and the share of the new one that shows. */
  const stack = (expected, actual) => {
    const below = expected.querySelector("img").cloneNode();
    const above = actual.querySelector("img").cloneNode();
    const marks = [...actual.querySelectorAll(".mark")].map((mark) => mark.cloneNode());
    for (const picture of [below, above]) picture.loading = "eager";
    const share = make("input", { type: "range", min: 0, max: 100, value: 50 });
    const stage = make("div", { className: "stage" });
    const pictures = make("div", { className: "stack" }, below, above, ...marks);
    stage.append(pictures, make("label", { className: "share" }, "Baseline ", share, " this run"));
    const show = () => stage.style.setProperty("--share", `${share.value}%`);
    share.addEventListener("input", show);
    show();
    return stage;
  };

  /** @param {Element} article one checkpoint that differs */
  const viewer = (article) => {
    const sides = article.querySelector(".compared");
    const [expected, actual] = sides.querySelectorAll("figure");
    if (!expected?.querySelector("img") || !actual?.querySelector("img")) return;
    let stage = null;
    let blinking = 0;

    const choose = (way) => {
      clearInterval(blinking);
      sides.hidden = way !== 0;
      if (way !== 0 && !stage) article.append((stage = stack(expected, actual)));
      if (!stage) return;
      stage.hidden = way === 0;
      stage.dataset.way = WAYS[way].toLowerCase();
      stage.classList.remove("old");
      if (WAYS[way] === "Blink") blinking = setInterval(() => stage.classList.toggle("old"), BLINK_MS);
    };

    const name = `way-${article.id}`;
    const buttons = WAYS.map((way, at) => {
      const button = make("input", { type: "radio", name, value: at, checked: at === 0 });
      button.addEventListener("change", () => choose(at));
      return button;
    });
    const labels = buttons.map((button, at) => make("label", {}, button, ` ${WAYS[at]}`));
    const ways = make("div", { className: "ways" }, ...labels);
    ways.setAttribute("role", "radiogroup");
    ways.setAttribute("aria-label", "How to compare");
    sides.before(ways);
    article.chooseWay = (at) => buttons[at]?.click();
  };

  document.querySelectorAll(".compares").forEach(viewer);
})();
