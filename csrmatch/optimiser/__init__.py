"""The optimiser: names and arrays in, a proven plan with its explanation out; a library without the rest."""

from csrmatch.optimiser.certificate import Certificate, certificate, verify
from csrmatch.optimiser.checks import Violation, check
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Conflict, Infeasible, NotAvailable, ProblemError
from csrmatch.optimiser.explain import Explanation, Part, RunnerUp, explain, runners_up
from csrmatch.optimiser.fairness import frontier
from csrmatch.optimiser.override import Move, losers, moves, override_costs
from csrmatch.optimiser.problem import Group, Objective, Plan, Problem, plan_of
from csrmatch.optimiser.relaxation import Lift, Relaxation, cheapest_relaxation, relax
from csrmatch.optimiser.repair import after_declines, repair
from csrmatch.optimiser.robustness import Flip, flips, robustness, weight_draws
from csrmatch.optimiser.scoring import (
    LEAD_NOT_KNOWN,
    NO_LEAD,
    Criterion,
    additionality,
    continuity,
    expertise,
    haversine_km,
    money,
    nearness,
    need_expertise,
    preferences,
    track_record,
)
from csrmatch.optimiser.solving import solve
from csrmatch.optimiser.stability import blocking_pairs
from csrmatch.optimiser.sweeps import sweep
from csrmatch.optimiser.weights import check_weights, missing_share, weighted_fit

__all__ = [
    "LEAD_NOT_KNOWN",
    "NO_LEAD",
    "Certificate",
    "Conflict",
    "Criterion",
    "Explanation",
    "Flip",
    "Group",
    "Infeasible",
    "Lift",
    "Move",
    "NotAvailable",
    "Objective",
    "Part",
    "Plan",
    "Problem",
    "ProblemError",
    "Relaxation",
    "RunnerUp",
    "Violation",
    "additionality",
    "after_declines",
    "blocking_pairs",
    "certificate",
    "cheapest_relaxation",
    "check",
    "check_weights",
    "continuity",
    "expertise",
    "explain",
    "find_conflicts",
    "flips",
    "frontier",
    "haversine_km",
    "losers",
    "missing_share",
    "money",
    "moves",
    "nearness",
    "need_expertise",
    "override_costs",
    "plan_of",
    "preferences",
    "relax",
    "repair",
    "robustness",
    "runners_up",
    "solve",
    "sweep",
    "track_record",
    "verify",
    "weight_draws",
    "weighted_fit",
]
