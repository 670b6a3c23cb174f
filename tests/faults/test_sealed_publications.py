"""One version in force however many publish, none from inputs that changed, and none altered afterwards."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.mapping.models import Publication, PublicationPair
from csrmatch.mapping.rules.publishing import PublicationState
from tests.conftest import sign_in
from tests.faults.publication_races import interleave, race
from tests.faults.racing import at_once
from tests.faults.world import World
from tests.form_filling import read_form
from tests.mapping.exercises import find_user
from tests.mapping.publishing import make_proposal, make_small_exercise, publish

PUBLISHERS, ROUNDS = 16, 3
ORDERS, STEPS = 8, 10
CLICKS = 8
METHODS = ("PUT", "PATCH", "DELETE", "POST")


class TestRacingPublishers:
    def test_leave_one_version_in_force_in_every_round(self, app: Application) -> None:
        found = race(PUBLISHERS, ROUNDS, app=app)
        print(f"\n{found}")
        assert (found.right, found.let_through) == (ROUNDS, ROUNDS)

    def test_a_form_sent_many_times_publishes_once(self, app: Application, world: World) -> None:
        page = f"/exercises/{world.published}/publish"
        data = read_form(sign_in(app, "dpe_staff@example.test"), page)
        data.setlist("order_number", ["Once"])
        data.setlist("reason", ["The board approved."])
        headers = {"Cookie": f"csrmatch={world.cookies['dpe_staff']}"}

        def send(_number: int) -> str:
            answer = app.test_client(use_cookies=False).post(page, data=data, headers=headers)
            assert answer.status_code == 302, answer.text
            return str(answer.location)

        places = set(at_once(app, CLICKS, send))
        count = select(func.count()).where(Publication.order_number == "Once")
        assert (len(places), db.session.scalar(count)) == (1, 1)

    def test_the_database_itself_holds_one_in_force(self, app: Application) -> None:
        """Without the verb's own check the second one fails: the index is the last guard."""
        first = publish(make_proposal(make_small_exercise()))
        row = db.session.get_one(Publication, first)
        copied = {key: getattr(row, key) for key in _columns(Publication) if key != "id"}

        def add() -> None:
            db.session.add(Publication(**{**copied, "number": 2}))
            db.session.flush()

        with pytest.raises(DBAPIError):
            run_write(add)


class TestOrdersOfEditing:
    def test_publish_nothing_that_is_stale_or_declined(self, app: Application) -> None:
        found = interleave(ORDERS, STEPS, app=app)
        print(f"\n{found}")
        assert (found.stale, found.declined, found.wrongly_refused) == (0, 0, 0)
        assert found.published, "what is fresh can be published"
        assert found.refused, "the orders were to try what is stale too"


def _columns(model: type) -> list[str]:
    return [attribute.key for attribute in inspect(model).column_attrs]


def _fingerprint() -> list[tuple[object, ...]]:
    db.session.rollback()
    tables = (Publication.__table__, PublicationPair.__table__)
    return [tuple(row) for table in tables for row in db.session.execute(select(table)).all()]


ALTERATIONS = [
    "update publication set title_en = 'Other'",
    "update publication set digest = 'x'",
    "update publication set package_zip = x'00'",
    "update publication set pairs = 4",
    "update publication set number = 7, note = 'x'",
    "update publication set financial_year = '2030-31'",
    "update publication set id = id + 1000",
    "delete from publication",
    "update publication_pair set cpse_id = cpse_id + 1",
    "update publication_pair set standing = 'approved'",
    "update publication_pair set publication_id = publication_id + 1",
    "delete from publication_pair",
    "insert into publication_pair select publication_id, (select max(id) from district), cpse_id, "
    "'approved', fit, ask_inr, district_agreed_on, cpse_agreed_on, board_approved_on, resolution "
    "from publication_pair limit 1",
]
ON_SQLITE = [
    "insert or replace into publication_pair select publication_id, district_id, cpse_id, 'approved', 1.0, "
    "ask_inr, district_agreed_on, cpse_agreed_on, board_approved_on, resolution from publication_pair",
    "insert or replace into publication select * from publication",
    "update or replace publication set id = id",
]
ON_POSTGRESQL = [
    "truncate publication_pair",
    "truncate publication cascade",
    "insert into publication select * from publication on conflict (id) do update set title_en = 'Other'",
    "merge into publication p using (select 1) s on true when matched then update set note = 'x'",
]


