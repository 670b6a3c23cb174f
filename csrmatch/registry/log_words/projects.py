"""The words the log uses for the tables of projects."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.wording.projects import (
    ASSET_HOLDERS,
    GROUPS,
    IMPLEMENTERS,
    PROJECT_STATUSES,
    REACHES,
)

__all__: list[str] = []

_STATUSES: dict[str, LazyText] = {code.value: words for code, (words, _kind) in PROJECT_STATUSES.items()}
_PROJECT = {"project_id": lazy_("Project")}
_NUMBERED = {"id": lazy_("Number"), **_PROJECT}

register_words(
    "project",
    lazy_("Project"),
    columns={
        "id": lazy_("Number"),
        "cpse_id": lazy_("CPSE"),
        "number": lazy_("Running number"),
        "reference": lazy_("Number in your own files"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "summary_en": lazy_("What it does, in English"),
        "summary_hi": lazy_("What it does, in Hindi"),
        "status": lazy_("Stage"),
        "schedule_items": lazy_("Items of Schedule VII"),
        "goals": lazy_("Sustainable Development Goals"),
        "starts_on": lazy_("First day"),
        "ends_on": lazy_("Last day"),
        "is_ongoing": lazy_("Recorded as ongoing by the board"),
        "reach": lazy_("Where the money goes"),
        "elsewhere_percent": lazy_("Places outside the register"),
        "implementer": lazy_("Who carries it out"),
        "agency_name": lazy_("Name of the agency"),
        "agency_csr1": lazy_("CSR-1 number of the agency"),
        "agency_id": lazy_("The agency's people here"),
        "creates_asset": lazy_("Does it build or buy something lasting?"),
        "asset_holder": lazy_("Who holds it"),
        "asset_holder_name": lazy_("Name of the holder"),
        "asset_holder_csr1": lazy_("CSR-1 number of the holder"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "status": _STATUSES,
        "reach": {code.value: words for code, words in REACHES.items()},
        "implementer": {code.value: words for code, words in IMPLEMENTERS.items()},
        "asset_holder": {code.value: words for code, words in ASSET_HOLDERS.items()},
    },
)
register_words(
    "project_theme",
    lazy_("Theme of a project"),
    columns={**_PROJECT, "theme_code": lazy_("Theme"), "percent": lazy_("Share in %")},
)
register_words(
    "project_district",
    lazy_("District of a project"),
    columns={**_PROJECT, "district_id": lazy_("District"), "percent": lazy_("Share in %")},
)
register_words(
    "project_group",
    lazy_("Group a project is for"),
    columns={**_PROJECT, "group": lazy_("Group"), "heads": lazy_("Number of people")},
    values={"group": {code.value: words for code, words in GROUPS.items()}},
)
register_words(
    "project_quarter",
    lazy_("Money of a project"),
    columns={
        **_PROJECT,
        "financial_year": lazy_("Financial year"),
        "quarter": lazy_("Quarter"),
        "outlay_inr": lazy_("Set aside (₹)"),
        "spent_inr": lazy_("Spent (₹)"),
    },
)
register_words(
    "project_step",
    lazy_("Step of a project"),
    columns={
        **_NUMBERED,
        "old_status": lazy_("Stage before"),
        "new_status": lazy_("New stage"),
        "taken_on": lazy_("Day"),
        "reason": lazy_("Reason"),
        "by_id": lazy_("By"),
        "created_at": lazy_("Made"),
    },
    values={"old_status": _STATUSES, "new_status": _STATUSES},
)
register_words(
    "project_milestone",
    lazy_("Milestone"),
    columns={
        **_NUMBERED,
        "title": lazy_("What shall be reached"),
        "due_on": lazy_("Due on"),
        "done_on": lazy_("Reached on"),
        "note": lazy_("Note"),
        "version": lazy_("Version"),
    },
)
register_words(
    "project_result",
    lazy_("Result"),
    columns={
        **_NUMBERED,
        "indicator": lazy_("What is measured"),
        "unit": lazy_("Unit"),
        "baseline": lazy_("Before the project"),
        "target": lazy_("Aimed at"),
        "actual": lazy_("Reached"),
        "measured_on": lazy_("Measured on"),
        "evidence": lazy_("Evidence"),
        "version": lazy_("Version"),
    },
)
register_words(
    "project_document",
    lazy_("Document of a project"),
    columns={
        "attachment_id": lazy_("Attached file"),
        **_PROJECT,
        "result_id": lazy_("Result"),
    },
)
