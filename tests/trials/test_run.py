"""The page of the trials: sections that ran are replaced, the others stay."""

from trials.figures import Figure
from trials.run import page


class TestPage:
    def test_only_the_sections_that_ran_change(self):
        first = page(
            "",
            {"Published optima": "## Published optima\n\nformer figures", "Referees": "## Referees\n\nkept"},
        )
        second = page(first, {"Published optima": "## Published optima\n\nnew"})
        assert second.startswith("# Trials\n")
        assert "## Published optima\n\nnew\n" in second
        assert "## Referees\n\nkept\n" in second
        assert "former figures" not in second


class TestFigure:
    def test_one_that_was_not_tried_is_not_called_met(self):
        assert (
            Figure("a", "b", "–", 0.0, None, "not given").line == "| a | b | – | – | not tried; not given |"
        )

    def test_one_that_failed_says_so(self):
        assert Figure("a", "b", "c", 1.25, False).line == "| a | b | c | 1.2 | not met |"
