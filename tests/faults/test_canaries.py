"""Every tenant and person bears a token of its own; nobody finds another's in anything they can fetch."""

import io
import logging
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask import Request
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import ImmutableMultiDict

from csrmatch.accounts.models import Invitation, User
from csrmatch.app import Application
from csrmatch.comments.models import Comment
from csrmatch.db import db, run_write
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.registry.models import CsrAccount, Need, NeedDocument, Project, SupportPledge
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.faults.action_world import mark_actions, seen_actions
from tests.faults.consent_world import mark_consent, seen_consent
from tests.faults.feedback_world import mark_feedback, seen_feedback
from tests.faults.matrix import targets
from tests.faults.participant_world import linked_wishes, mark_participants, seen_participants
from tests.faults.practice_world import mark_practices, seen_practices
from tests.faults.takeaway_world import mark_takeaways, seen_takeaways
from tests.faults.world import World

_TOKEN = re.compile(r"canary(\d+)x")
_QUERIES = ("", "?download=csv", "?download=xlsx", "?text=canary", "?actor=canary", "?q=canary")
_LOOKS = ("get", "getlist", "items", "keys", "lists", "listvalues", "to_dict", "copy")
_LOOKS += ("__contains__", "__getitem__", "__iter__", "__len__", "__eq__", "__or__")


def _mark() -> None:
    """Puts a token into every name and address of people."""
    for user in db.session.scalars(select(User).order_by(User.id)):
        user.name = f"Person canary{user.id}x"
        user.designation = f"Officer canary{user.id}x" if user.role is not Role.AUDITOR else ""
        if not user.email.startswith(tuple(role.value for role in Role)):
            user.email = f"canary{user.id}x@example.test"
    for invitation in db.session.scalars(select(Invitation).order_by(Invitation.id)):
        invitation.name = f"Invited canary{10_000 + invitation.id}x"
        invitation.email = f"canary{10_000 + invitation.id}x@example.test"
    for project in db.session.scalars(select(Project).order_by(Project.id)):
        project.title_en = f"Project canary{20_000 + project.id}x"
        project.agency_name = f"Agency canary{20_000 + project.id}x"
    for need in db.session.scalars(select(Need).order_by(Need.id)):
        need.title_en = f"Need canary{60_000 + need.id}x"
        need.asked = f"Wells canary{60_000 + need.id}x"
    for comment in db.session.scalars(select(Comment).order_by(Comment.id)):
        comment.text = f"Comment canary{70_000 + comment.id}x"
        for wording in comment.wordings:
            wording.text = comment.text
    for paper in db.session.scalars(select(NeedDocument).order_by(NeedDocument.attachment_id)):
        paper.attachment.title = f"Paper canary{80_000 + paper.need_id}x"
    for account in db.session.scalars(select(CsrAccount).order_by(CsrAccount.id)):
        account.note = f"Account canary{40_000 + account.id}x"
    _mark_pledges()
    mark_participants()
    mark_feedback()
    mark_consent()
    mark_actions()
    mark_practices()
    mark_takeaways()


def _mark_pledges() -> None:
    for pledge in db.session.scalars(select(SupportPledge).order_by(SupportPledge.id)):
        pledge.note = f"Pledge canary{130_000 + pledge.id}x"


