"""The agenda is arranged by button and by hand, with scripts and without; the focus stays where it was."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

_AGENDA = "/workshops/2/agenda"


def _titles(page: Page, day: int = 1) -> list[str]:
    return page.locator(f"ol.agenda[data-day='{day}'] > li h3").all_inner_texts()


def _wait_for_news(page: Page, words: str) -> None:
    """Waits until the part that screen readers are told of says so."""
    page.locator("#agenda-news", has_text=words).wait_for(state="attached")


class TestArranging:
    def test_a_button_moves_in_place_keeps_the_focus_and_is_told(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page()
        sign_in(page, site, "dpe")
        page.goto(f"{site.url}{_AGENDA}?arrange=1")
        before = _titles(page)
        page.evaluate("window.isSame = true")
        page.get_by_role("button", name=f"Down: {before[0]}").press("Enter")
        _wait_for_news(page, "is now session 2 of day 1.")
        assert _titles(page) == [before[1], before[0], *before[2:]]
        assert page.evaluate("window.isSame") is True
        focused = page.evaluate("document.activeElement.textContent")
        assert f"Down: {before[0]}" in focused
        page.keyboard.press("Enter")
        _wait_for_news(page, "is now session 3 of day 1.")
        assert _titles(page)[2] == before[0]

    def test_a_session_is_dragged_to_another_day(self, site: Site, open_page: OpenPage) -> None:
        page = open_page()
        sign_in(page, site, "dpe")
        page.goto(f"{site.url}{_AGENDA}?arrange=1")
        first, second = _titles(page), _titles(page, 2)
        taken = page.locator("ol.agenda[data-day='1'] > li").last
        target = page.locator("ol.agenda[data-day='2'] > li").first
        taken.drag_to(target, source_position={"x": 20, "y": 12}, target_position={"x": 20, "y": 6})
        _wait_for_news(page, "is now session 1 of day 2.")
        assert _titles(page, 2) == [first[-1], *second]
        assert _titles(page) == first[:-1]

    def test_without_scripts_the_same_buttons_are_forms(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(javascript=False)
        sign_in(page, site, "dpe")
        page.goto(f"{site.url}{_AGENDA}?arrange=1")
        before = _titles(page)
        with leaving(page):
            page.get_by_role("button", name=f"Down: {before[0]}").click()
        assert _titles(page) == [before[1], before[0], *before[2:]]
        assert page.get_by_text(f"{before[0]} is now session 2 of day 1.").is_visible()
        assert "#session-" in page.url
