"""Every page once more, in Hindi; in a file of its own, so that two can look at once."""

import pytest

from tests.browser.axe import LARGE, Tabs, look_at
from tools.showcase import Page

pytestmark = pytest.mark.browser


class TestEveryPage:
    def test_it_can_be_read_by_everybody(self, tabs: Tabs, pages: list[Page]) -> None:
        wrong = look_at(tabs, [page for page in pages if page.name not in LARGE], "hi")
        assert not wrong, "\n".join(wrong)
