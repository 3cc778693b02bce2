// What is looked for, and what of it is found, the best first.
const filters = get("filters");
const input = get("find");
const collator = new Intl.Collator("en");
const rank = [...nodes.keys()].sort((a, b) => collator.compare(nodes[a].name, nodes[b].name));
rank.forEach((i, at) => { nodes[i].rank = at; });

// The folded texts of a concept, made when they are first needed.
const texts = (node) => (node.texts ??= {
  name: fold(node.name),
  also: node.also.map(fold),
  id: node.id,
  words: fold([node.name, ...node.also, node.id, plain(node.id), ...node.terms].join("\n")),
  deep: fold([node.definition, ...node.facts.map((fact) => fact[0]), node.example, node.claim, node.right, node.use].join("\n")),
});

const asked = () => {
  const said = new FormData(filters);
  return {
    text: fold(input.value.trim().replace(/\s+/g, " ")),
    domains: new Set(said.getAll("domain").map(Number)),
    place: said.get("place") ? Number(said.get("place")) : null,
    low: Number(said.get("low")),
    high: Number(said.get("high")),
    role: said.get("role"),
    checked: said.get("checked"),
    order: said.get("order"),
  };
};

const passes = (node, ask) =>
  (!ask.domains.size || ask.domains.has(node.domain)) &&
  (ask.place === null || node.in === ask.place) &&
  node.level >= ask.low && node.level <= ask.high &&
  (!ask.role || node.role === ask.role) &&
  (!ask.checked || Boolean(node.checked) === (ask.checked === "yes"));

// How well a concept fits, 0 the best; -1 where a word is missing.
const fit = (node, text, words) => {
  const said = texts(node);
  if (!words.every((word) => said.words.includes(word) || said.deep.includes(word))) return -1;
  if (said.name === text) return 0;
  if (said.also.includes(text) || said.id === text) return 1;
  if (said.name.startsWith(text)) return 2;
  if (` ${said.name}`.includes(` ${text}`)) return 3;
  if (said.also.some((also) => ` ${also}`.includes(` ${text}`))) return 4;
  if (said.name.includes(text)) return 5;
  if (words.every((word) => said.words.includes(word))) return 6;
  return said.deep.includes(text) ? 7 : 8;
};

const ORDERS = {
  place: (a, b) => nodes[a].in - nodes[b].in || nodes[a].level - nodes[b].level || nodes[a].rank - nodes[b].rank,
  name: (a, b) => nodes[a].rank - nodes[b].rank,
  level: (a, b) => nodes[a].level - nodes[b].level || nodes[a].rank - nodes[b].rank,
};

const search = (ask) => {
  const words = ask.text.split(" ").filter(Boolean);
  const found = [];
  const fits = new Map();
  nodes.forEach((node, i) => {
    if (!passes(node, ask)) return;
    const how = words.length ? fit(node, ask.text, words) : 0;
    if (how >= 0) found.push(i), fits.set(i, how);
  });
  const order = ORDERS[ask.order];
  return found.sort((a, b) => fits.get(a) - fits.get(b) || order(a, b));
};
