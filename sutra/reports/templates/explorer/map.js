// The map: what is seen of it, what lies under the pointer, and moving about.
const picture = get("picture");
const canvas = picture.querySelector("canvas");
const pen = canvas.getContext("2d");
const tip = get("tip");
const middle = wheel.size / 2;
const view = { zoom: 1, x: 0, y: 0 }; // x and y: how far the hub is from the middle, in pixels
let box = { width: 0, height: 0 };
let visible = null; // which concepts the filters let through; null for all
let under = null; // the concept under the pointer
let waiting = false;

const NAMES = 150; // pixels beyond the rim for the names of subdomains and domains
const slot = (radius) => (radius * 2 * Math.PI * 0.95) / wheel.slices.length; // what a name has of the rim, on average
// How large the wheel is drawn, and whether there is room for the names of subdomains.
const fitting = () => {
  const half = Math.min(box.width, box.height) / 2;
  const named = slot(half - NAMES) >= 7.6;
  return { named, scale: Math.max(20, half - (named ? NAMES : 30)) / wheel.rim };
};
const frame = () => {
  const { named, scale } = fitting();
  const all = scale * view.zoom;
  const x = box.width / 2 + view.x, y = box.height / 2 + view.y;
  return { named: named || (view.zoom > 1 && slot(wheel.rim * all) >= 12), scale: all, x, y };
};
const onto = (f, [x, y]) => [f.x + (x - middle) * f.scale, f.y + (y - middle) * f.scale];
const round = (f) => Math.min(6, Math.max(1.5, 2.5 * f.scale));

const draw = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; paint(); });
};

const keep = () => {
  if (view.zoom <= 1.01) Object.assign(view, { zoom: 1, x: 0, y: 0 });
  const most = fitting().scale * view.zoom * wheel.rim;
  view.x = Math.max(-most, Math.min(most, view.x));
  view.y = Math.max(-most, Math.min(most, view.y));
  canvas.classList.toggle("moved", view.zoom > 1);
  draw();
};
// Zooms by a factor about a point of the canvas; by 0 to the whole.
const zoom = (factor, x = box.width / 2, y = box.height / 2) => {
  const next = factor ? Math.min(12, Math.max(1, view.zoom * factor)) : 1;
  const by = next / view.zoom;
  view.x = (view.x - (x - box.width / 2)) * by + x - box.width / 2;
  view.y = (view.y - (y - box.height / 2)) * by + y - box.height / 2;
  view.zoom = next;
  keep();
};

// The concept nearest to a point, if one is near; those that the filters dim are harder to hit.
const nearest = (x, y, within) => {
  const f = frame();
  let best = null, least = within;
  nodes.forEach((node, i) => {
    const [a, b] = onto(f, node.at);
    const far = Math.hypot(a - x, b - y) + (visible && !visible.has(i) ? within * 0.6 : 0);
    if (far < least) [best, least] = [i, far];
  });
  return best;
};
// The domain or subdomain whose name or arc lies at a point.
const region = (x, y) => {
  const f = frame();
  const radius = Math.hypot(x - f.x, y - f.y) / f.scale;
  if (radius > wheel.hub - 12 && radius < wheel.rim + 4) return null;
  const angle = Math.atan2(y - f.y, x - f.x);
  const inside = ([start, end]) => [0, 2 * Math.PI].some((turn) => angle + turn >= start && angle + turn < end);
  const domain = wheel.sectors.findIndex((sector) => inside(sector.slice(1)));
  const place = wheel.slices.findIndex((slice) => inside(slice.slice(2)));
  const names = (radius - wheel.rim) * f.scale;
  if (radius > wheel.rim && f.named && names < 112) return place < 0 ? null : { place };
  return domain < 0 || radius < wheel.hub - 26 || names > 150 ? null : { domain };
};

const point = (event) => {
  const at = canvas.getBoundingClientRect();
  return [event.clientX - at.left, event.clientY - at.top];
};
const hover = (i, touch = false) => {
  under = i;
  tip.hidden = i === null;
  draw();
  if (i === null) return;
  const [x, y] = onto(frame(), nodes[i].at);
  tip.replaceChildren(nodes[i].name, make("small", {}, `${nodes[i].place}, complexity ${nodes[i].level}${touch ? ". Tap to open" : ""}`));
  tip.href = address(i);
  tip.classList.toggle("touch", touch);
  const width = Math.min(240, tip.offsetWidth);
  tip.style.left = `${Math.max(2, Math.min(box.width - width - 2, x - width / 2))}px`;
  tip.style.top = `${y > tip.offsetHeight + 16 ? y - tip.offsetHeight - 10 : y + 12}px`;
};

const held = new Map(); // pointers that are down
let dragged = 0;
canvas.addEventListener("pointerdown", (event) => {
  if (!held.size) dragged = 0;
  held.set(event.pointerId, point(event));
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  const now = point(event);
  const before = held.get(event.pointerId);
  if (!before) {
    if (event.pointerType === "touch") return;
    const found = nearest(...now, 14);
    if (found !== under) hover(found);
    canvas.classList.toggle("near", found !== null || region(...now) !== null);
    return;
  }
  dragged += Math.hypot(now[0] - before[0], now[1] - before[1]);
  const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
  held.set(event.pointerId, now);
  if (other) {
    const [was, is] = [before, now].map(([x, y]) => Math.hypot(x - other[0], y - other[1]));
    if (was > 0) zoom(is / was, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  } else if (view.zoom > 1) {
    view.x += now[0] - before[0];
    view.y += now[1] - before[1];
    keep();
  }
  if (dragged > 6) hover(null);
});
const release = (event) => held.delete(event.pointerId);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerup", (event) => {
  if (!release(event) || held.size || dragged > 6) return;
  const touch = event.pointerType === "touch";
  const found = nearest(...point(event), touch ? 22 : 14);
  if (found === null) return hover(null), pick(region(...point(event)));
  if (touch && under !== found) return hover(found, true);
  hover(null);
  location.hash = address(found);
});
canvas.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") hover(null); });
canvas.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 150), ...point(event));
}, { passive: false });
// What the buttons zoom about: the chosen concept, or the middle of those that the filters let through.
const aim = () => {
  const spots = (chosen !== null ? [chosen] : [...(visible ?? [])]).map((i) => onto(frame(), nodes[i].at));
  const mean = (k) => spots.reduce((sum, spot) => sum + spot[k], 0) / spots.length;
  return spots.length ? [mean(0), mean(1)] : [];
};
for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom), ...aim()));
