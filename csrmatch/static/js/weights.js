"use strict";
// The sliders of the weights, which keep the sum at 100, and the live parts that tell what answers would change.

(function () {
  const WAIT = 150;
  const SAY_AFTER = 700;

  // Whole numbers in proportion to the shares that sum to the total: the largest remainders are raised.
  function wholeShares(shares, total) {
    const sum = shares.reduce((a, b) => a + b, 0);
    const exact = shares.map((share) => (sum > 0 ? (share / sum) * total : total / shares.length));
    const whole = exact.map((value) => Math.floor(value + 1e-9));
    const order = exact.map((value, index) => [whole[index] - value, index]);
    order.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const short = total - whole.reduce((a, b) => a + b, 0);
    for (const [, index] of order.slice(0, short)) whole[index] += 1;
    return whole;
  }

  // A part of the page that is asked for anew whenever the address it depends on changes.
  function readyLive(part, addressOf) {
    const said = document.querySelector("[data-live-said]");
    let asking = 0;
    let saying = 0;
    let last = addressOf();
    let running = null;

    function say() {
      const text = part.querySelector("[data-said]");
      if (said && text) said.textContent = text.textContent.replace(/\s+/g, " ").trim();
    }

    async function ask() {
      const address = addressOf();
      if (!address || address === last) return;
      last = address;
      if (running) running.abort();
      running = new AbortController();
      part.setAttribute("aria-busy", "true");
      try {
        const options = { headers: { "X-Part": "true" }, credentials: "same-origin", signal: running.signal };
        const answer = await fetch(address, options);
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        part.replaceChildren(...page.body.childNodes);
        part.removeAttribute("aria-busy");
        // A hand that keeps moving is not talked to; what came of it is said once it rests.
        window.clearTimeout(saying);
        saying = window.setTimeout(say, SAY_AFTER);
      } catch (error) {
        // A later question took over, or the network failed: the next move asks again.
        if (error.name === "AbortError") return;
        last = "";
        part.removeAttribute("aria-busy");
      }
    }

    return function () {
      window.clearTimeout(asking);
      asking = window.setTimeout(ask, WAIT);
    };
  }

  function readyWeights(form) {
    const lines = [...form.querySelectorAll("[data-weigh]")].map((box) => ({
      number: box.querySelector("input[type=number]"),
      slider: box.querySelector("input[type=range]"),
      hold: box.querySelector("[data-hold]"),
    }));
    const output = form.querySelector("[data-sum]");
    const even = form.querySelector("[data-even]");
    const part = document.querySelector("[data-live-part]");
    const stale = document.querySelector("[data-stale]");
    let active = null;
    let began = [];

    function valueOf(line) {
      const text = line.number.value.trim();
      return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
    }

    function addressOf() {
      const values = lines.map(valueOf);
      const isSound = values.every((value) => value <= 100) && values.reduce((a, b) => a + b, 0) === 100;
      if (!isSound) return "";
      const asked = new URLSearchParams(lines.map((line, index) => [line.number.name, String(values[index])]));
      return part.dataset.liveUrl + "?" + asked;
    }

    const later = readyLive(part, addressOf);

    function show() {
      const sum = lines.reduce((total, line) => total + (valueOf(line) || 0), 0);
      const text = sum === 100 ? form.dataset.sumRight : sum > 100 ? form.dataset.sumOver : form.dataset.sumUnder;
      output.firstElementChild.textContent = text
        .replace("{sum}", String(sum))
        .replace("{by}", String(Math.abs(sum - 100)));
      output.classList.toggle("weigh-wrong", sum !== 100);
      even.hidden = sum === 100;
      stale.hidden = addressOf() !== "";
      for (const preset of document.querySelectorAll("[data-weights]")) {
        const isShown = preset.dataset.weights === lines.map(valueOf).join(",");
        if (isShown) preset.setAttribute("aria-current", "true");
        else preset.removeAttribute("aria-current");
      }
      later();
    }

    function put(line, value) {
      line.number.value = String(value);
      line.slider.value = String(value);
    }

    // Shares what is left among the lines that may move, in proportion to what they had when the hand took hold.
    function spread(moved, wanted) {
      const free = lines.filter((line) => line !== moved && !line.hold.checked);
      const held = lines.filter((line) => line !== moved && line.hold.checked);
      const kept = held.reduce((total, line) => total + (valueOf(line) || 0), 0);
      const room = Math.max(0, 100 - kept);
      const value = free.length === 0 ? room : Math.min(wanted, room);
      if (moved) put(moved, value);
      const shares = free.map((line) => began[lines.indexOf(line)] || 0);
      const whole = wholeShares(shares, room - value);
      free.forEach((line, index) => put(line, whole[index]));
    }

    function takeHold(line) {
      if (active === line) return;
      active = line;
      began = lines.map((each) => valueOf(each) || 0);
    }

    for (const line of lines) {
      line.slider.addEventListener("pointerdown", () => { active = null; });
      line.slider.addEventListener("input", function () {
        takeHold(line);
        spread(line, Number(line.slider.value));
        show();
      });
      line.hold.addEventListener("change", () => { active = null; });
      line.number.addEventListener("input", function () {
        active = null;
        line.slider.value = String(valueOf(line) || 0);
        show();
      });
    }
    even.addEventListener("click", function () {
      active = null;
      began = lines.map((each) => valueOf(each) || 0);
      spread(null, 0);
      show();
      lines[0].slider.focus();
    });
    document.addEventListener("click", function (event) {
      const preset = event.target.closest("a[data-weights]");
      if (!preset || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      active = null;
      const compared = form.querySelector("[name=compared]");
      if (compared) compared.value = "";
      preset.dataset.weights.split(",").forEach((value, index) => put(lines[index], Number(value)));
      show();
    });
    for (const box of form.querySelectorAll("[data-with-slider]")) box.hidden = false;
    form.querySelector("[data-without-slider]").remove();
    show();
  }

  function readyPairs(form) {
    const part = document.querySelector("[data-live-part]");
    const later = readyLive(part, () => part.dataset.liveUrl + "?" + new URLSearchParams(new FormData(form)));
    form.addEventListener("change", later);
    form.querySelector("button[type=submit]").hidden = true;
  }

  document.addEventListener("DOMContentLoaded", function () {
    const weights = document.querySelector("form[data-weighing]");
    if (weights) readyWeights(weights);
    const pairs = document.querySelector("form[data-pairs]");
    if (pairs) readyPairs(pairs);
  });
})();
