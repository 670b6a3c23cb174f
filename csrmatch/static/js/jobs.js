"use strict";
// Renews a job's progress in place until it is over; a reader's place on the page is left alone.

(function () {
  const PAUSE = 3000;

  async function renew() {
    const shown = document.querySelector("[data-job]");
    if (!shown || shown.hasAttribute("data-over")) return;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const news = page.querySelector("[data-job]");
        if (!news && shown.hasAttribute("data-then-reload")) {
          window.location.reload();
          return;
        }
        if (news && news.innerHTML !== shown.innerHTML) {
          shown.replaceChildren(...news.childNodes);
          if (news.hasAttribute("data-over")) shown.setAttribute("data-over", "");
        }
      }
    } catch {
      // The next try may find the way again.
    }
    window.setTimeout(renew, PAUSE);
  }

  window.setTimeout(renew, PAUSE);
})();
