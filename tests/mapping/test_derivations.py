"""The rules by which the register becomes rows of the input, each worked out by hand."""

from datetime import date

import pytest

from csrmatch.mapping.derivations import (
    AccountMoney,
    MoneyOrigin,
    RegisteredNeed,
    RegisteredProject,
    find_free,
    is_on_time,
    is_verified,
    join_needs,
    needs_from_register,
    projects_from_register,
    severity_of,
)
from csrmatch.mapping.tables import NeedRow
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.rules.projects import ProjectStatus

SURVEYED = [
    NeedRow("376", "ED", "Schools", severity=0.4, indicator="s", value=60, benchmark=100, better="higher"),
    NeedRow("376", "HN", "Clinics", severity=0.2, indicator="c", value=80, benchmark=100, better="higher"),
]


def need(**changes: object) -> RegisteredNeed:
    facts = {
        "need_id": 1,
        "lgd": "376",
        "theme": "ED",
        "title": "Hostel",
        "status": NeedStatus.OPEN,
        **changes,
    }
    return RegisteredNeed(**facts)


def row_of(**changes: object) -> NeedRow:
    (row,) = needs_from_register([need(**changes)], SURVEYED)
    return row


class TestNeedsFromRegister:
    @pytest.mark.parametrize(
        ("status", "counts"),
        [
            (NeedStatus.DRAFT, False),
            (NeedStatus.VERIFIED, True),
            (NeedStatus.OPEN, True),
            (NeedStatus.TAKEN_UP, True),
            (NeedStatus.MET, False),
            (NeedStatus.WITHDRAWN, False),
        ],
    )
    def test_counts_from_verifying_until_it_is_met(self, status, counts):
        assert len(needs_from_register([need(status=status)])) == counts

    def test_asks_what_no_scheme_covers_and_no_partner_pledged(self):
        cost = 20_000_000
        assert row_of(cost_inr=cost).ask_inr == cost
        assert row_of(cost_inr=cost, pledged_inr=(5_000_000, 1_000_000)).ask_inr == 14_000_000
        assert row_of(cost_inr=cost, scheme="jjm", covered_percent=25).ask_inr == 15_000_000
        assert row_of(cost_inr=cost, scheme="jjm", covered_inr=30_000_000).ask_inr == 0

    def test_asks_nobody_knows_what_where_a_part_is_not_known(self):
        assert row_of().ask_inr is None
        assert row_of(cost_inr=100, scheme="jjm").ask_inr is None
        assert row_of(cost_inr=100, pledged_inr=(10, None)).ask_inr is None

    def test_people_are_those_of_the_largest_group(self):
        assert row_of(heads=(1_800, 700)).people == 1_800
        assert row_of().people is None

    def test_own_figure_speaks_for_itself(self):
        row = row_of(indicator="x", value=45, benchmark=60, better="higher")
        assert row.severity is None
        assert severity_of(row) == pytest.approx(0.25)

    def test_without_a_figure_the_gap_of_the_survey_is_taken(self):
        assert row_of().severity == 0.4
        assert row_of(theme="AW").severity is None

    @pytest.mark.parametrize(
        ("urgency", "theme", "severity"),
        [
            (Urgency.HIGH, "ED", 0.7),
            (Urgency.LOW, "ED", 0.2),
            (Urgency.NORMAL, "ED", 0.4),
            (Urgency.HIGH, "AW", 0.5),
            (Urgency.LOW, "AW", None),
        ],
    )
    def test_urgency_moves_the_gap_half_way(self, urgency, theme, severity):
        assert row_of(urgency=urgency, theme=theme).severity == severity

    def test_a_high_urgency_moves_the_own_figure_too(self):
        row = row_of(urgency=Urgency.HIGH, indicator="x", value=45, benchmark=60, better="higher")
        assert row.severity == 0.625


class TestJoinNeeds:
    def test_in_a_theme_of_the_register_the_survey_makes_no_row(self):
        rows = join_needs([need(cost_inr=7)], SURVEYED)
        assert [(row.theme, row.title) for row in rows] == [("ED", "Hostel"), ("HN", "Clinics")]

    def test_a_draft_leaves_the_survey_its_word(self):
        assert join_needs([need(status=NeedStatus.DRAFT)], SURVEYED) == SURVEYED

    def test_another_district_keeps_its_survey(self):
        assert len(join_needs([need(lgd="374")], SURVEYED)) == 3


ACCOUNT = AccountMoney("2026-27", 100, 90, committed_inr=30, spent_inr=20)


