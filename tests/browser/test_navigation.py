"""The head of every page: the fold at the end of the navigation, by hand and by keyboard, and its links."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

FOLD = ".nav-fold"
ENTRIES = f"{FOLD} li a"


def home(open_page: OpenPage, site: Site, **options: object) -> Page:
    """The home page of DPE staff, whose navigation is the longest."""
    page = open_page(**options)
    sign_in(page, site, "dpe")
    return page


class TestFold:
    @pytest.mark.parametrize("width", [360, 1280])
    @pytest.mark.parametrize("javascript", [True, False])
    def test_it_opens_by_a_press_and_its_entries_lead_to_their_pages(
        self, site: Site, open_page: OpenPage, javascript: bool, width: int
    ) -> None:
        page = home(open_page, site, javascript=javascript, width=width)
        summary, entries = page.locator(f"{FOLD} > summary"), page.locator(ENTRIES)
        expect(summary).to_have_text("More")
        expect(entries.first).to_be_hidden()
        summary.click()
        assert entries.count() >= 3
        for entry in entries.all():
            expect(entry).to_be_visible()
            box = entry.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width, "nothing of the fold lies outside the screen"
        path = entries.last.get_attribute("href")
        with leaving(page):
            entries.last.click()
        assert page.url.endswith(str(path))
        # Closed again, it names the page the reader is on where there is room; elsewhere it is marked.
        expect(page.locator(ENTRIES).first).to_be_hidden()
        expect(page.locator(f"{FOLD} > summary.nav-here")).to_be_visible()
        expect(page.locator(f"{FOLD} .nav-name")).to_be_visible(visible=width > 768)

    def test_the_keyboard_opens_it_walks_through_it_and_leaves_it(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = home(open_page, site)
        summary, entries = page.locator(f"{FOLD} > summary"), page.locator(ENTRIES)
        summary.focus()
        page.keyboard.press("Enter")
        expect(entries.first).to_be_visible()
        page.keyboard.press("Tab")
        expect(entries.first).to_be_focused()
        page.keyboard.press("Escape")
        expect(entries.first).to_be_hidden()
        expect(summary).to_be_focused()
        page.keyboard.press("Space")
        for entry in entries.all():
            page.keyboard.press("Tab")
            expect(entry).to_be_focused()
        page.keyboard.press("Tab")
        expect(entries.first).to_be_hidden()

    def test_the_keyboard_opens_it_without_scripts_too(self, site: Site, open_page: OpenPage) -> None:
        page = home(open_page, site, javascript=False)
        summary, entries = page.locator(f"{FOLD} > summary"), page.locator(ENTRIES)
        summary.focus()
        page.keyboard.press("Enter")
        expect(entries.first).to_be_visible()
        path = entries.first.get_attribute("href")
        page.keyboard.press("Tab")
        with leaving(page):
            page.keyboard.press("Enter")
        assert page.url.endswith(str(path))

    def test_a_press_beside_it_closes_it(self, site: Site, open_page: OpenPage) -> None:
        page = home(open_page, site)
        page.locator(f"{FOLD} > summary").click()
        expect(page.locator(ENTRIES).first).to_be_visible()
        page.locator("h1").click()
        expect(page.locator(ENTRIES).first).to_be_hidden()

    def test_who_has_few_entries_has_them_all_in_the_row(self, site: Site, open_page: OpenPage) -> None:
        page = open_page()
        sign_in(page, site, "agency")
        assert page.locator(FOLD).count() == 0


class TestHeadLinks:
    @pytest.mark.parametrize("language", ["en", "hi"])
    @pytest.mark.parametrize("account", ["dpe", "district", "cpse"])
    def test_on_a_phone_they_stand_on_one_line(
        self, site: Site, open_page: OpenPage, account: str, language: str
    ) -> None:
        page = open_page(width=360)
        sign_in(page, site, account)
        page.goto(f"/language/{language}")
        page.goto("/home")
        links = [link for link in page.locator(".head-links > li").all() if link.is_visible()]
        boxes = [link.bounding_box() for link in links]
        assert len(boxes) == 4, "search, the other language, the account, and the way out"
        middles = [box["y"] + box["height"] / 2 for box in boxes]
        assert max(middles) - min(middles) < 6
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
        assert all(box["width"] >= 24 for box in boxes)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
