"""Pages that mend a proposal: the curve of repairs, one of its plans to look at, and putting it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import DomainError, Missing
from csrmatch.i18n import _, current_language, format_number, lazy_, name_of, ngettext
from csrmatch.mapping.access.proposals import can_put_proposals
from csrmatch.mapping.forms.proposals import RepairForm
from csrmatch.mapping.models import Exercise, Proposal
from csrmatch.mapping.queries import find_last_run, get_exercise, list_exercise_districts, load_result
from csrmatch.mapping.queries.proposals import get_proposal
from csrmatch.mapping.queries.publications import PairAtHand, list_pairs_at_hand
from csrmatch.mapping.queries.repairs import Repairs, load_repairs
from csrmatch.mapping.rules.consent import ProposalState, Standing
from csrmatch.mapping.services.proposal_letters import post_letters, write_letters
from csrmatch.mapping.services.repairs import put_repair as put
from csrmatch.mapping.services.runs import solve_exercise
from csrmatch.mapping.solving.repairing import RepairPoint, Shift
from csrmatch.mapping.tables import InputRefused
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.proposals import PROPOSAL, address_of, tell_letter, tell_posted
from csrmatch.mapping.views.scales import Tick, scale_of
from csrmatch.optimiser import Infeasible
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.submissions import prepared_by

__all__: list[str] = []

_DAYS = 30
_WIDTH, _HEIGHT = 640, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 30, 52


@dataclass(frozen=True)
class Spot:
    """A plan of the curve: where it lies in the picture, and its page."""

    x: float
    y: float
    point: RepairPoint
    label: str
    url: str
    answered: int


@dataclass(frozen=True)
class Curve:
    """The fit against how many other districts move, as a picture of fixed measures."""

    width: int
    height: int
    left: int
    bottom: int
    line: str
    spots: list[Spot]
    across: list[Tick]
    up: list[Tick]
    title: str


@dataclass(frozen=True)
class Move:
    """A district of a repair with its names, and whether an answer of its former pair falls with it."""

    district: str
    shift: Shift
    is_answered: bool


@blueprint.get(PROPOSAL + "/repair")
@requires(Permission.VIEW_EXERCISES)
def show_repair(exercise_id: int, number: int) -> ResponseReturnValue:
    """The plans that mend a proposal after declines or new facts, from few changes to the greatest fit."""
    exercise = get_exercise(current_user, exercise_id)
    proposal = _open_proposal(exercise, number)
    pairs = list_pairs_at_hand(proposal)
    repairs = _repairs(proposal, pairs)
    return render_template(
        "mapping/show_repair.html",
        exercise=exercise,
        proposal=proposal,
        declined=[row.pair for row in pairs if row.standing is Standing.DECLINED],
        curve=_draw(proposal, pairs, repairs.points) if repairs and repairs.points else None,
        may_put=can_put_proposals(current_user),
        **_frame(exercise, proposal),
    )


def _prepare(exercise_id: int, **_rest: object) -> None:
    """Solves the exercise before anything is written, for whoever may put a proposal."""
    if current_user.is_authenticated and can_put_proposals(current_user):
        exercise = get_exercise(current_user, exercise_id)
        g.solved = solve_exercise(exercise=exercise, language=current_language())


@blueprint.route(PROPOSAL + "/repair/<int(max=1000):limit>", methods=["GET", "POST"])
@requires(Permission.PUT_PROPOSALS)
@prepared_by(_prepare)
def put_repair(exercise_id: int, number: int, limit: int) -> ResponseReturnValue:
    """One plan of the curve with what it moves; put to both sides it takes the place of the proposal."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    proposal = _open_proposal(exercise, number)
    pairs = list_pairs_at_hand(proposal)
    repairs = _repairs(proposal, pairs)
    point = next((found for found in repairs.points if found.limit == limit), None) if repairs else None
    if repairs is None or point is None:
        raise Missing
    form = RepairForm(deadline_on=today() + timedelta(days=_DAYS), seen=point.digest)
    if form.validate_on_submit():
        with telling_refusals(form):
            if form.seen.data != point.digest:
                raise DomainError(
                    lazy_("The records have changed since you looked at this plan. Look at it again.")
                )
            return redirect(_put(proposal, repairs, point, form))
    form.seen.data = point.digest
    return render_template(
        "mapping/put_repair.html",
        exercise=exercise,
        proposal=proposal,
        point=point,
        moves=_moves(exercise, pairs, point),
        form=form,
        **_frame(exercise, proposal, is_point=True),
    ), 422 if form.is_submitted() else 200


