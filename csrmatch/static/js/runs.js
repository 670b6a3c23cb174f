"use strict";
// Renews the parts of a run's page that are worked out behind it, one by one; a part that is in use waits.

(function () {
  const PAUSE = 2000;

  function take(shown, news) {
    let isWaiting = false;
    for (const part of shown.querySelectorAll("[data-part]")) {
      const fresh = news.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!fresh || fresh.innerHTML === part.innerHTML) continue;
      if (part.contains(document.activeElement)) isWaiting = true;
      else part.replaceChildren(...fresh.childNodes);
    }
    return isWaiting;
  }

  async function renew(shown) {
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin", headers: { "X-Part": "answers" } });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const news = page.querySelector("[data-answers]");
        if (news && !take(shown, news) && news.hasAttribute("data-over")) shown.setAttribute("data-over", "");
      }
    } catch {
      // The next try may find the way again.
    }
    if (!shown.hasAttribute("data-over")) window.setTimeout(renew, PAUSE, shown);
  }

  const shown = document.querySelector("[data-answers]");
  if (shown && !shown.hasAttribute("data-over")) window.setTimeout(renew, PAUSE, shown);
})();
