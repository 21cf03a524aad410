/* Keys in the work list, only while the focus stands in it: j and k go down and up, x ticks. All else works without. */
(() => {
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-work]");
    if (!form || event.ctrlKey || event.altKey || event.metaKey || !["j", "k", "x"].includes(event.key)) return;
    const lines = [...form.querySelectorAll("tbody tr")];
    const here = lines.indexOf(event.target.closest("tr"));
    if (event.key === "x") {
      lines[here]?.querySelector("[type=checkbox]")?.click();
    } else {
      const there = lines[here + (event.key === "j" ? 1 : -1)];
      there?.querySelector("a").focus();
    }
    event.preventDefault();
  });
})();
