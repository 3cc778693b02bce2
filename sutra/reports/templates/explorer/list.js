// The list of what was found: a page of it at a time.
const ROWS = 200;
const list = get("list");
let shown = ROWS;

// A text with what was looked for marked in it.
const marked = (text, words) => {
  const folded = fold(text);
  if (!words.length || folded.length !== text.length) return [text];
  const parts = [];
  let at = 0;
  while (at < text.length) {
    const hits = words.map((word) => [folded.indexOf(word, at), word.length]).filter(([start]) => start >= 0);
    if (!hits.length) break;
    const [start, length] = hits.reduce((best, hit) => (hit[0] < best[0] ? hit : best));
    parts.push(text.slice(at, start), make("mark", {}, text.slice(start, start + length)));
    at = start + length;
  }
  return [...parts, text.slice(at)];
};

// Where a concept says what was looked for, if its name does not.
const snippet = (node, words) => {
  const missing = words.filter((word) => !texts(node).name.includes(word));
  if (!missing.length) return null;
  for (const text of [...node.also, node.definition, ...node.facts.map((fact) => fact[0]), ...node.terms, node.example, node.claim, node.right, node.use]) {
    const at = text ? fold(text).indexOf(missing[0]) : -1;
    if (at < 0) continue;
    const from = at < 45 ? 0 : text.indexOf(" ", at - 35) + 1;
    const cut = text.slice(from, from + 100);
    return make("small", {}, from ? "… " : "", marked(cut, words), from + 100 < text.length ? " …" : "");
  }
  return null;
};

const row = (i, words) => {
  const node = nodes[i];
  const level = make("span", { class: "level", title: `complexity ${node.level}` }, String(node.level));
  const says = words.length ? snippet(node, words) : null;
  return make("li", {}, make("a", { href: address(i), class: `d${node.domain}`, "aria-current": i === chosen ? "true" : null },
    dot(i), make("span", {}, marked(node.name, words)), level, says));
};

const show = (found, ask) => {
  const words = ask.text.split(" ").filter(Boolean);
  const rows = [];
  let place = null;
  for (const i of found.slice(0, shown)) {
    if (!words.length && ask.order === "place" && nodes[i].in !== place) {
      place = nodes[i].in;
      rows.push(make("li", {}, make("h3", {}, nodes[i].place)));
    }
    rows.push(row(i, words));
  }
  if (found.length > shown) {
    const more = make("button", { type: "button", id: "rest" }, `Show ${Math.min(ROWS, found.length - shown)} more`);
    rows.push(make("li", { class: "rest" }, `${(found.length - shown).toLocaleString("en")} more are not shown. `, more));
  }
  list.replaceChildren(...rows);
  const all = found.length === nodes.length;
  get("found").textContent = found.length
    ? `${found.length.toLocaleString("en")} ${all ? "concepts" : `of ${nodes.length.toLocaleString("en")} concepts`}${ask.text ? ", best match first" : ""}`
    : "No concept fits. Fewer words or filters find more.";
};

// Marks the chosen concept in the rows there are, and brings it into view where it is not.
const mark = () => {
  for (const row of list.querySelectorAll("a")) {
    const here = chosen !== null && row.hash === address(chosen);
    if (here) {
      row.setAttribute("aria-current", "true");
      if (matchMedia("(min-width: 44rem)").matches) row.scrollIntoView({ block: "nearest" });
    } else row.removeAttribute("aria-current");
  }
};
