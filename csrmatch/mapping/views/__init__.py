"""The pages of the mapping: exercises and their parts, rules, runs, pairs."""

from csrmatch.i18n import lazy_
from csrmatch.mapping import log_words, tasks
from csrmatch.mapping.views import (
    action_subjects,
    data,
    editing,
    exercises,
    funding,
    letters,
    matrix,
    pairs,
    panels,
    proposals,
    proposed_pairs,
    publications,
    published,
    published_pairs,
    repairs,
    resolutions,
    rules,
    runs,
    scenarios,
    swaps,
    trials,
    weights,
)
from csrmatch.mapping.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation

__all__ = [
    "action_subjects",
    "blueprint",
    "data",
    "editing",
    "exercises",
    "funding",
    "letters",
    "log_words",
    "matrix",
    "pairs",
    "panels",
    "proposals",
    "proposed_pairs",
    "publications",
    "published",
    "published_pairs",
    "repairs",
    "resolutions",
    "rules",
    "runs",
    "scenarios",
    "swaps",
    "tasks",
    "trials",
    "weights",
]

register_navigation(
    NavigationEntry(lazy_("Mapping"), "mapping.list_exercises", Permission.VIEW_EXERCISES, 20)
)
register_navigation(
    NavigationEntry(
        lazy_("Proposed pairs"), "mapping.list_proposed_pairs", Permission.VIEW_PROPOSALS, 22, is_seldom=True
    )
)
