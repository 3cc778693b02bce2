// The ground of the map: its colours, rings, spokes and names, and the links between domains.
let inks = {};
const readInks = () => {
  const style = getComputedStyle(document.documentElement);
  inks = { sans: style.getPropertyValue("--sans"), domains: [] };
  for (const name of ["paper", "ink", "soft", "line", "edge", "needs", "leads", "across"]) inks[name] = style.getPropertyValue(`--${name}`).trim();
  for (let i = 0; style.getPropertyValue(`--d${i}`); i++) inks.domains.push(style.getPropertyValue(`--d${i}`).trim());
};
const ink = (domain) => inks.domains[domain % inks.domains.length];

const writing = (size, weight = 400) => { pen.font = `${weight} ${size}px ${inks.sans}`; };
// A text along a ray of the wheel, or across it, never on its head.
const along = (f, angle, radius, text, cross) => {
  const x = f.x + radius * Math.cos(angle), y = f.y + radius * Math.sin(angle);
  pen.save();
  pen.translate(x, y);
  const flip = cross ? Math.sin(angle) > 0 : Math.cos(angle) < 0;
  pen.rotate(angle + (cross ? Math.PI / 2 : 0) + (flip ? Math.PI : 0));
  pen.textAlign = cross ? "center" : flip ? "right" : "left";
  pen.fillText(text, 0, 0);
  pen.restore();
};

const ground = (f, ask) => {
  const { hub, rim } = wheel;
  pen.lineWidth = 1;
  pen.strokeStyle = inks.line;
  for (const [, inner, outer] of wheel.rings) {
    pen.beginPath();
    pen.arc(f.x, f.y, ((inner + outer) / 2) * f.scale, 0, 7);
    pen.stroke();
  }
  pen.textBaseline = "middle";
  const size = Math.min(11.5, slot(f.scale * rim) * 0.98);
  let last = -9; // the angle of the last name
  wheel.slices.forEach(([domain, name, start, end], i) => {
    const lit = ask ? (ask.place === i || (ask.place === null && (!ask.domains.size || ask.domains.has(domain)))) : true;
    const here = chosen !== null && nodes[chosen].in === i;
    pen.globalAlpha = 0.45;
    for (const angle of [start, end]) {
      pen.beginPath();
      pen.moveTo(f.x + hub * f.scale * Math.cos(angle), f.y + hub * f.scale * Math.sin(angle));
      pen.lineTo(f.x + rim * f.scale * Math.cos(angle), f.y + rim * f.scale * Math.sin(angle));
      pen.stroke();
    }
    pen.globalAlpha = lit || here ? 1 : 0.35;
    pen.fillStyle = here ? inks.ink : inks.soft;
    writing(f.named ? size : 11, here ? 600 : 400);
    const angle = (start + end) / 2;
    if (f.named) {
      if ((angle - last) * rim * f.scale < size * 0.85 && !here) return; // no room; further in there is
      last = angle;
      along(f, angle, rim * f.scale + 7, plain(name), false);
    }
    else if (here) along(f, angle, rim * f.scale + 4, plain(name), true);
  });
  wheel.sectors.forEach(([name, start, end], i) => {
    const lit = !ask || !ask.domains.size || ask.domains.has(i);
    pen.globalAlpha = lit ? 1 : 0.35;
    pen.strokeStyle = pen.fillStyle = ink(i);
    pen.lineWidth = Math.max(3, 5 * f.scale);
    pen.beginPath();
    pen.arc(f.x, f.y, (hub - 4) * f.scale, start, end);
    pen.stroke();
    const wide = rim * f.scale * (end - start);
    writing(f.named ? 14 : 11, 600);
    const text = upper(plain(name));
    const fits = pen.measureText(text).width < wide * (f.named ? 1.4 : 1);
    along(f, (start + end) / 2, rim * f.scale + (f.named ? 141 : 18), fits ? text : `${text.split(" ")[0]}`, true);
  });
  pen.globalAlpha = 1;
};

const bend = ([x1, y1], [x2, y2], pull) => [(x1 + x2) / 2 * (1 - pull) + middle * pull, (y1 + y2) / 2 * (1 - pull) + middle * pull];
const curve = (f, from, to, pull) => {
  const [a, b, c] = [from, bend(from, to, pull), to].map((spot) => onto(f, spot));
  pen.beginPath();
  pen.moveTo(...a);
  pen.quadraticCurveTo(...b, ...c);
  pen.stroke();
};
const between = (f, ask) => {
  for (const [one, other, width, x1, y1, x2, y2, x3, y3] of wheel.chords) {
    const lit = !ask || !ask.domains.size || ask.domains.has(one) || ask.domains.has(other);
    const [a, b, c] = [[x1, y1], [x2, y2], [x3, y3]].map((spot) => onto(f, spot));
    const fade = pen.createLinearGradient(...a, ...c);
    fade.addColorStop(0, ink(one));
    fade.addColorStop(1, ink(other));
    pen.strokeStyle = fade;
    pen.globalAlpha = lit ? 0.4 : 0.08;
    pen.lineWidth = width * f.scale;
    pen.beginPath();
    pen.moveTo(...a);
    pen.quadraticCurveTo(...b, ...c);
    pen.stroke();
  }
  pen.globalAlpha = 1;
};
