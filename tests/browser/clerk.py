"""Somebody at a browser who reads only the words on the screen, in either language."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from csrmatch.demo import DEMO_DOMAIN
from csrmatch.i18n import _, speaking
from tests.browser.conftest import OpenPage
from tools.browsing import leaving
from tools.showcase import Site

__all__ = ["Clerk", "Manner", "choose_kind", "come_in", "make_exercise"]

CHHATTISGARH = "22"


@dataclass(frozen=True)
class Manner:
    """How a person does the job: in which language, on how wide a screen, with scripts or without."""

    language: str = "en"
    width: int = 1280
    javascript: bool = True


class Clerk:
    """An officer at one browser, who reads only the words on the screen."""

    def __init__(self, page: Page, site: Site, manner: Manner) -> None:
        self.page, self.site, self.manner = page, site, manner

    def say(self, text: str, **params: object) -> str:
        """A text as this person reads it."""
        with speaking(self.manner.language):
            return _(text, **params)

    def link(self, text: str, within: str = "body") -> Locator:
        """The link of these words."""
        return self.page.locator(within).get_by_role("link", name=self.say(text), exact=True).first

    def go(self, text: str, within: str = "main") -> None:
        """Goes where the link of these words leads."""
        self.follow(self.link(text, within))

    def press(self, text: str, within: str = "main") -> None:
        """Presses the button of these words, which leads to another page."""
        self.follow(self.page.locator(within).get_by_role("button", name=self.say(text), exact=True).first)

    def follow(self, place: Locator) -> None:
        """Presses what leads to another page, and waits until that is there."""
        with leaving(self.page):
            place.click()

    def fill(self, label: str, value: str) -> None:
        """Types into the field of this label."""
        self.page.get_by_label(self.say(label)).fill(value)

    def heading(self) -> str:
        """What the page is called."""
        return self.page.locator("h1").inner_text()

    def step(self, text: str) -> None:
        """Goes to a step of the exercise."""
        self.go(text, ".steps")

    def fits_the_screen(self) -> None:
        """Asserts that the page need not be pushed sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"


def come_in(site: Site, open_page: OpenPage, manner: Manner, account: str = "dpe") -> Clerk:
    """Somebody who came to the front page, chose the language there and signed in."""
    page = open_page(width=manner.width, javascript=manner.javascript)
    clerk = Clerk(page, site, manner)
    page.goto("/")
    clerk.follow(page.locator(f".head-links a[hreflang={manner.language}]"))
    assert page.locator("html").get_attribute("lang") == manner.language
    clerk.go("Sign in", "body")
    clerk.fill("E-mail address", f"{account}@{DEMO_DOMAIN}")
    clerk.fill("Password", site.password)
    clerk.press("Sign in")
    assert page.url.endswith("/home")
    assert page.locator("html").get_attribute("lang") == manner.language
    return clerk


def choose_kind(clerk: Clerk, kind: str) -> None:
    """What kind of rule it shall be; scripts bring its fields at once."""
    clerk.page.locator(f"input[name=kind][value={kind}]").check()
    if not clerk.manner.javascript:
        clerk.press("Continue")
    clerk.page.locator("#rule-fields textarea[name=reason]").wait_for()


def make_exercise(clerk: Clerk) -> None:
    """A new exercise for one state; the mistake of naming no state is told and mended."""
    page = clerk.page
    clerk.go("Mapping", ".site-nav")
    clerk.go("New exercise")
    clerk.fill("Title in English", "Chhattisgarh once more")
    clerk.fill("Title in Hindi", "छत्तीसगढ़ एक बार और")
    page.locator("input[name=scope][value=state]").check()
    clerk.press("Make the exercise")
    assert clerk.say("Choose the state.") in page.locator(".error-summary").inner_text()
    page.locator("select[name=state]").select_option(CHHATTISGARH)
    clerk.press("Make the exercise")
    assert clerk.heading() == (
        "छत्तीसगढ़ एक बार और" if clerk.manner.language == "hi" else "Chhattisgarh once more"
    )
