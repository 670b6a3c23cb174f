"""By the API: programmes, overlaps, answers, threads, figures and documents, with the rules of the pages."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write, today
from csrmatch.registry.rules.answers import last_due
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.programmes import ProgrammeKind
from csrmatch.registry.services.project_reports import attach_document
from csrmatch.roles import Role
from tests.registry.api.asking import Caller
from tests.registry.need_talks import attach_paper
from tests.registry.needs import fill_need, make_need, officers_of, take_to
from tests.registry.overlaps import approve, find_case, make_overlapping_project, make_programme, somebody
from tests.registry.projects import PDF, find_officer, make_project

PROGRAMME = {
    "kind": "unicef",
    "name_en": "Scales for every Anganwadi",
    "theme": "HN",
    "reach": "districts",
    "districts": [376],
    "run_by": "UNICEF",
    "source": "Letter 12",
    "source_on": "2026-04-01",
}


@pytest.fixture
def company(app: Application) -> Caller:
    """A program of NMDC."""
    return Caller(app)


@pytest.fixture
def collector(app: Application) -> Caller:
    """A program of Dantewada."""
    return Caller(app, Role.DISTRICT_OFFICER)


class TestProgrammes:
    @pytest.fixture
    def unicef(self, app: Application) -> Caller:
        return Caller(app, Role.UNICEF_OFFICER)

    def test_are_recorded_found_and_changed_field_by_field(self, unicef: Caller, company: Caller) -> None:
        made = unicef.send("POST", "/programmes", {**PROGRAMME, "target_groups": ["women", "children"]})
        assert made.status_code == 201, made.text
        path = f"/programmes/{made.json['id']}"
        assert made.headers["Location"] == f"/api/v1{path}"
        assert (made.json["money_inr"], made.json["ends_on"]) == (None, None), "not known is null"
        assert company.get("/programmes?district=376&q=anganwadi&kind=unicef").json["items"] == [made.json]
        assert company.get("/programmes?district=328").json["items"] == []
        assert company.get("/programmes?district=1").json["items"] == []
        changed = unicef.send(
            "PATCH", path, {"money_inr": 10**7, "districts": [376, 374]}, If_Match=made.headers["ETag"]
        )
        different = {name for name in made.json if made.json[name] != changed.json[name]}
        assert different == {"money_inr", "districts", "version", "changed_at"}
        late = unicef.send("PATCH", path, {"run_by": "Others"}, If_Match=made.headers["ETag"])
        assert (late.status_code, late.json["mine"]["Run by"]) == (412, "Others")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": "scheme"},
            {"theme": "ZZ"},
            {"source": None},
            {"districts": [1]},
            {"districts": [376, 376]},
            {"reach": "state"},
            {"state_lgd": 999},
            {"source_on": "2999-01-01"},
        ],
    )
    def test_are_refused_where_the_pages_refuse_them(self, unicef: Caller, wrong: dict[str, object]) -> None:
        assert unicef.send("POST", "/programmes", {**PROGRAMME, **wrong}).status_code == 422
        assert unicef.get("/programmes").json["items"] == []

    def test_sent_twice_with_one_key_are_one(self, unicef: Caller) -> None:
        codes = [unicef.send("POST", "/programmes", PROGRAMME, Idempotency_Key="k").status_code for _ in "12"]
        assert codes == [201, 200]
        assert len(unicef.get("/programmes").json["items"]) == 1


def _overlap() -> tuple[int, int]:
    """A case between a project of NMDC and a programme of UNICEF; its number and the project's."""

    def make() -> tuple[int, int]:
        project = make_overlapping_project("NMDC")
        programme = make_programme(by=somebody(Role.UNICEF_OFFICER), kind=ProgrammeKind.UNICEF)
        case = find_case(programme, project)
        assert case is not None
        return case.id, project.id

    return run_write(make)