class TestAlterations:
    @pytest.mark.parametrize("state", [PublicationState.CURRENT, PublicationState.SUPERSEDED])
    def test_by_raw_sql_are_all_refused(self, app: Application, state: PublicationState) -> None:
        proposal = make_proposal(make_small_exercise())
        publish(proposal)
        if state is PublicationState.SUPERSEDED:
            publish(proposal, replaces=1, reason="A later word.")
        before = _fingerprint()
        kind = db.engine.dialect.name
        done = []
        for statement in ALTERATIONS + (ON_SQLITE if kind == "sqlite" else ON_POSTGRESQL):
            told = statement.replace("x'00'", "'\\x00'::bytea") if kind == "postgresql" else statement
            if _is_done(lambda told=told: db.session.execute(text(told))):
                done.append(told)
        assert _fingerprint() == before
        assert done == []

    def test_a_version_that_ended_stays_ended(self, app: Application) -> None:
        proposal = make_proposal(make_small_exercise())
        publish(proposal)
        publish(proposal, replaces=1, reason="A later word.")
        before = _fingerprint()
        for change in ("state = 'withdrawn'", "ended_reason = 'Other'", "state = 'current', ended_at = null"):
            assert not _is_done(
                lambda change=change: db.session.execute(
                    text(f"update publication set {change} where number = 1")
                )
            )
        assert _fingerprint() == before

    def test_through_the_orm_are_all_refused(self, app: Application) -> None:
        publish(make_proposal(make_small_exercise()))
        before = _fingerprint()
        sealed = set(_columns(Publication)) - {"state", "ended_at", "ended_by_id", "ended_reason", "version"}
        for model, names in ((Publication, sealed), (PublicationPair, set(_columns(PublicationPair)))):
            for name in sorted(names):
                assert not _is_done(lambda model=model, name=name: _set(model, name)), f"{model}.{name}"
            assert not _is_done(lambda model=model: _delete(model)), model
        assert _fingerprint() == before

    def test_by_forms_and_addresses_are_all_refused(self, app: Application, world: World) -> None:
        """Every method on every address of a version, with every column as a field."""
        before = _fingerprint()
        row = db.session.scalars(select(Publication)).one()
        places = [f"/mapping/{row.scope_key}/{row.financial_year}"]
        places += [f"{places[0]}/1", f"{places[0]}/1/mapping.json", f"{places[0]}/districts/567"]
        places += [f"/api/v1/publications/{row.id}", f"{places[0]}/1/withdraw"]
        fields = dict.fromkeys((*_columns(Publication), *_columns(PublicationPair)), "1")
        for client in (sign_in(app, "dpe_staff@example.test"), app.test_client()):
            for place in places:
                for method in METHODS:
                    answer = client.open(place, method=method, data=fields)
                    assert answer.status_code in {302, 403, 404, 405, 409, 422}, (place, method)
        assert _fingerprint() == before

    def test_a_second_word_on_publishing_changes_nothing_of_the_first(self, app: Application) -> None:
        proposal = make_proposal(make_small_exercise())
        first = publish(proposal)
        sealed = [row for row in _fingerprint() if len(row) > 12]
        publish(proposal, replaces=1, reason="A later word.")
        row = db.session.get_one(Publication, first, populate_existing=True)
        kept = dict(zip(_columns(Publication), sealed[0], strict=True))
        ended = {"state", "ended_at", "ended_by_id", "ended_reason", "version"}
        assert {key for key, value in kept.items() if getattr(row, key) != value} == ended


def _is_done(act: Callable[[], object]) -> bool:
    """Whether a change was let through to the end."""

    def change() -> None:
        act()
        db.session.flush()

    try:
        run_write(change)
    except Exception:
        db.session.rollback()
        return False
    return True


def _set(model: type, name: str) -> None:
    row = db.session.scalars(select(model)).first()
    assert row is not None
    value = getattr(row, name)
    other = {int: 10**6, str: "Other", float: 0.123456, bytes: b"x"}.get(type(value))
    if other is None:
        other = (
            find_user().created_at if value is None or hasattr(value, "hour") else value.replace(year=2001)
        )
    if value is None and name != "title_hi":
        other = 10**6 if name == "ask_inr" else find_user().created_at.date()
    setattr(row, name, "Other" if name == "title_hi" else other)


def _delete(model: type) -> None:
    db.session.delete(db.session.scalars(select(model)).first())
