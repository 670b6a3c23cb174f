"""What the law and the field say of projects, by examples worked by hand from their text."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectFacts,
    ProjectReach,
    ProjectStatus,
    Remark,
    StepProblem,
    check_step,
    find_remarks,
    has_begun,
    is_csr1,
    is_in_order,
    is_international_body,
    last_day_of_ongoing,
    next_steps,
    sum_quarters,
    sums_to_hundred,
)
from csrmatch.roles import Role

DAY = date(2026, 11, 22)
S = ProjectStatus


def step(old: ProjectStatus, new: ProjectStatus, **changes: object) -> StepProblem | None:
    given = {"role": Role.CPSE_OFFICER, "on": DAY, "last_on": None, "today": DAY, **changes}
    return check_step(old, new, **given)  # type: ignore[arg-type]


class TestSteps:
    # Written out by hand from the life of a project: proposed → approved → under way → completed → closed,
    # with a suspension that can end, and a completion that can turn out to be none.
    ALLOWED = frozenset(
        {
            (S.PROPOSED, S.APPROVED),
            (S.PROPOSED, S.CLOSED),
            (S.APPROVED, S.UNDER_WAY),
            (S.APPROVED, S.CLOSED),
            (S.UNDER_WAY, S.COMPLETED),
            (S.UNDER_WAY, S.SUSPENDED),
            (S.UNDER_WAY, S.CLOSED),
            (S.SUSPENDED, S.UNDER_WAY),
            (S.SUSPENDED, S.CLOSED),
            (S.COMPLETED, S.CLOSED),
            (S.COMPLETED, S.UNDER_WAY),
        }
    )

    @pytest.mark.parametrize(("old", "new"), list(product(S, S)))
    def test_only_those_of_the_life_of_a_project_can_be_taken(self, old, new):
        assert (step(old, new) is None) == ((old, new) in self.ALLOWED)
        assert (new in next_steps(old, Role.CPSE_OFFICER)) == ((old, new) in self.ALLOWED)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CPSE_OFFICER])
    def test_no_office_of_the_government_takes_one_for_the_company(self, role):
        assert step(S.PROPOSED, S.APPROVED, role=role) is StepProblem.NOT_YOURS
        assert next_steps(S.PROPOSED, role) == ()

    def test_a_step_is_not_taken_in_the_future_nor_before_the_one_before(self):
        assert step(S.PROPOSED, S.APPROVED, on=date(2026, 11, 23)) is StepProblem.IN_FUTURE
        assert step(S.PROPOSED, S.APPROVED, last_on=date(2026, 11, 23)) is StepProblem.TOO_EARLY
        assert step(S.PROPOSED, S.APPROVED, last_on=DAY) is None


class TestShares:
    @pytest.mark.parametrize("shares", [[100], [50, 50], [1, 99], [33, 33, 34]])
    def test_whole_numbers_that_sum_to_a_hundred_are_a_split(self, shares):
        assert sums_to_hundred(shares)

    @pytest.mark.parametrize("shares", [[], [99], [101], [50, 51], [0, 100], [-10, 110]])
    def test_others_are_none(self, shares):
        assert not sums_to_hundred(shares)


class TestOngoing:
    # CSR Rules 2014, rule 2(1)(i): "not exceeding three years excluding the financial year in which it was
    # commenced". One begun in July 2024 is of 2024-25; three years after it are 2025-26 to 2027-28.
    @pytest.mark.parametrize(
        ("starts_on", "last"),
        [
            (date(2024, 7, 1), date(2028, 3, 31)),
            (date(2024, 4, 1), date(2028, 3, 31)),
            (date(2024, 3, 31), date(2027, 3, 31)),
        ],
    )
    def test_ends_three_years_after_the_year_of_its_beginning(self, starts_on, last):
        assert last_day_of_ongoing(starts_on) == last


class TestWhoMayImplement:
    @pytest.mark.parametrize(
        "name",
        [
            "UNICEF",
            "unicef India",
            "UNICEF, Raipur field office",
            "यूनिसेफ इंडिया",
            "UNDP",
            "WHO India",
            "United Nations Population Fund",
            "World Health Organisation",
            "UN Women",
            "World Bank",
        ],
    )
    def test_an_international_organisation_is_known_by_its_name(self, name):
        assert is_international_body(name)

    @pytest.mark.parametrize(
        "name",
        [
            "Those who care",
            "Unity Trust",
            "Shiksha Samiti",
            "Bank of Villages",
            "Whole World Trust",
            "एकता समिति",
        ],
    )
    def test_others_are_not_taken_for_one(self, name):
        assert not is_international_body(name)

    @pytest.mark.parametrize("text", ["CSR00001234", "CSR00099999"])
    def test_a_csr1_number_is_csr_and_eight_digits(self, text):
        assert is_csr1(text)

    @pytest.mark.parametrize(
        "text", ["CSR0000123", "CSR000012345", "csr00001234", "CSR0000123X", "00001234", ""]
    )
    def test_other_texts_are_none(self, text):
        assert not is_csr1(text)


class TestMoney:
    def test_what_is_not_known_is_not_nothing(self):
        assert sum_quarters([]).outlay_inr is None
        assert sum_quarters([(None, 0)]).outlay_inr is None
        assert sum_quarters([(None, 0)]).spent_inr == 0

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.none() | st.integers(0, 10**12), st.none() | st.integers(0, 10**12))))
    def test_more_than_was_set_aside_is_told_whenever_something_was(self, amounts):
        totals = sum_quarters(amounts)
        outlays = [outlay for outlay, _spent in amounts if outlay is not None]
        spendings = [spent for _outlay, spent in amounts if spent is not None]
        assert totals.is_overspent == (bool(outlays) and sum(spendings) > sum(outlays))

    def test_a_quarter_begins_on_its_first_day(self):
        assert has_begun("2026-27", 3, date(2026, 10, 1))
        assert not has_begun("2026-27", 3, date(2026, 9, 30))
        assert has_begun("2026-27", 4, date(2027, 1, 1))
        assert not has_begun("2026-27", 4, date(2026, 12, 31))


FULL = {
    "status": S.UNDER_WAY,
    "starts_on": date(2026, 4, 1),
    "ends_on": date(2027, 3, 31),
    "has_themes": True,
    "reach": ProjectReach.DISTRICTS,
    "outlay_inr": 0,
    "implementer": Implementer.COMPANY,
}


def remarks(**changes: object) -> set[Remark]:
    return set(find_remarks(ProjectFacts(**{**FULL, **changes}), DAY))  # type: ignore[arg-type]


class TestRemarks:
    def test_of_a_full_project_there_is_nothing_to_say(self):
        assert remarks() == set()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            # Rule 4(1) and (2): who implements is registered by form CSR-1.
            ({"implementer": Implementer.AGENCY}, Remark.CSR1_MISSING),
            # Rule 7(4): who holds the asset.
            ({"creates_asset": True}, Remark.ASSET_HOLDER_MISSING),
            ({"creates_asset": True, "asset_holder": AssetHolder.CHARITY}, Remark.ASSET_CSR1_MISSING),
            # Section 135(6): only the unspent money of an ongoing project can be kept for it.
            ({"ends_on": date(2027, 4, 1)}, Remark.ONGOING_NOT_RECORDED),
            ({"ends_on": date(2030, 4, 1), "is_ongoing": True}, Remark.ONGOING_TOO_LONG),
            ({"ends_on": date(2026, 11, 21)}, Remark.END_PASSED),
            ({"ends_on": None}, Remark.DATES_UNKNOWN),
            ({"has_themes": False}, Remark.THEMES_UNKNOWN),
            ({"reach": None}, Remark.PLACES_UNKNOWN),
            ({"outlay_inr": None}, Remark.OUTLAY_UNKNOWN),
            ({"implementer": None}, Remark.IMPLEMENTER_UNKNOWN),
        ],
    )
    def test_each_lack_is_named_and_nothing_else(self, changes, said):
        assert remarks(**changes) == {said}

    @pytest.mark.parametrize(
        "changes",
        [
            {"implementer": Implementer.AGENCY, "agency_csr1": "CSR00001234"},
            {"creates_asset": True, "asset_holder": AssetHolder.AUTHORITY},
            {"creates_asset": False},
            {"ends_on": date(2030, 3, 31), "is_ongoing": True},
            {"ends_on": date(2026, 11, 22)},
        ],
    )
    def test_what_is_in_order_is_not_remarked(self, changes):
        assert remarks(**changes) == set()

    def test_of_a_closed_project_nothing_is_said(self):
        assert remarks(status=S.CLOSED, has_themes=False, outlay_inr=None) == set()


def test_days_are_in_order_unless_both_are_known_and_are_not() -> None:
    assert is_in_order(None, None)
    assert is_in_order(DAY, None)
    assert is_in_order(DAY, DAY)
    assert not is_in_order(date(2026, 11, 23), DAY)
