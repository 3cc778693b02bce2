// What the page can do beyond links and radio buttons: play the epochs, open a concept in place, say how long the build took.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // The epochs, one after the other, once.
  const radios = all(".epochs input");
  const play = document.getElementById("play");
  if (play && CSS.supports("selector(:has(*))")) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let timer = 0;
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = "▶ Play"; };
    play.hidden = false;
    play.addEventListener("click", () => {
      if (timer) return stop();
      let at = 0;
      const step = () => {
        radios[at++].checked = true;
        if (at === radios.length) stop();
      };
      play.textContent = "■ Stop";
      timer = setInterval(step, calm.matches ? 2000 : 1100);
      step();
    });
    radios.forEach((radio) => radio.addEventListener("change", stop));
  }

  // A tile opens its concept in a dialog. Arrow keys go from tile to tile, so that a panel is one stop of the tab key.
  const dialog = document.createElement("dialog");
  const close = document.createElement("button");
  const inside = document.createElement("div");
  close.type = "button";
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.append(close, inside);
  document.body.append(dialog);
  all(".panel").forEach((panel) => {
    const tiles = all("a.tile", panel);
    const reach = (tile) => tiles.forEach((other) => { other.tabIndex = other === tile ? 0 : -1; });
    reach(tiles[0]);
    panel.addEventListener("click", (event) => {
      const tile = event.target.closest("a.tile");
      if (!tile || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const entry = document.getElementById(tile.hash.slice(1));
      if (!entry) return;
      event.preventDefault();
      reach(tile);
      inside.replaceChildren(...[...entry.childNodes].map((node) => node.cloneNode(true)));
      dialog.setAttribute("aria-label", inside.querySelector("h3").textContent);
      dialog.showModal();
      dialog.scrollTop = 0;
    });
    panel.addEventListener("keydown", (event) => {
      const tile = event.target.closest("a.tile");
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -tiles.length, End: tiles.length }[event.key];
      let next = step && tiles[Math.max(0, Math.min(tiles.length - 1, tiles.indexOf(tile) + step))];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const rows = all(".domain", panel);
        const row = rows[rows.indexOf(tile.closest(".domain")) + (event.key === "ArrowDown" ? 1 : -1)];
        next = row && row.querySelector("a.tile");
      }
      if (!tile || !next) return;
      event.preventDefault();
      reach(next);
      next.focus();
    });
  });

  // How the build went, from run.js beside this file; where it is missing, the page keeps its link.
  const run = window.sutraRun;
  if (!run) return;
  const add = (parent, tag, text) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };
  const lasting = (seconds) =>
    seconds < 60 ? `${seconds.toFixed(0)} s`
    : seconds < 3600 ? `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  const cores = `${run.cores} core${run.cores === 1 ? "" : "s"}`;
  document.getElementById("run-time").textContent = `(the whole build took ${lasting(run.seconds)} on ${cores})`;
  const said = document.getElementById("run-said");
  said.textContent = `Jobs ran for ${lasting(run.seconds)} on a machine with ${cores}: ${run.jobs} jobs took ${lasting(run.worked)} in all, some side by side. Each was measured when it last ran; time between builds does not count.`;
  const table = (title, rows) => {
    const made = document.createElement("table");
    const most = Math.max(...rows.map((row) => row.seconds), 0.01);
    const head = add(add(made, "thead"), "tr");
    for (const name of [title, "", "Jobs", "Seconds", "Longest", "Most memory"]) {
      const cell = add(head, "th", name);
      cell.scope = "col";
      if (name !== title && name) cell.className = "number";
    }
    const body = add(made, "tbody");
    for (const row of rows) {
      const line = add(body, "tr");
      add(line, "th", row.name).scope = "row";
      const bar = add(add(line, "td"), "span");
      bar.className = "length";
      bar.style.width = `${(100 * row.seconds) / most}%`;
      for (const text of [row.jobs, row.seconds.toFixed(1), row.longest.toFixed(1), `${row.memory.toFixed(0)} MB`])
        add(line, "td", text).className = "number";
    }
    made.className = "times";
    return made;
  };
  const rules = document.createElement("details");
  add(rules, "summary", "By rule");
  rules.append(table("Rule", run.rules));
  said.after(table("Stage", run.stages), rules);
})();
