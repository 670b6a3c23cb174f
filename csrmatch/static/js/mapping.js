"use strict";
// What scripts add to long forms: finding a line among many, and the running sum of weights or shares.

(function () {
  function plain(text) {
    return text.normalize("NFC").toLocaleLowerCase();
  }

  function readyFilter(box) {
    const input = box.querySelector("input");
    const lines = document.getElementById(box.dataset.filterFor).querySelectorAll("[data-words]");
    box.hidden = false;
    input.addEventListener("input", function () {
      const wanted = plain(input.value.trim());
      for (const line of lines) line.hidden = !plain(line.dataset.words).includes(wanted);
      for (const group of document.querySelectorAll(".choice-group")) {
        group.hidden = !group.querySelector("[data-words]:not([hidden])");
      }
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  function readySum(output) {
    const fields = output.closest("form").querySelectorAll("." + output.dataset.sumOf);
    function add() {
      let sum = 0;
      for (const field of fields) sum += Number.parseInt(field.value, 10) || 0;
      output.firstElementChild.textContent = String(sum);
    }
    for (const field of fields) field.addEventListener("input", add);
    add();
  }

  document.addEventListener("DOMContentLoaded", function () {
    for (const box of document.querySelectorAll("[data-filter-for]")) readyFilter(box);
    for (const output of document.querySelectorAll("[data-sum-of]")) readySum(output);
  });
})();
