"use strict";
// What is done at the door, kept on the phone until the service has it: each act under a key of its own and
// for the person who did it, so that no tab loses another's. Sending it twice counts once.

class DoorQueue {
  static AT_ONCE = 100;
  static PAUSE = 5000;

  constructor(key, address, token, tell) {
    this.store = new window.NoteStore(key, "csrmatch-door:");
    // A phone that keeps nothing still sends what is in this page.
    this.unkept = new Map();
    this.address = address;
    this.token = token;
    this.tell = tell;
    this.isSending = false;
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", () => this.tell({ kind: "waiting" }));
    window.setInterval(() => this.send(), DoorQueue.PAUSE);
  }

  get waiting() {
    const kept = window.NoteStore.works() ? this.store.list() : [];
    return [...kept, ...this.unkept.values()];
  }

  get length() {
    return this.waiting.length;
  }

  keep(entry) {
    try {
      this.store.put(entry);
      this.unkept.delete(entry.uuid);
    } catch {
      this.unkept.set(entry.uuid, entry);
    }
  }

  drop(entry) {
    if (!this.unkept.delete(entry.uuid)) this.store.drop(entry.uuid);
  }

  // An undo bears the key of what it undoes, and is kept beside it.
  add(item, name) {
    const uuid = item.act === "undo" ? `${item.key}:undo` : item.key;
    this.keep({ uuid, taken_at: item.at, item, name });
    this.tell({ kind: "waiting" });
    return this.send();
  }

  // What was never sent is simply taken out of the queue; gives whether it was. What was sent may have
  // arrived although no answer came, so it has to be undone there.
  withdraw(key) {
    const entry = this.waiting.find((one) => one.uuid === key && !one.isTried);
    if (entry) this.drop(entry);
    this.tell({ kind: "waiting" });
    return Boolean(entry);
  }

  async send() {
    if (this.isSending || !this.length) return;
    this.isSending = true;
    try {
      while (this.length) {
        if (!(await this.sendSome(this.waiting.slice(0, DoorQueue.AT_ONCE)))) break;
      }
    } finally {
      this.isSending = false;
      this.tell({ kind: "waiting" });
    }
  }

  async sendSome(entries) {
    let answer, done;
    for (const entry of entries) {
      if (!entry.isTried) this.keep(Object.assign(entry, { isTried: true }));
    }
    try {
      answer = await fetch(this.address, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ items: entries.map((entry) => entry.item) }),
        signal: window.NoteStore.deadline(),
      });
      if (answer.ok) done = (await answer.json()).done;
    } catch {
      // No network: the next try may find the way.
      return false;
    }
    if (!answer.ok) {
      // A busy service is tried again; whoever is signed out has to open the page again.
      if (answer.type === "opaqueredirect" || answer.status < 500) this.tell({ kind: "again" });
      return false;
    }
    const outcomes = new Map(done.map((one, place) => [entries[place].uuid, one]));
    for (const entry of entries) {
      const one = outcomes.get(entry.uuid);
      if (!one || one.key !== entry.item.key) continue;
      this.drop(entry);
      this.tell({ kind: "done", entry, outcome: one.outcome, participant: one.participant });
    }
    return true;
  }
}
