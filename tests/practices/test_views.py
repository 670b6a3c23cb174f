"""The pages of practices: the library, a story, an old wording, writing, steps, papers, suggestions, home."""

import csv
import io
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.i18n import lazy_
from csrmatch.practices import origins
from csrmatch.practices.models import Practice
from csrmatch.practices.origins import OriginRecord, register_origin
from csrmatch.practices.queries import get_practice
from csrmatch.practices.rules import PracticeStatus
from csrmatch.practices.services import add_practice
from csrmatch.practices.services.texts import text_of
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form, send
from tests.form_filling import text_of as text_of_page
from tests.practices.practices import FULL, attach, make_practice, person, reword, step_to, take_to_library

S = PracticeStatus


@pytest.fixture
def library(sqlite_app: Application) -> dict[str, int]:
    """A practice of which all is known, in the library, one of which only the title is, and an offer."""

    def make() -> dict[str, int]:
        full = take_to_library(add_practice(by=person(Role.DISTRICT_OFFICER), text=FULL))
        bare = take_to_library(make_practice("Prayas", themes=("ED",), cpse="NTPC"))
        offered = make_practice("Offered wells")
        step_to(offered, person(Role.DISTRICT_OFFICER), S.OFFERED)
        return {"full": full.id, "bare": bare.id, "offered": offered.id}

    return run_write(make)


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """The officer of Dantewada."""
    return sign_in(sqlite_app, "district_officer@example.test")


@pytest.fixture
def keeper(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "unicef_officer@example.test")


@pytest.fixture
def reader(sqlite_app: Application) -> FlaskClient:
    """The chair, who writes no practices."""
    return sign_in(sqlite_app, "chair@example.test")


class TestListPractices:
    @pytest.mark.parametrize(
        ("query", "seen"),
        [
            ("q=Poultry", {"full"}),
            ("q=पालन", {"full"}),
            ("q=Danteshwari", {"full"}),
            ("q=eggs&theme=ED", set()),
            ("theme=ED&q=Prayas", {"bare"}),
            ("state=20&q=Poultry", {"full"}),
            ("state=22&evidence=own_records", {"full"}),
            ("district=376", {"full"}),
            ("district=331", set()),
            ("cpse=NTPC&q=Prayas", {"bare"}),
            ("cpse=NMDC&evidence=own_records", {"full"}),
            ("evidence=evaluated", set()),
            ("status=offered", {"offered"}),
            ("status=retired", set()),
            ("origin=other_state", {"full"}),
            ("origin=own_work&sort=known", {"bare", "offered"}),
        ],
    )
    def test_shows_what_was_asked_for_on_the_page_and_in_the_file(
        self, keeper: FlaskClient, library: dict[str, int], query: str, seen: set[str]
    ) -> None:
        page = BeautifulSoup(keeper.get(f"/practices?{query}").text, "html.parser")
        found = {link["href"] for link in page.select("table.list th[scope=row] a")}
        assert found == {f"/practices/{library[name]}" for name in seen}
        rows = list(csv.DictReader(io.StringIO(keeper.get(f"/practices?{query}&download=csv").text)))
        codes = {row["Number"] for row in rows}
        assert codes == {f"P-{library[name]:04d}" for name in seen}

    @pytest.mark.parametrize("order", ["asc", "desc"])
    @pytest.mark.parametrize("column", ["title", "number", "cpse", "evidence", "origin", "status"])
    def test_sorts_by_every_column_and_loses_none(
        self, reader: FlaskClient, library: dict[str, int], column: str, order: str
    ) -> None:
        page = BeautifulSoup(reader.get(f"/practices?sort={column}&order={order}").text, "html.parser")
        assert len(page.select("table.list tbody tr")) == 17 + 2

    def test_counts_what_is_known_of_each(self, reader: FlaskClient, library: dict[str, int]) -> None:
        rows = csv.DictReader(io.StringIO(reader.get("/practices?download=csv").text))
        known = {row["Number"]: row["Known, of 10"] for row in rows}
        assert known[f"P-{library['full']:04d}"] == "10"
        assert known[f"P-{library['bare']:04d}"] == "1"

    def test_sends_no_more_statements_for_more_rows(
        self, sqlite_app: Application, reader: FlaskClient, library: dict[str, int]
    ) -> None:
        with counted_statements(reader) as few:
            reader.get("/practices?q=Prayas")

        def more() -> None:
            for number in range(20):
                text = replace(FULL, title_en=f"Prayas {number}")
                take_to_library(add_practice(by=person(Role.DISTRICT_OFFICER), text=text))

        run_write(more)
        with counted_statements(reader) as many:
            answer = reader.get("/practices?q=Prayas")
        assert answer.text.count("Prayas ") >= 20
        assert len(many) <= len(few) + 1, "one more where a row has parts"
        assert len(many) <= 14


