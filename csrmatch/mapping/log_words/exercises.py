"""The words the log uses for the tables of the mapping."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import LANGUAGES, lazy_

__all__: list[str] = []

register_words(
    "exercise",
    lazy_("Exercise"),
    columns={
        "id": lazy_("Number"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "financial_year": lazy_("Financial year"),
        "scope": lazy_("Which districts"),
        "state_id": lazy_("State"),
        "weights": lazy_("Weights"),
        "comparisons": lazy_("Comparison in pairs"),
        "copied_from_id": lazy_("Copied from exercise"),
        "note": lazy_("Note"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "scope": {
            "nation": lazy_("the nation"),
            "state": lazy_("one state"),
            "picked": lazy_("hand-picked districts"),
        }
    },
)
register_words(
    "exercise_district",
    lazy_("District of an exercise"),
    columns={"exercise_id": lazy_("Exercise"), "district_id": lazy_("District")},
)
register_words(
    "exercise_cpse",
    lazy_("CPSE of an exercise"),
    columns={
        "exercise_id": lazy_("Exercise"),
        "cpse_id": lazy_("CPSE"),
        "capacity": lazy_("Capacity"),
        "free_inr": lazy_("Free money in rupees"),
        "note": lazy_("Note"),
    },
)
register_words(
    "mapping_rule",
    lazy_("Rule"),
    columns={
        "id": lazy_("Number"),
        "exercise_id": lazy_("Exercise"),
        "kind": lazy_("Kind"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "state_id": lazy_("State"),
        "ministry": lazy_("Ministry"),
        "value": lazy_("Number or amount"),
        "reason": lazy_("Reason"),
        "author_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "expires_on": lazy_("Last day"),
        "lifted_at": lazy_("Lifted"),
        "lifted_by_id": lazy_("Lifted by"),
        "lifted_reason": lazy_("Why it was lifted"),
        "version": lazy_("Version"),
    },
    values={
        "kind": {
            "pin": lazy_("pin"),
            "ban": lazy_("ban"),
            "minimum": lazy_("minimum of a CPSE"),
            "budget": lazy_("budget"),
            "group_min": lazy_("at least so many districts"),
            "group_max": lazy_("at most so many districts"),
            "one_each": lazy_("everyone one before anyone two"),
        }
    },
)
register_words(
    "mapping_run",
    lazy_("Run"),
    columns={
        "id": lazy_("Number"),
        "exercise_id": lazy_("Exercise"),
        "number": lazy_("Run number"),
        "created_at": lazy_("Made"),
        "created_by_id": lazy_("Made by"),
        "language": lazy_("Language"),
        "outcome": lazy_("Outcome"),
        "software_version": lazy_("Version of csrmatch"),
        "input_digest": lazy_("Digest of the input"),
        "result_digest": lazy_("Digest of the result"),
        "summary": lazy_("Summary"),
        "problems": lazy_("What was wrong"),
        "input_zip": lazy_("Input"),
        "result_zip": lazy_("Result"),
        "unknown_cells": lazy_("Cells on missing data"),
    },
    values={
        "language": LANGUAGES,
        "outcome": {
            "solved": lazy_("solved"),
            "clash": lazy_("rules clash"),
            "input_error": lazy_("input not usable"),
        },
    },
)
register_words(
    "run_analysis",
    lazy_("Analysis of a run"),
    columns={
        "id": lazy_("Number"),
        "run_id": lazy_("Run"),
        "kind": lazy_("Kind"),
        "variant": lazy_("Variant"),
        "created_at": lazy_("Made"),
        "software_version": lazy_("Version of csrmatch"),
        "summary": lazy_("Summary"),
        "digest": lazy_("Digest of the result"),
        "payload_zip": lazy_("Result"),
    },
    values={
        "kind": {
            "fairest": lazy_("fairest answer"),
            "stable": lazy_("stable answer"),
            "frontier": lazy_("trade-offs"),
            "robustness": lazy_("how firm the pairs are"),
            "funding": lazy_("fund plan"),
        }
    },
)
