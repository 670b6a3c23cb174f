"use strict";
// What scripts add to pages that also work without them: the navigation, dialogs, focus on errors.

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

  // The page of notes that a phone keeps is one person's: nobody who signs in after them is shown it.
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-forgets-pages]") && window.caches) window.caches.delete("notes-1");
  });

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
  });
})();
