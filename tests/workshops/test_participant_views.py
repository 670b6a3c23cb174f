"""The pages of participants: the list, who reads which address, a file brought in, picking."""

import csv
import io
from io import BytesIO

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant, ParticipantList
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form, send, text_of
from tests.workshops.participants import PHONE, make_held_workshop, make_person, person_of


def on_list() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Participant)) or 0


@pytest.fixture
def base(sqlite_app: Application) -> str:
    """A workshop with a person of NMDC, a collector and a speaker of nowhere."""

    def make() -> int:
        workshop = make_held_workshop()
        nmdc = person_of(Role.CPSE_OFFICER).organisation
        make_person(workshop, "Asha Verma", organisation=nmdc, email="qx1971@example.org")
        make_person(
            workshop,
            "Ravi Kumar",
            email="ravi@example.org",
            phone="+91 11111 11111",
            group=ParticipantGroup.DISTRICT,
        )
        return workshop.id

    return f"/workshops/{run_write(make)}"


@pytest.fixture
def dpe_client(sqlite_app: Application, base: str) -> FlaskClient:
    return sign_in(sqlite_app, "dpe_staff@example.test")


class TestWhoReadsAddresses:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            (Role.DPE_STAFF, {PHONE, "+91 11111 11111"}),
            (Role.UNICEF_OFFICER, {PHONE, "+91 11111 11111"}),
            (Role.CPSE_OFFICER, {PHONE}),
            (Role.DISTRICT_OFFICER, set()),
            (Role.STATE_OFFICER, set()),
            (Role.CHAIR, set()),
            (Role.AGENCY, set()),
            (Role.AUDITOR, set()),
        ],
    )
    def test_the_organisers_all_an_office_its_own_others_none(
        self, sqlite_app: Application, base: str, role: Role, seen: set[str]
    ) -> None:
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        book = openpyxl.load_workbook(BytesIO(client.get(f"{base}/people?download=xlsx").data))
        cells = " ".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)
        texts = [
            client.get(f"{base}/people").text,
            client.get(f"{base}/people?download=csv").text,
            cells,
        ]
        for text in texts:
            assert {phone for phone in (PHONE, "+91 11111 11111") if phone in text} == seen
            assert ("ravi@example.org" in text) is ("+91 11111 11111" in seen)
            assert ("Ravi Kumar" in text) is (role is not Role.AUDITOR)

    def test_no_search_finds_a_person_by_phone_or_mail(self, dpe_client: FlaskClient, base: str) -> None:
        for query in ("qx1971@example.org", "qx1971", "98765", "example.org"):
            assert "Asha" not in text_of(dpe_client.get("/search", query_string={"q": query}))
        assert "Asha Verma" in text_of(dpe_client.get("/search?q=Asha"))

    def test_the_auditor_finds_nobody_by_name(self, sqlite_app: Application, base: str) -> None:
        auditor = sign_in(sqlite_app, "auditor@example.test")
        assert "/people" not in auditor.get("/search?q=Asha").text
        assert "P-0001" not in text_of(auditor.get(f"{base}/people?q=Asha"))
        assert "Participant P-0001" in text_of(auditor.get(f"{base}/people"))

    def test_a_person_of_a_plan_is_found_by_its_holders_alone(self, sqlite_app: Application) -> None:
        def make() -> None:
            make_person(make_held_workshop(WorkshopStatus.PLANNED), "Zubin Mistry")

        run_write(make)
        for role in Role:
            page = sign_in(sqlite_app, f"{role.value}@example.test").get("/search?q=Zubin")
            assert ("Zubin Mistry" in text_of(page)) is (role in {Role.DPE_STAFF, Role.UNICEF_OFFICER})


class TestTheList:
    @pytest.mark.parametrize(
        ("query", "seen"),
        [
            ("", {"Asha Verma", "Ravi Kumar"}),
            ("q=asha", {"Asha Verma"}),
            ("q=P-0002", {"Ravi Kumar"}),
            ("group=district", {"Ravi Kumar"}),
            ("status=listed", {"Asha Verma", "Ravi Kumar"}),
            ("status=accepted", set()),
            ("present=yes", set()),
            ("present=no", {"Asha Verma", "Ravi Kumar"}),
            ("group=zz", {"Asha Verma", "Ravi Kumar"}),
        ],
    )
    def test_is_narrowed_by_each_filter(
        self, dpe_client: FlaskClient, base: str, query: str, seen: set[str]
    ) -> None:
        page = BeautifulSoup(dpe_client.get(f"{base}/people?{query}").text, "html.parser")
        found = {cell.get_text(" ", strip=True) for cell in page.select("th.long-name")}
        assert found == seen

    @pytest.mark.parametrize("sort", ["name", "number", "group", "status", "present"])
    def test_is_sorted_by_every_column(self, dpe_client: FlaskClient, base: str, sort: str) -> None:
        for order in ("asc", "desc"):
            page = dpe_client.get(f"{base}/people?sort={sort}&order={order}")
            assert BeautifulSoup(page.text, "html.parser").select_one("th[aria-sort]") is not None

    def test_counts_each_group(self, dpe_client: FlaskClient, base: str) -> None:
        page = BeautifulSoup(dpe_client.get(f"{base}/people").text, "html.parser")
        rows = [
            [cell.get_text(strip=True) for cell in row.select("th, td")]
            for row in page.select(".group-counts tr")
        ]
        assert ["District", "", "1", "0", "0"] in rows
        assert ["CPSE", "", "1", "0", "0"] in rows
        assert ["All", "", "2", "0", "0"] in rows

    def test_asks_no_more_where_more_people_are(self, dpe_client: FlaskClient, base: str) -> None:
        def count() -> int:
            with counted_statements(dpe_client) as statements:
                dpe_client.get(f"{base}/people")
            return len(statements)

        before = count()

        def add() -> None:
            workshop = db.session.get_one(Participant, 1).workshop
            for number in range(30):
                make_person(workshop, f"Person {number}", email=None)

        run_write(add)
        assert count() == before


