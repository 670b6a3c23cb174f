"""The words for what lists of needs and projects are narrowed by beyond their own columns."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.queries.narrowing import MoneyLeft, NeedGap, ProjectLook

__all__ = ["MONEY_LEFT", "NEED_GAPS", "PROJECT_LOOKS"]

MONEY_LEFT: dict[MoneyLeft, LazyText] = {
    MoneyLeft.SOME: lazy_("some is still to find"),
    MoneyLeft.NONE: lazy_("all of it is found"),
    MoneyLeft.UNKNOWN: lazy_("not known"),
}

NEED_GAPS: dict[NeedGap, LazyText] = {
    NeedGap.COST: lazy_("Cost"),
    NeedGap.FIGURE: lazy_("Figure it shall move"),
    NeedGap.HEADS: lazy_("Number of people reached"),
    NeedGap.PARTNER: lazy_("CPSE that takes part"),
    NeedGap.BLOCK: lazy_("Block"),
}

PROJECT_LOOKS: dict[ProjectLook, LazyText] = {
    ProjectLook.LATE: lazy_("past its last day and still under way"),
    ProjectLook.OVERSPENT: lazy_("more spent than set aside"),
    ProjectLook.OUTLAY: lazy_("money set aside not known"),
    ProjectLook.SPENT: lazy_("money spent not known"),
    ProjectLook.THEMES: lazy_("themes not known"),
    ProjectLook.PLACES: lazy_("districts not known"),
    ProjectLook.DATES: lazy_("first or last day not known"),
    ProjectLook.HANDS: lazy_("who carries it out not known"),
    ProjectLook.CSR1: lazy_("the agency's CSR-1 number not known"),
    ProjectLook.HEADS: lazy_("number of people reached not known"),
}
