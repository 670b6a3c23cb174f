"""The words for the codes of overlaps: reasons, states, verdicts, and what happened to a case."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind, Reason, RecordKind, Verdict

__all__ = ["CASE_STATES", "CASE_STEPS", "REASONS", "RECORD_KINDS", "VERDICTS", "VERDICT_ACTS"]

RECORD_KINDS: dict[RecordKind, LazyText] = {
    RecordKind.NEED: lazy_("Need"),
    RecordKind.PROJECT: lazy_("Project"),
    RecordKind.PROGRAMME: lazy_("Programme"),
}

REASONS: dict[Reason, LazyText] = {
    Reason.DISTRICT: lazy_("same district"),
    Reason.THEME: lazy_("same theme"),
    Reason.GROUP: lazy_("same people"),
    Reason.PERIOD: lazy_("same time"),
    Reason.TITLE: lazy_("titles alike"),
    Reason.SCHEME: lazy_("same scheme"),
}

# Each with the kind of its tag.
CASE_STATES: dict[CaseState, tuple[LazyText, str]] = {
    CaseState.OPEN: (lazy_("waits for a word"), "warn"),
    CaseState.ANSWERED: (lazy_("answered"), "good"),
    CaseState.ENDED: (lazy_("one of the two has ended"), ""),
}

VERDICTS: dict[Verdict, LazyText] = {
    Verdict.COMPLEMENTARY: lazy_("They complement each other"),
    Verdict.JOINED: lazy_("They were joined"),
    Verdict.STOPPED: lazy_("One of them is stopped"),
    Verdict.NOT_THE_SAME: lazy_("They are not the same"),
}

# What each verdict means, said where it is chosen.
VERDICT_ACTS: dict[Verdict, LazyText] = {
    Verdict.COMPLEMENTARY: lazy_("They complement each other: both go on, each does its part"),
    Verdict.JOINED: lazy_("They are joined: one goes on for both"),
    Verdict.STOPPED: lazy_("One of them is stopped: the other does it already"),
    Verdict.NOT_THE_SAME: lazy_("They are not the same: the likeness is only on the surface"),
}

CASE_STEPS: dict[CaseStepKind, LazyText] = {
    CaseStepKind.OPENED: lazy_("found when a record was saved"),
    CaseStepKind.ANSWERED: lazy_("answered"),
    CaseStepKind.REOPENED: lazy_("opened again"),
    CaseStepKind.CHANGED: lazy_("opened again, since what was compared has changed"),
    CaseStepKind.ENDED: lazy_("closed, since one of the two has ended"),
    CaseStepKind.RETURNED: lazy_("taken up again, since both run again"),
}
