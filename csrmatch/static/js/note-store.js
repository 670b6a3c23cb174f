"use strict";
// What waits on this phone, notes and acts at the door: each under a key of its own, so that no tab overwrites what another wrote,
// and none goes before the server has said that it has it.

window.NoteStore = class {
  constructor(key, kind = "csrmatch-note:") {
    this.prefix = kind + key + ":";
  }

  // Whether this browser keeps anything for us: some block it.
  static works() {
    try {
      window.localStorage.getItem("csrmatch");
      return true;
    } catch {
      return false;
    }
  }

  // A network that swallows a request must not stop all that follow; old browsers know no such limit.
  static deadline() {
    return AbortSignal.timeout ? AbortSignal.timeout(15000) : undefined;
  }

  // All notes that wait, the oldest first; of the same moment the shorter mark, an undo after what it undoes.
  list() {
    const found = [];
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key.startsWith(this.prefix)) continue;
      try {
        found.push(JSON.parse(localStorage.getItem(key)));
      } catch {
        // What cannot be read was never one of ours.
      }
    }
    const place = (note) => note.taken_at + " " + note.uuid;
    return found.sort((one, other) => (place(one) < place(other) ? -1 : 1));
  }

  // Throws where the phone is full: whoever typed must not believe it kept.
  put(note) {
    localStorage.setItem(this.prefix + note.uuid, JSON.stringify(note));
  }

  has(uuid) {
    return localStorage.getItem(this.prefix + uuid) !== null;
  }

  drop(uuid) {
    localStorage.removeItem(this.prefix + uuid);
  }

  // A mark for a note; where a page is not served safely, browsers give random bytes but no marks.
  static mark() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [8, 13, 18, 23].reduce((text, at) => text.slice(0, at) + "-" + text.slice(at), hex);
  }
};
