"""A refusal leaves nothing of what was written before it, told on a form or to a program."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

import csrmatch
from csrmatch import jobs
from csrmatch.accounts.models import Invitation, User
from csrmatch.app import Application
from csrmatch.attachments.models import Attachment
from csrmatch.attachments.services import add_attachment
from csrmatch.attachments.storage import current_storage
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.audit.recording import note_event, set_reason
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.jobs.models import Job
from csrmatch.jobs.transport import open_transport
from csrmatch.mail import Letter, OutgoingMail, post
from csrmatch.registry.models import Need, NeedStep
from csrmatch.registry.services import needs as verbs
from csrmatch.roles import Role
from csrmatch.search.models import SearchEntry
from tests.conftest import sign_in
from tests.registry.api.asking import Caller
from tests.registry.needs import make_need
from tests.registry.projects import PDF

TABLES = (Need, NeedStep, Job, OutgoingMail, Attachment, AuditEvent, SearchEntry)
NEW = {"theme": "AW", "title_en": "Quokka sanctuary"}
WHY = "The quokka is not found in this district."


def _counts() -> list[int]:
    """How many rows each table holds, how many files there are, and how many messages wait."""
    db.session.rollback()
    rows = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]
    return [*rows, len(list(current_storage().keys(older_than_seconds=-10)))]


def _leave_traces(by: User) -> None:
    """What else a verb may do on its way: a file, a letter, a job, a fact and a reason for the log."""
    add_attachment(by=by, title="Estimate", file_name="estimate.pdf", content=PDF)
    post(Letter("quokka", "note", by.id, "a@example.test", "en", "Quokka", "Quokka"))
    jobs.enqueue("note", {}, "quokka")
    note_event("look", "need", 1, quokka=True)
    set_reason("Quokka.")
    db.session.flush()


def _refuse_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the verbs of needs ones that write everything they have to write, and refuse then."""

    def refusing(verb: Callable[..., object]) -> Callable[..., object]:
        def refuse(*, by: User, **given: object) -> None:
            verb(by=by, **given)
            _leave_traces(by)
            raise DomainError(WHY)

        return refuse

    for name in ("create_need", "change_need"):
        monkeypatch.setattr(verbs, name, refusing(getattr(verbs, name)))


class TestLateRefusals:
    def test_told_on_a_form_leave_nothing(self, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
        client = sign_in(app, "district_officer@example.test")
        _refuse_late(monkeypatch)
        before, waiting = _counts(), open_transport(app).pending_count()
        answer = client.post("/needs/new", data={**NEW, "form_key": "once"})
        assert answer.status_code == 422
        assert WHY in answer.text
        assert _counts() == before
        assert open_transport(app).pending_count() == waiting
        assert verify_log().sound

    def test_told_to_a_program_leave_nothing(self, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
        caller = Caller(app, Role.DISTRICT_OFFICER)
        _refuse_late(monkeypatch)
        before, waiting = _counts(), open_transport(app).pending_count()
        answer = caller.send("POST", "/needs", NEW, Idempotency_Key="once")
        assert (answer.status_code, WHY in answer.text) == (422, True)
        assert _counts() == before
        assert open_transport(app).pending_count() == waiting
        assert verify_log().sound

    def test_of_a_change_leave_the_record_as_it_was_on_the_page_too(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        officer = select(User).where(User.email == "district_officer@example.test")
        need = run_write(lambda: make_need("Solar pumps", by=db.session.scalars(officer).one()))
        _refuse_late(monkeypatch)
        path, version = f"/needs/{need.id}", need.version
        client = sign_in(app, "district_officer@example.test")
        sent = {**NEW, "version": str(version), "urgency": "normal"}
        answer = client.post(f"{path}/edit", data=sent)
        assert (answer.status_code, WHY in answer.text) == (422, True)
        # What was typed stands in its field; whatever the page says of the record is what is stored.
        assert answer.text.count("Quokka sanctuary") == 1
        assert client.get(path).text.count("Quokka sanctuary") == 0
        db.session.rollback()
        assert db.session.get_one(Need, need.id).version == version


class TestAfterARefusal:
    def test_the_same_form_can_be_sent_again(self, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
        client = sign_in(app, "district_officer@example.test")
        real = verbs.create_need

        def refuse(**given: object) -> None:
            real(**given)  # type: ignore[arg-type]
            raise DomainError(WHY)

        monkeypatch.setattr(verbs, "create_need", refuse)
        assert client.post("/needs/new", data={**NEW, "form_key": "again"}).status_code == 422
        monkeypatch.setattr(verbs, "create_need", real)
        assert client.post("/needs/new", data={**NEW, "form_key": "again"}).status_code == 302
        assert db.session.scalar(select(func.count()).select_from(Need)) == 1
        assert verify_log().sound

    def test_an_invitation_that_could_not_be_used_is_still_unused(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A verb of accounts that marks the invitation first, and makes the account then."""
        client = sign_in(app, "dpe_staff@example.test")
        sent = {
            "email": "new@example.gov.in",
            "name": "New",
            "role": "dpe_staff",
            "language": "en",
            "form_key": "invite",
        }
        organisation = db.session.scalars(select(User).where(User.role == Role.DPE_STAFF)).first()
        assert organisation is not None
        answer = client.post(
            "/users/invitations/new", data={**sent, "organisation_id": organisation.organisation_id}
        )
        assert answer.status_code == 302, answer.text
        token = client.get(answer.location).text.split("/join/")[1].split("<")[0].split('"')[0]

        def refuse(**_given: object) -> None:
            raise DomainError(WHY)

        monkeypatch.setattr("csrmatch.accounts.services.add_user", refuse)
        words = "a long and quiet password"
        answer = app.test_client().post(f"/join/{token}", data={"password": words, "repeat": words})
        assert (answer.status_code, WHY in answer.text) == (422, True)
        db.session.rollback()
        assert db.session.scalars(select(Invitation.used_at)).all() == [None]


def _catches_refusals(path: Path) -> bool:
    """Whether a module catches what the rules refuse."""
    handlers = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ExceptHandler))
    return any("DomainError" in ast.unparse(node.type) for node in handlers if node.type is not None)


def test_no_page_catches_a_refusal_by_itself() -> None:
    root = Path(csrmatch.__file__).parent
    pages = [*root.glob("*/views/*.py"), *root.glob("*/*views.py"), *root.glob("*/api/*.py")]
    assert len(pages) > 50
    assert [str(path) for path in pages if _catches_refusals(path)] == []
    assert _catches_refusals(root / "web" / "refusals.py")
