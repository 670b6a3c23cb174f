"use strict";
// The page at the door: finds people in the list this phone holds, checks them in through the queue, and
// says what became of it. Without this script the page is plain forms.

(function () {
  const door = document.getElementById("door");
  if (!door) return;
  const part = (name) => door.querySelector(`[data-${name}]`);
  const word = (name, given = {}) =>
    door.getAttribute(`data-word-${name}`).replace(/\{(\w+)\}/g, (_all, key) => given[key] ?? "");
  const MOST = 20;
  const LATEST = 10;
  const RENEW = 60000;
  const SAME_AGAIN = 3000;
  const people = new Map();
  const byBadge = new Map();
  const present = new Set();
  let isLoaded = false;
  let lastScan = { text: "", at: 0 };

  // Whether sending or loading was refused: nothing goes out before somebody signs in again.
  const isRefused = { send: false, load: false };
  const queue = new DoorQueue(
    `${door.dataset.workshop}:${door.dataset.user}`, door.dataset.batch, door.dataset.csrf, hear);

  // Keys are made here, not by the service, so that they are the same however often they are sent.
  function makeItem(act, given) {
    const item = { key: window.NoteStore.mark(), act, at: new Date().toISOString(), day: Number(door.dataset.day), ...given };
    if (door.dataset.session) item.session = Number(door.dataset.session);
    return item;
  }

  function isHere(item) {
    const session = door.dataset.session ? Number(door.dataset.session) : undefined;
    return item.day === Number(door.dataset.day) && item.session === session;
  }

  function say(text) {
    part("said").textContent = text;
  }

  // That one has to sign in again is told until it has helped, whatever waits meanwhile.
  function showNet() {
    const count = queue.length;
    const waits = count ? word("queued", { count }) : "";
    const text = isRefused.send || isRefused.load ? `${word("again")} ${waits}`.trim() : waits;
    if (part("net").textContent !== text) part("net").textContent = text;
    part("net").hidden = !text;
  }

  function showCount() {
    part("count").textContent = word("count", { count: present.size });
  }

  function hear(news) {
    if (news.kind !== "waiting") isRefused.send = news.kind === "again";
    if (news.kind === "done" && news.outcome === "refused") {
      say(word(news.entry.item.act === "undo" ? "kept" : "refused", { name: news.entry.name }));
    }
    if (news.kind === "done" && news.entry.item.act === "walk_in" && isHere(news.entry.item)) {
      present.add(news.participant);
    }
    // How many wait is counted once all of an answer is heard.
    if (news.kind !== "done") showNet();
    if (news.kind === "done" || isLoaded) showCount();
  }

  async function load() {
    try {
      const answer = await fetch(door.dataset.people, {
        credentials: "same-origin",
        redirect: "manual",
        signal: window.NoteStore.deadline(),
      });
      isRefused.load = answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500);
      showNet();
      if (!answer.ok) return;
      const given = await answer.json();
      people.clear();
      byBadge.clear();
      present.clear();
      for (const person of given.people) {
        people.set(person.id, person);
        byBadge.set(person.badge, person);
      }
      for (const id of given.present) present.add(id);
      // What waits on this phone has happened, though the service does not know it yet.
      for (const { item } of queue.waiting) {
        if (!isHere(item) || !item.participant) continue;
        if (item.act === "undo") present.delete(item.participant);
        else present.add(item.participant);
      }
      isLoaded = true;
      showCount();
      look();
    } catch {
      // Without a network the list stays as it was loaded last.
    }
  }

  function checkIn(person) {
    if (present.has(person.id)) {
      say(word("known", { name: person.name }));
      return;
    }
    const item = makeItem("check_in", { participant: person.id });
    present.add(person.id);
    addLatest(item, person.name, person.id);
    say(word("in", { name: person.name }));
    showCount();
    look();
    queue.add(item, person.name);
  }

  function undo(key, name, id, row) {
    if (!queue.withdraw(key)) {
      queue.add({ ...makeItem("undo", id ? { participant: id } : {}), key }, name);
    }
    if (id) present.delete(id);
    row.remove();
    say(word("undone", { name }));
    showCount();
    look();
  }

  function makeRow(name, note) {
    const row = document.createElement("li");
    const told = document.createElement("span");
    const strong = document.createElement("strong");
    strong.textContent = name;
    const quiet = document.createElement("span");
    quiet.className = "bar-note";
    quiet.textContent = note;
    told.append(strong, quiet);
    row.append(told);
    return row;
  }

  function makeButton(label, name, kind, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `btn ${kind}`;
    button.textContent = label;
    button.setAttribute("aria-label", `${label}: ${name}`);
    button.addEventListener("click", act);
    return button;
  }

  function addLatest(item, name, id) {
    const row = makeRow(name, new Date(item.at).toLocaleTimeString(document.documentElement.lang));
    row.append(makeButton(word("undo"), name, "btn-plain btn-small", () => undo(item.key, name, id, row)));
    part("latest").prepend(row);
    // As many as the page itself shows: a list that grows all day slows every check-in.
    while (part("latest").children.length > LATEST) part("latest").lastElementChild.remove();
  }

  function look() {
    if (!isLoaded) return;
    const text = part("search").elements.q.value.trim().toLocaleLowerCase();
    const rows = [];
    if (text) {
      for (const person of people.values()) {
        const all = `${person.names} ${person.code} ${person.organisation}`.toLocaleLowerCase();
        if (!all.includes(text)) continue;
        const row = makeRow(person.name, [person.code, person.organisation, person.group].filter(Boolean).join(" · "));
        if (present.has(person.id)) {
          const tag = document.createElement("span");
          tag.className = "tag tag-good";
          tag.textContent = word("there");
          row.append(tag);
        } else {
          row.append(makeButton(word("check"), person.name, "btn-primary", () => checkIn(person)));
        }
        rows.push(row);
        if (rows.length === MOST) break;
      }
      if (!rows.length) {
        const row = document.createElement("li");
        row.textContent = word("nobody");
        rows.push(row);
      }
    }
    part("results").replaceChildren(...rows);
  }

  function takeBadge(text) {
    // The camera sees one badge many times.
    if (text === lastScan.text && Date.now() - lastScan.at < SAME_AGAIN) return;
    lastScan = { text, at: Date.now() };
    const person = byBadge.get(text);
    if (person) checkIn(person);
    else say(word("stranger"));
  }

  function prepareCamera() {
    if (!BadgeReader.isPossible()) return;
    const start = part("scan-start");
    const stop = part("scan-stop");
    const reader = new BadgeReader(part("video"), door.dataset.decoder);
    const show = (isOn) => {
      start.hidden = isOn;
      stop.hidden = !isOn;
    };
    part("scan").hidden = false;
    start.addEventListener("click", async () => {
      try {
        await reader.start(takeBadge);
        show(true);
      } catch {
        reader.stop();
        show(false);
        say(word("camera"));
      }
    });
    stop.addEventListener("click", () => {
      reader.stop();
      show(false);
    });
  }

  part("search").addEventListener("submit", (event) => {
    if (!isLoaded) return;
    event.preventDefault();
    look();
  });
  part("search").elements.q.addEventListener("input", look);
  part("guest").addEventListener("submit", (event) => {
    const form = event.currentTarget;
    const name = form.elements.name.value.trim();
    if (!name) return;
    event.preventDefault();
    const { organisation, group } = form.elements;
    const item = makeItem("walk_in", { name, organisation: organisation.value, group: group.value });
    addLatest(item, name, 0);
    say(word("in", { name }));
    form.elements.name.value = organisation.value = "";
    form.elements.name.focus();
    queue.add(item, name);
  });
  for (const form of door.querySelectorAll("[data-undo]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const row = form.closest("li");
      const name = row.firstElementChild.firstChild.textContent.trim();
      undo(form.elements.key.value, name, Number(form.elements.participant.value), row);
    });
  }

  prepareCamera();
  load();
  window.setInterval(load, RENEW);
  // What an earlier visit left on this phone goes out first.
  queue.send();
})();
