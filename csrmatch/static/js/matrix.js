"use strict";
// Makes a grid of the matrix of a run: one tab stop, arrow keys, a panel for every cell, a map that follows.

(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const SIZES = ["s", "m", "l"];
  let table, frame, panel, map, current, opened, asked = 0;

  const heads = () => table.tHead.rows[0];
  const isData = (cell) => cell.tagName === "TD";
  const inner = (cell) => cell.querySelector("a") || cell;
  const columnOf = (cell) => heads().cells[cell.cellIndex];

  function find(row, column) {
    const line = document.getElementById("d" + row);
    if (!line || !table.contains(line)) return null;
    const head = [...heads().cells].find((one) => one.dataset.key === column);
    return line.cells[head ? head.cellIndex : 0];
  }

  // ---- What a cell says, and where it stands ----

  function figureOf(cell) {
    const said = cell.textContent === "×" ? table.dataset.none : table.dataset.says.replace("__figure__", cell.textContent);
    const marks = ["p", "n", "b"].filter((mark) => cell.classList.contains(mark)).map((mark) => table.dataset[mark]);
    return [said, ...marks].join(", ");
  }

  function label(cell) {
    const row = cell.parentElement.cells[0].textContent;
    cell.setAttribute("aria-label", row + ", " + columnOf(cell).dataset.key + ": " + figureOf(cell));
  }

  function cross(cell) {
    for (const lit of table.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (!cell) return;
    cell.parentElement.cells[0].classList.add("lit");
    columnOf(cell).classList.add("lit");
  }

  function choose(cell, focus) {
    inner(current).tabIndex = -1;
    current = cell;
    inner(cell).tabIndex = 0;
    if (isData(cell)) label(cell);
    cross(cell);
    paint(cell);
    if (focus) inner(cell).focus();
  }

  // ---- The map beside it ----

  function tileOf(row) {
    return map && map.querySelector('.tiles a[href="#d' + row + '"]');
  }

  function unpaint() {
    if (!map) return;
    for (const tile of map.querySelectorAll("svg a")) {
      if (tile.dataset.usual === undefined) continue;
      tile.setAttribute("class", tile.dataset.usual);
      tile.querySelector("title").textContent = tile.dataset.said;
    }
    for (const drawn of map.querySelectorAll(".halo, .tie, .tiles .sign")) drawn.remove();
    map.querySelector("figcaption strong").textContent = map.dataset.title;
  }

  function paint(cell) {
    unpaint();
    if (!map) return;
    const row = cell.parentElement.dataset.key;
    const column = columnOf(cell).dataset.key;
    const here = row && map.querySelectorAll('svg a[href="#d' + row + '"]');
    if (column) {
      map.querySelector("figcaption strong").textContent = table.dataset.paints.replace("__cpse__", column);
      for (const line of table.tBodies[0].rows) paintOne(line.cells[cell.cellIndex], line.dataset.key);
      sign(columnOf(cell).dataset.at, row);
    }
    for (const shape of here || []) shape.classList.add("chosen");
    const tile = row && tileOf(row);
    if (!tile) return;
    const box = tile.querySelector("rect");
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => box.getAttribute(name));
    draw("rect", tile.ownerSVGElement, { class: "halo", x: x, y: y, width: width, height: height });
  }

  function paintOne(cell, row) {
    for (const shape of map.querySelectorAll('svg a[href="#d' + row + '"]')) {
      shape.setAttribute("class", cell.className.split(" ")[0]);
      if (cell.matches(".p, .n")) shape.classList.add("ring");
      shape.querySelector("title").textContent = cell.parentElement.cells[0].textContent + ": " + figureOf(cell);
    }
  }

  function centre(tile) {
    const box = tile.querySelector("rect");
    return [Number(box.getAttribute("x")) + 19, Number(box.getAttribute("y")) + 19];
  }

  function draw(name, parent, attributes) {
    const drawn = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
    parent.append(drawn);
  }

  // A mark on every tile in which the CPSE has a place of work, and a line to each from the chosen one.
  function sign(places, row) {
    const from = row && tileOf(row);
    for (const place of (places || "").split(" ").filter(Boolean)) {
      const tile = tileOf(place);
      if (!tile) continue;
      const [x, y] = centre(tile);
      draw("path", tile, { class: "sign", d: "M" + (x - 19) + " " + (y - 19) + "h14l-14 14z" });
      if (!from || from === tile) continue;
      const [fromX, fromY] = centre(from);
      draw("line", tile.ownerSVGElement, { class: "tie", x1: fromX, y1: fromY, x2: x, y2: y });
    }
  }

  function readyMap() {
    map = document.querySelector(".beside .tile-map");
    if (!map) return;
    map.dataset.title = map.querySelector("figcaption strong").textContent;
    for (const tile of map.querySelectorAll("svg a[href^='#d']")) {
      tile.dataset.usual = tile.getAttribute("class");
      tile.dataset.said = tile.querySelector("title").textContent;
    }
    map.addEventListener("click", function (event) {
      const tile = event.target.closest("svg a[href^='#d']");
      if (!tile) return;
      event.preventDefault();
      const line = document.getElementById(tile.getAttribute("href").slice(1));
      choose(line.cells[current.cellIndex], true);
    });
  }

  // ---- The panel ----

  // The address tells which cell is open, so that the way back from another page leads to it.
  function remember(cell) {
    const address = new URL(window.location.href);
    address.hash = cell ? cell.parentElement.dataset.key + "/" + encodeURIComponent(columnOf(cell).dataset.key) : "";
    window.history.replaceState(null, "", address);
  }

  function close() {
    if (!opened) return;
    const cell = opened;
    opened = null;
    asked += 1;
    panel.replaceChildren();
    panel.removeAttribute("aria-busy");
    cell.classList.remove("chosen");
    cell.removeAttribute("aria-selected");
    remember(null);
    choose(cell, true);
  }

  function addClose() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-plain btn-small panel-close";
    button.textContent = table.dataset.close;
    button.addEventListener("click", close);
    panel.prepend(button);
  }

  async function open(cell, focus) {
    const address = table.dataset.panelUrl
      .replace("__row__", encodeURIComponent(cell.parentElement.dataset.key))
      .replace("__column__", encodeURIComponent(columnOf(cell).dataset.key));
    if (opened) {
      opened.classList.remove("chosen");
      opened.removeAttribute("aria-selected");
    }
    opened = cell;
    cell.classList.add("chosen");
    cell.setAttribute("aria-selected", "true");
    asked += 1;
    const mine = asked;
    panel.setAttribute("aria-busy", "true");
    const answer = await fetch(address, { headers: { "X-Part": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      window.location.assign(address);
      return;
    }
    const text = await answer.text();
    if (mine !== asked) return;
    panel.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    panel.removeAttribute("aria-busy");
    panel.scrollTop = 0;
    addClose();
    remember(cell);
    const title = panel.querySelector("h2");
    title.tabIndex = -1;
    if (focus) title.focus();
    // Where the panel is a sheet over the page, the cell comes to rest above it.
    if (window.getComputedStyle(panel).position === "fixed") cell.scrollIntoView({ block: "start", inline: "center" });
  }

  // ---- Keys and pointers ----

  function pageOf() {
    const line = table.tBodies[0].rows[0];
    return Math.max(1, Math.floor((frame.clientHeight - table.tHead.offsetHeight) / line.offsetHeight) - 1);
  }

  function goal(cell, event) {
    const lines = table.rows;
    const row = cell.parentElement.rowIndex;
    const column = cell.cellIndex;
    const last = lines[0].cells.length - 1;
    const whole = event.ctrlKey || event.metaKey;
    const [down, across] = {
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      PageDown: [row + pageOf(), column],
      PageUp: [row === 0 ? 0 : Math.max(1, row - pageOf()), column],
      Home: [whole ? 0 : row, 0],
      End: [whole ? lines.length - 1 : row, last],
    }[event.key] || [-1, -1];
    if (across < 0 || across > last || down < 0) return null;
    return lines[Math.min(down, lines.length - 1)].cells[across];
  }

  function onKey(event) {
    const cell = event.target.closest("th, td");
    if (!cell || event.altKey) return;
    if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      press(cell, true);
    } else if (event.key === "+" || event.key === "-") {
      step(event.key === "+" ? 1 : -1);
    } else {
      const next = goal(cell, event);
      if (!next) return;
      event.preventDefault();
      if (next !== cell) choose(next, true);
    }
  }

  // A cell opens its pair; the head of a row the pair of its lead; the head of a column sorts by it.
  function press(cell, focus) {
    if (isData(cell)) {
      open(cell, focus);
    } else if (cell.parentElement.dataset.key) {
      const lead = cell.parentElement.querySelector(".p, .n");
      if (!lead) {
        window.location.assign(inner(cell).href);
        return;
      }
      choose(lead, true);
      open(lead, focus);
    } else if (inner(cell) !== cell) {
      window.location.assign(inner(cell).href);
    }
  }

  function onClick(event) {
    const cell = event.target.closest("th, td");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(cell, isData(cell));
    // Beside the matrix the panel is in sight; elsewhere, and to whoever hears the page, it has to be brought.
    const isBeside = event.pointerType === "mouse" && window.matchMedia("(min-width: 70rem)").matches;
    press(cell, !isBeside);
  }

  function readyPanel() {
    panel.addEventListener("click", function (event) {
      const link = event.target.closest("a[href*='/pairs/']");
      const parts = link && link.pathname.match(/\/pairs\/(\d+)\/([^/]+)$/);
      const cell = parts && find(parts[1], decodeURIComponent(parts[2]));
      if (!cell || !isData(cell) || link.closest("h2")) return;
      event.preventDefault();
      choose(cell, false);
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
      open(cell, true);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && opened && panel.contains(event.target)) close();
    });
  }

  // ---- Size ----

  function resize(size) {
    for (const one of SIZES) table.classList.toggle("z-" + one, one === size);
    for (const link of document.querySelectorAll("[data-zoom]")) {
      if (link.dataset.zoom === size) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const input of document.querySelectorAll("input[name=zoom]")) input.value = size;
    for (const link of table.tHead.querySelectorAll("a")) {
      const address = new URL(link.href);
      address.searchParams.set("zoom", size);
      link.href = address.search;
    }
    const here = new URL(window.location.href);
    here.searchParams.set("zoom", size);
    window.history.replaceState(null, "", here);
    current.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function step(by) {
    const now = SIZES.findIndex((size) => table.classList.contains("z-" + size));
    const next = SIZES[now + by];
    if (next) resize(next);
  }

  function ready() {
    table = document.querySelector("table.pairs");
    if (!table || !table.tBodies[0].rows[0]) return;
    frame = table.parentElement;
    panel = document.getElementById("panel");
    table.setAttribute("role", "grid");
    frame.removeAttribute("tabindex");
    for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
    for (const link of document.querySelectorAll("[data-zoom]")) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        resize(link.dataset.zoom);
      });
    }
    document.documentElement.classList.add("has-keys");
    current = table.tBodies[0].rows[0].cells[1];
    inner(current).tabIndex = 0;
    readyMap();
    readyPanel();
    table.addEventListener("keydown", onKey);
    table.addEventListener("click", onClick);
    table.addEventListener("mouseover", (event) => cross(event.target.closest("th, td")));
    frame.addEventListener("mouseleave", () => cross(opened));
    frame.addEventListener("focusin", function (event) {
      const cell = event.target.closest("th, td");
      if (cell && !table.querySelector("tbody .lit")) choose(cell, false);
    });
    const [row, column] = window.location.hash.slice(1).split("/");
    const cell = column && find(row, decodeURIComponent(column));
    if (cell && isData(cell)) {
      choose(cell, true);
      open(cell, false);
    }
  }

  document.addEventListener("DOMContentLoaded", ready);
})();
