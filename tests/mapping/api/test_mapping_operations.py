"""By the API: published mappings, proposals, and proposed pairs with the answers of one's own side."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import TokenScope
from csrmatch.accounts.services import make_token
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write, today
from csrmatch.mapping.models import MappingRule, PairAnswer, RuleKind
from csrmatch.mapping.queries.publications import list_pairs_at_hand, list_published_pairs
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.roles import Role
from tests.mapping.exercises import find_user
from tests.mapping.proposing import (
    BASTAR,
    DANTEWADA,
    answer,
    load_proposal,
    make_pinned_exercise,
    officers,
    pair_of,
    put,
)
from tests.mapping.publishing import load_publication, make_proposal, make_small_exercise, publish
from tests.registry.api.asking import Caller

YES = {"answer": "accepted", "answered_on": today().isoformat()}
NO = {**YES, "answer": "declined"}


@pytest.fixture
def dpe(app: Application) -> Caller:
    """A program of the Department."""
    return Caller(app, Role.DPE_STAFF)


@pytest.fixture
def company(app: Application) -> Caller:
    """A program of NMDC."""
    return Caller(app)


@pytest.fixture
def collector(app: Application) -> Caller:
    """A program of Dantewada."""
    return Caller(app, Role.DISTRICT_OFFICER)


@pytest.fixture
def state(app: Application) -> Caller:
    """A program of Jharkhand."""
    return Caller(app, Role.STATE_OFFICER)


def of_stranger(app: Application, name: str) -> Caller:
    """A program of the person with that address."""
    caller = Caller(app)
    caller.secret = run_write(lambda: make_token(by=find_user(name), name="ERP", scope=TokenScope.WRITE)[1])
    return caller


class TestPublications:
    def test_are_told_as_they_were_published_and_found_by_scope_year_state_and_stage(
        self, app: Application, company: Caller
    ) -> None:
        exercise_id = make_small_exercise()
        first = publish(make_proposal(exercise_id))
        second = publish(make_proposal(exercise_id), replaces=1, reason="A district asked.", number="2/2026")
        row = load_publication(second)
        whole = company.get(f"/publications/{second}").json
        stored = {
            (pair.district.lgd, pair.cpse.code, pair.standing.value, pair.fit)
            for pair in list_published_pairs(row)
        }
        told = {(one["district_lgd"], one["cpse"], one["standing"], one["fit"]) for one in whole["pairs"]}
        assert told == stored
        assert (whole["pairs_count"], whole["approved_count"]) == (3, 1)
        assert (whole["digest"], whole["stage"], whole["number"]) == (row.digest, "current", 2)
        path = whole["package_url"].partition("/mapping/")[2]
        package = app.test_client().get(f"/mapping/{path}")
        assert package.status_code == 200
        state_lgd = whole["pairs"][0]["state_lgd"]

        def found(question: str) -> list[int]:
            answered = company.get(f"/publications?{question}")
            assert answered.status_code == 200, answered.text
            return [one["id"] for one in answered.json["items"]]

        assert found("") == [first, second]
        assert found("sort=-published_at") == [second, first]
        assert found("stage=superseded") == [first]
        assert found(f"scope={row.scope_key}&year={row.financial_year}&stage=current") == [second]
        assert found(f"state={state_lgd}") == [first, second]
        assert found("state=1") == found("year=2031-32") == found("scope=nowhere") == []
        ended = company.get(f"/publications/{first}").json
        assert (ended["stage"], ended["ended_reason"]) == ("superseded", "A district asked.")
        assert (whole["ended_at"], whole["ended_reason"]) == (None, None)

    def test_come_page_by_page(self, app: Application, company: Caller) -> None:
        exercise_id = make_small_exercise()
        made = [publish(make_proposal(exercise_id))]
        made.append(publish(make_proposal(exercise_id), replaces=1, reason="Anew.", number="2/2026"))
        page = company.get("/publications?limit=1&sort=-published_at").json
        assert [one["id"] for one in page["items"]] == made[1:]
        rest = company.get(f"/publications?limit=1&sort=-published_at&cursor={page['next']}").json
        assert ([one["id"] for one in rest["items"]], rest["next"]) == (made[:1], None)

    def test_that_are_missing_or_asked_for_wrongly_are_refused(self, company: Caller) -> None:
        assert company.get("/publications/77").status_code == 404
        assert company.get("/publications?stage=open").status_code == 422
        assert company.get("/publications?colour=red").status_code == 422


class TestProposals:
    def test_are_told_to_the_department_with_all_that_was_answered(
        self, app: Application, dpe: Caller
    ) -> None:
        number = put(make_pinned_exercise())
        answer(number, DANTEWADA, Side.CPSE, Answer.DECLINED, reason="Too far.")
        whole = dpe.get(f"/proposals/{number}").json
        proposal = load_proposal(number)
        stored = {
            (row.pair.district.lgd, row.pair.cpse.code, row.fit): {
                side.value: word.answer.value for side, word in row.said.items()
            }
            for row in list_pairs_at_hand(proposal)
        }
        told = {
            (one["district_lgd"], one["cpse"], one["fit"]): {
                word["side"]: word["answer"] for word in one["answers"]
            }
            for one in whole["pairs"]
        }
        assert told == stored
        assert (whole["deadline_on"], whole["stage"]) == (proposal.deadline_on.isoformat(), "open")
        reasons = [word["reason"] for one in whole["pairs"] for word in one["answers"]]
        assert reasons == ["Too far."]

    def test_are_found_by_stage_year_and_state_and_told_to_nobody_else(
        self, app: Application, dpe: Caller, company: Caller, collector: Caller, state: Caller
    ) -> None:
        number = put(make_pinned_exercise())
        (listed,) = dpe.get("/proposals?stage=open&state=22&sort=-put_at").json["items"]
        assert listed["id"] == number
        assert dpe.get(f"/proposals?year={listed['financial_year']}").json["items"] == [listed]
        for question in ("stage=withdrawn", "year=2031-32", "state=20"):
            assert dpe.get(f"/proposals?{question}").json["items"] == []
        assert dpe.get("/proposals/9999").status_code == 404
        for other in (company, collector, state):
            assert other.get("/proposals").status_code == 403
            assert other.get(f"/proposals/{number}").status_code == 403


class TestProposedPairs:
    def test_are_narrowed_as_the_pages_are(
        self, app: Application, dpe: Caller, company: Caller, collector: Caller, state: Caller
    ) -> None:
        officers()
        number = put(make_pinned_exercise())
        own = pair_of(number, DANTEWADA).id
        assert len(dpe.get("/proposed-pairs").json["items"]) == 3
        for caller, side in ((company, ["cpse", "board"]), (collector, ["district"])):
            (listed,) = caller.get("/proposed-pairs").json["items"]
            assert (listed["id"], listed["own_sides"], listed["answers"]) == (own, side, [])
        assert state.get("/proposed-pairs").json["items"] == [], "it is of another state"
        foreign = pair_of(number, BASTAR).id
        missing = company.get("/proposed-pairs/2000000000")
        for caller in (company, collector, state, of_stranger(app, "ongc"), of_stranger(app, "korba")):
            refused = caller.get(f"/proposed-pairs/{foreign}")
            assert (refused.status_code, refused.text) == (404, missing.text)

    def test_tell_the_other_sides_word_only_after_ones_own_and_never_its_reason(
        self, app: Application, dpe: Caller, company: Caller, collector: Caller
    ) -> None:
        number = put(make_pinned_exercise())
        pair = pair_of(number, DANTEWADA).id
        answer(number, DANTEWADA, Side.CPSE, Answer.DECLINED, reason="Too far.")
        silent = collector.get(f"/proposed-pairs/{pair}")
        assert (silent.json["answers"], silent.json["history"]) == ([], [])
        assert "declined" not in silent.text
        hidden = collector.get(f"/proposed-pairs/{pair}/answers/cpse")
        assert (hidden.json["said"], hidden.json["version"]) == (None, 0)
        assert collector.get("/proposed-pairs?side=cpse&answer=declined").json["items"] == []
        assert len(collector.get("/proposed-pairs?side=cpse&answer=none").json["items"]) == 1
        sent = collector.send("PUT", f"/proposed-pairs/{pair}/answers/district", YES, If_Match='"0"')
        assert sent.status_code == 200, sent.text
        told = collector.get(f"/proposed-pairs/{pair}").json["answers"]
        assert [(one["side"], one["answer"], one["reason"]) for one in told] == [
            ("district", "accepted", None),
            ("cpse", "declined", None),
        ]
        assert "Too far." in dpe.get(f"/proposed-pairs/{pair}").text
        assert "Too far." in company.get(f"/proposed-pairs/{pair}").text

    def test_are_found_by_name_state_and_deadline(self, app: Application, dpe: Caller) -> None:
        number = put(make_pinned_exercise(), deadline=10)
        last, day_before = today() + timedelta(days=10), today() + timedelta(days=9)

        def count(question: str) -> int:
            return len(dpe.get(f"/proposed-pairs?{question}").json["items"])

        assert count(f"deadline_until={last.isoformat()}") == 3
        assert count(f"deadline_until={day_before.isoformat()}") == 0
        assert (count("state=22"), count("state=20")) == (3, 0)
        (found,) = dpe.get("/proposed-pairs?q=NMDC").json["items"]
        assert found["id"] == pair_of(number, DANTEWADA).id
        assert count("answer=none&side=board") == 3
        page = dpe.get("/proposed-pairs?limit=2").json
        rest = dpe.get(f"/proposed-pairs?limit=2&cursor={page['next']}").json
        assert len({one["id"] for one in page["items"] + rest["items"]}) == 3


class TestAnswering:
    @pytest.fixture
    def path(self, app: Application) -> str:
        number = put(make_pinned_exercise())
        return f"/proposed-pairs/{pair_of(number, DANTEWADA).id}/answers"

    def test_builds_on_the_answer_that_was_read_and_keeps_the_former_one(
        self, company: Caller, path: str
    ) -> None:
        unsaid = company.get(f"{path}/cpse")
        assert (unsaid.json["said"], unsaid.headers["ETag"].startswith('"0-')) == (None, True)
        first = company.send("PUT", f"{path}/cpse", YES, If_Match=unsaid.headers["ETag"])
        assert first.status_code == 200, first.text
        assert first.headers["ETag"] == company.get(f"{path}/cpse").headers["ETag"]
        late = company.send("PUT", f"{path}/cpse", NO, If_Match=unsaid.headers["ETag"])
        assert (late.status_code, late.json["theirs"], late.json["mine"]) == (
            412,
            {"Answer": "accepted"},
            {"Answer": "declined"},
        )
        again = {**NO, "reason": "The board said no.", "corrects": "It was early."}
        second = company.send("PUT", f"{path}/cpse", again, If_Match=first.headers["ETag"])
        assert second.json["said"]["answer"] == "declined"
        history = company.get(path.removesuffix("/answers")).json["history"]
        assert [(one["answer"], one["is_superseded"]) for one in history] == [
            ("accepted", True),
            ("declined", False),
        ]
        bans = select(MappingRule).where(MappingRule.kind == RuleKind.BAN, MappingRule.lifted_at.is_(None))
        assert len(list(db.session.scalars(bans))) == 1, "a declined pair is banned as by the pages"

    def test_asks_for_what_the_pages_ask_for(self, company: Caller, path: str) -> None:
        later = (today() + timedelta(days=1)).isoformat()
        for sent in (NO, {**YES, "answered_on": later}, {**YES, "answer": "perhaps"}, {"answer": "accepted"}):
            assert company.send("PUT", f"{path}/cpse", sent, If_Match='"0"').status_code == 422
        board = company.send("PUT", f"{path}/board", {**YES, "resolution": "BR 1"}, If_Match='"0"')
        assert (board.status_code, board.json["code"]) == (422, "refused"), "the company answers first"
        assert company.send("PUT", f"{path}/cpse", YES).status_code == 428
        assert db.session.scalars(select(PairAnswer)).all() == []
        assert company.send("PUT", f"{path}/cpse", YES, If_Match='"0"').status_code == 200
        assert company.send("PUT", f"{path}/board", YES, If_Match='"0"').status_code == 422, "no resolution"
        done = company.send("PUT", f"{path}/board", {**YES, "resolution": "BR 1"}, If_Match='"0"')
        assert done.json["said"]["resolution"] == "BR 1"

    def test_is_for_ones_own_side_alone_and_named_in_the_log(
        self, dpe: Caller, company: Caller, collector: Caller, state: Caller, path: str
    ) -> None:
        for caller, side in ((company, "district"), (collector, "cpse"), (collector, "board")):
            assert caller.send("PUT", f"{path}/{side}", YES, If_Match='"0"').status_code == 403
        for caller in (dpe, state):
            assert caller.send("PUT", f"{path}/district", YES, If_Match='"0"').status_code == 403
        assert collector.send("PUT", f"{path}/district", YES, If_Match='"0"').status_code == 200
        query = select(AuditEvent.actor).where(AuditEvent.object_type == "pair_answer")
        (actor,) = db.session.scalars(query.order_by(AuditEvent.id))
        assert "token:" in actor
