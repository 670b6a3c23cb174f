"""Looking for something by the keyboard alone, with scripts and without, and on a phone."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser


def type_until_answered(page: Page, field: Locator, text: str) -> None:
    """Types key by key, and waits for the suggestions to the whole text: earlier ones give way to them."""
    with page.expect_response(lambda answer: answer.url.endswith(f"?q={quote(text)}")):
        field.press_sequentially(text)


class TestSearch:
    def test_suggestions_are_chosen_with_the_arrow_keys(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(width=1280)
        sign_in(page, site, "dpe")
        page.goto("/home")
        field = page.get_by_role("combobox", name="Search everything")
        type_until_answered(page, field, "Dantew")
        options = page.get_by_role("option")
        expect(options.first).to_contain_text("Dantewada")
        assert field.get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
        assert options.first.get_attribute("aria-selected") == "true"
        page.keyboard.press("ArrowUp")
        assert field.get_attribute("aria-activedescendant") is None
        page.keyboard.press("ArrowDown")
        with leaving(page):
            page.keyboard.press("Enter")
        assert page.url.endswith("/districts/376")

    def test_escape_closes_the_list_and_enter_shows_all_results(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page(width=1280)
        sign_in(page, site, "dpe")
        page.goto("/home")
        field = page.get_by_role("combobox", name="Search everything")
        type_until_answered(page, field, "दंतेवा")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        assert field.get_attribute("aria-expanded") == "false"
        with leaving(page):
            page.keyboard.press("Enter")
        assert "/search?q=" in page.url
        expect(page.locator("mark").first).to_have_text("Dantewada")

    def test_works_without_scripts_on_a_phone(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(width=360, javascript=False)
        sign_in(page, site, "district")
        page.goto("/home")
        with leaving(page):
            page.get_by_role("link", name="Search", exact=True).click()
        page.get_by_label("Search everything").fill("Dantewara")
        with leaving(page):
            page.get_by_role("main").get_by_role("button", name="Search").click()
        expect(page.locator("main mark").first).to_have_text("Dantewada")
