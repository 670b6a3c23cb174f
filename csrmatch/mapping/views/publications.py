"""Pages that publish a mapping and withdraw it: both ask first, and both are logged."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import DomainError, Missing
from csrmatch.i18n import _
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.forms.exercises import RunForm
from csrmatch.mapping.forms.publications import PublishForm, WithdrawForm
from csrmatch.mapping.models import Exercise, Proposal, Publication
from csrmatch.mapping.queries import find_last_run, gather_input, get_exercise, get_run_files
from csrmatch.mapping.queries.publications import (
    PairAtHand,
    find_current_publication,
    find_open_proposal,
    find_scope_key,
    get_publication,
    list_pairs_at_hand,
)
from csrmatch.mapping.results import read_input
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.rules.input_changes import list_input_changes
from csrmatch.mapping.rules.publishing import Obstacle, PublicationState, find_obstacles
from csrmatch.mapping.services.publications import (
    REFUSALS,
    PublicOrder,
    publish_proposal,
    start_next_year,
    withdraw_publication,
)
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.published import VERSION, publication_trail
from csrmatch.mapping.wording.publications import STANDINGS, tell_input_changes
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals, telling_refusals

__all__: list[str] = []


@dataclass(frozen=True)
class AtHand:
    """What would be published now: the pairs, what keeps them back, and what changed since they were put."""

    proposal: Proposal
    pairs: list[PairAtHand]
    obstacles: tuple[Obstacle, ...]
    changes: list[tuple[str, list[str]]]

    @property
    def declined(self) -> list[PairAtHand]:
        """The pairs that one side or the board declined."""
        return [pair for pair in self.pairs if pair.standing is Standing.DECLINED]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many pairs stand how far, in words."""
        standings = [pair.standing for pair in self.pairs]
        return [(str(words), standings.count(key)) for key, (words, _kind) in STANDINGS.items()]


def _look_at(exercise: Exercise, proposal: Proposal) -> AtHand:
    pairs = list_pairs_at_hand(proposal)
    given = gather_input(exercise, today()).given
    obstacles = find_obstacles(
        proposal.state,
        [pair.standing for pair in pairs],
        solved_from=proposal.input_digest,
        stands_now=given.digest,
    )
    changes: list[tuple[str, list[str]]] = []
    if Obstacle.STALE in obstacles:
        before, _warnings = read_input(unpack(get_run_files(proposal.run_id)[0]))
        changes = tell_input_changes(list_input_changes(before, given), before, given)
    return AtHand(proposal, pairs, obstacles, changes)


@blueprint.route(EXERCISE + "/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH_MAPPINGS)
def publish_exercise(exercise_id: int) -> ResponseReturnValue:
    """Shows what would be published, what keeps it back and what it replaces; then publishes it."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    proposal = find_open_proposal(exercise)
    scope, year = find_scope_key(exercise), exercise.financial_year
    former = find_current_publication(scope, year)
    form = PublishForm(order_on=today(), replaces=former.number if former else None)
    if form.validate_on_submit():
        with telling_refusals(form):
            return _publish(proposal, form)
        # The version in force may be another by now than the one the form was opened on.
        former = find_current_publication(scope, year)
    form.replaces.data = former.number if former else None
    form.replaces.raw_data = None
    return render_template(
        "mapping/publish_exercise.html",
        exercise=exercise,
        at_hand=_look_at(exercise, proposal) if proposal else None,
        former=former,
        form=form,
        run_form=RunForm(),
        refusals=REFUSALS,
        steps=exercise_steps(exercise, "publish", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
    ), 422 if form.is_submitted() else 200


def _publish(proposal: Proposal | None, form: PublishForm) -> ResponseReturnValue:
    if proposal is None:
        raise DomainError(REFUSALS[Obstacle.NOT_OPEN])
    order = PublicOrder(
        form.order_number.data, form.order_on.data, form.note.data or "", form.reason.data or ""
    )
    publication = publish_proposal(
        proposal=proposal, by=current_user, order=order, replaces=form.replaces.data
    )
    flash(_("The mapping is published: anybody can read it now."), "good")
    return redirect(_address(publication))


def _address(publication: Publication) -> str:
    return url_for(
        "mapping.show_publication",
        scope=publication.scope_key,
        year=publication.financial_year,
        number=publication.number,
    )


@blueprint.post(VERSION + "/next-year")
@requires(Permission.EDIT_EXERCISES)
def go_on_next_year(scope: str, year: str, number: int) -> ResponseReturnValue:
    """Begins next year's exercise from a published mapping."""
    publication = get_publication(scope, year, number)
    form = RunForm()
    if not form.validate_on_submit():
        raise Missing
    with flashing_refusals():
        exercise = start_next_year(publication=publication, by=current_user)
        flash(_("Next year's exercise is made. Look at its title, data and weights, then run it."), "good")
        return redirect(url_for("mapping.show_exercise", exercise_id=exercise.id))
    return redirect(_address(publication))


@blueprint.route(VERSION + "/withdraw", methods=["GET", "POST"])
@requires(Permission.PUBLISH_MAPPINGS)
def end_publication(scope: str, year: str, number: int) -> ResponseReturnValue:
    """Takes a version out of force without another in its place."""
    publication = get_publication(scope, year, number, for_change=request.method == "POST")
    form = WithdrawForm(version=publication.version)
    if form.validate_on_submit():
        withdraw_publication(
            publication=publication, by=current_user, version=form.version.data, reason=form.reason.data
        )
        flash(_("The version is withdrawn. It stays readable, with the reason."), "good")
        return redirect(_address(publication))
    return render_template(
        "mapping/end_publication.html",
        publication=publication,
        is_current=publication.state is PublicationState.CURRENT,
        form=form,
        trail=publication_trail(publication),
    ), 422 if form.is_submitted() else 200
