/* The code of a scanned paper stands behind the #, which no server sees: put it where it would be typed. */
(() => {
  const code = decodeURIComponent(location.hash.slice(1));
  const field = document.querySelector("input[name=code]");
  if (!field || !/^[0-9A-Z-]{20,23}$/.test(code)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
})();
