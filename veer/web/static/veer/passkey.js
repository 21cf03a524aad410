/* Shows what works with a script only, and says it when a passkey does not work. The ceremony itself is allauth's. */
(() => {
  const able = Boolean(window.PublicKeyCredential);
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !able;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = able;
  document.addEventListener("allauth.error", (event) => {
    const problem = document.querySelector("[data-passkey-problem]");
    if (!problem) return;
    event.preventDefault();
    problem.hidden = false;
    problem.focus();
  });
})();
