"""By the API: the life of needs and projects, and corrections of what was told, as on the pages."""

from base64 import b64encode
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.attachments.storage import current_storage
from csrmatch.audit.models import AuditEvent
from csrmatch.comments.models import CommentWording
from csrmatch.db import db, run_write, today
from csrmatch.indicators.models import ReportedFigureVersion
from csrmatch.registry.models import Need, NeedStep, ProjectStep
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from tests.registry.api.asking import Caller
from tests.registry.need_talks import tell_water
from tests.registry.needs import make_need, officers_of, take_to
from tests.registry.projects import PDF, make_project


@pytest.fixture
def company(app: Application) -> Caller:
    """A program of NMDC."""
    return Caller(app)


@pytest.fixture
def collector(app: Application) -> Caller:
    """A program of Dantewada."""
    return Caller(app, Role.DISTRICT_OFFICER)


def _draft() -> int:
    """A need that another officer of the same office wrote than the one whose token is used."""
    return make_need("Wells", by=officers_of(376)[1]).id


def _open_need() -> int:
    need = make_need("Wells")
    take_to(need, NeedStatus.OPEN)
    return need.id


def _step(caller: Caller, path: str, **sent: object) -> tuple[int, str]:
    """Takes a record that was just read on; the status of the answer, and that of the record."""
    tag = caller.get(path).headers["ETag"]
    answer = caller.send("PUT", f"{path}/status", sent, If_Match=tag)
    return answer.status_code, caller.get(path).json["status"]


class TestNeeds:
    def test_go_the_way_of_the_pages_with_reasons_where_these_ask_for_them(
        self, app: Application, collector: Caller
    ) -> None:
        path = f"/needs/{run_write(_draft)}"
        assert _step(collector, path, status="open") == (422, "draft"), "verified first"
        assert _step(collector, path, status="verified") == (200, "verified")
        assert _step(collector, path, status="draft") == (422, "verified"), "sent back with a reason only"
        assert _step(collector, path, status="draft", reason="The cost is missing.") == (200, "draft")
        assert _step(collector, path, status="verified") == (200, "verified")
        opened = _step(collector, path, status="open")
        if opened[0] == 422:
            opened = _step(Caller(app, Role.DPE_STAFF), path, status="open")
        assert opened == (200, "open")
        assert _step(collector, path, status="withdrawn") == (422, "open")
        assert _step(collector, path, status="withdrawn", reason="The State builds them.") == (
            200,
            "withdrawn",
        )
        steps = db.session.scalars(select(NeedStep).order_by(NeedStep.id.desc())).all()
        assert [step.reason for step in steps if step.reason] == [
            "The State builds them.",
            "The cost is missing.",
        ]
        entries = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "need")).all()
        assert any(entry.reason == "The cost is missing." for entry in entries)

    def test_are_stepped_by_those_who_may_on_the_version_they_read(
        self, app: Application, company: Caller, collector: Caller
    ) -> None:
        number = run_write(_draft)
        path = f"/needs/{number}/status"
        sent = {"status": "verified"}
        assert collector.send("PUT", path, sent).status_code == 428
        assert company.send("PUT", path, sent, If_Match='"1"').status_code == 403
        assert Caller(app, Role.STATE_OFFICER).send("PUT", path, sent, If_Match='"1"').status_code == 404
        tag = collector.get(f"/needs/{number}").headers["ETag"]

        def change() -> None:
            db.session.get_one(Need, number).cost_inr = 5

        run_write(change)
        late = collector.send("PUT", path, {**sent, "reason": "Seen."}, If_Match=tag)
        assert (late.status_code, late.json["mine"]["Reason"]) == (412, "Seen.")
        assert collector.get(f"/needs/{number}").json["status"] == "draft"

    def test_that_one_wrote_oneself_wait_for_a_second_officer(self, collector: Caller) -> None:
        def make() -> int:
            by = db.session.scalars(select(User).where(User.email == "district_officer@example.test")).one()
            officers_of(376)
            return make_need("Wells", by=by).id

        path = f"/needs/{run_write(make)}"
        assert _step(collector, path, status="verified") == (422, "draft")


class TestProjects:
    def test_are_approved_begun_and_completed_on_their_days(self, company: Caller) -> None:
        path = f"/projects/{run_write(lambda: make_project().id)}"
        day = today()
        told = {"on": day.isoformat(), "reason": "Resolution 14."}
        assert _step(company, path, status="completed", **told) == (422, "proposed")
        assert _step(company, path, status="approved", on=told["on"]) == (422, "proposed")
        tomorrow = (day + timedelta(days=1)).isoformat()
        assert _step(company, path, status="approved", on=tomorrow, reason="R.") == (422, "proposed")
        for status in ("approved", "under_way", "completed"):
            assert _step(company, path, status=status, **told) == (200, status)
        steps = db.session.scalars(select(ProjectStep).order_by(ProjectStep.id)).all()
        assert [step.taken_on for step in steps][1:] == [day] * 3

    def test_of_others_and_by_others_are_not_stepped(self, company: Caller, collector: Caller) -> None:
        own, far = run_write(lambda: (make_project().id, make_project("NTPC").id))
        sent = {"status": "approved", "on": today().isoformat(), "reason": "R."}
        assert company.send("PUT", f"/projects/{far}/status", sent, If_Match='"1"').status_code == 404
        assert collector.send("PUT", f"/projects/{own}/status", sent, If_Match='"1"').status_code == 403
        assert company.send("PUT", f"/projects/{own}/status", sent).status_code == 428
        wrong = {**sent, "status": "published"}
        assert company.send("PUT", f"/projects/{own}/status", wrong, If_Match='"1"').status_code == 422


