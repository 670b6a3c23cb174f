"""A proposal mended after a decline: who is asked again, who is not, and what may then be published."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError
from csrmatch.mapping.models import MappingRun, Proposal, ProposalLetter
from csrmatch.mapping.queries import gather_input, grounds
from csrmatch.mapping.queries.publications import list_pairs_at_hand
from csrmatch.mapping.queries.repairs import load_repairs
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services import runs
from csrmatch.mapping.services.repairs import put_repair
from csrmatch.mapping.solving.repairing import RepairPoint
from csrmatch.mapping.views import repairs
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.mapping.exercises import find_user, load_exercise, make_rule
from tests.mapping.proposing import (
    BASTAR,
    DANTEWADA,
    answer,
    load_proposal,
    make_pinned_exercise,
    pairs_of,
    put,
)

REASON = "The company leaves the state."


def declined_proposal() -> int:
    """Dantewada's pair is accepted by both sides, the CPSE of Bastar's declines."""
    proposal = put(make_pinned_exercise())
    answer(proposal, DANTEWADA, Side.DISTRICT)
    answer(proposal, DANTEWADA, Side.CPSE)
    answer(proposal, BASTAR, Side.CPSE, Answer.DECLINED, reason=REASON)
    db.session.rollback()
    return proposal


def page_of(proposal_id: int) -> str:
    proposal = load_proposal(proposal_id)
    return f"/exercises/{proposal.exercise_id}/proposals/{proposal.number}"


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


class TestRepair:
    def test_the_new_proposal_keeps_answers_and_asks_only_those_who_are_new(self, app) -> None:
        first = declined_proposal()
        before, letters, runs = pairs_of(first), count(ProposalLetter), count(MappingRun)
        client = sign_in(app, "dpe_staff@example.test")
        curve = client.get(page_of(first) + "/repair").text
        assert "/repair/0" in curve
        assert REASON not in curve
        page = page_of(first) + "/repair/0"
        response = client.post(page, data=read_form(client, page))
        assert response.status_code == 302
        db.session.rollback()
        second = db.session.scalars(select(Proposal).where(Proposal.follows_id == first)).one()
        after = pairs_of(second.id)
        assert after[BASTAR] != before[BASTAR]
        assert {lgd: code for lgd, code in after.items() if lgd != BASTAR} == {
            lgd: code for lgd, code in before.items() if lgd != BASTAR
        }
        assert load_proposal(first).state is ProposalState.REPLACED
        said = {str(row.pair.district.lgd): set(row.said) for row in list_pairs_at_hand(second)}
        assert said[str(DANTEWADA)] == {Side.DISTRICT, Side.CPSE}
        assert said[str(BASTAR)] == set()
        # One new pair: a letter for each of its sides, and one run that what was put rests on.
        assert count(ProposalLetter) == letters + 2
        assert count(MappingRun) == runs + 1
        assert second.input_digest == second.run.input_digest

    def test_a_doubled_click_puts_one(self, sqlite_app) -> None:
        first = declined_proposal()
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = page_of(first) + "/repair/0"
        form = read_form(client, page)
        assert [client.post(page, data=form).status_code for _ in range(2)] == [302, 302]
        assert count(Proposal) == 2

    def test_the_run_is_of_the_input_that_the_plan_was_found_from(self, sqlite_app, monkeypatch) -> None:
        first = declined_proposal()
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = page_of(first) + "/repair/0"
        form = read_form(client, page)
        gathered = []
        for module in (grounds, runs):
            kept = module.gather_input
            monkeypatch.setattr(
                module, "gather_input", lambda *given, kept=kept: gathered.append(given) or kept(*given)
            )
        grounds._gather.cache_clear()
        assert client.post(page, data=form).status_code == 302
        # Once before anybody has to wait, and once within the transaction for both the plan and its run.
        assert len(gathered) == 2
        second = db.session.scalars(select(Proposal).where(Proposal.follows_id == first)).one()
        stands_now = gather_input(load_exercise(second.exercise_id), today()).given
        assert second.input_digest == stands_now.digest

    def test_nothing_is_solved_for_whoever_may_not_put_it(self, sqlite_app, monkeypatch) -> None:
        curve = page_of(declined_proposal()) + "/repair"
        client = sign_in(sqlite_app, "auditor@example.test")
        token = read_form(client, curve, "/sign-out")["csrf_token"]
        monkeypatch.setattr(repairs, "solve_exercise", lambda **_given: pytest.fail("solved"))
        assert client.post(f"{curve}/0", data={"csrf_token": token}).status_code == 403

    def test_a_plan_that_is_no_longer_the_one_looked_at_is_not_put(self, app) -> None:
        first = declined_proposal()
        client = sign_in(app, "dpe_staff@example.test")
        page = page_of(first) + "/repair/0"
        form = read_form(client, page)
        exercise_id = load_proposal(first).exercise_id

        def reweigh() -> None:
            exercise = load_exercise(exercise_id)
            exercise.weights = {name: 100 if name == "money" else 0 for name in exercise.weights}

        run_write(reweigh)
        refused = client.post(page, data=form)
        assert refused.status_code == 422
        assert "Look at it again." in refused.text
        assert count(Proposal) == 1

    def test_changed_records_alone_can_be_put_anew_without_asking_anybody_again(self, sqlite_app) -> None:
        first = put(make_pinned_exercise())
        answer(first, DANTEWADA, Side.DISTRICT)
        letters = count(ProposalLetter)
        exercise_id = load_proposal(first).exercise_id

        def reweigh() -> None:
            exercise = load_exercise(exercise_id)
            weights = dict(exercise.weights)
            weights["nearness"] -= 1
            weights["money"] += 1
            exercise.weights = weights

        run_write(reweigh)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = page_of(first) + "/repair/0"
        assert "nobody is asked again" in client.get(page).text
        assert client.post(page, data=read_form(client, page)).status_code == 302
        assert count(ProposalLetter) == letters
        db.session.rollback()
        second = db.session.scalars(select(Proposal).where(Proposal.follows_id == first)).one()
        assert pairs_of(second.id) == pairs_of(first)
        assert second.input_digest != load_proposal(first).input_digest

    def test_without_a_plan_left_the_page_leads_to_the_rules(self, sqlite_app) -> None:
        first = put(make_pinned_exercise())
        answer(first, BASTAR, Side.CPSE, Answer.DECLINED, reason=REASON)
        exercise_id = load_proposal(first).exercise_id
        for code in ("NMDC", "SAIL", "NTPC", "GAIL"):
            if code != pairs_of(first)[BASTAR]:
                make_rule(exercise_id, "ban", BASTAR, code)
        page = sign_in(sqlite_app, "auditor@example.test").get(page_of(first) + "/repair")
        assert page.status_code == 200
        assert f"/exercises/{exercise_id}/rules" in page.text
        assert "frontier-point" not in page.text

        def put_in_spite() -> None:
            proposal = load_proposal(first)
            put_repair(
                proposal=proposal,
                point=RepairPoint(0, (), 0.0, 0.0, is_proven=True, shifts=()),
                given=gather_input(proposal.exercise, today()).given,
                deadline_on=today() + timedelta(days=9),
                note="",
                by=find_user(),
                language="en",
            )

        with pytest.raises(DomainError, match="No plan can keep"):
            run_write(put_in_spite)
        assert count(Proposal) == 1

    def test_one_that_was_replaced_is_not_mended(self, sqlite_app) -> None:
        first = declined_proposal()
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = page_of(first) + "/repair/0"
        client.post(page, data=read_form(client, page))
        assert client.get(page_of(first) + "/repair").status_code == 404

    def test_the_curve_is_that_of_the_records_of_today(self, sqlite_app) -> None:
        proposal = load_proposal(declined_proposal())
        points = load_repairs(proposal, list_pairs_at_hand(proposal)).points
        assert [point.limit for point in points] == sorted({point.limit for point in points})
        assert all(
            lgd != str(BASTAR) or code != pairs_of(proposal.id)[BASTAR] for lgd, code, _ in points[0].pairs
        )


@pytest.mark.parametrize("role", ["cpse_officer", "district_officer", "state_officer"])
def test_the_sides_are_not_shown_the_curve(sqlite_app, role: str) -> None:
    page = page_of(declined_proposal())
    assert sign_in(sqlite_app, f"{role}@example.test").get(page + "/repair").status_code in {403, 404}
