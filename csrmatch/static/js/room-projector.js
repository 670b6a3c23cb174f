"use strict";
// Renews the wall of the room in place: asks for a few bytes, and for none where nothing changed. While the
// line is down the last state stays, and a quiet line says since when.

(function () {
  const PAUSE = 3000;
  const PATIENCE = 10000;
  const body = document.body;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kolkata" });
  let tag = body.dataset.tag;
  let lostSince = null;

  function each(selector, act) {
    document.querySelectorAll(selector).forEach(act);
  }

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function show(told) {
    for (const [group, count] of Object.entries(told.counts)) {
      each(`[data-count="${group}"]`, (element) => say(element, String(count)));
    }
    each("[data-tile]", (tile) => {
      const lgd = tile.dataset.tile;
      const isLast = told.last !== null && told.last.lgd === lgd;
      tile.setAttribute("class", (told.tiles[lgd] || "none") + (isLast ? " last" : ""));
    });
    each("[data-has-last]", (element) => (element.hidden = told.last === null));
    each("[data-no-last]", (element) => (element.hidden = told.last !== null));
    if (told.last === null) return;
    each("[data-conditions]", (element) => (element.hidden = !told.last.conditions));
    each("[data-district]", (element) => say(element, told.last.district[element.dataset.district]));
    each("[data-cpse]", (element) => say(element, told.last.cpse[element.dataset.cpse]));
    each("[data-code]", (element) => say(element, told.last.code));
  }

  function tellLost(isLost) {
    if (isLost && lostSince === null) {
      lostSince = new Date();
      each("[data-lost] time", (element) => {
        element.dateTime = lostSince.toISOString();
        element.textContent = clock.format(lostSince);
      });
    }
    if (!isLost) lostSince = null;
    each("[data-lost]", (element) => (element.hidden = !isLost));
  }

  async function ask() {
    const breaker = new AbortController();
    const timer = window.setTimeout(() => breaker.abort(), PATIENCE);
    try {
      const answer = await fetch(body.dataset.news, {
        credentials: "same-origin",
        headers: { "If-None-Match": `"${tag}"` },
        cache: "no-store",
        redirect: "error",
        signal: breaker.signal,
      });
      if (answer.status === 200) {
        show(await answer.json());
        tag = (answer.headers.get("ETag") || "").replace(/^W\//, "").replaceAll('"', "");
      }
      tellLost(answer.status !== 200 && answer.status !== 304);
    } catch {
      tellLost(true);
    } finally {
      window.clearTimeout(timer);
    }
    window.setTimeout(ask, PAUSE);
  }

  window.setTimeout(ask, PAUSE);
})();
