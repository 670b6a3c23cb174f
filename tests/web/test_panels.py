"""Panels that one slice puts on the page of another."""

import pytest
from markupsafe import Markup

from csrmatch.web import panels


@pytest.fixture(autouse=True)
def _own_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})


class TestDrawPanels:
    def test_a_spot_without_panels_shows_nothing(self) -> None:
        assert panels.draw_panels("district.helps", object()) == []

    def test_panels_stand_in_their_order_and_only_in_their_spot(self) -> None:
        panels.register_panel("here", "late", lambda row: f"late {row}", position=9)
        panels.register_panel("here", "early", lambda row: f"early {row}", position=1)
        panels.register_panel("there", "other", lambda row: "other")
        assert panels.draw_panels("here", 7) == [Markup("early 7"), Markup("late 7")]

    def test_a_panel_with_nothing_to_show_leaves_no_gap(self) -> None:
        panels.register_panel("here", "none", lambda _row: None)
        panels.register_panel("here", "blank", lambda _row: "")
        assert panels.draw_panels("here", None) == []

    def test_the_same_name_again_replaces_the_panel(self) -> None:
        panels.register_panel("here", "one", lambda _row: "old")
        panels.register_panel("here", "one", lambda _row: "new")
        assert panels.draw_panels("here", None) == [Markup("new")]
