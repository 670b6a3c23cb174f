"use strict";
// What scripts add to pages that also work without them: the navigation, dialogs, focus on errors, the matrix.

(function () {
  function openDialog(fold) {
    const body = fold.querySelector(":scope > div");
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", fold.id + "-title");
    dialog.append(...body.childNodes);
    fold.after(dialog);
    dialog.addEventListener("close", function () {
      body.append(...dialog.childNodes);
      dialog.remove();
      fold.querySelector("summary").focus();
    });
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
    dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    const summary = event.target.closest("details[data-dialog] > summary");
    if (!summary || !window.HTMLDialogElement) return;
    event.preventDefault();
    openDialog(summary.parentElement);
  });

  function addClose(panel, table, cell) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-plain btn-small panel-close";
    button.textContent = table.dataset.closeLabel;
    button.addEventListener("click", function () {
      panel.replaceChildren();
      cell.classList.remove("chosen");
      cell.focus();
    });
    panel.prepend(button);
  }

  async function showPanel(table, cell) {
    const row = cell.parentElement.dataset.key;
    const column = table.tHead.rows[0].cells[cell.cellIndex].dataset.key;
    const address = table.dataset.panelUrl
      .replace("__row__", encodeURIComponent(row))
      .replace("__column__", encodeURIComponent(column));
    const panel = document.getElementById("panel");
    if (!panel) {
      window.location.assign(address);
      return;
    }
    for (const chosen of table.querySelectorAll(".chosen")) chosen.classList.remove("chosen");
    cell.classList.add("chosen");
    panel.setAttribute("aria-busy", "true");
    const answer = await fetch(address, { headers: { "X-Part": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      window.location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    panel.replaceChildren(...page.body.childNodes);
    panel.removeAttribute("aria-busy");
    addClose(panel, table, cell);
  }

  function stepFrom(cell, key) {
    const row = cell.parentElement;
    if (key === "ArrowRight") return cell.nextElementSibling;
    if (key === "ArrowLeft") return cell.previousElementSibling;
    const next = key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    return next && next.cells[cell.cellIndex];
  }

  function readyMatrix(table) {
    let current = table.tBodies[0].querySelector("td");
    if (!current) return;
    // Only one cell is a tab stop; the arrow keys move it, so that a large matrix is one stop on the way.
    for (const link of table.tBodies[0].querySelectorAll("td a")) link.tabIndex = -1;
    current.tabIndex = 0;
    function moveTo(cell) {
      current.removeAttribute("tabindex");
      current = cell;
      current.tabIndex = 0;
      current.focus();
    }
    table.addEventListener("click", function (event) {
      const cell = event.target.closest("td");
      if (!cell) return;
      event.preventDefault();
      moveTo(cell);
      showPanel(table, cell);
    });
    table.addEventListener("keydown", function (event) {
      const cell = event.target.closest("td");
      if (!cell) return;
      if (event.key === "Enter") {
        event.preventDefault();
        showPanel(table, cell);
        return;
      }
      if (event.key === "Escape") {
        const close = document.querySelector("#panel .panel-close");
        if (close) close.click();
        return;
      }
      if (!event.key.startsWith("Arrow")) return;
      const next = stepFrom(cell, event.key);
      if (next && next.tagName === "TD") {
        event.preventDefault();
        moveTo(next);
      }
    });
  }

  function readyNavigation(nav) {
    const fold = nav.querySelector(".nav-fold");
    const row = nav.querySelector(".nav-row");
    const here = row.querySelector("[aria-current]");
    // Where the row is pushed sideways, the entry the reader is on comes into sight.
    if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - row.clientWidth / 2;
    if (!fold) return;
    document.addEventListener("click", function (event) {
      if (!fold.contains(event.target)) fold.open = false;
    });
    fold.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !fold.open) return;
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    fold.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !fold.contains(event.relatedTarget)) fold.open = false;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    for (const nav of document.querySelectorAll(".site-nav")) readyNavigation(nav);
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
    for (const table of document.querySelectorAll(".matrix[data-panel-url]")) readyMatrix(table);
  });
})();
