"""The nine classes of shares."""

import pytest

from csrmatch.web.shades import shade


class TestShade:
    @pytest.mark.parametrize(
        ("share", "expected"),
        [(0.0, "q0"), (0.111, "q0"), (0.112, "q1"), (0.5, "q4"), (0.889, "q8"), (1.0, "q8")],
    )
    def test_nine_even_steps_from_nought_to_one(self, share: float, expected: str) -> None:
        assert shade(share) == expected

    @pytest.mark.parametrize(("share", "expected"), [(-0.2, "q0"), (1.7, "q8")])
    def test_what_lies_outside_is_shown_at_the_end(self, share: float, expected: str) -> None:
        assert shade(share) == expected

    def test_what_is_not_known_has_a_class_of_its_own(self) -> None:
        assert shade(None) == "none"
