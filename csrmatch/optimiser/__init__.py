"""The optimiser: names and arrays in, a proven plan with its explanation out; a library without the rest."""

from csrmatch.optimiser.certificate import Certificate, certificate, verify
from csrmatch.optimiser.checks import Violation, check
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Conflict, Infeasible, NotAvailable, OutOfTime, ProblemError
from csrmatch.optimiser.explain import Explanation, Part, RunnerUp, explain, runners_up
from csrmatch.optimiser.fair.plans import frontier
from csrmatch.optimiser.fair.worst import WorstProof, verify_worst, worst_proof
from csrmatch.optimiser.funding.checks import FundViolation, check_fund
from csrmatch.optimiser.funding.offers import FundPlan, FundRules, Gift, Need, Offer
from csrmatch.optimiser.funding.plan import fund
from csrmatch.optimiser.integer.forcing import OverrideRow, override_bounds, override_row
from csrmatch.optimiser.large.problem import LargeProblem
from csrmatch.optimiser.large.scoring import Facts, fit_of_many
from csrmatch.optimiser.large.solving import LargeSolution, solve_large, verify_large
from csrmatch.optimiser.mending.repair import after_declines, repair
from csrmatch.optimiser.override import Move, losers, moves, override_costs
from csrmatch.optimiser.problem import Group, Objective, Plan, Problem, plan_of
from csrmatch.optimiser.relaxation import Lift, Relaxation, cheapest_relaxation, relax
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
    "Facts",
    "Flip",
    "FundPlan",
    "FundRules",
    "FundViolation",
    "Gift",
    "Group",
    "Infeasible",
    "LargeProblem",
    "LargeSolution",
    "Lift",
    "Move",
    "Need",
    "NotAvailable",
    "Objective",
    "Offer",
    "OutOfTime",
    "OverrideRow",
    "Part",
    "Plan",
    "Problem",
    "ProblemError",
    "Relaxation",
    "RunnerUp",
    "Violation",
    "WorstProof",
    "additionality",
    "after_declines",
    "blocking_pairs",
    "certificate",
    "cheapest_relaxation",
    "check",
    "check_fund",
    "check_weights",
    "continuity",
    "expertise",
    "explain",
    "find_conflicts",
    "fit_of_many",
    "flips",
    "frontier",
    "fund",
    "haversine_km",
    "losers",
    "missing_share",
    "money",
    "moves",
    "nearness",
    "need_expertise",
    "override_bounds",
    "override_costs",
    "override_row",
    "plan_of",
    "preferences",
    "relax",
    "repair",
    "robustness",
    "runners_up",
    "solve",
    "solve_large",
    "sweep",
    "track_record",
    "verify",
    "verify_large",
    "verify_worst",
    "weight_draws",
    "weighted_fit",
    "worst_proof",
]
