"use strict";
// Keeps the panel "What already goes on here" up to date while the form on the page is filled in.

(function () {
  const WAIT = 600;
  // What a record is compared by; nothing else of the form is sent.
  const ASKED = /^(title_en|title_hi|theme|theme_[A-Z]{2}|place|district_\d+|starts_on|ends_on|scheme|groups|heads_[a-z]+)$/;

  function addressOf(panel, form) {
    const asked = new URLSearchParams({ record: panel.dataset.nearRecord });
    for (const [name, value] of new FormData(form)) {
      if (ASKED.test(name) && typeof value === "string") asked.append(name, value);
    }
    return panel.dataset.nearUrl + "?" + asked;
  }

  function ready(panel, form) {
    let timer = 0;
    let last = addressOf(panel, form);
    let running = null;

    async function ask() {
      const address = addressOf(panel, form);
      if (address === last) return;
      last = address;
      if (running) running.abort();
      running = new AbortController();
      try {
        const options = { headers: { "X-Part": "true" }, credentials: "same-origin", signal: running.signal };
        const answer = await fetch(address, options);
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        // A reader is told only what has changed.
        if (page.body.textContent.trim() === panel.textContent.trim()) return;
        panel.replaceChildren(...page.body.childNodes);
      } catch (error) {
        // The network failed or a later question took over: what stands there stays until the next key.
        if (error.name !== "AbortError") last = "";
      }
    }

    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    }
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  }

  document.addEventListener("DOMContentLoaded", function () {
    for (const panel of document.querySelectorAll("[data-near-url]")) {
      const form = document.querySelector("main form[method=post]");
      if (form) ready(panel, form);
    }
  });
})();