FIGURE: dict[str, object] = {
    "value": 83.5,
    "source": "Annual sheet, corrected",
    "dated_on": "2026-04-02",
    "reason": "One block was counted twice.",
}


class TestFigures:
    def test_are_corrected_by_their_office_with_a_reason_and_keep_what_they_said(
        self, app: Application, collector: Caller
    ) -> None:
        by = select(User).where(User.email == "district_officer@example.test")
        number = run_write(lambda: tell_water(db.session.scalars(by).one()).id)
        path = f"/figures/{number}"
        before = collector.get(path)
        tag = before.headers["ETag"]
        assert collector.send("PUT", path, FIGURE).status_code == 428
        assert collector.send("PUT", path, {**FIGURE, "reason": None}, If_Match=tag).status_code == 422
        assert collector.send("PUT", path, {**FIGURE, "value": 101.0}, If_Match=tag).status_code == 422
        changed = collector.send("PUT", path, FIGURE, If_Match=tag)
        assert changed.status_code == 200, changed.text
        assert (changed.json["value"], changed.json["starts_on"]) == (83.5, before.json["starts_on"])
        assert collector.send("PUT", path, FIGURE, If_Match=tag).status_code == 412
        assert Caller(app, Role.UNICEF_OFFICER).send("PUT", path, FIGURE, If_Match=tag).status_code == 403
        values = db.session.scalars(
            select(ReportedFigureVersion.value).order_by(ReportedFigureVersion.number)
        ).all()
        assert values == [82.0, 83.5]
        assert date.fromisoformat(changed.json["dated_on"]) == date(2026, 4, 2)


class TestComments:
    def test_are_corrected_by_who_made_the_token_that_said_them(
        self, company: Caller, collector: Caller
    ) -> None:
        path = f"/needs/{run_write(_open_need)}/threads/NMDC"
        (said,) = company.send("POST", f"{path}/comments", {"text": "Which hamlet?"}).json["comments"]
        address = f"{path}/comments/{said['id']}"
        tag = {"If_Match": f'"{said["version"]}"'}
        assert company.send("PUT", address, {"text": "Which hamlets?"}).status_code == 428
        assert collector.send("PUT", address, {"text": "None."}, **tag).status_code == 403
        assert company.send("PUT", address, {"text": " "}, **tag).status_code == 422
        changed = company.send("PUT", address, {"text": "Which hamlets?"}, **tag)
        assert changed.status_code == 200, changed.text
        assert [row["text"] for row in changed.json["comments"]] == ["Which hamlets?"]
        late = company.send("PUT", address, {"text": "Which?"}, **tag)
        assert (late.status_code, late.json["theirs"]["Comment"]) == (412, "Which hamlets?")
        assert company.send("PUT", f"{path}/comments/999999", {"text": "x"}, **tag).status_code == 404
        words = db.session.scalars(select(CommentWording.text).order_by(CommentWording.number)).all()
        assert words == ["Which hamlet?", "Which hamlets?"]


class TestFiles:
    def test_are_attached_once_for_a_key_and_come_back_byte_for_byte(
        self, app: Application, company: Caller, collector: Caller
    ) -> None:
        project, need = run_write(lambda: (make_project().id, _draft()))
        sent = {"title": "Estimate", "file_name": "estimate.pdf", "content": b64encode(PDF).decode()}
        for caller, path in ((company, f"/projects/{project}"), (collector, f"/needs/{need}")):
            address = f"{path}/documents"
            answers = [caller.send("POST", address, sent, Idempotency_Key="k") for _ in "12"]
            assert [one.status_code for one in answers] == [201, 200], answers[0].text
            assert answers[0].json == answers[1].json == caller.get(address).json
            (row,) = answers[0].json["items"]
            assert (row["title"], row["kind"]) == ("Estimate", "pdf")
            assert caller.get(f"{address}/{row['id']}").data == PDF
        assert collector.send("POST", f"/projects/{project}/documents", sent).status_code == 403
        assert company.send("POST", f"/needs/{need}/documents", sent).status_code == 403

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": None},
            {"file_name": " "},
            {"content": "not base64!"},
            {"content": ""},
            {"content": b64encode(b"<svg/>").decode()},
            {"content": "ज" * 8},
            {"content": None},
        ],
    )
    def test_that_the_pages_refuse_are_refused_and_leave_nothing(
        self, app: Application, company: Caller, wrong: dict[str, object]
    ) -> None:
        path = f"/projects/{run_write(lambda: make_project().id)}/documents"
        sent = {"title": "Estimate", "file_name": "estimate.pdf", "content": b64encode(PDF).decode()}
        assert company.send("POST", path, {**sent, **wrong}).status_code == 422
        assert company.get(path).json["items"] == []
        assert list(current_storage().keys(older_than_seconds=-10)) == []
