"""The pictures of the registry on plain values: classes of dots, sums, folded rows, bars of years."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.registry.pictures.dots import CLASSES, Amount, Heading, draw_dots, size_of
from csrmatch.registry.pictures.years import WIDTH, draw_years

ED, HN = Heading("ED", "Education", position=2), Heading("HN", "Health", position=1)
REST = Heading("*", "others")


def place(name: str) -> Heading:
    return Heading(name, name)


class TestSizeOf:
    @pytest.mark.parametrize(
        ("inr", "size"),
        [
            (None, 0),
            (0, 0),
            (1, 1),
            (10**6 - 1, 1),
            (10**6, 2),
            (10**7, 3),
            (10**8, 4),
            (10**9, 5),
            (10**12, 5),
        ],
    )
    def test_a_class_begins_at_its_least_amount(self, inr: int | None, size: int) -> None:
        assert size_of(inr) == size

    @given(st.integers(0, 10**13), st.integers(0, 10**13))
    def test_more_money_never_makes_a_smaller_dot(self, one: int, other: int) -> None:
        assert size_of(min(one, other)) <= size_of(max(one, other)) <= len(CLASSES)


class TestDrawDots:
    def test_what_is_not_known_is_a_hollow_dot_and_no_nought(self) -> None:
        matrix = draw_dots([Amount(place("A"), ED, None, 2)], [HN, ED])
        (row,) = matrix.rows
        assert row.cells[0] is None
        assert row.cells[1] is not None
        assert (row.cells[1].size, row.cells[1].inr, row.cells[1].projects) == (0, None, 2)
        assert (row.inr, matrix.inr, matrix.largest_row, matrix.largest_column) == (None, None, None, None)

    def test_the_row_with_the_most_money_comes_first_and_is_the_largest(self) -> None:
        amounts = [Amount(place("A"), ED, 5, 1), Amount(place("B"), HN, 9, 1), Amount(place("B"), ED, 1, 1)]
        matrix = draw_dots(amounts, [HN, ED])
        assert [row.heading.key for row in matrix.rows] == ["B", "A"]
        assert matrix.largest_row is matrix.rows[0]
        assert matrix.largest_column == (HN, 9)

    def test_the_smallest_rows_are_folded_into_one_and_none_is_lost(self) -> None:
        amounts = [Amount(place(str(number)), ED, number, 1) for number in range(1, 8)]
        matrix = draw_dots(amounts, [ED], most_rows=3, rest=REST)
        assert [(row.heading.key, row.inr) for row in matrix.rows] == [("7", 7), ("6", 6), ("*", 15)]
        assert matrix.left_out == 5

    def test_as_many_rows_as_fit_are_not_folded(self) -> None:
        amounts = [Amount(place(str(number)), ED, number, 1) for number in range(1, 4)]
        assert "*" not in [row.heading.key for row in draw_dots(amounts, [ED], most_rows=3, rest=REST).rows]

    @given(
        st.lists(
            st.tuples(
                st.sampled_from("ABCDEFG"), st.sampled_from([ED, HN]), st.none() | st.integers(0, 10**12)
            )
        ),
        st.integers(1, 8),
    )
    def test_sums_agree_with_a_plain_count_whatever_is_folded(
        self, drawn: list[tuple[str, Heading, int | None]], most: int
    ) -> None:
        expected: dict[str, int] = defaultdict(int)
        for _name, column, inr in drawn:
            expected[column.key] += inr or 0
        amounts = [Amount(place(name), column, inr, 1) for name, column, inr in drawn]
        matrix = draw_dots(amounts, [ED, HN], most_rows=most, rest=REST)
        assert [amount or 0 for amount in matrix.sums] == [expected["ED"], expected["HN"]]
        assert (matrix.inr or 0) == sum(expected.values()) == sum(row.inr or 0 for row in matrix.rows)
        assert sum(cell.projects for row in matrix.rows for cell in row.cells if cell) == len(drawn)
        assert len(matrix.rows) <= max(most, 1)


class TestDrawYears:
    def test_an_account_stands_for_its_year_and_a_filing_for_the_years_without(self) -> None:
        bars = draw_years({"2024-25": (100, 50), "2015-16": (10, None)}, {"2015-16": 70, "2014-15": 30})
        assert [(bar.year, bar.spent_inr, bar.owed_inr, bar.is_filed) for bar in bars] == [
            ("2024-25", 50, 100, False),
            ("2015-16", None, 10, False),
            ("2014-15", 30, None, True),
        ]

    def test_all_bars_share_one_scale(self) -> None:
        latest, before = draw_years({"2024-25": (100, 50), "2023-24": (80, 90)}, {})
        assert (latest.owed_x, latest.spent_x) == (WIDTH, WIDTH / 2)
        assert before.spent_x == pytest.approx(0.9 * WIDTH)

    def test_less_than_owed_is_short_and_what_is_not_known_is_not(self) -> None:
        short, over, unknown = draw_years(
            {"2024-25": (100, 99), "2023-24": (100, 100), "2022-23": (100, None)}, {}
        )
        assert (short.is_short, over.is_short, unknown.is_short) == (True, False, False)

    def test_a_year_of_which_nothing_is_known_is_left_out(self) -> None:
        assert draw_years({"2024-25": (None, None)}, {}) == []

    def test_only_the_latest_years_are_drawn(self) -> None:
        filed = {f"20{year}-{year + 1}": year for year in range(10, 20)}
        assert [bar.year for bar in draw_years({}, filed, most=2)] == ["2019-20", "2018-19"]
