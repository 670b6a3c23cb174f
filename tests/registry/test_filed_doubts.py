"""Doubts about filed rows are found from the rows alone, and nothing ordinary is doubted."""

from csrmatch.registry.rules.filed_doubts import HELD, Doubt, FiledAmounts, find_doubts

LAKH = 100_000


class Rows:
    """Makes rows, numbering them as they come."""

    def __init__(self) -> None:
        self.rows: list[FiledAmounts] = []

    def add(
        self,
        year: str,
        spent: int | None,
        *,
        title: str = "Two class rooms in the school of Amgaon",
        outlay: int | None = None,
        company: str = "AAA",
        place: bool = True,
        identity: tuple[object, ...] | None = None,
    ) -> int:
        number = len(self.rows) + 1
        self.rows.append(
            FiledAmounts(number, company, year, title, place, outlay, spent, identity or (number,))
        )
        return number

    def doubts(self) -> dict[int, tuple[Doubt, ...]]:
        return find_doubts(self.rows)


def usual_years(rows: Rows, *years: str) -> None:
    for year in years:
        for step in range(6):
            rows.add(year, (5 + step) * LAKH, outlay=(6 + step) * LAKH)


class TestUnits:
    def test_a_year_of_works_at_twenty_times_the_usual_cost_is_doubted_whole(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21", "2021-22")
        held = [rows.add("2022-23", 700 * LAKH) for _ in range(4)]
        held.append(rows.add("2022-23", 900 * LAKH, title="School expenditure"))
        assert rows.doubts() == {number: (Doubt.UNIT,) for number in held}

    def test_a_year_filed_under_headings_is_not_taken_for_a_wrong_unit(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21", "2021-22")
        for title in ("Education", "Health care", "Rural development", "Sanitation"):
            rows.add("2022-23", 700 * LAKH, title=title)
        assert rows.doubts() == {}

    def test_a_year_of_few_large_works_with_the_usual_total_is_not_doubted(self) -> None:
        rows = Rows()
        usual_years(rows, *(f"20{year}-{year + 1}" for year in (10, 11)))
        for _ in range(30):
            rows.add("2012-13", 5 * LAKH)
        for _ in range(3):
            rows.add("2020-21", 30 * LAKH)
        assert rows.doubts() == {}

    def test_another_company_says_nothing_about_it(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21", "2021-22")
        for _ in range(4):
            rows.add("2022-23", 700 * LAKH, company="BBB")
        assert rows.doubts() == {}

    def test_planned_money_at_a_hundred_times_the_spent_is_doubted_all_through_a_year(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21")
        held = [rows.add("2021-22", 5 * LAKH, outlay=500 * LAKH) for _ in range(5)]
        fair = rows.add("2021-22", 5 * LAKH, outlay=6 * LAKH)
        found = rows.doubts()
        assert found == {number: (Doubt.OUTLAY_UNIT,) for number in held}
        assert fair not in found

    def test_one_row_planned_for_many_years_is_not_doubted(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21", "2021-22")
        rows.add("2021-22", 1 * LAKH, outlay=100 * LAKH)
        assert rows.doubts() == {}


class TestWholeYears:
    def test_a_years_only_row_told_as_one_work_and_far_too_dear_is_a_total(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21", "2021-22")
        held = rows.add("2022-23", 12_000 * LAKH)
        assert rows.doubts() == {held: (Doubt.ROLLUP, Doubt.SINGLE_ROW)}

    def test_a_years_only_row_without_a_work_is_just_the_year(self) -> None:
        rows = Rows()
        usual_years(rows, "2020-21")
        held = rows.add("2021-22", 12_000 * LAKH, title="Not mentioned", place=False)
        assert rows.doubts() == {held: (Doubt.SINGLE_ROW,)}

    def test_a_file_of_one_row_is_compared_with_nothing(self) -> None:
        rows = Rows()
        rows.add("2021-22", 12_000 * LAKH)
        assert rows.doubts() == {}


class TestSingleRows:
    def test_the_second_of_two_equal_rows_is_a_repeat_and_the_first_is_not(self) -> None:
        rows = Rows()
        rows.add("2020-21", LAKH, identity=("same",))
        held = rows.add("2020-21", LAKH, identity=("same",))
        assert rows.doubts() == {held: (Doubt.DUPLICATE,)}

    def test_negative_money_is_held_and_nothing_spent_is_only_noted(self) -> None:
        rows = Rows()
        negative, zero = rows.add("2020-21", -LAKH), rows.add("2020-21", 0)
        found = rows.doubts()
        assert found == {negative: (Doubt.NEGATIVE,), zero: (Doubt.ZERO,)}
        assert HELD.isdisjoint(found[zero])

    def test_more_than_half_above_the_outlay_is_noted(self) -> None:
        rows = Rows()
        over = rows.add("2020-21", 16 * LAKH, outlay=10 * LAKH)
        rows.add("2020-21", 15 * LAKH, outlay=10 * LAKH)
        assert rows.doubts() == {over: (Doubt.OVER,)}

    def test_an_amount_that_is_not_known_is_not_doubted(self) -> None:
        rows = Rows()
        rows.add("2020-21", None)
        assert rows.doubts() == {}
