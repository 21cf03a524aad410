/* Search as you type in a long list of choices. The server searches, as it does without this file; here it is only asked sooner. */
const QUIET = 250; // milliseconds without a key before asking
let waiting = 0;
let asked = 0;

const narrow = async (box) => {
  const mine = ++asked;
  const form = box.closest("form");
  const data = new FormData(form);
  data.set(box.querySelector("button[name$=search]").name, "1"); // a page may ask several such questions, each by its name
  const answer = await fetch(form.getAttribute("action") || window.location.href, {method: "POST", body: data});
  if (mine !== asked || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const here = box.querySelector("[data-found]");
  const found = page.getElementById(here.querySelector(".choices").id)?.closest("[data-found]");
  if (mine !== asked || !found || !here) return;
  here.querySelector("[role=status]").textContent = found.querySelector("[role=status]").textContent;
  here.querySelector(".choices").replaceWith(found.querySelector(".choices"));
};

const field = (target) => target.matches("[data-search] input[type=search]");

document.addEventListener("input", (event) => {
  if (!field(event.target)) return;
  clearTimeout(waiting);
  const box = event.target.closest("[data-search]");
  waiting = setTimeout(() => narrow(box), QUIET);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !field(event.target)) return;
  event.preventDefault();
  clearTimeout(waiting);
  narrow(event.target.closest("[data-search]"));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-search] button[name$=search]");
  if (!button) return;
  event.preventDefault();
  clearTimeout(waiting);
  narrow(button.closest("[data-search]"));
});
