"use strict";
// What scripts add to the form of a new rule: the fields of its kind appear as soon as the kind is chosen.

(function () {
  async function showFields(form, place) {
    const chosen = new FormData(form).get("kind");
    const address = form.action + "?kind=" + encodeURIComponent(chosen);
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      window.location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The hand may have chosen again while the answer was on its way.
    if (new FormData(form).get("kind") !== chosen) return;
    const summary = document.querySelector(".error-summary");
    if (summary) summary.remove();
    place.replaceChildren(...page.getElementById("rule-fields").childNodes);
    window.history.replaceState(null, "", address);
  }

  document.addEventListener("DOMContentLoaded", function () {
    const form = document.getElementById("choose-kind");
    const place = document.getElementById("rule-fields");
    form.querySelector("[data-without-scripts]").hidden = true;
    form.addEventListener("change", function () {
      showFields(form, place);
    });
  });
})();
