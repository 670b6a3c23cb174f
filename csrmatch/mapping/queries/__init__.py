"""Reading exercises, their inputs and their runs."""

from csrmatch.mapping.queries.exercises import (
    get_exercise,
    get_pair,
    get_rule,
    list_all_cpses,
    list_exercise_cpses,
    list_exercise_districts,
    list_last_runs,
    list_rules,
    list_usual_cpse_ids,
    list_usual_district_ids,
    list_years,
    search_exercises,
    title_order,
)
from csrmatch.mapping.queries.grounds import load_ground
from csrmatch.mapping.queries.inputs import Gathered, find_free_money, gather_input
from csrmatch.mapping.queries.runs import (
    LatestPlan,
    find_last_run,
    find_previous_solved,
    get_run,
    get_run_files,
    list_latest_plans,
    list_runs,
    load_result,
)

__all__ = [
    "Gathered",
    "LatestPlan",
    "find_free_money",
    "find_last_run",
    "find_previous_solved",
    "gather_input",
    "get_exercise",
    "get_pair",
    "get_rule",
    "get_run",
    "get_run_files",
    "list_all_cpses",
    "list_exercise_cpses",
    "list_exercise_districts",
    "list_last_runs",
    "list_latest_plans",
    "list_rules",
    "list_runs",
    "list_usual_cpse_ids",
    "list_usual_district_ids",
    "list_years",
    "load_ground",
    "load_result",
    "search_exercises",
    "title_order",
]