class TestShowPractice:
    def test_tells_the_story_in_its_order(self, reader: FlaskClient, library: dict[str, int]) -> None:
        page = BeautifulSoup(reader.get(f"/practices/{library['full']}").text, "html.parser")
        heads = [head.get_text() for head in page.select("main .columns h2")]
        assert heads[:6] == [
            "What problem it answers",
            "What was done",
            "Must stay",
            "May change",
            "Cost",
            "Evidence",
        ]
        text = " ".join(page.get_text(" ").split())
        for told in (
            "Children of hostels ate no eggs.",
            "A veterinary visit each month",
            "what is kept here already",
            "₹45.00 lakh",
            "₹1.50 lakh for a hostel",
            "their own records",
            "Dantewada, Chhattisgarh",
            "Jharkhand",
            "Balod",
            "NMDC Ltd., Danteshwari Mahila Sangh",
            "District Programme Manager",
            "Report of the mission, 2024",
        ):
            assert told in text, told
        assert "Not known" not in text

    def test_says_what_is_not_known_of_one_that_is_only_named(
        self, sqlite_app: Application, reader: FlaskClient
    ) -> None:
        number = db.session.scalars(select(Practice.id).where(Practice.reference_number == 1)).one()
        text = text_of_page(reader.get(f"/practices/{number}"))
        assert "Only named:" in text
        for missing in ("the problem", "what was done", "the cost", "the evidence", "whom to ask"):
            assert missing in text
        assert "Presented at the workshop among models" in text
        assert "Report of the fourth DPE-UNICEF joint workshop" in text
        assert "one source" in text
        assert "₹" not in text

    @pytest.mark.parametrize(
        "said", [{"cost_note": "Paid by many"}, {"evidence_text": "Seen once"}, {"done": "Dug wells"}]
    )
    def test_hides_nothing_that_is_told_of_one_that_is_only_named(
        self, sqlite_app: Application, reader: FlaskClient, said: dict[str, str]
    ) -> None:
        number = run_write(lambda: take_to_library(make_practice("Prayas", **said)).id)
        assert next(iter(said.values())) in text_of_page(reader.get(f"/practices/{number}"))

    def test_tells_mail_and_telephone_to_offices_and_companies_only(
        self, sqlite_app: Application, library: dict[str, int]
    ) -> None:
        told = set()
        for role in Role:
            page = sign_in(sqlite_app, f"{role.value}@example.test").get(f"/practices/{library['full']}")
            assert FULL.contact_office in page.text
            assert (FULL.contact_mail in page.text) == (FULL.contact_phone in page.text)
            told |= {role} if FULL.contact_mail in page.text else set()
        assert told == set(Role) - {Role.CHAIR, Role.AGENCY, Role.AUDITOR}
        answer = sqlite_app.test_client().get(f"/practices/{library['full']}")
        assert answer.status_code == 302

    def test_sends_few_statements(self, sqlite_app: Application, library: dict[str, int]) -> None:
        def more() -> None:
            practice = db.session.get_one(Practice, library["full"])
            for number in range(4):
                reword(practice, person(Role.DPE_STAFF), problem=f"Wording {number}")
                attach(practice, person(Role.DPE_STAFF), f"Paper {number}")

        run_write(more)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        with counted_statements(client) as statements:
            assert "Paper 3" in client.get(f"/practices/{library['full']}").text
        print(f"\n{len(statements)} statements")
        assert len(statements) <= 12

    def test_links_to_the_record_it_was_taken_from(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch, keeper: FlaskClient
    ) -> None:
        monkeypatch.setattr(origins, "_kinds", {})
        register_origin("tests.talk", lazy_("Talk"), lambda _viewer, number: (f"Hens {number}", "/t/7"))

        def make() -> int:
            record = OriginRecord("tests.talk", 7)
            return take_to_library(make_practice(taken_from=record)).id

        page = BeautifulSoup(keeper.get(f"/practices/{run_write(make)}").text, "html.parser")
        assert [link.get_text() for link in page.select("a[href='/t/7']")] == ["Hens 7"]


class TestShowPracticeVersion:
    def test_shows_what_the_practice_said_before(
        self, sqlite_app: Application, reader: FlaskClient, library: dict[str, int]
    ) -> None:
        def change() -> int:
            practice = db.session.get_one(Practice, library["full"])
            number = practice.version
            reword(practice, person(Role.DPE_STAFF), problem="Said anew", cost_inr=None, unit_cost_inr=None)
            return number

        number = run_write(change)
        page = f"/practices/{library['full']}"
        assert f"{page}/versions/{number}" in reader.get(page).text
        old = text_of_page(reader.get(f"{page}/versions/{number}"))
        assert "Children of hostels ate no eggs." in old
        assert "₹45.00 lakh" in old
        assert "Said anew" not in old
        assert FULL.contact_mail not in old
        assert reader.get(f"{page}/versions/{number + 1}").status_code == 404


