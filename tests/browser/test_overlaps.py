"""The panel of overlaps appears while a need is typed, and without scripts after it is sent."""

import pytest

from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

TITLE = "Toilets for girls in residential schools"
FOUND = "Toilets and hand washing for girls in residential schools"


class TestPanel:
    def test_appears_while_typing_and_says_so_politely(self, site: Site, open_page: OpenPage) -> None:
        page = open_page()
        sign_in(page, site, "district")
        page.goto(f"{site.url}/needs/new")
        panel = page.locator("[data-near-url]")
        assert panel.get_attribute("aria-live") == "polite"
        assert FOUND not in panel.inner_text()
        page.select_option("[name=theme]", "ED")
        page.locator("[name=title_en]").press_sequentially(TITLE)
        found = panel.get_by_text(FOUND)
        found.wait_for()
        panel.get_by_text("titles alike").first.wait_for()
        # What is typed stays, and the keyboard stays where it was.
        assert page.locator("[name=title_en]").input_value() == TITLE
        assert page.evaluate("document.activeElement.name") == "title_en"
        page.select_option("[name=theme]", "")
        found.wait_for(state="detached")

    def test_appears_without_scripts_once_the_need_is_sent(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(javascript=False)
        sign_in(page, site, "district")
        page.goto(f"{site.url}/needs/new")
        assert FOUND not in page.locator(".near").inner_text()
        page.fill("[name=title_en]", TITLE)
        page.select_option("[name=theme]", "ED")
        with leaving(page):
            page.click("main form[method=post] button[type=submit]")
        assert FOUND in page.locator(".near").inner_text()