class TestOverlaps:
    def test_are_told_with_both_sides_and_answered_once_with_a_reason(self, company: Caller) -> None:
        number, project = _overlap()
        (row,) = company.get("/overlaps?stage=open&district=376&cpse=NMDC").json["items"]
        assert row["id"] == number
        assert {"district", "theme"} <= set(row["reasons"])
        assert {side["kind"]: side["id"] for side in row["sides"]}["project"] == project
        assert company.get("/overlaps?state=999").json["items"] == []
        case = company.get(f"/overlaps/{number}")
        assert [step["kind"] for step in case.json["history"]] == ["opened"]
        path = f"/overlaps/{number}/verdict"
        sent = {"verdict": "joined", "reason": "We build together."}
        assert company.send("PUT", path, sent).status_code == 428
        tag = {"If_Match": case.headers["ETag"]}
        assert company.send("PUT", path, {"verdict": "joined"}, **tag).status_code == 422
        told = company.send("PUT", path, sent, **tag)
        assert (told.status_code, told.json["stage"], told.json["verdict"]) == (200, "answered", "joined")
        last = told.json["history"][-1]
        assert (last["reason"], last["role"]) == ("We build together.", "cpse_officer")
        assert company.send("PUT", path, sent, **tag).status_code == 403, "it waits for no word any more"
        assert company.get("/overlaps?verdict=joined").json["items"][0]["id"] == number

    def test_tell_of_a_foreign_project_the_bare_facts_only(self, company: Caller) -> None:
        number, foreign = run_write(_rivals)
        answer = company.get(f"/overlaps/{number}")
        assert answer.status_code == 200
        side = next(side for side in answer.json["sides"] if side["cpse"] == "NTPC")
        assert [side[name] for name in ("id", "code", "title_en", "title_hi")] == [None] * 4
        assert (side["districts"], side["first_year"], side["status"]) == ([376], "2024-25", "approved")
        assert "of the rival" not in answer.text
        assert "of the rival" not in company.get("/overlaps").text
        assert company.get(f"/projects/{foreign}").status_code == 404


def _rivals() -> tuple[int, int]:
    """A case between projects of NMDC and of NTPC, which its board has approved."""
    own = make_overlapping_project("NMDC")
    foreign = make_overlapping_project("NTPC", "Girls' toilets in schools of the rival")
    approve(foreign)
    case = find_case(own, foreign)
    assert case is not None
    return case.id, foreign.id


class TestAnswers:
    def test_say_that_a_quarter_brought_nothing_for_the_own_office_alone(
        self, app: Application, company: Caller, collector: Caller
    ) -> None:
        (office,) = company.get("/answers").json["items"]
        due = last_due(today())
        sent = {"year": due.year, "quarter": due.number}
        path = f"/answers/{office['organisation_id']}"
        told = company.send("POST", f"{path}/nothing-to-report", sent)
        assert told.status_code == 201, told.text
        quarter = next(
            row for row in told.json["quarters"] if (row["year"], row["quarter"]) == (*sent.values(),)
        )
        assert (quarter["state"], quarter["is_late"]) == (
            "nothing",
            today() > date.fromisoformat(quarter["due_on"]),
        )
        again = company.send("POST", f"{path}/nothing-to-report", sent)
        assert again.json == told.json
        assert company.get(path).json == told.json
        assert collector.get(path).status_code == 404
        assert collector.send("POST", f"{path}/nothing-to-report", sent).status_code == 404
        never = {"year": "2001-02", "quarter": 1}
        assert company.send("POST", f"{path}/nothing-to-report", never).status_code == 404

    def test_are_a_table_of_all_offices_for_dpe_page_by_page(self, app: Application) -> None:
        dpe = Caller(app, Role.DPE_STAFF)
        due = last_due(today())
        found, cursor = [], ""
        while cursor is not None:
            page = dpe.get(f"/answers?kind=district&year={due.year}&limit=60{cursor}").json
            found += page["items"]
            cursor = f"&cursor={page['next']}" if page["next"] else None
        assert len({row["organisation_id"] for row in found}) == len(found) == 112
        assert {row["year"] for office in found for row in office["quarters"]} == {due.year}


