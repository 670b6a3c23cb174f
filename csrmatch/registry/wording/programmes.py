"""The words for the codes of programmes: whose they are and where they reach."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach

__all__ = ["PROGRAMME_KINDS", "PROGRAMME_REACHES"]

PROGRAMME_KINDS: dict[ProgrammeKind, LazyText] = {
    ProgrammeKind.SCHEME: lazy_("Scheme of a ministry"),
    ProgrammeKind.UNICEF: lazy_("Programme of UNICEF"),
    ProgrammeKind.DEPARTMENT: lazy_("Programme of a state department"),
}

PROGRAMME_REACHES: dict[ProgrammeReach, LazyText] = {
    ProgrammeReach.DISTRICTS: lazy_("In certain districts"),
    ProgrammeReach.STATE: lazy_("In a whole state"),
    ProgrammeReach.ALL: lazy_("In all aspirational districts"),
}
