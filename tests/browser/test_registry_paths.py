"""A nodal officer records a project and a collector's office posts a need, by what the screen says."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page

from csrmatch.i18n import _, speaking
from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

# Card, Moran, Newell: The Keystroke-Level Model, CACM 23 (1980), 396–410: seconds for a key of an average
# typist, for pointing, for moving a hand between mouse and keys, and for making up one's mind.
KEY, POINT, HAND, MIND = 0.28, 1.1, 0.4, 1.35
THREE_MINUTES = 180


@dataclass
class Typist:
    """An officer who points and types; every act adds the time that the keystroke-level model gives it."""

    page: Page
    language: str
    seconds: float = 0.0
    acts: list[str] = field(default_factory=list)

    def say(self, text: str, **params: object) -> str:
        """A text as this officer reads it."""
        with speaking(self.language):
            return _(text, **params)

    def press(self, text: str, role: str = "button", within: str = "main") -> None:
        """Presses what bears these words and leads to another page."""
        place = self.page.locator(within).get_by_role(role, name=re.compile(f"^{re.escape(self.say(text))}"))  # type: ignore[arg-type]
        self._act(f"press {text}", MIND + POINT + KEY)
        with leaving(self.page):
            place.first.click()

    def type(self, label: str, value: str) -> None:
        """Types into the field of this label."""
        self._act(f"type {label}", MIND + POINT + 2 * HAND + KEY * len(value))
        self._field(label).fill(value)

    def choose(self, label: str, option: str) -> None:
        """Chooses from the list of this label: points twice, and types three letters to find the line."""
        self._act(f"choose {label}", MIND + 2 * POINT + 2 * HAND + KEY * 3)
        self._field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        """Ticks the box or the choice of these words."""
        self._act(f"tick {label}", MIND + POINT + KEY)
        self.page.get_by_label(self.say(label), exact=True).first.check()

    def fits_the_screen(self) -> None:
        """Asserts that the page need not be pushed sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def _field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(re.compile(f"^{re.escape(self.say(label))}")).first

    def _act(self, what: str, seconds: float) -> None:
        self.seconds += seconds
        self.acts.append(what)


class TestRecordingAProject:
    def test_a_nodal_officer_with_the_guide_alone_needs_less_than_three_minutes(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page(width=1280)
        sign_in(page, site, "cpse")
        officer = Typist(page, "en")
        officer.press("Projects", role="link", within=".site-nav")
        officer.press("Record a project", role="link")
        officer.type("Title in English", "Smart classrooms for 24 schools of Kuakonda")
        officer.choose("Main theme", "Education")
        officer.choose("District", "Dantewada, Chhattisgarh")
        officer.type("First day", "2026-06-01")
        officer.type("Last day", "2027-03-31")
        officer.press("Record the project")
        officer.press("Change", role="link", within=".row-group")
        officer.type("Quarter 1, set aside", "1.2 crore")
        officer.type("Quarter 1, spent", "35 lakh")
        officer.press("Save")
        assert "1.20 crore" in page.locator("main").inner_text()
        print(
            f"\na project in {len(officer.acts)} acts, {officer.seconds:.0f} s by the keystroke-level model"
        )
        assert officer.seconds < THREE_MINUTES


class TestPostingANeed:
    def test_a_collector_s_office_posts_one_on_a_phone_in_hindi(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page(width=360)
        sign_in(page, site, "district")
        page.goto("/language/hi")
        officer = Typist(page, "hi")
        page.goto("/needs")
        officer.fits_the_screen()
        officer.press("Post a need", role="link")
        officer.fits_the_screen()
        officer.type("Title in Hindi", "कुआकोंडा के 12 आंगनवाड़ी केंद्रों में पेयजल")
        officer.press("Post the need")
        assert officer.say("Choose the theme.") in page.locator(".error-summary").inner_text()
        officer.choose("Theme", "कृषि एवं जल संसाधन")
        officer.type("Block", "कुआकोंडा")
        officer.type("Cost", "18.5 लाख")
        officer.press("Post the need")
        officer.fits_the_screen()
        assert "कुआकोंडा के 12 आंगनवाड़ी केंद्रों में पेयजल" in page.locator("h1").inner_text()
        print(f"\na need in {len(officer.acts)} acts, {officer.seconds:.0f} s by the keystroke-level model")