class TestNewPractice:
    def test_makes_a_draft_of_the_office_once(self, sqlite_app: Application, officer: FlaskClient) -> None:
        form = read_form(officer, "/practices/new")
        form.setlist("title_en", ["Mahua presses"])
        form.setlist("themes", ["FS", "AW"])
        first = officer.post("/practices/new", data=form)
        assert officer.post("/practices/new", data=form).location == first.location
        rows = db.session.scalars(select(Practice).where(Practice.title_en == "Mahua presses")).all()
        assert [row.status for row in rows] == [S.DRAFT]
        assert [row.theme_code for row in rows[0].themes] == ["AW", "FS"]

    def test_keeps_what_was_typed_where_it_is_refused(
        self, sqlite_app: Application, officer: FlaskClient
    ) -> None:
        answer = send(officer, "/practices/new", problem="No wells", origin="published", title_hi="कुएँ")
        assert answer.status_code == 422
        assert "Name the published source" in answer.text
        assert "No wells" in answer.text


class TestEditPractice:
    def test_opening_and_saving_the_form_changes_nothing(
        self, sqlite_app: Application, keeper: FlaskClient, library: dict[str, int]
    ) -> None:
        for name in ("full", "bare"):
            page = f"/practices/{library[name]}/edit"
            before = text_of(get_practice(person(Role.DPE_STAFF), library[name]))
            db.session.rollback()
            assert keeper.post(page, data=read_form(keeper, page)).status_code == 302
            assert text_of(get_practice(person(Role.DPE_STAFF), library[name])) == before
            assert "versions" not in keeper.get(f"/practices/{library[name]}").text
            db.session.rollback()

    def test_takes_lists_and_places_as_they_were_typed(
        self, sqlite_app: Application, keeper: FlaskClient, library: dict[str, int]
    ) -> None:
        answer = send(
            keeper,
            f"/practices/{library['bare']}/edit",
            core="First\n\n  Second  part \nFirst",
            changeable="Food: what is grown: here\nHours",
            places=["s20", "d376"],
            unit_cost_inr="1.5 lakh",
            cost_unit="a village",
            figure_before="४५.५",
            figure_what="Share, per cent",
            figure_source="Survey",
            figure_on="2024-03-31",
        )
        assert answer.status_code == 302, text_of_page(answer)
        text = text_of(get_practice(person(Role.DPE_STAFF), library["bare"]))
        assert text.core == ("First", "Second part")
        assert [(part.what, part.how) for part in text.changeable] == [
            ("Food", "what is grown: here"),
            ("Hours", ""),
        ]
        assert text.places == ((20, None), (22, 376))
        assert (text.unit_cost_inr, text.figure_before) == (150_000, 45.5)

    @pytest.mark.parametrize(
        ("field", "value", "told"),
        [
            ("title_en", "", "Enter a title"),
            ("unit_cost_inr", "5000", "Say for what the cost of one is meant"),
            ("figure_after", "4", "Say what the figures before and after measure"),
            ("contact_phone", "at the gate", "Enter a telephone number"),
            ("core", "x" * 301, "A line has at most 300 letters"),
            ("changeable", ": as here", "Name each part that may change"),
            ("changeable", "a:" + "x" * 298, "at most 300 letters"),
            ("figure_after", "0.12345", "enter a number"),
            ("core", "\n".join(map(str, range(21))), "At most 20 lines"),
            ("cpse", "NOSUCH", "Choose one from the list"),
            ("figure_before", "many", "enter a number"),
        ],
    )
    def test_tells_at_the_field_what_is_wrong(
        self, keeper: FlaskClient, library: dict[str, int], field: str, value: str, told: str
    ) -> None:
        answer = send(keeper, f"/practices/{library['bare']}/edit", **{field: value})
        assert answer.status_code == 422
        summary = BeautifulSoup(answer.text, "html.parser").select_one(".error-summary")
        assert told in summary.get_text()


class TestStepPractice:
    def test_goes_its_whole_way(
        self, sqlite_app: Application, officer: FlaskClient, keeper: FlaskClient
    ) -> None:
        number = run_write(lambda: make_practice("Seed banks").id)
        page = f"/practices/{number}/step"
        assert keeper.get(page).status_code == 404
        assert send(officer, page, status="offered").status_code == 302
        assert send(keeper, page, status="sent_back").status_code == 422
        assert send(keeper, page, status="sent_back", reason="No cost.").status_code == 302
        assert "No cost." in officer.get(f"/practices/{number}").text
        assert f"/practices/{number}" in officer.get("/home").text
        assert send(officer, page, status="offered").status_code == 302
        assert f"/practices/{number}" in keeper.get("/home").text
        assert send(keeper, page, status="library").status_code == 302
        assert f"/practices/{number}" not in keeper.get("/home").text
        assert officer.get(page).status_code == 403
        assert send(keeper, page, status="retired", reason="Banks closed.").status_code == 302
        assert "Banks closed." in officer.get(f"/practices/{number}").text

    def test_a_keeper_does_not_decide_on_what_they_wrote(
        self, sqlite_app: Application, keeper: FlaskClient
    ) -> None:
        def make() -> int:
            practice = make_practice(by=person(Role.UNICEF_OFFICER))
            step_to(practice, person(Role.UNICEF_OFFICER), S.OFFERED)
            return practice.id

        answer = send(keeper, f"/practices/{run_write(make)}/step", status="library")
        assert answer.status_code == 422
        assert "another keeper decides" in answer.text
