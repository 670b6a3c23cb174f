// Arranging the agenda: the buttons that move a part do so in place, and parts can be dragged. Without this
// script the very same buttons are sent as forms.
"use strict";

(() => {
  const news = document.getElementById("agenda-news");
  let dragged = null;

  const frame = () => document.getElementById("agenda");

  async function send(form, to, way) {
    const data = new FormData(form);
    data.set("to", to);
    const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("agenda");
    if (!fresh) return false;
    const kept = { x: window.scrollX, y: window.scrollY };
    const before = form.getBoundingClientRect().top;
    frame().replaceWith(fresh);
    mark();
    const again = document.querySelector(`form[data-move][action="${form.getAttribute("action")}"]`);
    if (again) {
      const same = way && again.querySelector(`button[data-way="${CSS.escape(way)}"]`);
      (same || again.querySelector("button")).focus({ preventScroll: true });
      window.scrollTo(kept.x, kept.y + again.getBoundingClientRect().top - before);
    }
    const told = page.querySelector(".flash p");
    news.textContent = "";
    window.setTimeout(() => { news.textContent = told ? told.textContent : fresh.dataset.dropped; }, 100);
    return true;
  }

  async function move(form, to, way) {
    let done = false;
    try {
      done = await send(form, to, way);
    } catch {
      done = false;
    }
    if (!done) {
      // What was refused is told on a page of its own, as without the script.
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "to";
      field.value = to;
      form.append(field);
      form.submit();
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("form[data-move]") || !button) return;
    event.preventDefault();
    move(form, button.value, button.dataset.way);
  });

  function mark() {
    for (const part of frame().querySelectorAll("[data-session], [data-talk]")) part.draggable = true;
  }

  function clear() {
    for (const part of document.querySelectorAll(".drop-before, .drop-after")) {
      part.classList.remove("drop-before", "drop-after");
    }
  }

  // Where a part that is held over the page would come to stand: [target, place, element, side].
  function aim(event) {
    const isTalk = dragged.matches("[data-talk]");
    const over = event.target.closest(isTalk ? "[data-talk]" : "[data-session]");
    if (over && over !== dragged && !dragged.contains(over)) {
      const list = over.parentElement;
      const others = [...list.children].filter((part) => part !== dragged);
      const box = over.getBoundingClientRect();
      const after = event.clientY > box.top + box.height / 2;
      const target = isTalk ? list.dataset.of : list.dataset.day;
      return [target, others.indexOf(over) + (after ? 1 : 0), over, after ? "drop-after" : "drop-before"];
    }
    const session = isTalk && event.target.closest("[data-session]");
    if (session && !session.contains(dragged)) {
      return [session.dataset.session, session.querySelectorAll("[data-talk]").length, session, "drop-after"];
    }
    const bare = !isTalk && event.target.closest(".agenda-bare");
    return bare ? [bare.dataset.day, 0, bare, "drop-after"] : null;
  }

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest ? event.target.closest("[data-talk], [data-session]") : null;
    if (!dragged) return;
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    clear();
    const found = aim(event);
    if (!found) return;
    event.preventDefault();
    found[2].classList.add(found[3]);
  });
  document.addEventListener("drop", (event) => {
    const found = dragged && aim(event);
    if (!found) return;
    event.preventDefault();
    const body = dragged.matches("[data-talk]") ? dragged : dragged.querySelector(".session-body");
    const form = body.querySelector(":scope > form[data-move]");
    move(form, `${found[0]}:${found[1]}`, null);
  });
  document.addEventListener("dragend", () => {
    clear();
    if (dragged) dragged.classList.remove("is-dragged");
    dragged = null;
  });

  mark();
})();
