"""The wall of the room fills by itself, keeps its last state when the line is down, and offers no control."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tools.browsing import Witness, leaving, sign_in
from tools.showcase import Page as ShownPage
from tools.showcase import Site

pytestmark = pytest.mark.browser

# The wall asks every three seconds; a busy machine is given more.
_RENEWED = 30_000


def _path(pages: list[ShownPage], name: str) -> str:
    return next(page.path for page in pages if page.name == name)


def _agree(page: Page, room: str, pair: str, side: str, name: str) -> None:
    """Writes a voice down by the buttons on the screen, without scripts."""
    page.goto(f"{room}/record")
    card = page.locator(".room-card", has_text=pair)
    with leaving(page):
        card.get_by_role("link", name=side).click()
    page.get_by_label("agreed in the room").check()
    page.fill("[name=name]", name)
    with leaving(page):
        page.get_by_role("button", name="Write it down").click()
    assert card.get_by_text(f"{name}: agreed in the room").is_visible()


class TestProjector:
    def test_it_fills_by_itself_and_keeps_its_last_state_while_the_line_is_down(
        self, site: Site, open_page: OpenPage, pages: list[ShownPage], witness: Witness
    ) -> None:
        room = _path(pages, "room")
        wall = open_page()
        sign_in(wall, site, "cpse")
        wall.goto(f"{room}/projector")
        expect(wall.locator("[data-count=agreed]")).to_have_text("2")
        assert wall.locator("a, button, input, form").count() == 0
        assert wall.get_by_text("demo").count() == 0

        clerk = open_page(javascript=False)
        sign_in(clerk, site, "unicef")
        _agree(clerk, room, "Narayanpur", "The district says", "Asha Devi")
        _agree(clerk, room, "Narayanpur", "The CPSE says", "Sunita Rao")
        expect(wall.locator("[data-count=agreed]")).to_have_text("3", timeout=_RENEWED)
        expect(wall.locator("[data-code]")).to_have_text("SAIL")
        expect(wall.locator("[data-district=hi]")).to_have_text("नारायणपुर")
        assert wall.locator("g.room-agreed.last").count() == 1

        wall.context.set_offline(True)
        lost = wall.locator("[data-lost]")
        expect(lost).to_be_visible(timeout=_RENEWED)
        assert "connection lost since" in lost.inner_text()
        expect(wall.locator("[data-count=agreed]")).to_have_text("3")
        wall.context.set_offline(False)
        expect(lost).to_be_hidden(timeout=_RENEWED)
        witness.faults[:] = [fault for fault in witness.faults if "ERR_INTERNET_DISCONNECTED" not in fault]

    @pytest.mark.parametrize("language", ["en", "hi"])
    @pytest.mark.parametrize("width", [360, 1280])
    def test_it_never_scrolls_sideways_and_is_dark_with_large_type(
        self, site: Site, open_page: OpenPage, pages: list[ShownPage], language: str, width: int
    ) -> None:
        wall = open_page(language=language, width=width)
        sign_in(wall, site, "dpe")
        for name in ("room-projector", "room-projector-none"):
            wall.goto(_path(pages, name))
            assert wall.evaluate("document.documentElement.scrollWidth") <= width
            assert wall.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 12, 18)"
            size = wall.evaluate("parseFloat(getComputedStyle(document.querySelector('.counts b')).fontSize)")
            assert size >= (70 if width == 1280 else 40)
            assert wall.locator("[lang=hi]").count() >= wall.locator("[lang=en]").count() > 0
