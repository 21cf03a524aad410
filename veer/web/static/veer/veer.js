/* Makes pages nicer, never possible: everything works without it. */
(() => {
  const ready = (root) => {
    const wrong = root.querySelector("[data-focus]");
    if (wrong) wrong.focus();
    for (const button of root.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  };
  ready(document);
  // Paper cannot be unfolded: what may be asked for stands there whole, and folds again afterwards.
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("[data-unfold]:not([open])")) {
      part.open = true;
      part.dataset.unfold = "printed";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("[data-unfold=printed]")) {
      part.open = false;
      part.dataset.unfold = "";
    }
  });
  // Typing an answer takes back "I don't know"; ticking one way out takes back the other.
  document.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (!question || !event.target.value) return;
    for (const tick of question.querySelectorAll("[data-ways-out] input")) {
      if (tick !== event.target && !(event.target.type === "checkbox" && !event.target.checked)) tick.checked = false;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    ready(event.target);
    const title = event.target.querySelector("[data-title]");
    if (title) document.title = title.dataset.title;
    const heading = event.target.querySelector("h1");
    if (heading && event.target.id === "main" && !event.target.querySelector("[data-focus]")) {
      heading.tabIndex = -1;
      heading.focus({preventScroll: true});
      window.scrollTo(0, 0);
    }
  });
})();
