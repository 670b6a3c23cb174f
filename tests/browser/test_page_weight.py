"""The public front page reaches a phone on a slow line: what really travels, fonts among it, is counted."""

import pytest

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

MOST_BYTES = 150_000


class TestFrontPage:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_a_first_visit_moves_less_than_150_kb(self, language: str, open_page: OpenPage) -> None:
        page = open_page(language=language, width=360)
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        moved: list[float] = []
        wire.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
        page.goto("/", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        # The page, its styles, its script and at least one font.
        assert len(moved) >= 5
        assert sum(moved) < MOST_BYTES
