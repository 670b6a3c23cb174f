"""The verb that puts a repair: the exercise is run, and the chosen plan takes the place of the old one."""

from datetime import date

from csrmatch.accounts.models import User
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import Proposal, RunOutcome
from csrmatch.mapping.queries.answers import AnswerPair
from csrmatch.mapping.services.proposals import put_proposal
from csrmatch.mapping.services.runs import Solved, run_exercise
from csrmatch.mapping.solving.repairing import RepairPoint
from csrmatch.mapping.tables import MappingInput

__all__ = ["put_repair"]


def put_repair(
    *,
    proposal: Proposal,
    point: RepairPoint,
    given: MappingInput,
    deadline_on: date,
    note: str,
    by: User,
    language: str,
    solved: Solved | None = None,
) -> Proposal:
    """Puts a plan of the curve in the place of the proposal; pairs that stay keep their answers.

    `given` is the input that the plan was found from. The exercise is run on it first, so that what the plan
    rests on is frozen with the proof of how far any plan could come. Raises `DomainError` where that run
    gives no plan.
    """
    run = run_exercise(exercise=proposal.exercise, by=by, language=language, solved=solved, given=given)
    if run.outcome is not RunOutcome.SOLVED:
        raise DomainError(lazy_("No plan can keep all rules as they stand now. Mend the rules first."))
    return put_proposal(
        exercise=proposal.exercise,
        run=run,
        answer=f"repair-{point.limit}",
        pairs=[AnswerPair(lgd, cpse, fit) for lgd, cpse, fit in point.pairs],
        deadline_on=deadline_on,
        note=note,
        by=by,
        replaces=proposal.number,
    )
