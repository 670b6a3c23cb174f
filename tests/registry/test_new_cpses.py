"""A company that DPE adds: who may, what is refused, and how it stands beside what the product ships."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.mapping.models import CpseChoice, ExerciseScope
from csrmatch.mapping.queries import list_all_cpses
from csrmatch.mapping.services import change_cpses, create_exercise, run_exercise
from csrmatch.places.models import State
from csrmatch.reference import read_cpses
from csrmatch.registry.models import Cpse
from csrmatch.registry.queries import get_cpse
from csrmatch.registry.rules.company_codes import is_company_code
from csrmatch.registry.services.cpses import add_cpse, change_cpse
from csrmatch.registry.services.loading import load_organisations
from csrmatch.roles import Role
from csrmatch.seeding import load_reference
from tests.conftest import sign_in
from tests.form_filling import read_form

FACTS = {
    "code": "arl",
    "name_en": "Assam  Ropeways Ltd.",
    "name_hi": "असम रोपवेज़ लिमिटेड",
    "ministry": "Coal",
    "sector": "Ropeways",
    "status": "miniratna-1",
    "status_on": "2026-04-01",
    "parent": "CIL",
    "headquarters_en": "Guwahati",
}


@pytest.fixture
def dpe_staff(app: Application) -> FlaskClient:
    """DPE."""
    return sign_in(app, "dpe_staff@example.test")


def person(role: Role) -> User:
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


def add(code: str = "ARL", name: str = "Assam Ropeways Ltd.", **values: object) -> Cpse:
    facts = {"name_en": name, "name_hi": "असम रोपवेज़ लिमिटेड", **values}
    return add_cpse(by=person(Role.DPE_STAFF), code=code, parent=None, values=facts)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        run_write(act)
    return str(refusal.value.text)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


class TestNewCpse:
    def test_it_is_listed_with_its_facts_and_the_organisation_for_its_people(
        self, dpe_staff: FlaskClient
    ) -> None:
        answer = dpe_staff.post("/cpses/new", data={**read_form(dpe_staff, "/cpses/new"), **FACTS})
        assert answer.status_code == 302
        assert answer.location == "/cpses/ARL"
        cpse = get_cpse("ARL")
        assert (cpse.name_en, cpse.ministry_en, cpse.ministry_hi) == ("Assam Ropeways Ltd.", "Coal", "कोयला")
        assert (cpse.status, str(cpse.status_on), cpse.parent.code) == ("miniratna-1", "2026-04-01", "CIL")
        assert cpse.organisation.kind is OrganisationKind.CPSE
        assert cpse.organisation.name_hi == "असम रोपवेज़ लिमिटेड"
        assert dpe_staff.get("/cpses/ARL").status_code == 200
        assert "Assam Ropeways Ltd." in dpe_staff.get("/cpses?q=ropeways").text
        choices = BeautifulSoup(dpe_staff.get("/users/invitations/new").text, "html.parser")
        assert "Assam Ropeways Ltd." in choices.select_one("select[name=organisation_id]").text

    def test_a_form_sent_twice_makes_one_company(self, dpe_staff: FlaskClient) -> None:
        form = {**read_form(dpe_staff, "/cpses/new"), **FACTS}
        organisations = count(Organisation)
        answers = [dpe_staff.post("/cpses/new", data=form) for _ in range(2)]
        assert [answer.location for answer in answers] == ["/cpses/ARL"] * 2
        assert count(Cpse) == len(read_cpses()) + 1
        assert count(Organisation) == organisations + 1

    def test_adding_it_is_in_the_log_with_the_person(self, dpe_staff: FlaskClient) -> None:
        dpe_staff.post("/cpses/new", data={**read_form(dpe_staff, "/cpses/new"), **FACTS})
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.object_type == "cpse").order_by(AuditEvent.id.desc())
        ).first()
        assert event.actor_id == person(Role.DPE_STAFF).id
        assert "Assam Ropeways Ltd." in event.changes

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"code": "A"}, "Enter a short code"),
            ({"code": "ASSAM ROPEWAYS"}, "Enter a short code"),
            ({"code": "../NMDC"}, "Enter a short code"),
            ({"code": ""}, "Enter the company's code"),
            ({"code": "nmdc"}, "NMDC Ltd. is known already, as NMDC."),
            ({"name_en": "nmdc ltd."}, "NMDC Ltd. is known already, as NMDC."),
            ({"name_en": " "}, "Enter the company's name in English"),
            ({"name_hi": ""}, "Enter the company's name in Hindi"),
            ({"ministry": ""}, "Choose the ministry"),
            ({"ministry": "Ropes"}, "Choose one from the list"),
            ({"ministry": "-"}, "Name the ministry in English"),
            ({"status": "ratna"}, "Not a valid choice"),
            ({"status_on": ""}, "Enter the day from which the company has this status"),
            ({"status_on": "2999-01-01"}, "the day cannot lie in the future"),
            ({"status_on": "2026-02-31"}, "Not a valid date"),
            ({"parent": "NOSUCH"}, "Not a valid choice"),
            ({"website": "javascript:alert(1)"}, "Enter the whole address"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words_and_nothing_is_added(
        self, sqlite_app: Application, changes: dict[str, str], said: str
    ) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        organisations = count(Organisation)
        answer = client.post("/cpses/new", data={**read_form(client, "/cpses/new"), **FACTS, **changes})
        assert answer.status_code == 422
        told = BeautifulSoup(answer.text, "html.parser").select_one(".error-summary").select("li")
        assert len(told) == 1, told
        assert said in told[0].get_text()
        assert count(Cpse) == len(read_cpses())
        assert count(Organisation) == organisations

    def test_a_ministry_that_is_not_listed_can_be_named(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        named = {
            "ministry": "-",
            "ministry_en": "Ropeways",
            "ministry_hi": "रोपवे",
            "status": "",
            "status_on": "",
        }
        form = {**read_form(client, "/cpses/new"), **FACTS, **named}
        assert client.post("/cpses/new", data=form).status_code == 302
        cpse = get_cpse("ARL")
        assert (cpse.ministry_en, cpse.ministry_hi, cpse.status_on) == ("Ropeways", "रोपवे", None)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.DPE_STAFF])
    def test_nobody_but_dpe_is_offered_it(self, sqlite_app: Application, role: Role) -> None:
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        assert client.get("/cpses/new").status_code == 403
        assert "/cpses/new" not in client.get("/cpses").text
        assert "Only DPE adds a company" in refused(
            lambda: add_cpse(by=person(role), code="ARL", parent=None, values={"name_en": "X"})
        )


class TestBesideWhatIsShipped:
    def test_loading_the_files_again_leaves_it_as_it_is(self, app: Application) -> None:
        run_write(lambda: add(sector="Ropeways"))
        version, organisation = get_cpse("ARL").version, get_cpse("ARL").organisation_id
        load_reference()
        again = get_cpse("ARL")
        assert (again.version, again.sector, again.organisation_id) == (version, "Ropeways", organisation)
        before = count(Organisation)
        run_write(load_organisations)
        assert count(Organisation) == before

    def test_a_later_delivery_that_knows_it_fills_in_only_what_dpe_left_open(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_write(lambda: add(sector="Ropeways"))
        known = read_cpses()[0]
        later = type(known)(
            **{
                **{name: getattr(known, name) for name in known.__slots__},
                "code": "ARL",
                "name_en": "Assam Ropeways Limited",
                "sector_en": "Cables",
                "hq_en": "Guwahati",
            }
        )
        monkeypatch.setattr("csrmatch.registry.services.loading.read_cpses", lambda: (*read_cpses(), later))
        load_reference()
        cpse = get_cpse("ARL")
        assert (cpse.name_en, cpse.sector, cpse.headquarters_en) == (
            "Assam Ropeways Ltd.",
            "Ropeways",
            "Guwahati",
        )

    def test_a_company_renamed_since_does_not_lend_its_organisation(self, app: Application) -> None:
        def rename() -> None:
            cpse = get_cpse("NMDC")
            values: dict[str, object] = {"name_en": "National Mines"}
            change_cpse(cpse=cpse, by=person(Role.DPE_STAFF), version=cpse.version, values=values)

        run_write(rename)
        run_write(lambda: add("NMDC2", "NMDC Ltd."))
        assert get_cpse("NMDC2").organisation_id != get_cpse("NMDC").organisation_id

    def test_it_can_take_part_in_a_mapping_without_a_place_or_a_filing(self, sqlite_app: Application) -> None:
        run_write(add)

        def run() -> str:
            dpe = person(Role.DPE_STAFF)
            exercise = create_exercise(
                by=dpe,
                title_en="With a new company",
                title_hi="",
                financial_year="2026-27",
                scope=ExerciseScope.STATE,
                state=db.session.scalars(select(State).where(State.lgd == 22)).one(),
            )
            chosen = [cpse for cpse in list_all_cpses() if cpse.code in {"ARL", "NMDC", "SAIL", "NTPC"}]
            change_cpses(
                exercise=exercise,
                version=exercise.version,
                choices={cpse.id: CpseChoice(4, None, "") for cpse in chosen},
            )
            return str(run_exercise(exercise=exercise, by=dpe, language="en").outcome)

        assert run_write(run) == "solved"


class TestCodes:
    def test_every_shipped_code_is_one(self) -> None:
        assert all(is_company_code(row.code) for row in read_cpses())

    @pytest.mark.parametrize(
        "code", ["", "A", "nmdc", "-A", "A-", "A--B", "A B", "ARL\n", "É1", "१२", "A" * 21, "A/B"]
    )
    def test_what_would_not_stand_in_an_address_is_none(self, code: str) -> None:
        assert not is_company_code(code)
