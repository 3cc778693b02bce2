// One concept in full.
const panel = get("concept");

const part = (title, ...children) => (children.flat().length ? [make("h3", {}, title), ...children.flat()] : []);
const rows = (links) => make("ul", { class: "links" }, links.map(([i, why]) => make("li", {}, dot(i), link(i), why && make("small", {}, why))));
const listed = (title, which) => (which.length ? make("div", {}, part(title, rows([...which].sort(byLevel).map((i) => [i])))) : null);

const chain = (path) => make("ol", { class: "path" }, path.map((i) => make("li", {}, i === path.at(-1) ? make("span", { "aria-current": "true" }, nodes[i].name) : link(i))));
const paths = (node) => {
  const [first, ...others] = node.paths ?? [];
  if (!first || first.length < 2) return part("Learning path", make("p", {}, "It rests on no other concept: one can start here."));
  const more = others.length && make("details", {}, make("summary", {}, `From ${others.length} other ${others.length > 1 ? "beginnings" : "beginning"}`), others.map(chain));
  return part(`Learning path, ${first.length} steps`, chain(first), more || []);
};

const meter = (level) => make("span", { class: "meter", "aria-hidden": "true" }, Array.from({ length: 10 }, (_, n) => make("i", { class: n < level ? "on" : "" })));
const roles = { taught: "taught", withheld: "withheld: no lesson about it, the control", unused: "unused in this study" };

const fact = ([text, ...marks]) => make("li", {}, text, marks.length ? " " : "", marks.map((mark) => make("span", { class: "sum", title: "This is computed and checked" }, "computed ", make("code", {}, mark))));

const concept = (i) => {
  const node = nodes[i];
  const tags = [
    make("span", {}, meter(node.level), "complexity ", make("b", {}, String(node.level)), " of 10"),
    make("span", {}, roles[node.role] ?? node.role),
    node.checked === undefined ? null : make("span", {}, node.checked ? "✓ checked" : "not yet checked"),
  ];
  const across = [...node.across, ...node.back].filter(([other], at, all) => all.findIndex(([one]) => one === other) === at);
  const probes = node.probes.map(([asks, question, answer]) => [make("dt", {}, question), make("dd", {}, `${answer} (${asks})`)]);
  panel.className = `d${node.domain}`;
  panel.replaceChildren(
    make("a", { class: "back", href: "#" }, "← All concepts"),
    make("a", { class: "close", href: "#", "aria-label": "Close this concept" }, "×"),
    make("p", { class: "where" }, dot(i), node.place),
    make("h2", { tabindex: "-1", id: "name" }, node.name),
    ...(node.also.length ? [make("p", { class: "also" }, `also ${node.also.join(", ")}`)] : []),
    make("p", { class: "tags" }, tags),
    make("p", { class: "lead" }, node.definition),
    ...part("Facts", node.facts.length ? make("ul", { class: "facts" }, node.facts.map(fact)) : []),
    ...part("Example", make("p", {}, node.example)),
    ...part("Often mistaken", make("div", { class: "wrong" }, make("p", {}, make("b", {}, "Claim: "), node.claim), make("p", {}, make("b", {}, "In fact: "), node.right))),
    ...part("What it is good for", make("p", {}, node.use)),
    ...part("Key terms", node.terms.length ? make("div", { class: "terms" }, node.terms.map((term) => make("button", { type: "button", "data-term": term, title: "Search for this" }, term))) : []),
    ...paths(node),
    make("div", { class: "columns" }, listed("Needs first", node.needs), listed("Leads on to", node.leads)),
    ...part("Across domains", across.length ? rows(across) : []),
    ...(probes.length ? [make("details", {}, make("summary", {}, `${probes.length} probes: what a model is asked about it`), make("dl", {}, probes.flat()))] : []),
    make("p", { class: "id" }, make("code", {}, node.id)),
  );
  panel.hidden = false;
  panel.scrollTop = 0;
};