class TestAdding:
    def test_a_likely_double_is_asked_about_and_may_be_meant(
        self, dpe_client: FlaskClient, base: str
    ) -> None:
        page = f"{base}/people/new"
        answer = send(dpe_client, page, name_en="asha VERMA", group="cpse")
        assert answer.status_code == 422
        assert "P-0001" in text_of(answer)
        assert on_list() == 2
        assert send(dpe_client, page, name_en="asha VERMA", group="cpse", is_other="y").status_code == 302
        assert on_list() == 3

    @pytest.mark.parametrize(
        ("field", "value"),
        [("email", "no address"), ("email", "a@b"), ("phone", "call me"), ("group", ""), ("name_en", "")],
    )
    def test_its_errors_stand_at_their_fields(
        self, dpe_client: FlaskClient, base: str, field: str, value: str
    ) -> None:
        given = {"name_en": "Someone", "group": "expert", field: value}
        answer = send(dpe_client, f"{base}/people/new", **given)
        assert answer.status_code == 422
        assert BeautifulSoup(answer.text, "html.parser").select_one(f"#{field}-error") is not None

    def test_who_is_taken_off_is_off_the_list_and_can_come_back(
        self, dpe_client: FlaskClient, base: str
    ) -> None:
        assert send(dpe_client, f"{base}/people/1/cancel", reason="Transferred.").status_code == 302
        dpe_client.get(f"{base}/people")
        assert "Asha Verma" not in text_of(dpe_client.get(f"{base}/people?q=Verma"))
        page = f"{base}/people/1/edit"
        assert "Transferred." in text_of(dpe_client.get(page))
        dpe_client.post(
            f"{base}/people/1/restore", data=read_form(dpe_client, page, f"{base}/people/1/restore")
        )
        assert "Asha Verma" in text_of(dpe_client.get(f"{base}/people?q=Verma"))

    def test_people_with_an_account_are_picked_many_at_once(self, dpe_client: FlaskClient, base: str) -> None:
        page = BeautifulSoup(dpe_client.get(f"{base}/people/pick").text, "html.parser")
        chosen = [str(box["value"]) for box in page.select("input[name=users]")][:3]
        assert send(dpe_client, f"{base}/people/pick", users=chosen).status_code == 302
        assert on_list() == 5

    def test_where_many_have_an_account_the_first_are_shown_and_an_office_is_chosen(
        self, dpe_client: FlaskClient, base: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csrmatch.workshops.queries.participants.MOST_PICKED", 1)
        far = person_of(Role.UNICEF_OFFICER)
        pick = f"{base}/people/pick"
        first = BeautifulSoup(dpe_client.get(pick).text, "html.parser")
        assert "The first 1 people with an account are shown" in first.get_text()
        assert str(far.id) not in [str(box["value"]) for box in first.select("input[name=users]")]
        own = f"{pick}?office={far.organisation_id}"
        page = BeautifulSoup(dpe_client.get(own).text, "html.parser")
        assert [str(box["value"]) for box in page.select("input[name=users]")] == [str(far.id)]
        assert (
            dpe_client.post(own, data={**read_form(dpe_client, own), "users": [str(far.id)]}).status_code
            == 302
        )
        assert on_list() == 3

    def test_unicef_picks_from_its_own_people_alone(self, sqlite_app: Application, base: str) -> None:
        unicef = sign_in(sqlite_app, "unicef_officer@example.test")
        page = BeautifulSoup(unicef.get(f"{base}/people/pick").text, "html.parser")
        boxes = page.select("input[name=users]")
        assert [str(box["value"]) for box in boxes] == [str(person_of(Role.UNICEF_OFFICER).id)]
        stranger = str(person_of(Role.STATE_OFFICER).id)
        assert send(unicef, f"{base}/people/pick", users=[stranger]).status_code == 422
        assert on_list() == 2


class TestBringingAListIn:
    def bring(self, client: FlaskClient, base: str, content: bytes, name: str = "people.csv"):
        data = {"file": (BytesIO(content), name)}
        return client.post(
            f"{base}/people/import",
            data=data,
            content_type="multipart/form-data",
            follow_redirects=True,
        )

    def test_every_error_is_told_by_row_and_column_and_nobody_is_added(
        self, dpe_client: FlaskClient, base: str
    ) -> None:
        content = (
            "name_en,group,email,phone,language,is_speaker\n"
            "Good One,expert,good@example.org,,en,yes\n"
            ",expert,,,,\n"
            "No Group,,,,,\n"
            "Wrong Group,press,nobody,12,fr,perhaps\n"
        )
        answer = self.bring(dpe_client, base, content.encode())
        page = BeautifulSoup(answer.text, "html.parser")
        places = {
            tuple(cell.get_text(strip=True) for cell in row.select("td")[:2])
            for row in page.select("tbody tr")
        }
        assert places == {("3", "A"), ("4", "B"), ("5", "B"), ("5", "C"), ("5", "D"), ("5", "E"), ("5", "F")}
        assert page.select_one("form[action$=apply]") is None
        assert on_list() == 2

    def test_what_was_tried_is_taken_in_whole_and_once(self, dpe_client: FlaskClient, base: str) -> None:
        content = "name_hi,group,email,organisation_en\nसीता देवी,ज़िला,sita@example.org,Bastar\nराम,Expert,,\n"
        answer = self.bring(dpe_client, base, content.encode())
        assert "2 people can be added." in text_of(answer)
        assert on_list() == 2
        target = str(BeautifulSoup(answer.text, "html.parser").select_one("form[action$=apply]")["action"])
        form = read_form(dpe_client, target.removesuffix("/apply"), target)
        first, second = (dpe_client.post(target, data=form) for _ in range(2))
        assert first.location == second.location
        assert on_list() == 4
        assert db.session.scalar(select(func.count()).select_from(ParticipantList)) == 0
        row = db.session.scalars(select(Participant).where(Participant.name_hi == "सीता देवी")).one()
        assert (row.group, row.email) == (ParticipantGroup.DISTRICT, "sita@example.org")

    def test_a_file_with_errors_cannot_be_taken_in_by_its_address(
        self, dpe_client: FlaskClient, base: str
    ) -> None:
        self.bring(dpe_client, base, b"name_en,group\nGood,expert\nBad,press\n")
        kept = db.session.scalars(select(ParticipantList)).one().id
        db.session.rollback()
        dpe_client.post(f"{base}/people/import/{kept}/apply", data={})
        assert on_list() == 2

    def test_doubles_in_the_file_and_on_the_list_are_flagged(
        self, dpe_client: FlaskClient, base: str
    ) -> None:
        content = (
            b"name_en,group,email\nNew,expert,x@example.org\nnew.,expert,X@example.org\nASHA verma,cpse,\n"
        )
        told = text_of(self.bring(dpe_client, base, content))
        assert told.count("The same stands in row 2.") == 2
        assert "Somebody with this name or address is on the list already." in told

    def test_the_template_reads_back_with_its_words_left_out(
        self, dpe_client: FlaskClient, base: str
    ) -> None:
        content = dpe_client.get(f"{base}/people/template").data
        book = openpyxl.load_workbook(BytesIO(content))
        sheet = book["people"]
        assert sheet.data_validations.dataValidation
        heads = [cell.value for cell in sheet[1]]
        sheet.cell(4, heads.index("name_en") + 1, "Typed In")
        groups = [cell.value for cell in book["lists"]["A"]][1:]
        sheet.cell(4, heads.index("group") + 1, groups[4])
        sheet.cell(4, heads.index("phone") + 1, 9876543210)
        sheet.cell(4, heads.index("is_speaker") + 1, "yes / हाँ")
        stream = io.BytesIO()
        book.save(stream)
        told = text_of(self.bring(dpe_client, base, stream.getvalue(), "people.xlsx"))
        assert "1 person can be added." in told

    @pytest.mark.parametrize("content", [b"", b"\xff\xfea", b"PK\x03\x04broken", b"name\nA\n", b"a,b\n"])
    def test_a_broken_file_is_told_and_adds_nobody(
        self, dpe_client: FlaskClient, base: str, content: bytes
    ) -> None:
        assert self.bring(dpe_client, base, content).status_code in {200, 422}
        assert on_list() == 2


class TestBadges:
    def test_hold_each_name_and_no_address(self, dpe_client: FlaskClient, base: str) -> None:
        answer = dpe_client.get(f"{base}/people/badges")
        assert answer.data.startswith(b"%PDF")
        assert b"98765" not in answer.data
        assert dpe_client.get(f"{base}/people/badges?person=1").status_code == 200
        assert dpe_client.get(f"{base}/people/badges?person=999").status_code == 404


class TestTheFile:
    def test_a_name_that_a_spreadsheet_would_run_is_text(self, dpe_client: FlaskClient, base: str) -> None:
        send(dpe_client, f"{base}/people/new", name_en="=HYPERLINK(1)", group="expert")
        rows = list(csv.reader(io.StringIO(dpe_client.get(f"{base}/people?download=csv").text)))
        assert "'=HYPERLINK(1)" in {row[0] for row in rows}
