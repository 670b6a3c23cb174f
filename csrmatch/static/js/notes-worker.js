"use strict";
// Opens the page of notes where no network is. It keeps that page without names, notes or tokens, and the
// styles and scripts of it; whatever else is asked for goes to the network as if this were not here.

const KEPT = "notes-1";
const PAGE = /^(.*\/workshops\/\d+\/notes)\/take$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", function (event) {
  event.waitUntil(keep(event.data));
});

async function keep(wanted) {
  const cache = await caches.open(KEPT);
  await Promise.all([wanted.page, ...wanted.parts].map((address) => renew(cache, address)));
}

async function renew(cache, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  // A sign-in page in its place is nothing to keep.
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
}

self.addEventListener("fetch", function (event) {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const page = event.request.mode === "navigate" ? PAGE.exec(address.pathname) : null;
  if (page) event.respondWith(fetch(event.request).catch(() => kept(page[1] + "/offline")));
  else if (address.pathname.includes("/static/")) event.respondWith(fetch(event.request).catch(() => kept(event.request.url)));
});

async function kept(address) {
  const found = await caches.match(address, { ignoreVary: true });
  return found || Response.error();
}
