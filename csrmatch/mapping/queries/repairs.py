"""The curve of repairs of a proposal, from what the exercise is solved from today."""

from csrmatch.db import today
from csrmatch.mapping.models import Proposal
from csrmatch.mapping.queries.grounds import load_ground
from csrmatch.mapping.queries.publications import PairAtHand
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.solving.repairing import RepairPoint, find_points

__all__ = ["load_repairs"]


def load_repairs(proposal: Proposal, pairs: list[PairAtHand]) -> list[RepairPoint]:
    """The plans that mend a proposal whose pairs stand as given, fewest other districts moved first.

    Raises `InputRefused` where the exercise cannot be solved as it stands, `Infeasible` where its rules,
    with the declined pairs banned, leave no plan.
    """
    problem = load_ground(proposal.exercise, today()).encoded.problem
    proposed = {str(row.pair.district.lgd): row.pair.cpse.code for row in pairs}
    declined = [
        (str(row.pair.district.lgd), row.pair.cpse.code) for row in pairs if row.standing is Standing.DECLINED
    ]
    return find_points(problem, proposed, declined)