class TestThreads:
    def test_go_between_the_company_and_the_collector_and_nobody_else(
        self, app: Application, company: Caller, collector: Caller
    ) -> None:
        need = run_write(_open_need)
        path = f"/needs/{need}/threads/NMDC"
        said = company.send("POST", f"{path}/comments", {"text": "Which hamlets?"}, Idempotency_Key="k")
        assert said.status_code == 201, said.text
        again = company.send("POST", f"{path}/comments", {"text": "Which hamlets?"}, Idempotency_Key="k")
        assert again.status_code == 200
        assert collector.get(f"/needs/{need}/threads").json["items"][0]["comments"] == 1
        assert collector.send("POST", f"{path}/comments", {"text": "Kuakonda."}).status_code == 201
        told = company.get(path).json["comments"]
        assert [(row["role"], row["text"]) for row in told] == [
            ("cpse_officer", "Which hamlets?"),
            ("district_officer", "Kuakonda."),
        ]
        assert "person" not in company.get(path).text, "offices are told, not people"
        assert Caller(app, Role.AGENCY).get(path).status_code == 404
        assert company.send("POST", f"{path}/comments", {"text": "  "}).status_code == 422
        other = f"/needs/{need}/threads/NTPC"
        assert company.send("POST", f"{other}/comments", {"text": "x"}).status_code == 404


def _open_need() -> int:
    need = make_need("Wells", lgd=376)
    fill_need(need)
    take_to(need, NeedStatus.OPEN)
    return need.id


FIGURE = {
    "starts_on": "2024-04-01",
    "ends_on": "2025-03-31",
    "value": 81.5,
    "source": "Annual sheet",
    "dated_on": "2025-05-01",
    "reason": "Counted house by house.",
}


class TestFigures:
    def test_stand_beside_those_of_surveys_with_their_source(
        self, collector: Caller, company: Caller
    ) -> None:
        path = "/districts/376/indicators/improved_water"
        before = company.get(path).json
        assert before["told"] == []
        assert all(row["source"] for row in before["surveys"] + before["benchmarks"])
        made = collector.send("POST", f"{path}/figures", FIGURE)
        assert made.status_code == 201, made.text
        assert company.get(path).json == {**before, "told": [made.json]}
        assert company.get(f"/figures/{made.json['id']}").json == made.json
        assert company.get("/figures?district=376&indicator=improved_water").json["items"] == [made.json]
        assert collector.send("POST", f"{path}/figures", FIGURE).status_code == 422, "told already"
        elsewhere = "/districts/328/indicators/improved_water/figures"
        assert collector.send("POST", elsewhere, FIGURE).status_code == 403

    @pytest.mark.parametrize(
        "wrong",
        [
            {"value": 101.0},
            {"value": "81"},
            {"value": None},
            {"numerator": 5, "denominator": 4},
            {"ends_on": "2999-01-01"},
            {"source": " "},
            {"value": 0.8, "reason": None},
        ],
    )
    def test_that_cannot_be_right_or_raise_questions_without_an_answer_are_refused(
        self, collector: Caller, wrong: dict[str, object]
    ) -> None:
        path = "/districts/376/indicators/improved_water/figures"
        assert collector.send("POST", path, {**FIGURE, **wrong}).status_code == 422
        assert collector.get("/figures").json["items"] == []


class TestDocuments:
    def test_are_listed_and_come_byte_for_byte(self, company: Caller, collector: Caller) -> None:
        project, need = run_write(_attach)
        for caller, path in ((company, f"/projects/{project}"), (collector, f"/needs/{need}")):
            (row,) = caller.get(f"{path}/documents").json["items"]
            assert (row["size_bytes"], row["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
            file = caller.get(f"{path}/documents/{row['id']}")
            assert (file.data, file.content_type) == (PDF, "application/pdf")
            assert file.headers["Content-Disposition"].startswith("attachment;")
            assert file.headers["X-Content-Type-Options"] == "nosniff"
            tag = file.headers["ETag"]
            again = caller.get(f"{path}/documents/{row['id']}", If_None_Match=tag)
            assert (again.status_code, again.data) == (304, b"")
        assert company.get(f"/needs/{need}/documents").status_code == 404, "a draft is not theirs"


def _attach() -> tuple[int, int]:
    project, need = make_project(), make_need("Wells", lgd=376)
    by = find_officer("NMDC")
    attach_document(project=project, by=by, title="Letter", file_name="a.pdf", content=PDF)
    attach_paper(need, officers_of(376)[0])
    return project.id, need.id


class TestTheLog:
    def test_names_the_token_for_each_act(self, company: Caller) -> None:
        need = run_write(_open_need)
        company.send("POST", f"/needs/{need}/threads/NMDC/comments", {"text": "Which?"})
        db.session.rollback()
        entry = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "comment")).one()
        assert " token:" in entry.actor