def _put(proposal: Proposal, repairs: Repairs, point: RepairPoint, form: RepairForm) -> str:
    mended = put(
        proposal=proposal,
        point=point,
        given=repairs.given,
        deadline_on=form.deadline_on.data,
        note=form.note.data or "",
        by=current_user,
        language=current_language(),
        solved=g.get("solved"),
    )
    leads = {lgd: cpse for lgd, cpse, _fit in point.pairs}
    letters = write_letters(
        proposal=mended, result=load_result(mended.run).with_leads(leads), by=current_user
    )
    flash(tell_posted(len(letters), post_letters(letters, tell_letter)), "good")
    return address_of(mended)


def _open_proposal(exercise: Exercise, number: int) -> Proposal:
    """The proposal while it is open: one that ended is not mended."""
    proposal = get_proposal(exercise, number)
    if proposal.state is not ProposalState.OPEN:
        raise Missing
    return proposal


def _repairs(proposal: Proposal, pairs: list[PairAtHand]) -> Repairs | None:
    """The curve with its input; None where the exercise has no plan as it stands."""
    try:
        return load_repairs(proposal, pairs)
    except (InputRefused, Infeasible):
        return None


def _frame(exercise: Exercise, proposal: Proposal, *, is_point: bool = False) -> dict[str, object]:
    trail = [
        *exercise_trail(exercise),
        (_("Proposal %(number)s", number=proposal.number), address_of(proposal)),
    ]
    if is_point:
        trail.append(
            (
                _("Repair"),
                url_for("mapping.show_repair", exercise_id=exercise.id, number=proposal.number),
            )
        )
    return {
        "steps": exercise_steps(exercise, "consent", last_run=find_last_run(exercise)),
        "trail": trail,
    }


def _answered(pairs: list[PairAtHand], point: RepairPoint) -> set[str]:
    """The other districts of a repair whose former pair somebody has accepted already."""
    said = {str(row.pair.district.lgd) for row in pairs if row.said}
    return {shift.lgd for shift in point.shifts if not shift.is_asked} & said


def _moves(exercise: Exercise, pairs: list[PairAtHand], point: RepairPoint) -> list[Move]:
    names = {str(row.lgd): name_of(row) for row in list_exercise_districts(exercise)}
    answered = _answered(pairs, point)
    return [Move(names.get(shift.lgd, shift.lgd), shift, shift.lgd in answered) for shift in point.shifts]


def _draw(proposal: Proposal, pairs: list[PairAtHand], points: list[RepairPoint]) -> Curve:
    most = points[-1].limit
    up = scale_of([point.total for point in points], _HEIGHT - _BOTTOM, _TOP)
    step = (_WIDTH - _LEFT - _RIGHT) / max(most, 1)
    spots = [
        Spot(
            x=round(_LEFT + step * point.limit, 1),
            y=round(up.at(point.total), 1),
            point=point,
            label=_label(point),
            url=url_for(
                "mapping.put_repair",
                exercise_id=proposal.exercise_id,
                number=proposal.number,
                limit=point.limit,
            ),
            answered=len(_answered(pairs, point)),
        )
        for point in points
    ]
    # Between two plans the fit stays what fewer changes give: stairs, not a slope.
    corners = [f"{spots[0].x},{spots[0].y}"]
    for former, spot in pairwise(spots):
        corners += [f"{spot.x},{former.y}", f"{spot.x},{spot.y}"]
    return Curve(
        _WIDTH,
        _HEIGHT,
        _LEFT,
        _HEIGHT - _BOTTOM,
        " ".join(corners),
        spots,
        [Tick(round(_LEFT + step * count, 1), str(count)) for count in range(most + 1)],
        up.ticks,
        _finding(points),
    )


def _label(point: RepairPoint) -> str:
    moved = ngettext("%(num)s other district moved", "%(num)s other districts moved", point.moved)
    return f"{moved}: " + _("total %(total)s", total=format_number(point.total, 3))


def _finding(points: list[RepairPoint]) -> str:
    first, last = points[0], points[-1]
    total = format_number(first.total, 3)
    if len(points) == 1 and not first.moved:
        return _("No other district need move: no plan under the rules has more than %(total)s", total=total)
    if len(points) == 1:
        return ngettext(
            "%(num)s other district must move; the total is then %(total)s",
            "%(num)s other districts must move; the total is then %(total)s",
            first.moved,
            total=total,
        )
    return ngettext(
        "Moving %(num)s other district raises the total from %(total)s to %(best)s",
        "Moving %(num)s other districts raises the total from %(total)s to %(best)s",
        last.moved,
        total=total,
        best=format_number(last.total, 3),
    )
