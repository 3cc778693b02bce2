// The concepts, linked both ways, and small helpers. Texts are only ever set as text.
const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, wheel } = data;
const byId = new Map(nodes.map((node, i) => [node.id, i]));
const byLevel = (a, b) => nodes[a].level - nodes[b].level || nodes[a].rank - nodes[b].rank;
const plain = (name) => name.replaceAll("_", " ");
const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const get = (id) => document.getElementById(id);

for (const node of nodes) {
  for (const key of ["also", "needs", "across", "probes", "facts", "terms"]) node[key] ??= [];
  Object.assign(node, { leads: [], back: [], slice: wheel.slices[node.in] });
  node.domain = node.slice[0];
  node.place = `${upper(plain(wheel.sectors[node.domain][0]))}, ${plain(node.slice[1])}`;
}
nodes.forEach((node, i) => {
  for (const need of node.needs) nodes[need].leads.push(i);
  for (const [other, why] of node.across) nodes[other].back.push([i, why]);
});

// All that is reached over one kind of link, with how far it is.
const reach = (start, kind) => {
  const found = new Map();
  let front = [start];
  for (let far = 1; front.length; far++) {
    const next = [];
    for (const at of front) for (const to of nodes[at][kind]) if (to !== start && !found.has(to)) found.set(to, far), next.push(to);
    front = next;
  }
  return found;
};

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// An element with classes, attributes and children; strings become text.
const make = (tag, given = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) if (value !== undefined && value !== null) made.setAttribute(key, value);
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ""));
  return made;
};
const address = (i) => `#concept=${nodes[i].id}`;
const dot = (i) => make("span", { class: `dot d${nodes[i].domain} ${nodes[i].role}`, "aria-hidden": "true" });
const link = (i, given = {}) => make("a", { href: address(i), ...given }, nodes[i].name);
