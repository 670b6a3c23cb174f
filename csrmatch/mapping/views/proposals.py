"""Pages of proposals for DPE: put one, see who has answered what, download the letters, take it back."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.i18n import _, name_of, ngettext
from csrmatch.mapping.access.proposals import can_put_proposals
from csrmatch.mapping.forms.proposals import ProposalForm, WithdrawProposalForm
from csrmatch.mapping.models import Proposal, ProposalLetter
from csrmatch.mapping.queries import (
    find_last_run,
    get_exercise,
    get_run,
    list_exercise_districts,
    load_answer,
    load_answer_result,
)
from csrmatch.mapping.queries.proposals import get_proposal, list_proposals
from csrmatch.mapping.queries.publications import PairAtHand, find_open_proposal, list_pairs_at_hand
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.services.proposal_letters import post_letters, write_letters
from csrmatch.mapping.services.proposals import put_proposal as put
from csrmatch.mapping.services.proposals import withdraw_proposal as withdraw
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.proposed_pairs import list_pairs_of
from csrmatch.mapping.views.runs import RUN
from csrmatch.mapping.wording.firmness import name_of_answer
from csrmatch.mapping.wording.proposals import PROPOSAL_STATES, SIDES, letter_mail
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.links import whole_url
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.submissions import prepared_by
from csrmatch.web.tables import asks_for_file, send_table

__all__ = ["PROPOSAL", "address_of", "tell_letter", "tell_posted"]

PROPOSAL = EXERCISE + "/proposals/<int(max=2147483647):number>"
_DAYS = 30


def tell_letter(letter: ProposalLetter) -> tuple[str, str]:
    """The mail about a letter, with the address of the pair's page."""
    return letter_mail(letter, whole_url("mapping.show_proposed_pair", pair_id=letter.pair_id))


def _unpack(exercise_id: int, number: int, answer: str) -> None:
    """Unpacks the answer and checks its proof before anything is written; both are kept for the view."""
    if current_user.is_authenticated and can_put_proposals(current_user):
        load_answer_result(get_run(get_exercise(current_user, exercise_id), number), answer)


@blueprint.route(RUN + "/proposal/<answer>", methods=["GET", "POST"])
@requires(Permission.PUT_PROPOSALS)
@prepared_by(_unpack)
def put_proposal(exercise_id: int, number: int, answer: str) -> ResponseReturnValue:
    """Shows what would be put to whom, and asks before it is."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    run = get_run(exercise, number)
    chosen = load_answer(run, answer)
    former = find_open_proposal(exercise)
    form = ProposalForm(
        deadline_on=today() + timedelta(days=_DAYS), replaces=former.number if former else None
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            proposal = put(
                exercise=exercise,
                run=run,
                answer=answer,
                pairs=chosen.pairs,
                deadline_on=form.deadline_on.data,
                note=form.note.data or "",
                by=current_user,
                replaces=form.replaces.data,
            )
            letters = write_letters(
                proposal=proposal, result=load_answer_result(run, answer), by=current_user
            )
            count = post_letters(letters, tell_letter)
            flash(tell_posted(len(letters), count), "good")
            return redirect(address_of(proposal))
    names = {str(row.lgd): name_of(row) for row in list_exercise_districts(exercise)}
    return render_template(
        "mapping/put_proposal.html",
        exercise=exercise,
        run=run,
        answer=chosen,
        answer_name=name_of_answer(answer),
        former=former,
        names=names,
        form=form,
        steps=exercise_steps(exercise, "consent", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise, run),
    ), 422 if form.is_submitted() else 200


def tell_posted(letters: int, people: int) -> str:
    """How many letters were written and how many officers told."""
    written = ngettext("%(num)s letter was written.", "%(num)s letters were written.", letters)
    told = ngettext("%(num)s officer is told by mail.", "%(num)s officers are told by mail.", people)
    return f"{written} {told}"


def address_of(proposal: Proposal) -> str:
    """The page of a proposal."""
    return url_for("mapping.show_proposal", exercise_id=proposal.exercise_id, number=proposal.number)


@blueprint.get(PROPOSAL)
@requires(Permission.VIEW_EXERCISES)
def show_proposal(exercise_id: int, number: int) -> ResponseReturnValue:
    """Who was asked, who has answered what, who has not."""
    exercise = get_exercise(current_user, exercise_id)
    proposal = get_proposal(exercise, number)
    table = list_pairs_of(current_user, proposal)
    if asks_for_file():
        return send_table(table, f"proposal-{exercise_id}-{number}")
    pairs = list_pairs_at_hand(proposal)
    is_over = today() > proposal.deadline_on
    return render_template(
        "mapping/show_proposal.html",
        exercise=exercise,
        proposal=proposal,
        table=table,
        counts=_counts(pairs),
        sides=SIDES,
        declined=sum(1 for pair in pairs if pair.standing == "declined"),
        is_over=is_over,
        answer_name=name_of_answer(proposal.answer),
        proposals=list_proposals(exercise),
        states=PROPOSAL_STATES,
        may_put=can_put_proposals(current_user),
        steps=exercise_steps(exercise, "consent", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
    )


def _counts(pairs: list[PairAtHand]) -> list[tuple[Side, int, int, int]]:
    found = []
    for side in Side:
        words = [pair.said[side].answer.value if side in pair.said else "" for pair in pairs]
        found.append((side, words.count("accepted"), words.count("declined"), words.count("")))
    return found


@blueprint.route(PROPOSAL + "/withdraw", methods=["GET", "POST"])
@requires(Permission.PUT_PROPOSALS)
def withdraw_proposal(exercise_id: int, number: int) -> ResponseReturnValue:
    """Takes a proposal back from both sides, with a reason."""
    exercise = get_exercise(current_user, exercise_id)
    proposal = get_proposal(exercise, number, for_change=request.method == "POST")
    form = WithdrawProposalForm(version=proposal.version)
    if form.validate_on_submit():
        withdraw(proposal=proposal, version=form.version.data, reason=form.reason.data or "", by=current_user)
        flash(_("The proposal is withdrawn. What was answered stays on record."), "good")
        return redirect(address_of(proposal))
    return render_template(
        "mapping/withdraw_proposal.html",
        exercise=exercise,
        proposal=proposal,
        is_open=proposal.state == "open",
        form=form,
        trail=[*exercise_trail(exercise), (_("Proposal %(number)s", number=number), address_of(proposal))],
    ), 422 if form.is_submitted() else 200
