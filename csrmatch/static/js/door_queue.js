"use strict";
// What is done at the door, kept on the phone until the service has it: sent in batches, each act under a
// key of its own, so that sending it twice counts once.

class DoorQueue {
  static AT_ONCE = 100;
  static PAUSE = 5000;

  constructor(workshop, address, token, tell) {
    this.place = `csrmatch-door-${workshop}`;
    this.address = address;
    this.token = token;
    this.tell = tell;
    this.isSending = false;
    this.waiting = this.read();
    window.addEventListener("online", () => this.send());
    window.setInterval(() => this.send(), DoorQueue.PAUSE);
  }

  read() {
    try {
      const kept = JSON.parse(window.localStorage.getItem(this.place) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.waiting.length) window.localStorage.setItem(this.place, JSON.stringify(this.waiting));
      else window.localStorage.removeItem(this.place);
    } catch {
      // A phone that keeps nothing still sends what is in this page.
    }
  }

  get length() {
    return this.waiting.length;
  }

  add(item, name) {
    this.waiting.push({ item, name });
    this.keep();
    this.tell({ kind: "waiting" });
    return this.send();
  }

  // What was never sent is simply taken out of the queue; gives whether it was. What was sent may have
  // arrived although no answer came, so it has to be undone there.
  withdraw(key) {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter((entry) => entry.isTried || entry.item.key !== key);
    this.keep();
    this.tell({ kind: "waiting" });
    return this.waiting.length < before;
  }

  async send() {
    if (this.isSending || !this.waiting.length) return;
    this.isSending = true;
    try {
      while (this.waiting.length) {
        if (!(await this.sendSome(this.waiting.slice(0, DoorQueue.AT_ONCE)))) break;
      }
    } finally {
      this.isSending = false;
      this.tell({ kind: "waiting" });
    }
  }

  async sendSome(entries) {
    let answer;
    for (const entry of entries) entry.isTried = true;
    this.keep();
    try {
      answer = await fetch(this.address, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ items: entries.map((entry) => entry.item) }),
      });
    } catch {
      // No network: the next try may find the way.
      return false;
    }
    if (!answer.ok) {
      // A busy service is tried again; whoever is signed out has to open the page again.
      if (answer.type === "opaqueredirect" || answer.status < 500) this.tell({ kind: "again" });
      return false;
    }
    const done = new Map((await answer.json()).done.map((one) => [one.key, one]));
    this.waiting = this.waiting.filter((entry) => !(entries.includes(entry) && done.has(entry.item.key)));
    this.keep();
    for (const entry of entries) {
      const one = done.get(entry.item.key);
      if (one) this.tell({ kind: "done", entry, outcome: one.outcome, participant: one.participant });
    }
    return true;
  }
}
