// Paints the concepts, and around the chosen one all it rests on and leads to.
const DASHES = { needs: [], leads: [7, 4], across: [2, 4] };

// What hangs together with the chosen concept: lines, and for every concept how near it is.
const around = () => {
  if (chosen === null) return null;
  const [needs, leads] = [reach(chosen, "needs"), reach(chosen, "leads")];
  const across = new Set([...nodes[chosen].across, ...nodes[chosen].back].map(([i]) => i));
  const lines = [];
  for (const i of [chosen, ...needs.keys()]) for (const to of nodes[i].needs) lines.push([i, to, "needs"]);
  for (const i of [chosen, ...leads.keys()]) for (const to of nodes[i].leads) lines.push([i, to, "leads"]);
  for (const i of across) lines.push([chosen, i, "across"]);
  return { needs, leads, across, lines };
};

const lines = (f, near) => {
  for (const [from, to, kind] of near.lines) {
    const direct = from === chosen;
    pen.strokeStyle = inks[kind];
    pen.setLineDash(DASHES[kind]);
    pen.globalAlpha = kind === "across" ? 0.9 : direct ? 1 : 0.6;
    pen.lineWidth = direct ? 2 : 1.1;
    curve(f, nodes[from].at, nodes[to].at, kind === "across" ? 0.45 : 0.12);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
};

const spot = (f, i, radius, alpha) => {
  const [x, y] = onto(f, nodes[i].at);
  if (x < -20 || y < -20 || x > box.width + 20 || y > box.height + 20) return;
  pen.globalAlpha = alpha;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  if (nodes[i].role === "taught") {
    pen.fillStyle = ink(nodes[i].domain);
    pen.fill();
  } else {
    pen.fillStyle = inks.paper;
    pen.fill();
    pen.lineWidth = Math.max(1, radius * 0.45);
    pen.strokeStyle = ink(nodes[i].domain);
    pen.stroke();
  }
};

// Names where there is room, the most telling first.
const names = (f, near) => {
  const taken = [];
  const write = (i, size, weight) => {
    const [x, y] = onto(f, nodes[i].at);
    writing(size, weight);
    const width = pen.measureText(nodes[i].name).width;
    for (const [left, top] of [[x + 7, y], [x - 7 - width, y], [x - width / 2, y - 12], [x - width / 2, y + 12]]) {
      const area = [left - 3, top - size * 0.7, left + width + 3, top + size * 0.7];
      if (area[0] < 0 || area[1] < 0 || area[2] > box.width || area[3] > box.height) continue;
      if (taken.some((other) => area[0] < other[2] && other[0] < area[2] && area[1] < other[3] && other[1] < area[3])) continue;
      taken.push(area);
      pen.lineJoin = "round";
      pen.lineWidth = 3.5;
      pen.strokeStyle = inks.paper;
      pen.strokeText(nodes[i].name, left, top);
      pen.fillStyle = inks.ink;
      pen.fillText(nodes[i].name, left, top);
      return;
    }
  };
  pen.globalAlpha = 1;
  pen.textAlign = "left";
  if (near) {
    write(chosen, 14, 600);
    for (const i of [...nodes[chosen].needs, ...nodes[chosen].leads, ...near.across]) write(i, 11.5, 400);
    if (view.zoom > 1.5) for (const i of [...near.needs.keys(), ...near.leads.keys()]) write(i, 11, 400);
  }
  const reading = visible && visible.size <= 25 ? [...visible] : view.zoom >= 3 ? [...nodes.keys()] : [];
  for (const i of reading) if (!visible || visible.has(i)) {
    const [x, y] = onto(f, nodes[i].at);
    if (x > 0 && y > 0 && x < box.width && y < box.height) write(i, 11, 400);
  }
};

const paint = () => {
  if (!box.width || !box.height) return;
  const f = frame(), near = around(), ask = visible && asked();
  const ratio = Math.max(1, devicePixelRatio);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, box.width, box.height);
  ground(f, ask);
  if (!near) between(f, ask);
  const radius = round(f);
  const related = (i) => near && (i === chosen || near.needs.has(i) || near.leads.has(i) || near.across.has(i));
  nodes.forEach((_, i) => { if (!related(i)) spot(f, i, radius, visible && !visible.has(i) ? 0.14 : near ? 0.32 : 1); });
  if (near) {
    lines(f, near);
    for (const i of new Set([...near.needs.keys(), ...near.leads.keys(), ...near.across])) {
      const direct = nodes[chosen].needs.includes(i) || nodes[chosen].leads.includes(i) || near.across.has(i);
      spot(f, i, radius * (direct ? 1.6 : 1.25) + 0.5, 1);
    }
    ring(f, chosen, radius * 2 + 4, inks.ink);
    spot(f, chosen, radius * 2 + 1, 1);
  }
  pen.globalAlpha = 1;
  writing(10.5);
  pen.textAlign = "center";
  pen.fillStyle = inks.soft;
  for (const [level, inner, outer] of wheel.rings) if ((outer - inner) * f.scale > 10) pen.fillText(String(level), f.x, f.y - ((inner + outer) / 2) * f.scale);
  names(f, near);
  if (under !== null) ring(f, under, radius + 4, inks.ink);
};
const ring = (f, i, radius, colour) => {
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.arc(...onto(f, nodes[i].at), radius, 0, 7);
  pen.lineWidth = 2;
  pen.strokeStyle = colour;
  pen.stroke();
};

const legend = () => {
  const near = around();
  if (!near) return get("legend").replaceChildren("Every dot is a concept; the further from the hub, the more complex. Choose one to see what it rests on and leads to.");
  const said = [["needs", near.needs.size, "rests on"], ["leads", near.leads.size, "leads on to"], ["across", near.across.size, "linked across domains with"]];
  get("legend").replaceChildren(...said.map(([kind, n, text]) => make("span", {}, make("i", { class: kind, "aria-hidden": "true" }), `${text} ${n}`)));
};
