/* The draw, done again in the visitor's own browser from the published file: nothing of the page's own answer is used.
   Without this file the page says how to do the same with a command. */
const BETWEEN = "\u001f";
const bytes = (text) => new TextEncoder().encode(text);
const hex = (digest) => [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
const sha256 = async (text) => hex(await crypto.subtle.digest("SHA-256", bytes(text)));

/* By their bytes in UTF-8, as the list is committed to. */
const byBytes = (one, other) => {
  const [a, b] = [bytes(one), bytes(other)];
  const at = a.findIndex((byte, place) => byte !== b[place]);
  return at < 0 ? a.length - b.length : (a[at] ?? -1) - (b[at] ?? -1);
};

const commitment = (ids) => sha256([...ids].sort(byBytes).map((one) => `${one}\n`).join(""));

const order = async (seed, ids) => {
  const drawn = await Promise.all(ids.map(async (id) => [await sha256(seed + BETWEEN + id), id]));
  return drawn.sort(([a, one], [b, other]) => (a < b ? -1 : a > b ? 1 : byBytes(one, other))).map(([, id]) => id);
};

const read = (id) => {
  const [, part, persons, tier] = id.split(".");
  return {id, part, persons: Number(persons), tier: tier[0], heads: tier.endsWith("h")};
};

/* Places in order to each household that fits whole; gives what is left. */
const serve = (lots, places, found) => {
  let left = places;
  for (const lot of lots) {
    if (lot.persons > left) continue;
    found.set(lot.id, "in");
    left -= lot.persons;
  }
  return left;
};

const ofPart = (lots, places, need, found) => {
  const open = (wanted) => lots.filter((lot) => !found.has(lot.id) && wanted(lot));
  let left = serve(open((lot) => lot.heads), places, found);
  let byNeed = Math.min(left, Math.floor((places * need) / 100));
  left -= byNeed;
  for (const tier of ["A", "B"]) byNeed = serve(open((lot) => lot.tier === tier), byNeed, found);
  const rest = open(() => true);
  serve(rest, left + byNeed, found);
  const last = rest.findLastIndex((lot) => found.get(lot.id) === "in");
  rest.forEach((lot, place) => found.has(lot.id) || found.set(lot.id, place < last ? "passed" : "out"));
};

const allot = (ids, {places, need}) => {
  const found = new Map();
  const lots = ids.map(read);
  for (const part of new Set(lots.map((lot) => lot.part))) {
    ofPart(lots.filter((lot) => lot.part === part), places[part] ?? 0, need, found);
  }
  return found;
};

const recompute = async (box) => {
  const answer = await fetch(box.dataset.file);
  const [{seed, ids, commitment: published, order: said}] = await answer.json();
  const rows = [...document.querySelectorAll("tr[data-lot]")];
  const again = await order(seed, ids);
  const given = allot(again, JSON.parse(box.dataset.rules));
  const holds = {
    list: (await commitment(ids)) === published && published === box.dataset.commitment,
    order: again.join("\n") === said.join("\n") && again.join("\n") === rows.map((row) => row.dataset.lot).join("\n"),
    places: rows.every((row) => given.get(row.dataset.lot) === row.dataset.outcome),
  };
  return Object.keys(holds).filter((one) => !holds[one]);
};

for (const box of document.querySelectorAll("[data-draw]")) {
  const button = box.querySelector("button");
  const told = box.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    let wrong;
    try {
      wrong = await recompute(box);
    } catch {
      wrong = ["file"];
    }
    told.textContent = wrong.length ? wrong.map((one) => box.dataset[`no${one}`]).join(" ") : box.dataset.yes;
    told.dataset.result = wrong.length ? "no" : "yes";
  });
}