def _text(content: bytes) -> str:
    """All text of an answer, workbooks and folders unpacked."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(_text(packed.read(name)) for name in packed.namelist())


def watch_queries(app: Application) -> set[str]:
    """Where it is noted that the application looked into what follows the question mark of an address."""
    read: set[str] = set()

    def noting(name: str) -> Callable[..., Any]:
        def look(self: ImmutableMultiDict[str, str], *given: Any, **named: Any) -> Any:
            read.add(name)
            return getattr(ImmutableMultiDict, name)(self, *given, **named)

        return look

    # All of it but `values`, by which every request is held against zero bytes.
    looks = {name: noting(name) for name in _LOOKS}
    storage = type("Watched", (ImmutableMultiDict,), looks)
    app.request_class = type("Request", (Request,), {"parameter_storage_class": storage})
    return read


def _fetch_everything(
    app: Application, client: FlaskClient, world: World, actor: str
) -> tuple[dict[int, str], int]:
    """The tokens in everything that can be fetched, with where each was found, and how much that was."""
    found: dict[int, str] = {}
    fetched = 0
    read = watch_queries(app)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in {"static", "accounts.accept_invitation"}:
            continue
        for given in targets(world, rule.endpoint, actor).values():
            with app.test_request_context():
                url = app.url_for(rule.endpoint, **given)
            for query in _QUERIES:
                read.clear()
                for number in _TOKEN.findall(_text(client.get(url + query).data)):
                    found.setdefault(int(number), url + query)
                fetched += 1
                if not read:
                    # What was not looked at changes nothing: the same page would come for each of them.
                    break
    return found, fetched


@pytest.fixture
def world(sqlite_app: Application, world: World) -> World:
    run_write(_mark)
    db.session.rollback()
    return world


class TestCanaries:
    @pytest.mark.parametrize("role", list(Role))
    def test_of_others_are_never_seen(
        self, sqlite_app: Application, world: World, role: Role, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        db.session.rollback()
        found, fetched = _fetch_everything(sqlite_app, client, world, role.value)
        assert fetched > 100
        if role is Role.DPE_STAFF:
            assert len(found) > 20, "DPE sees everyone, so the tokens are really there"
        else:
            own = _own_tokens(world, role)
            assert {number: place for number, place in found.items() if number not in own} == {}
        assert not _TOKEN.search(caplog.text)

    def test_are_never_seen_by_the_public(self, sqlite_app: Application, world: World) -> None:
        found, _fetched = _fetch_everything(sqlite_app, sqlite_app.test_client(), world, "anonymous")
        assert found.keys() <= linked_wishes()

    def test_a_name_is_not_found_by_searching_where_it_is_not_shown(
        self, sqlite_app: Application, world: World
    ) -> None:
        client = sign_in(sqlite_app, "auditor@example.test")
        number = world.people[Role.CHAIR]["self"]
        for query in (f"canary{number}x", "chair@example.test", "@example"):
            assert f"/users/{number}" not in client.get("/users", query_string={"text": query}).text


def _brought_in(kind: str) -> set[int]:
    """The records that an import made: projects of NMDC without a district, needs of Dantewada."""
    made = select(ImportRow.record_id).join(DataImport, DataImport.id == ImportRow.import_id)
    made = made.where(DataImport.kind == kind, ImportRow.version_after.is_not(None))
    return {number for number in db.session.scalars(made.order_by(ImportRow.id)) if number is not None}


def _visible_projects(world: World, role: Role) -> set[int]:
    """NMDC, its agency and Dantewada see what is theirs, Jharkhand what is there; three roles see all."""
    if role in {Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER}:
        return set(world.projects.values()) | _brought_in("projects")
    if role in {Role.STATE_OFFICER, Role.CHAIR}:
        return {world.projects["there"]}
    of_company = _brought_in("projects") if role is Role.CPSE_OFFICER else set()
    return {world.projects["here"], world.projects["closed"]} | of_company


def _visible_needs(world: World, role: Role) -> set[int]:
    """Everybody sees what is open or taken up, Dantewada and Jharkhand their own, three roles see all."""
    if role in {Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER}:
        return set(world.needs.values()) | _brought_in("needs")
    own = {
        Role.DISTRICT_OFFICER: {"here", "withdrawn", "handed"},
        Role.STATE_OFFICER: {"there"},
        Role.CHAIR: {"there"},
    }
    of_office = _brought_in("needs") if role is Role.DISTRICT_OFFICER else set()
    return {world.needs[name] for name in {"open", "taken_up"} | own.get(role, set())} | of_office


def _seen_comments(world: World, role: Role) -> set[int]:
    """The tokens of comments: three roles see all, NMDC and Dantewada those of the thread between them."""
    comments = list(db.session.scalars(select(Comment).order_by(Comment.id)))
    if role not in {Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER}:
        far = world.talk["far_comment_id"]
        is_in = role in {Role.CPSE_OFFICER, Role.DISTRICT_OFFICER}
        comments = [row for row in comments if is_in and row.id != far]
    return {70_000 + row.id for row in comments}


def _seen_accounts(role: Role) -> set[int]:
    """The tokens of the CSR accounts that a role may see: all, one's own and the published, or these only."""
    db.session.rollback()
    accounts = list(db.session.scalars(select(CsrAccount).order_by(CsrAccount.id)))
    return {
        40_000 + account.id
        for account in accounts
        if role in {Role.DPE_STAFF, Role.AUDITOR}
        or account.published_at is not None
        or (role is Role.CPSE_OFFICER and account.cpse.code == "NMDC")
    }


def _seen_pledges(role: Role) -> set[int]:
    """The tokens of the pledges that a role may read: all, or those of NMDC and to its requests, or none."""
    pledges = list(db.session.scalars(select(SupportPledge).order_by(SupportPledge.id)))
    return {
        130_000 + pledge.id
        for pledge in pledges
        if role in {Role.DPE_STAFF, Role.AUDITOR}
        or (role is Role.CPSE_OFFICER and "NMDC" in {pledge.cpse.code, pledge.request.cpse.code})
    }


def _office_of(world: World, role: Role) -> int:
    return db.session.get_one(User, world.people[role]["self"]).organisation_id


def _own_tokens(world: World, role: Role) -> set[int]:
    """The person's own token, those of the office's people and invitations where they are shown, and of
    the projects and needs that the office may see.
    """
    own = {world.people[role]["self"]} | {20_000 + number for number in _visible_projects(world, role)}
    own |= (
        _seen_accounts(role)
        | _seen_comments(world, role)
        | _seen_pledges(role)
        | seen_participants(role, _office_of(world, role))
        | seen_feedback(role, _office_of(world, role))
        | seen_consent(world.consent, role)
        | seen_actions(role)
        | seen_practices(world.practices, role)
        | seen_takeaways(role)
    )
    own |= {base + number for base in (60_000, 80_000) for number in _visible_needs(world, role)}
    if role is Role.AUDITOR:
        return own
    office = [role]
    if role in {Role.STATE_OFFICER, Role.CHAIR}:
        office = [Role.STATE_OFFICER, Role.CHAIR]
    for kind in office:
        own |= {world.people[kind]["self"], world.people[kind]["own"]}
    colleagues = select(User.id).where(User.organisation_id == _office_of(world, role)).order_by(User.id)
    own |= set(db.session.scalars(colleagues))
    return own | {10_000 + world.invitations[role]["own"], 10_000 + world.invitations[role]["used"]}
