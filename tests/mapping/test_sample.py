"""The real samples: counted again from the reference tables, nothing invented."""

import math
from collections import defaultdict

import pytest

from csrmatch import reference
from csrmatch.mapping.derivations import (
    Filing,
    Measured,
    capacities_from_money,
    free_money_from_filings,
    needs_from_gaps,
    projects_from_filings,
    severity_of,
)
from csrmatch.mapping.sample import SPOKE_AT_RAIPUR, build_sample
from csrmatch.mapping.tables import MappingInput, NeedRow


@pytest.fixture(scope="module")
def nation() -> MappingInput:
    return build_sample("nation")


# Company-years whose filing is plainly incomplete, read off the filings by hand.
INCOMPLETE = {("SECL", "2016-17"), ("GAIL", "2014-15")}


class TestSeverityOf:
    @pytest.mark.parametrize(
        ("value", "benchmark", "better", "severity"),
        [
            (40, 80, "higher", 0.5),
            (80, 40, "lower", 0.5),
            (80, 80, "higher", 0.0),
            (90, 80, "higher", 0.0),
            (10, 40, "lower", 0.0),
            (0, 50, "higher", 1.0),
            (50, 0, "lower", 1.0),
            (0, 0, "lower", 0.0),
            (5, 0, "higher", 0.0),
        ],
    )
    def test_it_is_the_shortfall_in_the_direction_that_matters(
        self, value: float, benchmark: float, better: str, severity: float
    ) -> None:
        need = NeedRow("1", "HN", "x", value=value, benchmark=benchmark, better=better)
        assert severity_of(need) == pytest.approx(severity)

    def test_a_stated_severity_comes_first_and_half_a_comparison_says_nothing(self) -> None:
        assert (
            severity_of(NeedRow("1", "HN", "x", severity=0.3, value=1, benchmark=2, better="higher")) == 0.3
        )
        assert severity_of(NeedRow("1", "HN", "x", value=1, benchmark=2)) is None


class TestNeedsFromGaps:
    def test_the_severity_is_the_mean_and_the_worst_indicator_gives_the_name(self) -> None:
        rows = [
            Measured("1", "HN", "a", "A", 40, 80, "higher"),
            Measured("1", "HN", "b", "B", 20, 80, "higher"),
            Measured("1", "HN", "c", "C", None, 80, "higher"),
            Measured("1", "ED", "d", "D", 90, 80, "higher"),
        ]
        (need,) = needs_from_gaps(rows)
        assert (need.theme, need.title, need.severity, need.ask_inr) == ("HN", "B", 0.625, None)

    def test_a_district_without_any_gap_is_known_to_have_none(self) -> None:
        (need,) = needs_from_gaps([Measured("1", "ED", "d", "D", 90, 80, "higher")])
        assert need.severity == 0


class TestFreeMoneyFromFilings:
    def test_the_latest_trusted_year_counts_and_nothing_known_stays_out(self) -> None:
        filings = [
            Filing("A", "2014-15", "HN", "s", 5),
            Filing("A", "2015-16", "HN", "s", 7),
            Filing("A", "2015-16", "ED", "s", 1),
            Filing("A", "2016-17", "HN", "s", 999, suspect=True),
            Filing("B", "2016-17", "HN", "s", 999, suspect=True),
            Filing("C", "2016-17", "HN", "s", 0),
            Filing("D", "2015-16", "HN", "s", 40, suspect=True, quality="rollup_suspect, single_row_year"),
            Filing("D", "2016-17", "HN", "s", 1, quality="incomplete_year"),
            Filing("E", "2016-17", "HN", "s", 9, suspect=True, quality="unit_suspect"),
        ]
        assert free_money_from_filings(filings) == {"A": 8, "D": 40}


class TestProjectsFromFilings:
    def test_money_set_aside_that_is_filed_wrong_stays_out_and_what_was_spent_stays_in(self) -> None:
        wrong = Filing("A", "2016-17", "HN", "s", 8, outlay_inr=800, quality="outlay_suspect")
        (project,) = projects_from_filings([wrong])
        assert (project.spent_inr, project.outlay_inr) == (8, None)
        assert project.status == "as filed; outlay_suspect"


