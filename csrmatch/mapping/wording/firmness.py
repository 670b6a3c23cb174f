"""The words for how firm a pair is, and for the answers of a run and what each of them costs."""

from collections.abc import Mapping
from typing import Any

from csrmatch.i18n import LazyText, _, format_number, lazy_, ngettext
from csrmatch.mapping.solving.analysing import Firmness
from csrmatch.mapping.tables import MappingInput
from csrmatch.mapping.wording.codes import CRITERION_NAMES, describe_unavailable
from csrmatch.optimiser import NotAvailable

__all__ = [
    "ANSWER_NAMES",
    "FIRMNESS",
    "name_of_answer",
    "tell_absence",
    "tell_flip",
    "tell_price",
    "tell_proof",
    "write_change",
]

FIRMNESS: Mapping[Firmness, tuple[LazyText, str]] = {
    Firmness.SAFE: (lazy_("safe"), "good"),
    Firmness.CONTESTED: (lazy_("contested"), "warn"),
    Firmness.HAIR: (lazy_("on a hair"), "bad"),
}
ANSWER_NAMES: Mapping[str, LazyText] = {
    "total": lazy_("Greatest total"),
    "fairest": lazy_("Fairest"),
    "stable": lazy_("Stable"),
}
_LEAST = 0.0005


def name_of_answer(answer: str) -> str:
    """What an answer of a run is called, or the repair that was put in the place of one."""
    if answer in ANSWER_NAMES:
        return str(ANSWER_NAMES[answer])
    if answer == "repair-0":
        return _("Repair that moves no other district")
    if answer.startswith("repair-"):
        return ngettext(
            "Repair that moves at most %(num)s other district",
            "Repair that moves at most %(num)s other districts",
            int(answer.removeprefix("repair-")),
        )
    return _("Point %(number)s of the trade-offs", number=answer.rpartition("-")[2])


def tell_flip(criterion: str | None, points: int | None, joins: str | None, most: int) -> str:
    """Which change of one weight first takes a pair out of the plan, and who leads then."""
    if criterion is None or points is None or joins is None:
        if most >= 100:
            return _("no change of one weight")
        return _("no change of one weight by up to %(points)s points", points=most)
    name = str(CRITERION_NAMES[criterion])
    if points > 0:
        return ngettext(
            "%(criterion)s %(num)s point more, then %(cpse)s",
            "%(criterion)s %(num)s points more, then %(cpse)s",
            points,
            criterion=name,
            cpse=joins,
        )
    return ngettext(
        "%(criterion)s %(num)s point less, then %(cpse)s",
        "%(criterion)s %(num)s points less, then %(cpse)s",
        -points,
        criterion=name,
        cpse=joins,
    )


def tell_absence(summary: Mapping[str, Any], given: MappingInput) -> str:
    """Why there is no such answer under the rules in force."""
    code = str(summary["code"])
    if code == "out_of_time":
        return _("No answer was found in the time it may take under these budgets and bounds.")
    return describe_unavailable(NotAvailable(code, **dict(summary["where"])), given)


def tell_proof(answer: str, *, is_proven: bool, is_verified: bool) -> tuple[str, str, str]:
    """What is proven of an answer: a word, the kind of its tag, and a sentence."""
    if not is_verified:
        return _("not verified"), "bad", _("A check of its files failed.")
    if answer == "stable":
        return _("verified"), "good", _("Nobody would rather have each other: counted pair by pair.")
    if not is_proven:
        return _("not proven"), "warn", _("The search ended before it was proven that no plan is better.")
    if answer == "total":
        return _("certificate verified"), "good", _("no plan under these rules has a greater total")
    if answer == "fairest":
        return _("proven"), "good", _("No plan serves its worst-served districts better, one after another.")
    return _("proven"), "good", _("No plan with so high a lowest fit has a greater total.")


def tell_price(answer: str, mine: Mapping[str, Any], total: Mapping[str, Any]) -> str:
    """What an answer wins against the greatest total, and what it gives up for that."""
    if answer == "total":
        return _("Nothing is given up in the sum; single districts may pay for it.")
    won, lost = mine["worst"] - total["worst"], total["total"] - mine["total"]
    if lost < _LEAST and abs(won) < _LEAST:
        return _("As good as the greatest total, in the sum and at its lowest.")
    price = _("It costs %(lost)s in total.", lost=format_number(max(lost, 0.0), 3))
    if won >= _LEAST:
        return _("It raises the lowest fit by %(won)s.", won=format_number(won, 3)) + " " + price
    if won <= -_LEAST:
        return price + " " + _("It lowers the lowest fit by %(lost)s.", lost=format_number(-won, 3))
    return price + " " + _("It leaves the lowest fit as it is.")


def write_change(value: float) -> str:
    """A change of a fit with its sign, three places."""
    if abs(value) < _LEAST:
        return format_number(0.0, 3)
    return ("+" if value > 0 else "−") + format_number(abs(value), 3)
