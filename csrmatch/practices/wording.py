"""The words for practices: their stages, what speaks for them, where they are known from, what is missing."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.practices.rules import (
    EvidenceKind,
    Gap,
    OriginKind,
    PartKind,
    PracticeStatus,
    PracticeStepProblem,
)

__all__ = [
    "EVIDENCE",
    "GAPS",
    "ORIGINS",
    "PART_KINDS",
    "PRACTICE_STATUSES",
    "STEP_PROBLEMS",
    "STEP_WORDS",
    "TRUST",
]

# Each with the kind of its tag.
PRACTICE_STATUSES: dict[PracticeStatus, tuple[LazyText, str]] = {
    PracticeStatus.DRAFT: (lazy_("draft"), ""),
    PracticeStatus.OFFERED: (lazy_("offered"), "warn"),
    PracticeStatus.SENT_BACK: (lazy_("sent back"), "warn"),
    PracticeStatus.LIBRARY: (lazy_("in the library"), "good"),
    PracticeStatus.RETIRED: (lazy_("retired"), ""),
}

# A step as it is offered, by where it leads from and to.
STEP_WORDS: dict[tuple[PracticeStatus, PracticeStatus], LazyText] = {
    (PracticeStatus.DRAFT, PracticeStatus.OFFERED): lazy_("Offer it to the library"),
    (PracticeStatus.SENT_BACK, PracticeStatus.OFFERED): lazy_("Offer it to the library again"),
    (PracticeStatus.OFFERED, PracticeStatus.DRAFT): lazy_("Take the offer back"),
    (PracticeStatus.OFFERED, PracticeStatus.LIBRARY): lazy_("Take it into the library"),
    (PracticeStatus.OFFERED, PracticeStatus.SENT_BACK): lazy_("Send it back, with the reason"),
    (PracticeStatus.LIBRARY, PracticeStatus.RETIRED): lazy_("Retire it, with the reason"),
    (PracticeStatus.DRAFT, PracticeStatus.RETIRED): lazy_("Give the draft up, with the reason"),
    (PracticeStatus.SENT_BACK, PracticeStatus.RETIRED): lazy_("Give the draft up, with the reason"),
    (PracticeStatus.RETIRED, PracticeStatus.LIBRARY): lazy_(
        "Bring it back into the library, with the reason"
    ),
}

STEP_PROBLEMS: dict[PracticeStepProblem, LazyText] = {
    PracticeStepProblem.NOT_NEXT: lazy_("This is not the next step of the practice."),
    PracticeStepProblem.NOT_YOURS: lazy_("This step is for others to take."),
    PracticeStepProblem.SAME_EYES: lazy_(
        "Whoever wrote, offered or reworded a practice does not take it into the library: "
        "another keeper decides."
    ),
    PracticeStepProblem.NO_REASON: lazy_("Give the reason: it stays on record."),
}

EVIDENCE: dict[EvidenceKind, tuple[LazyText, str]] = {
    EvidenceKind.NONE_YET: (lazy_("none yet"), "warn"),
    EvidenceKind.TOLD: (lazy_("told by those who run it"), ""),
    EvidenceKind.OWN_RECORDS: (lazy_("their own records"), "here"),
    EvidenceKind.EVALUATED: (lazy_("evaluated by others"), "good"),
}

ORIGINS: dict[OriginKind, LazyText] = {
    OriginKind.WORKSHOP: lazy_("A workshop"),
    OriginKind.UNICEF: lazy_("UNICEF"),
    OriginKind.OTHER_STATE: lazy_("Another state"),
    OriginKind.CPSE: lazy_("A CPSE"),
    OriginKind.OWN_WORK: lazy_("The office's own work"),
    OriginKind.PUBLISHED: lazy_("A published source"),
}

PART_KINDS: dict[PartKind, LazyText] = {
    PartKind.CORE: lazy_("Must stay"),
    PartKind.CHANGEABLE: lazy_("May change"),
}

GAPS: dict[Gap, LazyText] = {
    Gap.PROBLEM: lazy_("the problem"),
    Gap.PLACES: lazy_("where it worked"),
    Gap.GROUPS: lazy_("for whom it is"),
    Gap.RUN_BY: lazy_("who runs it"),
    Gap.DONE: lazy_("what was done"),
    Gap.CORE: lazy_("what must stay"),
    Gap.CHANGEABLE: lazy_("what may change"),
    Gap.COST: lazy_("the cost"),
    Gap.EVIDENCE: lazy_("the evidence"),
    Gap.CONTACT: lazy_("whom to ask"),
}

TRUST: dict[str, LazyText] = {
    "A": lazy_("checked against an independent copy"),
    "B": lazy_("one source"),
    "C": lazy_("a list that names it, read at second hand"),
    "D": lazy_("put together here, to be checked"),
}
