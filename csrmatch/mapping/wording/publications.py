"""The words for what is published: how far a pair has come, how a version stands, what changed since."""

from collections.abc import Iterable, Mapping

from csrmatch.i18n import LazyText, _, format_inr, format_number, lazy_, name_of, ngettext
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.rules.input_changes import InputChange, InputPart
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.mapping.tables import MappingInput
from csrmatch.mapping.wording.codes import CRITERION_NAMES

__all__ = ["PART_NAMES", "PUBLICATION_STATES", "STANDINGS", "tell_input_changes"]

# Each with the kind of its tag. Whatever was agreed, it is a proposal until the board has approved.
STANDINGS: dict[Standing, tuple[LazyText, str]] = {
    Standing.WAITING: (lazy_("proposal"), ""),
    Standing.ACCEPTED: (lazy_("proposal, both sides agree"), "here"),
    Standing.APPROVED: (lazy_("approved"), "good"),
    Standing.DECLINED: (lazy_("declined"), "bad"),
}

PUBLICATION_STATES: dict[PublicationState, tuple[LazyText, str]] = {
    PublicationState.CURRENT: (lazy_("in force"), "good"),
    PublicationState.SUPERSEDED: (lazy_("replaced"), "warn"),
    PublicationState.WITHDRAWN: (lazy_("withdrawn"), "bad"),
}

PART_NAMES: dict[InputPart, LazyText] = {
    InputPart.WEIGHTS: lazy_("Weights"),
    InputPart.DISTRICTS: lazy_("Districts"),
    InputPart.LEADS: lazy_("Who leads now"),
    InputPart.CPSES: lazy_("CPSEs"),
    InputPart.CAPACITY: lazy_("Capacities"),
    InputPart.MONEY: lazy_("Free money"),
    InputPart.RULES: lazy_("Rules"),
    InputPart.NEEDS: lazy_("Needs"),
    InputPart.PROJECTS: lazy_("Projects and spending"),
    InputPart.PLACES: lazy_("Places of work"),
    InputPart.PREFERENCES: lazy_("Preferences"),
}
_SHOWN = 6


def tell_input_changes(
    changes: Iterable[InputChange], before: MappingInput, after: MappingInput
) -> list[tuple[str, list[str]]]:
    """What changed, part by part and in words; of each part the first few, and how many more."""
    names = _names(before) | _names(after)
    parts: dict[InputPart, list[str]] = {}
    for change in changes:
        parts.setdefault(change.part, []).append(_tell(change, names))
    told = []
    for part, lines in parts.items():
        more = len(lines) - _SHOWN
        if more > 0:
            lines = [*lines[:_SHOWN], ngettext("and %(num)s more", "and %(num)s more", more)]
        told.append((str(PART_NAMES[part]), lines))
    return told


def _names(given: MappingInput) -> dict[str, str]:
    found = {row.lgd: name_of(row) for row in given.districts}
    return found | {row.code: row.code for row in given.cpses}


def _tell(change: InputChange, names: Mapping[str, str]) -> str:
    about = " – ".join(names.get(part, part) for part in change.about.split(" / ") if part)
    if change.part is InputPart.WEIGHTS:
        about = str(CRITERION_NAMES[change.about])
    if change.part in {InputPart.WEIGHTS, InputPart.CAPACITY, InputPart.MONEY, InputPart.LEADS}:
        return _(
            "%(about)s: %(before)s → %(after)s",
            about=about,
            before=_value(change, change.before),
            after=_value(change, change.after),
        )
    if change.part in {InputPart.DISTRICTS, InputPart.CPSES}:
        return _whole(change, about)
    return _rows(change, about or _("all"))


def _value(change: InputChange, value: object) -> str:
    if value is None:
        return _("not known")
    if change.part is InputPart.MONEY and isinstance(value, int):
        return format_inr(value)
    return format_number(value) if isinstance(value, int | float) else str(value)


def _whole(change: InputChange, about: str) -> str:
    if change.before is None:
        return _("%(about)s takes part", about=about)
    if change.after is None:
        return _("%(about)s does not take part any more", about=about)
    return _("%(about)s: particulars changed", about=about)


def _rows(change: InputChange, about: str) -> str:
    if not change.before:
        return _("%(about)s: %(come)s new", about=about, come=change.after)
    if not change.after:
        return _("%(about)s: %(gone)s gone", about=about, gone=change.before)
    return _("%(about)s: %(come)s new, %(gone)s gone", about=about, come=change.after, gone=change.before)
