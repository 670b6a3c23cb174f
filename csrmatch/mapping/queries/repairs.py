"""The curve of repairs of a proposal, from what the exercise is solved from today."""

from dataclasses import dataclass

from csrmatch.db import today
from csrmatch.mapping.models import Proposal
from csrmatch.mapping.queries.grounds import load_ground
from csrmatch.mapping.queries.publications import PairAtHand
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.solving.repairing import RepairPoint, find_points
from csrmatch.mapping.tables import MappingInput

__all__ = ["Repairs", "load_repairs"]


@dataclass(frozen=True)
class Repairs:
    """The plans that mend a proposal, and the input that they were found from."""

    given: MappingInput
    points: list[RepairPoint]


def load_repairs(proposal: Proposal, pairs: list[PairAtHand]) -> Repairs:
    """The plans that mend a proposal whose pairs stand as given, fewest other districts moved first.

    Raises `InputRefused` where the exercise cannot be solved as it stands, `Infeasible` where its rules,
    with the declined pairs banned, leave no plan.
    """
    ground = load_ground(proposal.exercise, today())
    proposed = {str(row.pair.district.lgd): row.pair.cpse.code for row in pairs}
    declined = [
        (str(row.pair.district.lgd), row.pair.cpse.code) for row in pairs if row.standing is Standing.DECLINED
    ]
    return Repairs(ground.given, find_points(ground.encoded.problem, proposed, declined))
