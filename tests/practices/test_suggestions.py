"""Practices on the page of a need: which are shown, in which order, and why."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.practices.queries import list_suggested
from csrmatch.practices.rules import EvidenceKind, PracticeStatus, likeness
from csrmatch.practices.services import add_practice
from csrmatch.practices.stories import tell_story
from csrmatch.registry.models import Need
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services.needs import change_need_people
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.practices.practices import FULL, make_practice, person, step_to, take_to_library
from tests.registry.needs import make_need, officers_of, take_to


@pytest.fixture
def library(sqlite_app: Application) -> dict[str, int]:
    """A practice of which all is known, in the library, one of another theme, and an offer."""

    def make() -> dict[str, int]:
        full = take_to_library(add_practice(by=person(Role.DISTRICT_OFFICER), text=FULL))
        bare = take_to_library(make_practice("Prayas", themes=("ED",), cpse="NTPC"))
        offered = make_practice("Offered wells", themes=("AW",))
        step_to(offered, person(Role.DISTRICT_OFFICER), PracticeStatus.OFFERED)
        return {"full": full.id, "bare": bare.id, "offered": offered.id}

    return run_write(make)


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """The officer of Dantewada."""
    return sign_in(sqlite_app, "district_officer@example.test")


class TestSuggestions:
    def test_stand_on_the_page_of_a_need_with_their_reasons(
        self, sqlite_app: Application, officer: FlaskClient, library: dict[str, int]
    ) -> None:
        def make() -> int:
            need = make_need("Eggs for hostels")
            by = officers_of(376)[0]
            change_need_people(need=need, by=by, version=None, heads={TargetGroup.CHILDREN: None})
            take_to(need, NeedStatus.OPEN)
            return need.id

        number = run_write(make)
        page = BeautifulSoup(officer.get(f"/needs/{number}").text, "html.parser")
        rows = page.select("section[aria-labelledby=practices] li")
        assert 1 <= len(rows) <= 3
        assert rows[0].select_one("a")["href"] == f"/practices/{library['full']}"
        told = " ".join(rows[0].get_text(" ").split())
        assert "same theme; worked in Dantewada; for 1 group of the same people" in told
        found = list_suggested(db.session.get_one(Need, number), 50)
        shown = {row.practice.id for row in found}
        assert library["offered"] not in shown
        assert library["bare"] not in shown

    def test_cost_the_page_of_a_need_one_statement(
        self, sqlite_app: Application, officer: FlaskClient, library: dict[str, int]
    ) -> None:
        number = run_write(lambda: make_need("Eggs for hostels").id)
        officer.get(f"/needs/{number}")
        with counted_statements(officer) as statements:
            officer.get(f"/needs/{number}")
        assert len([text for text in statements if "practice" in text]) == 1

    @pytest.mark.parametrize(
        "said",
        [
            {"problem": "Wells run dry."},
            {"done": "Depth."},
            {"core": ("Depth",)},
            {"cost_inr": 0},
            {"unit_cost_inr": 5, "cost_unit": "a well"},
            {"evidence": EvidenceKind.NONE_YET},
        ],
    )
    def test_that_are_only_named_come_after_those_that_can_be_copied(
        self, sqlite_app: Application, said: dict[str, object]
    ) -> None:
        def make() -> tuple[int, list[int]]:
            need = make_need("Wells", lgd=376)
            made = [
                take_to_library(
                    make_practice("Alike", themes=(need.theme_code,), places=((22, 376),), **more)
                )
                for more in ({}, said, {"contact_office": "Named only"})
            ]
            return need.id, [row.id for row in made]

        number, (first, told, last) = run_write(make)
        found = [row.practice.id for row in list_suggested(db.session.get_one(Need, number), 50)]
        assert [row for row in found if row in {first, told, last}] == [told, first, last]

    @pytest.mark.parametrize("group", [None, TargetGroup.CHILDREN, TargetGroup.WOMEN])
    @pytest.mark.parametrize("lgd", [376, 331, 328])
    def test_are_ranked_by_what_makes_them_alike(
        self, sqlite_app: Application, library: dict[str, int], lgd: int, group: TargetGroup | None
    ) -> None:
        def make() -> int:
            need = make_need("Eggs", lgd=lgd)
            heads = {group: None} if group else {}
            change_need_people(need=need, by=officers_of(lgd)[0], version=None, heads=heads)
            return need.id

        need = db.session.get_one(Need, run_write(make))
        found = list_suggested(need, 50)
        ranks = [
            likeness(
                same_theme=row.same_theme,
                shared_groups=row.shared_groups,
                same_district=row.same_district,
                same_state=row.same_state,
            )
            for row in found
        ]
        order = [(-rank, row.is_only_named, row.practice.id) for rank, row in zip(ranks, found, strict=True)]
        assert order == sorted(order)
        assert all(ranks)
        for row in found:
            assert row.is_only_named == tell_story(row.practice).is_only_named
            assert row.same_theme == (need.theme_code in {one.theme_code for one in row.practice.themes})
            assert row.shared_groups == len({one.group for one in row.practice.groups} & {group})
            assert row.same_district == (
                lgd in {one.district.lgd for one in row.practice.places if one.district}
            )
            assert row.same_state == (need.district.state_id in {one.state_id for one in row.practice.places})