class TestFindFree:
    def test_the_exercise_comes_first_then_the_account_then_an_earlier_one_then_the_filings(self):
        earlier = AccountMoney("2024-25", 80, 70, committed_inr=69)
        filed = {"2015-16": 5, "2016-17": 6}
        both = [earlier, ACCOUNT]
        found = [
            find_free("2026-27", 0, both, filed),
            find_free("2026-27", None, both, filed),
            find_free("2026-27", None, [earlier], filed),
            find_free("2026-27", None, [], filed),
        ]
        assert [(money.inr, money.origin, money.year) for money in found if money] == [
            (0, MoneyOrigin.STATED, None),
            (60, MoneyOrigin.ACCOUNT, "2026-27"),
            (80, MoneyOrigin.EARLIER_ACCOUNT, "2024-25"),
            (6, MoneyOrigin.FILED, "2016-17"),
        ]

    def test_nothing_known_is_not_known(self):
        assert find_free("2026-27", None, [], {}) is None

    def test_an_account_of_four_years_ago_or_of_a_later_year_says_nothing(self):
        for year in ("2022-23", "2027-28"):
            assert find_free("2026-27", None, [AccountMoney(year, 1, 1)], {}) is None

    @pytest.mark.parametrize(
        ("facts", "free"),
        [
            ({}, 90),
            ({"committed_inr": 30}, 60),
            ({"spent_inr": 40}, 50),
            ({"committed_inr": 30, "spent_inr": 40}, 50),
            ({"committed_inr": 200}, 0),
            ({"committed_inr": 30, "surplus_inr": 5}, 65),
        ],
    )
    def test_what_is_committed_and_spent_of_it_is_taken_off_once(self, facts, free):
        assert AccountMoney("2026-27", 100, 90, **facts).free_inr == free


def project(**changes: object) -> RegisteredProject:
    facts = {
        "cpse": "NMDC",
        "title": "Hostels",
        "status": ProjectStatus.UNDER_WAY,
        "first_year": "2024-25",
        "themes": (("ED", 60), ("HN", 40)),
        "places": (("376", "Chhattisgarh", 50), (None, None, 50)),
        "years": (("2024-25", 200, 101), ("2025-26", 300, None)),
        **changes,
    }
    return RegisteredProject(**facts)


class TestProjectsFromRegister:
    def test_money_is_split_by_theme_and_place_and_sums_to_the_whole(self):
        rows = [row for row in projects_from_register([project()], set()) if row.year == "2024-25"]
        assert [(row.theme, row.lgd, row.spent_inr) for row in rows] == [
            ("ED", "376", 30),
            ("ED", None, 30),
            ("HN", "376", 20),
            ("HN", None, 21),
        ]
        assert sum(row.outlay_inr for row in rows) == 200

    def test_spending_of_a_year_that_was_filed_is_not_counted_again(self):
        rows = projects_from_register([project()], {("NMDC", "2024-25"), ("SAIL", "2025-26")})
        assert {row.spent_inr for row in rows if row.year == "2024-25"} == {None}
        assert {row.outlay_inr for row in rows if row.year == "2025-26"} == {90, 60}

    def test_the_outcome_stands_in_one_row_of_the_latest_year(self):
        rows = projects_from_register([project(on_time=True, results_verified=False)], set())
        told = [(row.year, row.theme, row.on_time, row.results_verified) for row in rows]
        assert told[0] == ("2025-26", "ED", True, False)
        assert {row[2:] for row in told[1:]} == {(None, None)}

    def test_without_money_there_is_a_row_of_the_first_year(self):
        rows = projects_from_register([project(years=())], set())
        assert {(row.year, row.spent_inr) for row in rows} == {("2024-25", None)}

    @pytest.mark.parametrize(
        ("changes", "rows"),
        [
            ({"status": ProjectStatus.PROPOSED}, 0),
            ({"status": ProjectStatus.APPROVED}, 0),
            ({"status": ProjectStatus.CLOSED}, 8),
            ({"status": ProjectStatus.CLOSED, "years": (("2024-25", 200, None),)}, 0),
            ({"themes": ()}, 0),
        ],
    )
    def test_what_has_not_begun_or_names_no_theme_is_left_out(self, changes, rows):
        assert len(projects_from_register([project(**changes)], set())) == rows


class TestOutcomes:
    @pytest.mark.parametrize(
        ("status", "ends_on", "completed_on", "on_time"),
        [
            (ProjectStatus.COMPLETED, date(2026, 3, 31), date(2026, 3, 31), True),
            (ProjectStatus.COMPLETED, date(2026, 3, 31), date(2026, 4, 1), False),
            (ProjectStatus.COMPLETED, None, date(2026, 4, 1), None),
            (ProjectStatus.UNDER_WAY, date(2026, 11, 22), None, False),
            (ProjectStatus.UNDER_WAY, date(2026, 11, 23), None, None),
            (ProjectStatus.SUSPENDED, date(2025, 3, 31), None, None),
            (ProjectStatus.CLOSED, date(2025, 3, 31), date(2025, 5, 1), None),
        ],
    )
    def test_on_time_is_by_its_last_day(self, status, ends_on, completed_on, on_time):
        assert is_on_time(status, ends_on, completed_on, date(2026, 11, 23)) is on_time

    @pytest.mark.parametrize(
        ("status", "results", "verified"),
        [
            (ProjectStatus.COMPLETED, [(True, True)], True),
            (ProjectStatus.COMPLETED, [(True, True), (True, False)], False),
            (ProjectStatus.COMPLETED, [(False, False)], False),
            (ProjectStatus.COMPLETED, [], None),
            (ProjectStatus.UNDER_WAY, [(False, False)], None),
        ],
    )
    def test_verified_is_every_result_measured_and_proven(self, status, results, verified):
        assert is_verified(status, results) is verified
