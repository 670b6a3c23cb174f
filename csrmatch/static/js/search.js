"use strict";
// Suggestions under the field that looks for everything; without this the field sends its form as any other.

(function () {
  const WAIT = 200;
  const SHORTEST = 2;

  function option(result, id) {
    const line = document.createElement("li");
    line.id = id;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.url = result.url;
    for (const [text, isMarked] of result.title) {
      const piece = document.createElement(isMarked ? "mark" : "span");
      piece.textContent = text;
      line.append(piece);
    }
    const note = document.createElement("small");
    note.textContent = result.found_as ? result.context + " · " + result.found_as : result.context;
    line.append(" ", note);
    return line;
  }

  function ready(box) {
    const input = box.querySelector("input[type=search]");
    const list = document.createElement("ul");
    const said = document.createElement("p");
    let active = -1;
    let timer = 0;
    let asking = null;

    list.id = input.id + "-list";
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.label);
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    box.append(list, said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(place) {
      const lines = list.children;
      if (active >= 0 && lines[active]) lines[active].setAttribute("aria-selected", "false");
      // One place more than there are lines: back in the field itself.
      active = ((place + 1 + lines.length + 1) % (lines.length + 1)) - 1;
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      lines[active].setAttribute("aria-selected", "true");
      lines[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", lines[active].id);
    }

    function show(results) {
      close();
      list.replaceChildren(...results.map((result, place) => option(result, list.id + "-" + place)));
      said.textContent = results.length ? box.dataset.some.replace("{count}", results.length) : box.dataset.none;
      if (!results.length) return;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    async function ask() {
      const text = input.value.trim();
      if (asking) asking.abort();
      if (text.length < SHORTEST) {
        close();
        said.textContent = "";
        return;
      }
      asking = new AbortController();
      const address = box.dataset.suggestions + "?q=" + encodeURIComponent(text);
      try {
        const answer = await fetch(address, { credentials: "same-origin", signal: asking.signal });
        if (answer.ok && !answer.redirected && document.activeElement === input) show((await answer.json()).results);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        // An answer still on its way would open the list again.
        window.clearTimeout(timer);
        if (asking) asking.abort();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
      } else if (event.key === "Enter" && active >= 0 && !event.isComposing) {
        event.preventDefault();
        window.location.assign(list.children[active].dataset.url);
      }
    });
    input.addEventListener("blur", function () {
      window.clearTimeout(timer);
      close();
    });
    // Before the field loses the focus, which would close the list under the pointer.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", function (event) {
      const line = event.target.closest("li");
      if (line) window.location.assign(line.dataset.url);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    for (const box of document.querySelectorAll("[data-suggestions]")) ready(box);
  });
})();
