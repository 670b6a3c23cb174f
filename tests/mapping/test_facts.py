"""What is missing or old of an office, by hand."""

from datetime import date

import pytest

from csrmatch.mapping.fact_links import form_of, page_of
from csrmatch.mapping.rules.facts import (
    CpseRecord,
    DistrictRecord,
    Fact,
    Office,
    account_year,
    cpse_facts,
    district_facts,
    facts_to_ask,
)
from csrmatch.registry.rules.answers import Quarter

DAY = date(2026, 11, 23)
FULL = {
    "places": 1,
    "projects": 2,
    "completed": 1,
    "told": 1,
    "accounts": {"2026-27": True},
    "changed_on": date(2026, 5, 1),
}


def of_cpse(*, year: str = "2026-27", is_money_stated: bool = False, **changes: object) -> set[Fact]:
    record = CpseRecord(**{**FULL, **changes})
    return set(cpse_facts(record, year=year, is_money_stated=is_money_stated, day=DAY))


class TestCpseFacts:
    def test_an_office_that_has_said_all_lacks_nothing(self):
        assert of_cpse() == set()

    @pytest.mark.parametrize(
        ("changes", "facts"),
        [
            ({"accounts": {"2026-27": False, "2025-26": True}}, {Fact.ACCOUNT}),
            ({"accounts": {}}, {Fact.ACCOUNT}),
            ({"places": 0}, {Fact.PLACE}),
            ({"projects": 0, "completed": 0, "told": 0}, {Fact.PORTFOLIO}),
            ({"told": 0}, {Fact.OUTCOME}),
            ({"completed": 0, "told": 0}, set()),
            ({"open_cases": 2}, {Fact.DOUBT}),
            ({"changed_on": date(2025, 11, 23)}, set()),
            ({"changed_on": date(2025, 11, 22)}, {Fact.OLD}),
            ({"changed_on": date(2025, 11, 22), "answered_on": date(2026, 10, 2)}, set()),
            ({"changed_on": None}, {Fact.OLD}),
        ],
    )
    def test_each_lack_is_told_by_itself(self, changes, facts):
        assert of_cpse(**changes) == facts

    def test_money_that_the_exercise_states_needs_no_account(self):
        assert of_cpse(accounts={}, is_money_stated=True) == set()

    def test_who_has_recorded_nothing_has_nothing_old(self):
        assert of_cpse(accounts={}, projects=0, completed=0, told=0, changed_on=None) == {
            Fact.ACCOUNT,
            Fact.PORTFOLIO,
        }


class TestAccountYear:
    @pytest.mark.parametrize(
        ("year", "wanted"),
        [("2026-27", "2026-27"), ("2027-28", "2027-28"), ("2028-29", "2027-28"), ("2019-20", None)],
    )
    def test_is_the_last_year_that_can_have_an_account(self, year, wanted):
        assert account_year(year, DAY) == wanted


class TestDistrictFacts:
    @pytest.mark.parametrize(
        ("record", "facts"),
        [
            (DistrictRecord(), {Fact.NEED}),
            (DistrictRecord(drafts=3, changed_on=date(2020, 1, 1)), {Fact.NEED}),
            (DistrictRecord(counted=1, changed_on=DAY), set()),
            (DistrictRecord(counted=2, uncosted=1, changed_on=DAY), {Fact.COST}),
            (DistrictRecord(counted=1, changed_on=date(2025, 1, 1)), {Fact.OLD}),
            (DistrictRecord(counted=1, changed_on=DAY, open_cases=1), {Fact.DOUBT}),
        ],
    )
    def test_each_lack_is_told_by_itself(self, record, facts):
        assert set(district_facts(record, DAY)) == facts

    def test_the_last_sign_is_a_change_or_an_answer(self):
        record = DistrictRecord(
            changed_on=date(2026, 1, 1), answered=Quarter("2025-26", 4), answered_on=date(2026, 4, 3)
        )
        assert record.last_sign_on == date(2026, 4, 3)
        assert DistrictRecord().last_sign_on is None


class TestAsking:
    def test_nobody_is_asked_twice_for_the_same(self):
        assert facts_to_ask((Fact.NEED, Fact.DOUBT), ["need", "cost"]) == (Fact.DOUBT,)

    def test_every_fact_has_a_page_and_a_form(self):
        nmdc = Office("NMDC", CpseRecord(organisation_id=4), account_year="2026-27")
        dantewada = Office("376", DistrictRecord(organisation_id=5))
        for fact in Fact:
            office = dantewada if fact in {Fact.NEED, Fact.COST} else nmdc
            assert page_of(fact, office)[0].startswith("registry.")
            assert form_of(fact, office)[0].startswith("registry.")

    def test_the_form_is_the_next_step_of_what_is_there(self):
        fresh, begun = Office("376", DistrictRecord()), Office("376", DistrictRecord(drafts=1))
        assert form_of(Fact.NEED, fresh)[0] == "registry.new_need"
        assert form_of(Fact.NEED, begun) == ("registry.list_needs", {"district": "376", "status": "draft"})
        empty = Office("NMDC", CpseRecord(), account_year="2026-27")
        draft = Office("NMDC", CpseRecord(accounts={"2026-27": False}), account_year="2026-27")
        assert form_of(Fact.ACCOUNT, empty)[0] == "registry.edit_csr_account"
        assert form_of(Fact.ACCOUNT, draft)[0] == "registry.show_csr_account"
