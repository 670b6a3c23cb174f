"""Operations on practices: the list, one of them, writing one down, its steps."""

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import get_practice
from csrmatch.practices.rules import PracticeStatus
from csrmatch.practices.services import add_practice
from csrmatch.practices.services.texts import text_of
from csrmatch.roles import Role
from tests.practices.practices import FULL, make_practice, person, step_to, take_to_library
from tests.registry.api.asking import Caller

SENT = {
    "title_en": FULL.title_en,
    "title_hi": FULL.title_hi,
    "problem": FULL.problem,
    "done": FULL.done,
    "themes": ["HN", "AW"],
    "target_groups": ["st", "children"],
    "states": [20],
    "districts": [376],
    "elsewhere": "Balod",
    "core": list(FULL.core),
    "changeable": [{"what": "Breed", "how": "what is kept here already"}, {"what": "Price", "how": None}],
    "cost_inr": 4_500_000,
    "unit_cost_inr": 150_000,
    "cost_unit": "a hostel",
    "cost_period": "2 years",
    "cost_note": FULL.cost_note,
    "evidence": "own_records",
    "evidence_text": FULL.evidence_text,
    "figure_what": FULL.figure_what,
    "figure_before": 0.5,
    "figure_after": 4.0,
    "figure_source": FULL.figure_source,
    "figure_on": "2024-03-31",
    "cpse": "NMDC",
    "run_by": FULL.run_by,
    "contact_office": FULL.contact_office,
    "contact_designation": FULL.contact_designation,
    "origin": "other_state",
    "citation": FULL.citation,
}


@pytest.fixture
def program(app: Application) -> Caller:
    """A program of NMDC."""
    return Caller(app)


class TestWritingDown:
    def test_keeps_all_that_was_sent_and_tells_it_again(self, program: Caller) -> None:
        answer = program.send("POST", "/practices", SENT)
        assert answer.status_code == 201, answer.json
        told = answer.json
        assert {name: told[name] for name in SENT} == {
            **SENT,
            "themes": ["AW", "HN"],
            "target_groups": ["children", "st"],
            "changeable": [
                {"what": "Breed", "how": "what is kept here already"},
                {"what": "Price", "how": ""},
            ],
        }
        assert told["not_known"] == []
        assert told["status"] == "draft"
        assert program.get(f"/practices/{told['id']}").json == told
        stored = text_of(get_practice(person(Role.CPSE_OFFICER), told["id"]))
        assert stored.contact_mail == ""

    def test_leaves_out_parts_that_say_nothing(self, program: Caller) -> None:
        sent = {"title_en": "Wells", "core": ["  ", "Depth"], "changeable": [{"what": " "}, {"what": "Size"}]}
        told = program.send("POST", "/practices", sent).json
        assert told["core"] == ["Depth"]
        assert told["changeable"] == [{"what": "Size", "how": ""}]

    def test_of_a_bare_title_tells_what_is_not_known(self, program: Caller) -> None:
        told = program.send("POST", "/practices", {"title_en": "Wells"}).json
        assert (told["cost_inr"], told["evidence"], told["cpse"]) == (None, None, None)
        assert len(told["not_known"]) == 10

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"title_en": "W", "themes": ["XX"]},
            {"title_en": "W", "districts": [999_999]},
            {"title_en": "W", "states": [999]},
            {"title_en": "W", "cpse": "NOSUCH"},
            {"title_en": "W", "figure_after": 4.0},
            {"title_en": "W", "contact_mail": "a@example.in"},
            {"title_en": "W", "cost_inr": -1},
            {"title_en": "W", "status": "library"},
            {"title_en": "W", "core": ["x" * 301]},
            {"title_en": "W", "changeable": [{"what": " ", "how": "as here"}]},
            {"title_en": "W", "changeable": [{"what": "Food: rice"}]},
            {"title_en": "W", "changeable": [{"what": "x" * 200, "how": "y" * 99}]},
            {**SENT, "figure_after": 0.12345},
            {**SENT, "figure_after": 1e12},
        ],
    )
    def test_refuses_what_makes_no_sense(self, program: Caller, sent: dict[str, object]) -> None:
        before = db.session.scalars(select(Practice.id).order_by(Practice.id)).all()
        db.session.rollback()
        assert program.send("POST", "/practices", sent).status_code in {400, 422}
        assert db.session.scalars(select(Practice.id).order_by(Practice.id)).all() == before


class TestReading:
    def test_never_tells_how_the_office_is_reached(self, program: Caller) -> None:
        def make() -> int:
            return take_to_library(
                add_practice(by=person(Role.CPSE_OFFICER), text=FULL), person(Role.CPSE_OFFICER)
            ).id

        number = run_write(make)
        for address in (f"/practices/{number}", "/practices?q=Poultry"):
            answer = program.get(address)
            assert FULL.contact_office in answer.text
            assert FULL.contact_mail not in answer.text
            assert FULL.contact_phone not in answer.text

    @pytest.mark.parametrize(
        ("query", "count"),
        [("theme=ED", 4), ("q=Prayas", 1), ("cpse=NTPC", 1), ("origin=published", 17), ("evidence=told", 0)],
    )
    def test_filters_as_the_pages_do(self, program: Caller, query: str, count: int) -> None:
        assert len(program.get(f"/practices?{query}").json["items"]) == count

    def test_goes_through_the_library_page_by_page(self, program: Caller) -> None:
        found, address = [], "/practices?limit=5&sort=-id"
        while address:
            answer = program.get(address)
            found += [row["id"] for row in answer.json["items"]]
            address = answer.headers.get("Link", "").partition(">")[0].removeprefix("</api/v1")
        assert found == sorted(found, reverse=True)
        assert len(found) == 17


class TestSteps:
    def test_an_office_offers_its_draft_on_the_version_it_read(self, program: Caller) -> None:
        told = program.send("POST", "/practices", {"title_en": "Wells"})
        address = f"/practices/{told.json['id']}/status"
        assert program.send("PUT", address, {"status": "offered"}).status_code == 428
        etag = told.headers["ETag"]
        offered = program.send("PUT", address, {"status": "offered"}, If_Match=etag)
        assert offered.json["status"] == "offered"
        assert program.send("PUT", address, {"status": "draft"}, If_Match=etag).status_code == 412

    def test_no_office_decides_on_its_own_offer(self, program: Caller) -> None:
        def make() -> int:
            practice = make_practice(by=person(Role.CPSE_OFFICER))
            step_to(practice, person(Role.CPSE_OFFICER), PracticeStatus.OFFERED)
            return practice.id

        number = run_write(make)
        etag = program.get(f"/practices/{number}").headers["ETag"]
        answer = program.send("PUT", f"/practices/{number}/status", {"status": "library"}, If_Match=etag)
        assert answer.status_code in {403, 422}
        db.session.rollback()
        assert db.session.get_one(Practice, number).status is PracticeStatus.OFFERED
