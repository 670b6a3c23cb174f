"""The words the log uses for programmes and the register of overlaps."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.registry.wording.overlaps import CASE_STATES, CASE_STEPS, VERDICTS
from csrmatch.registry.wording.programmes import PROGRAMME_KINDS, PROGRAMME_REACHES
from csrmatch.registry.wording.projects import GROUPS

__all__: list[str] = []

_PROGRAMME = {"programme_id": lazy_("Programme")}
_CASE = {"case_id": lazy_("Overlap")}
_VERDICTS = {code.value: words for code, words in VERDICTS.items()}

register_words(
    "programme",
    lazy_("Programme"),
    columns={
        "id": lazy_("Number"),
        "kind": lazy_("Kind"),
        "name_en": lazy_("Name in English"),
        "name_hi": lazy_("Name in Hindi"),
        "what": lazy_("What it does"),
        "scheme_code": lazy_("Scheme"),
        "theme_code": lazy_("Theme"),
        "reach": lazy_("Where it works"),
        "state_id": lazy_("State"),
        "starts_on": lazy_("First day"),
        "ends_on": lazy_("Last day"),
        "money_inr": lazy_("Money (₹)"),
        "run_by": lazy_("Run by"),
        "source": lazy_("Source"),
        "source_on": lazy_("Date of the source"),
        "keeper_id": lazy_("Kept by"),
        "retired_on": lazy_("Retired on"),
        "retired_reason": lazy_("Reason"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "kind": {code.value: words for code, words in PROGRAMME_KINDS.items()},
        "reach": {code.value: words for code, words in PROGRAMME_REACHES.items()},
    },
)
register_words(
    "programme_district",
    lazy_("District of a programme"),
    columns={**_PROGRAMME, "district_id": lazy_("District")},
)
register_words(
    "programme_group",
    lazy_("Group a programme is for"),
    columns={**_PROGRAMME, "group": lazy_("Group")},
    values={"group": {code.value: words for code, words in GROUPS.items()}},
)
register_words(
    "overlap_case",
    lazy_("Overlap"),
    columns={
        "id": lazy_("Number"),
        "pair": lazy_("The two records"),
        "state": lazy_("State"),
        "verdict": lazy_("Verdict"),
        "score": lazy_("Likeness"),
        "reasons": lazy_("What they have in common"),
        "digest": lazy_("Digest of what was compared"),
        "answered_digest": lazy_("Digest the verdict was given on"),
        "created_at": lazy_("Made"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "state": {code.value: words for code, (words, _kind) in CASE_STATES.items()},
        "verdict": _VERDICTS,
    },
)
register_words(
    "overlap_side",
    lazy_("Record in an overlap"),
    columns={
        **_CASE,
        "place": lazy_("Place"),
        "need_id": lazy_("Need"),
        "project_id": lazy_("Project"),
        "programme_id": lazy_("Programme"),
    },
)
register_words(
    "overlap_district",
    lazy_("District of an overlap"),
    columns={**_CASE, "district_id": lazy_("District")},
)
register_words("overlap_theme", lazy_("Theme of an overlap"), columns={**_CASE, "theme_code": lazy_("Theme")})
register_words(
    "overlap_step",
    lazy_("Step of an overlap"),
    columns={
        "id": lazy_("Number"),
        **_CASE,
        "kind": lazy_("What happened"),
        "verdict": lazy_("Verdict"),
        "reason": lazy_("Reason"),
        "by_id": lazy_("By"),
        "created_at": lazy_("Made"),
    },
    values={"kind": {code.value: words for code, words in CASE_STEPS.items()}, "verdict": _VERDICTS},
)
