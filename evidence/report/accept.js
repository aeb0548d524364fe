// Goes from difference to difference by keys, and gathers what is accepted into the command that accepts it.
(() => {
  "use strict";
  const articles = [...document.querySelectorAll("[data-accept]")];
  const panel = document.querySelector(".accepting");
  const command = panel.querySelector(".command");
  const buttons = new Map(articles.map((article) => [article, button(article)]));

  function button(article) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "accept";
    made.textContent = "Accept";
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("click", () => toggle(article));
    article.querySelector("h3").after(made);
    return made;
  }

  const isAccepted = (article) => buttons.get(article).getAttribute("aria-pressed") === "true";

  function toggle(article) {
    const accepted = !isAccepted(article);
    buttons.get(article).setAttribute("aria-pressed", String(accepted));
    buttons.get(article).textContent = accepted ? "Accepted" : "Accept";
    article.classList.toggle("taken", accepted);
    tell();
  }

  function tell() {
    const steps = new Set(articles.filter(isAccepted).map((article) => article.dataset.accept));
    panel.hidden = steps.size === 0;
    panel.querySelector(".accepted").textContent = `${articles.filter(isAccepted).length} of ${articles.length} accepted.`;
    const options = [...steps].map((step) => `--accept ${step}`);
    command.textContent = ["clerkwork review", command.dataset.run, ...options].join(" ");
  }

  panel.querySelector(".copy").addEventListener("click", async (event) => {
    getSelection().selectAllChildren(command);
    try {
      await navigator.clipboard.writeText(command.textContent);
      event.target.textContent = "Copied";
    } catch {
      event.target.textContent = "Selected: copy it with the keyboard";
    }
  });

  /** The difference that has the focus, or the last one above the middle of the window. */
  const current = () => {
    const focused = document.activeElement.closest("[data-accept]");
    if (focused) return articles.indexOf(focused);
    return articles.findLastIndex((article) => article.getBoundingClientRect().top < innerHeight / 2);
  };

  const go = (at) => {
    const article = articles[at];
    article?.focus({ preventScroll: true });
    article?.scrollIntoView({ block: "start" });
  };

  const KEYS = {
    n: () => go(Math.min(current() + 1, articles.length - 1)),
    p: () => go(Math.max(current() - 1, 0)),
    a: () => current() >= 0 && toggle(articles[current()]),
  };

  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]), textarea, select");
    if (typing || event.altKey || event.ctrlKey || event.metaKey || articles.length === 0) return;
    const way = "1234".indexOf(event.key);
    if (way >= 0) articles[current()]?.chooseWay?.(way);
    else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
    else return;
    event.preventDefault();
  });
})();
