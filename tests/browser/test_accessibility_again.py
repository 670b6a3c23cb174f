"""Every page once more, in Hindi and in the dark; in a file of its own, so that two can look at once."""

from typing import Literal

import pytest

from tests.browser.axe import LARGE, Tabs, look_at
from tools.showcase import Page

pytestmark = pytest.mark.browser


class TestEveryPage:
    @pytest.mark.parametrize(("language", "colours"), [("hi", "light"), ("en", "dark")])
    def test_it_can_be_read_by_everybody(
        self, language: str, colours: Literal["light", "dark"], tabs: Tabs, pages: list[Page]
    ) -> None:
        wrong = look_at(tabs, [page for page in pages if page.name not in LARGE], language, colours)
        assert not wrong, "\n".join(wrong)
