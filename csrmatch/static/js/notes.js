"use strict";
// The page of notes: takes a note down at a touch, keeps it on the phone until the server has it, and shows
// what the others take down. Without this script the page is a plain form.

document.addEventListener("DOMContentLoaded", function () {
  const form = document.querySelector("[data-notes]");
  // Where nothing can be kept, the plain form is better than a queue that forgets.
  if (!form || !window.NoteStore || !window.NoteStore.works()) return;

  const EVERY = 4000;
  const MOST_WAIT = 30000;
  const SHOWN = 30;
  const words = JSON.parse(form.dataset.words);
  const chips = JSON.parse(form.dataset.chips);
  const store = new window.NoteStore(form.dataset.key);
  const input = (name) => form.elements.namedItem(name);
  const field = input("text");
  const state = form.querySelector("[data-state]");
  const waiting = document.querySelector("[data-waiting]");
  const last = document.querySelector("[data-last]");
  const KEPT = ["theme", "district", "organisation", "organisation_name", "speaker_name"];
  const CLEARED = ["by_whom", "due_on", "asked_of"];
  let sending = false;
  let atOnce = 20;
  // Whether somebody else is signed in on this phone: nothing goes out in their name.
  let isOther = false;
  let pause = EVERY;
  let timer = null;
  let standing = navigator.onLine ? "online" : "offline";
  let token = input("csrf_token") ? input("csrf_token").value : "";
  let tag = "";
  let sent = "";

  // What is on screen.

  function counted(number) {
    return (number === 1 ? words.queued_one : words.queued_many).replace(/[\d,]+/, String(number));
  }

  function tell() {
    const notes = store.list();
    const parts = [];
    if (standing !== "online") parts.push(words[standing]);
    if (notes.length) parts.push(counted(notes.length) + ".");
    if (!parts.length && Number(form.dataset.queued)) sent = words.all_sent + ".";
    else if (parts.length) sent = "";
    const text = parts.join(" ") || sent;
    if (state.dataset.text !== text + standing) {
      state.dataset.text = text + standing;
      state.textContent = text;
      if (standing === "signed_out") {
        const link = document.createElement("a");
        link.href = "/sign-in?next=" + encodeURIComponent(form.getAttribute("action"));
        link.textContent = words.sign_in;
        state.append(" ", link);
      }
    }
    state.className = "note-state note-state-" + standing;
    form.dataset.standing = standing;
    form.dataset.queued = String(notes.length);
    showWaiting(notes);
  }

  function element(name, kind, text) {
    const made = document.createElement(name);
    made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  function showWaiting(notes) {
    const shown = notes.map((note) => note.uuid + (note.problem || "")).join();
    waiting.hidden = !notes.length;
    if (waiting.dataset.shown === shown) return;
    waiting.dataset.shown = shown;
    waiting.replaceChildren(...notes.slice().reverse().map(drawWaiting));
  }

  function drawWaiting(note) {
    const row = element("li", "note note-" + note.kind);
    const button = form.querySelector("button[name=kind][value='" + note.kind + "']");
    const head = element("p", "note-head");
    head.append(element("span", "note-kind", button ? button.textContent.trim() : note.kind), " ");
    head.append(element("span", "note-waits", note.problem ? words.refused + " " + note.problem : words.waits));
    row.append(head, element("p", "note-text keeps-lines", note.text));
    if (note.problem) {
      const back = element("button", "btn btn-plain btn-small", words.back);
      back.type = "button";
      back.addEventListener("click", function () {
        field.value = field.value ? field.value + "\n" + note.text : note.text;
        store.drop(note.uuid);
        field.focus();
        tell();
      });
      row.append(back);
    }
    return row;
  }

  // Taking a note down.

  function values() {
    const note = { uuid: window.NoteStore.mark(), taken_at: new Date().toISOString(), item: input("item").value };
    for (const name of KEPT.concat(CLEARED)) note[name] = input(name).value;
    return note;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const button = event.submitter;
    if (!button || button.name !== "kind") return;
    const text = field.value.trim();
    if (!text) {
      state.textContent = words.empty;
      state.dataset.text = "";
      field.focus();
      return;
    }
    try {
      store.put(Object.assign(values(), { kind: button.value, text: text }));
    } catch {
      state.textContent = words.full;
      state.dataset.text = "";
      return;
    }
    field.value = "";
    for (const name of CLEARED) input(name).value = "";
    keepDraft();
    tell();
    field.focus();
    send();
  });

  // What is typed and not yet taken down outlives the page too.
  const draft = "csrmatch-draft:" + form.dataset.key;

  function keepDraft() {
    try {
      if (field.value) localStorage.setItem(draft, field.value);
      else localStorage.removeItem(draft);
    } catch {
      // A full phone keeps no draft; the text is still in the field.
    }
  }

  field.addEventListener("input", keepDraft);
  if (!field.value) field.value = localStorage.getItem(draft) || "";

  // Sending what waits.

  async function send() {
    const notes = store.list().filter((note) => !note.problem).slice(0, atOnce);
    if (sending || !notes.length) return;
    sending = true;
    try {
      // The page that the phone keeps holds no token.
      if (token || (await renewToken())) await sendSome(notes);
    } catch {
      lose();
    }
    sending = false;
    tell();
    // The next ones at once; after a failure with the next round.
    if (standing === "online" && store.list().some((note) => !note.problem)) send();
  }

  async function sendSome(notes) {
    let answer = await post(notes);
    if (answer.status === 400) {
      if (!(await renewToken())) return;
      answer = await post(notes);
    }
    if (answer.status === 413) atOnce = Math.max(1, Math.floor(atOnce / 2));
    if (judge(answer)) take(await answer.json());
    else if (standing === "barred") notes.forEach((note) => mark(note.uuid, words.barred));
  }

  // Notes how things stand from an answer; gives whether it says anything.
  function judge(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401) standing = "signed_out";
    else if (answer.status === 403 || answer.status === 404) standing = "barred";
    else if (!answer.ok && answer.status !== 304) standing = "failed";
    else return true;
    return false;
  }

  function lose() {
    if (standing !== "signed_out") standing = "offline";
  }

  function post(notes) {
    return fetch(form.dataset.send, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ notes: notes }),
      signal: window.NoteStore.deadline(),
    });
  }

  function take(told) {
    standing = "online";
    for (const answer of told.notes) {
      if (answer.state === "refused") mark(answer.uuid, answer.problem);
      else store.drop(answer.uuid);
    }
    window.clearTimeout(timer);
    round();
  }

  function mark(uuid, problem) {
    const note = store.list().find((one) => one.uuid === uuid);
    if (note) store.put(Object.assign(note, { problem: problem }));
  }

  // A page that was opened long ago, or without a network, has no token that still holds.
  async function renewToken() {
    const answer = await fetch(form.getAttribute("action"), {
      credentials: "same-origin",
      redirect: "manual",
      signal: window.NoteStore.deadline(),
    });
    if (!judge(answer)) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = page.querySelector("[data-notes]");
    const found = theirs && theirs.querySelector("[name=csrf_token]");
    isOther = Boolean(theirs) && theirs.dataset.key !== form.dataset.key;
    if (isOther) standing = "signed_out";
    else if (!found) standing = "failed";
    else token = found.value;
    return Boolean(found) && !isOther;
  }

  // Seeing what the others take down.

  // Gives whether an answer came.
  async function ask() {
    if (isOther && !(await renewToken())) return false;
    const address = form.dataset.new + "?since=" + encodeURIComponent(last.dataset.cursor);
    const answer = await fetch(address, {
      credentials: "same-origin",
      redirect: "manual",
      headers: tag ? { "If-None-Match": tag } : {},
      signal: window.NoteStore.deadline(),
    });
    if (!judge(answer)) return false;
    standing = "online";
    if (answer.status === 304) return true;
    const news = await answer.json();
    tag = answer.headers.get("ETag") || "";
    if (news.cursor !== last.dataset.cursor) tag = "";
    last.dataset.cursor = news.cursor;
    news.notes.forEach(show);
    return true;
  }

  function show(note) {
    if (note.uuid) store.drop(note.uuid);
    const present = document.getElementById("note-" + note.id);
    if (note.struck) {
      if (present && !present.contains(document.activeElement)) present.remove();
      return;
    }
    const made = new DOMParser().parseFromString(note.html, "text/html").querySelector("li");
    if (present) {
      // Nobody's focus is taken from under them.
      if (!present.contains(document.activeElement) && present.textContent !== made.textContent) present.replaceWith(made);
      return;
    }
    const before = Array.from(last.children).find((row) => Number(row.dataset.note) < note.id);
    last.insertBefore(made, before || null);
    while (last.children.length > SHOWN && !last.lastElementChild.contains(document.activeElement)) {
      last.lastElementChild.remove();
    }
    if (!note.uuid) announce();
    const none = document.querySelector("[data-none]");
    if (none) none.hidden = true;
  }

  // A reader of the screen hears of it once more each time, since the text is not the same.
  function announce() {
    const news = form.querySelector("[data-news]");
    news.textContent = news.textContent === words.new_one ? words.new_one + "." : words.new_one;
  }

  async function round() {
    window.clearTimeout(timer);
    let isAnswered = true;
    try {
      if (!document.hidden && last) isAnswered = await ask();
      else if (!last && !isOther && navigator.onLine && store.list().length) standing = "online";
    } catch {
      lose();
      isAnswered = false;
    }
    pause = isAnswered ? EVERY : Math.min(pause * 2, MOST_WAIT);
    tell();
    timer = window.setTimeout(round, pause);
    if (standing !== "signed_out") send();
  }

  // Quick picks from what is on.

  function drawChips() {
    const here = form.querySelector("[data-chips-here]");
    const picks = Object.assign({}, chips[""], chips[input("item").value]);
    here.replaceChildren();
    for (const name of Object.keys(picks)) {
      for (const [code, label] of picks[name]) here.append(drawChip(name, code, label));
    }
    here.hidden = !here.children.length;
  }

  function drawChip(name, code, label) {
    const chip = element("button", "note-chip", label);
    chip.type = "button";
    chip.dataset.name = name;
    chip.dataset.code = code;
    chip.setAttribute("aria-pressed", String(input(name).value === code));
    return chip;
  }

  function pressChips() {
    for (const chip of form.querySelectorAll(".note-chip")) {
      chip.setAttribute("aria-pressed", String(input(chip.dataset.name).value === chip.dataset.code));
    }
  }

  // What the item is surely about is picked for the note taker, who can take it away again.
  function choose() {
    const own = chips[input("item").value] || {};
    for (const name of KEPT) {
      if (name in own) input(name).value = own[name].length === 1 ? own[name][0][0] : "";
      else input(name).value = "";
    }
    drawChips();
  }

  form.addEventListener("click", function (event) {
    const chip = event.target.closest(".note-chip");
    if (!chip) return;
    const box = input(chip.dataset.name);
    box.value = box.value === chip.dataset.code ? "" : chip.dataset.code;
    pressChips();
  });
  input("item").addEventListener("change", choose);
  form.addEventListener("change", pressChips);

  // The phone keeps the page itself, so that it opens where no network is.
  async function keepPage() {
    if (!navigator.serviceWorker || !last) return;
    try {
      await navigator.serviceWorker.register(form.dataset.worker);
      const worker = await navigator.serviceWorker.ready;
      const parts = Array.from(document.querySelectorAll("link[rel=stylesheet], script[src]"), (part) => part.href || part.src);
      worker.active.postMessage({ page: form.dataset.offline, parts: parts });
    } catch {
      // Without a keeper the queue holds all the same; only the page needs a network to open.
    }
  }

  window.addEventListener("online", round);
  window.addEventListener("offline", function () {
    standing = "offline";
    tell();
  });
  window.addEventListener("storage", tell);
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) round();
  });

  if (input("theme").value || input("district").value) drawChips();
  else choose();
  tell();
  keepPage();
  timer = window.setTimeout(round, store.list().length ? 0 : EVERY);
});