class TestCapacitiesFromMoney:
    def test_each_leads_its_share_of_the_money_and_at_least_one(self) -> None:
        assert capacities_from_money({"A": 90, "B": 10, "C": None, "D": 0}, 10) == {
            "A": 9,
            "B": 1,
            "C": 1,
            "D": 1,
        }

    @pytest.mark.parametrize("districts", [1, 7, 112])
    @pytest.mark.parametrize("money", [{"A": None, "B": None}, {"A": 1, "B": 3, "C": None}, {"A": 0}])
    def test_every_district_can_be_led(self, districts: int, money: dict[str, int | None]) -> None:
        assert sum(capacities_from_money(money, districts).values()) >= districts


class TestNation:
    def test_it_has_every_district_and_every_cpse_with_known_spending(self, nation: MappingInput) -> None:
        assert {row.lgd for row in nation.districts} == {str(row.lgd) for row in reference.read_districts()}
        assert {row.code for row in nation.cpses} == {row.cpse for row in reference.read_cpse_spending()}
        assert len(nation.districts) == 112
        assert len(nation.cpses) == 26

    def test_severities_are_counted_again_from_the_figures(self, nation: MappingInput) -> None:
        catalogue = {row.code: row for row in reference.read_indicators()}
        india = {
            row.indicator: float(row.value)
            for row in reference.read_benchmarks()
            if row.state_lgd is None and row.round == "NFHS-5"
        }
        gaps: dict[tuple[str, str], list[float]] = defaultdict(list)
        for figure in reference.read_figures():
            if figure.round != "NFHS-5" or figure.value is None:
                continue
            value, aim = float(figure.value), india[figure.indicator]
            low, high = (value, aim) if catalogue[figure.indicator].better == "higher" else (aim, value)
            gap = 0.0 if low >= high else 1 - low / high
            gaps[str(figure.lgd), catalogue[figure.indicator].theme].append(gap)
        expected = {key: round(math.fsum(found) / len(found), 6) for key, found in gaps.items()}
        said = {(need.lgd, need.theme): need.severity for need in nation.needs}
        assert said == {key: severity for key, severity in expected.items() if severity > 0}

    def test_money_and_capacities_are_counted_again_from_the_filings(self, nation: MappingInput) -> None:
        spent: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in reference.read_cpse_spending():
            usable = not row.is_suspect or row.quality == ("rollup_suspect", "single_row_year")
            if usable and row.spent_inr > 0 and (row.cpse, row.year) not in INCOMPLETE:
                spent[row.cpse][row.year] += row.spent_inr
        total = sum(years[max(years)] for years in spent.values())
        for cpse in nation.cpses:
            free = spent[cpse.code][max(spent[cpse.code])] if spent[cpse.code] else None
            assert cpse.free_inr == free
            assert cpse.capacity == max(1, math.ceil(112 * (free or 0) / total))

    def test_suspect_amounts_are_kept_as_rows_but_not_as_money(self, nation: MappingInput) -> None:
        rows = reference.read_cpse_spending()
        assert len(nation.projects) == len(rows)
        assert sum(row.spent_inr or 0 for row in nation.projects) == sum(
            row.spent_inr for row in rows if not row.is_suspect
        )

    def test_what_is_not_known_stays_blank(self, nation: MappingInput) -> None:
        assert all(need.ask_inr is None for need in nation.needs)
        assert all(district.leads_now is None for district in nation.districts)
        assert all(project.on_time is None for project in nation.projects)
        assert nation.preferences == ()


class TestRaipur:
    def test_it_has_the_ten_districts_and_those_who_spoke_or_work_in_the_state(self) -> None:
        sample = build_sample("raipur")
        assert {row.state for row in sample.districts} == {"Chhattisgarh"}
        assert len(sample.districts) == 10
        placed = {row.cpse for row in reference.read_cpse_places() if row.state_lgd == 22}
        assert {row.code for row in sample.cpses} == SPOKE_AT_RAIPUR | placed
