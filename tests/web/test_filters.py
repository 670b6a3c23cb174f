"""What templates may call to show values."""

from markupsafe import Markup

from csrmatch.web.filters import keep_years_whole


class TestKeepYearsWhole:
    def test_no_line_ends_within_a_span_of_years(self) -> None:
        assert keep_years_whole("2024-25 to 2019–21") == (
            '<span class="nowrap">2024-25</span> to <span class="nowrap">2019–21</span>'
        )

    def test_a_day_and_a_long_number_are_no_years(self) -> None:
        for text in ("2026-03-31", "2024-255"):
            assert keep_years_whole(text) == text

    def test_text_of_people_stays_text(self) -> None:
        assert "<b>" not in keep_years_whole("<b>2024-25</b>")
        assert keep_years_whole(Markup("<i>so</i>")) == "<i>so</i>"
