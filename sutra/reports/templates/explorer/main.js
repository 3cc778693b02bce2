// Everything together: what is asked, what is chosen, and the keyboard.
const app = get("app");
const title = document.title;
let chosen = null;
let found = [];

const refresh = () => {
  const ask = asked();
  found = search(ask);
  visible = found.length === nodes.length ? null : new Set(found);
  show(found, ask);
  draw();
};
const renew = () => { shown = ROWS; refresh(); list.scrollTop = 0; };

// The chosen concept is in the address, so that pages can link to it and the back button works.
const choose = (moved) => {
  const id = new URLSearchParams(location.hash.slice(1)).get("concept");
  const next = byId.get(id) ?? null;
  const inside = panel.contains(document.activeElement) || document.activeElement === document.body || document.activeElement === tip;
  const before = chosen;
  chosen = next;
  hover(null);
  if (chosen === null) {
    panel.hidden = true;
    document.title = title;
    if (id) get("found").textContent = `There is no concept ${id}.`;
    if (moved && inside && before !== null) [...list.querySelectorAll("a")].find((row) => row.hash === address(before))?.focus();
  } else {
    concept(chosen);
    document.title = `${nodes[chosen].name} – ${title}`;
    const narrow = matchMedia("(max-width: 44rem)").matches;
    if (narrow) scrollTo(0, 0);
    if (moved && (inside || narrow)) get("name").focus({ preventScroll: true });
  }
  mark();
  legend();
  measure();
};

// A click on the name of a domain or subdomain in the map filters by it, or stops doing so.
const pick = (part) => {
  if (!part) return;
  if ("domain" in part) {
    const chip = filters.querySelector(`[name="domain"][value="${part.domain}"]`);
    chip.checked = !chip.checked;
  } else {
    const field = filters.elements.place;
    field.value = field.value === String(part.place) ? "" : String(part.place);
  }
  renew();
};

const measure = () => {
  const { width, height } = picture.getBoundingClientRect();
  const ratio = Math.max(1, devicePixelRatio);
  box = { width, height };
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    paint();
  } else draw();
};

filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(renew));
filters.addEventListener("input", (event) => {
  const { low, high } = filters.elements;
  if (event.target === low && Number(low.value) > Number(high.value)) high.value = low.value;
  if (event.target === high && Number(low.value) > Number(high.value)) low.value = high.value;
  renew();
});
list.addEventListener("click", (event) => {
  if (event.target.id !== "rest") return;
  const at = shown;
  shown += ROWS;
  refresh();
  list.querySelectorAll("a")[at]?.focus();
});
panel.addEventListener("click", (event) => {
  const term = event.target.dataset?.term;
  if (!term) return;
  filters.reset();
  input.value = term;
  if (matchMedia("(max-width: 44rem)").matches) location.hash = "#";
  setTimeout(renew);
});
addEventListener("hashchange", () => choose(true));

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "/" && !typing) {
    if (input.closest("[hidden]") || !input.offsetParent) location.hash = "#";
    input.focus();
    input.select();
  } else if (event.key === "Escape") {
    if (at >= 0) input.focus();
    else if (event.target === input && input.value) input.value = "", renew();
    else if (chosen !== null) location.hash = "#";
    else return;
  } else if (event.key === "Enter" && event.target === input) {
    if (links.length) location.hash = links[0].hash;
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (event.target === input || at >= 0)) {
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) input.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  } else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll(".views button")) {
  button.addEventListener("click", () => {
    app.dataset.view = button.dataset.view;
    for (const other of document.querySelectorAll(".views button")) other.setAttribute("aria-pressed", String(other === button));
    measure();
  });
}
get("toggle").addEventListener("click", (event) => event.target.setAttribute("aria-expanded", String(filters.classList.toggle("open"))));

app.hidden = false;
app.dataset.view = "list";
readInks();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInks(); draw(); });
new ResizeObserver(measure).observe(picture);
refresh();
choose(false);
