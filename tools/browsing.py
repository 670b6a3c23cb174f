"""A real Chromium that looks at a served csrmatch, and a witness of everything that goes wrong in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from csrmatch.demo import DEMO_DOMAIN
from tools.showcase import Site

__all__ = ["Witness", "find_chromium", "launch", "leaving", "new_page", "sign_in"]

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_OWN_SCHEMES = {"data", "blob", "about"}
# Chromium repeats on its console what the answer itself already told.
_REPEATED = "Failed to load resource"


def find_chromium() -> str | None:
    """Where the machine's Chromium is; the one that is built without a window costs the least."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


@contextmanager
def launch() -> Iterator[Browser]:
    """A Chromium without a window, until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Witness:
    """Notes foreign requests, console errors (the content policy's too) and failed answers."""

    host: str
    faults: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Looks at every page of a context from now on."""
        context.on("request", self._see_request)
        context.on("response", self._see_response)
        context.on("console", self._see_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _see_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc != self.host and parts.scheme not in _OWN_SCHEMES:
            self.faults.append(f"request to another host: {request.url}")

    def _see_response(self, response: Response) -> None:
        # A page may refuse what was typed; what a page is made of may not be missing.
        limit = 500 if response.request.is_navigation_request() else 400
        if response.status >= limit:
            self.faults.append(f"answer {response.status}: {response.request.method} {response.url}")

    def _see_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_REPEATED):
            self.faults.append(f"console: {message.text}")


def new_page(
    browser: Browser,
    site: Site,
    *,
    language: str = "en",
    width: int = 1280,
    colours: Literal["light", "dark"] = "light",
    javascript: bool = True,
    witness: Witness | None = None,
) -> Page:
    """A page in a browser profile of its own, which prefers the language and is that many pixels wide."""
    context = browser.new_context(
        base_url=site.url,
        locale=f"{language}-IN",
        viewport={"width": width, "height": 900},
        color_scheme=colours,
        java_script_enabled=javascript,
        timezone_id="Asia/Kolkata",
        accept_downloads=True,
    )
    context.set_default_timeout(20_000)
    if witness is not None:
        witness.watch(context)
    return context.new_page()


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Ends when the page is there to which the block's act leads; a click by itself waits for nothing."""
    with page.expect_navigation(wait_until="load"):
        yield


def sign_in(page: Page, site: Site, account: str) -> None:
    """Signs a demonstration account in through the form, in whatever language it is shown."""
    page.goto("/sign-in")
    page.locator("input[name=email]").fill(f"{account}@{DEMO_DOMAIN}")
    page.locator("input[name=password]").fill(site.password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/home")
