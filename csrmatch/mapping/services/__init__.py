"""The verbs of the mapping: make and change exercises, set and lift rules, run."""

from csrmatch.mapping.services.exercises import (
    change_cpses,
    change_districts,
    change_exercise,
    change_weights,
    create_exercise,
    propose_capacities,
)
from csrmatch.mapping.services.rules import add_rule, lift_rule
from csrmatch.mapping.services.runs import run_exercise
from csrmatch.mapping.services.swaps import swap_leads

__all__ = [
    "add_rule",
    "change_cpses",
    "change_districts",
    "change_exercise",
    "change_weights",
    "create_exercise",
    "lift_rule",
    "propose_capacities",
    "run_exercise",
    "swap_leads",
]
