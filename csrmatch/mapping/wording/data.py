"""How the data check is told: where free money comes from, what is missing, and what an office is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csrmatch.i18n import LazyText, _, lazy_, name_of, ngettext
from csrmatch.mapping.derivations import FreeMoney, MoneyOrigin
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.rules.facts import DistrictRecord, Fact, Office

__all__ = [
    "CRITERION_FACTS",
    "DATA_CHECK",
    "FACT_NAMES",
    "FactLetter",
    "letter_subject",
    "letter_text",
    "tell_ask",
    "tell_fact",
    "tell_money",
]

DATA_CHECK = lazy_("Data check")
FACT_NAMES: Mapping[Fact, LazyText] = {
    Fact.NEED: lazy_("no verified need"),
    Fact.COST: lazy_("needs whose cost is not known"),
    Fact.ACCOUNT: lazy_("no published CSR account"),
    Fact.PLACE: lazy_("no place of work known"),
    Fact.PORTFOLIO: lazy_("no project that has begun"),
    Fact.OUTCOME: lazy_("no completed project says how it came out"),
    Fact.OLD: lazy_("records not touched for a year"),
    Fact.DOUBT: lazy_("overlaps that wait for a word"),
}
_ASKS: Mapping[Fact, LazyText] = {
    Fact.NEED: lazy_("Please post what the district needs, and have a colleague verify it."),
    Fact.COST: lazy_(
        "Please say what your needs cost: send a verified need back to be written again, and add the cost."
    ),
    Fact.PLACE: lazy_("Please name the places where the company works."),
    Fact.PORTFOLIO: lazy_("Please record your CSR projects with their themes, districts and money."),
    Fact.OUTCOME: lazy_("Please tell how your completed projects came out: results with their evidence."),
    Fact.OLD: lazy_("Please bring your records up to date, or say that there is nothing to report."),
    Fact.DOUBT: lazy_("Please say what is to be made of the overlaps that wait for your word."),
}
# Which missing facts a criterion's neutral values come from; those without one come from elsewhere.
CRITERION_FACTS: Mapping[str, tuple[Fact, ...]] = {
    "need_expertise": (Fact.NEED, Fact.PORTFOLIO),
    "nearness": (Fact.PLACE,),
    "money": (Fact.ACCOUNT, Fact.COST),
    "track_record": (Fact.OUTCOME, Fact.PORTFOLIO),
    "preferences": (),
    "continuity": (),
    "additionality": (Fact.PORTFOLIO,),
}


@dataclass(frozen=True)
class FactLetter:
    """What one person is written: for which office, what is asked with the page to supply it, and by whom."""

    office: str
    exercise: Exercise
    asks: Sequence[tuple[str, str]]
    asked_by: str
    note: str = ""


def tell_money(money: FreeMoney | None) -> str:
    """Where the free money of a CPSE is taken from, with its year."""
    if money is None:
        return _("not known")
    told = {
        MoneyOrigin.STATED: _("stated in this exercise"),
        MoneyOrigin.ACCOUNT: _("left free by the CSR account of %(year)s", year=money.year),
        MoneyOrigin.EARLIER_ACCOUNT: _("obligation of %(year)s, as a stand-in", year=money.year),
        MoneyOrigin.FILED: _("spent in %(year)s as filed", year=money.year),
    }
    return told[money.origin]


def tell_fact(fact: Fact, office: Office) -> str:
    """What is missing of an office, with how many or of which year."""
    record = office.record
    if fact is Fact.NEED and isinstance(record, DistrictRecord) and record.drafts:
        return ngettext(
            "no verified need; %(num)s draft waits", "no verified need; %(num)s drafts wait", record.drafts
        )
    if fact is Fact.COST and isinstance(record, DistrictRecord):
        return ngettext(
            "%(num)s need whose cost is not known", "%(num)s needs whose cost is not known", record.uncosted
        )
    if fact is Fact.ACCOUNT and office.has_draft_account:
        return _("CSR account of %(year)s is only a draft", year=office.account_year)
    if fact is Fact.ACCOUNT:
        return _("no published CSR account of %(year)s", year=office.account_year)
    if fact is Fact.DOUBT:
        return ngettext(
            "%(num)s overlap waits for a word", "%(num)s overlaps wait for a word", record.open_cases
        )
    return str(FACT_NAMES[fact])


def tell_ask(fact: Fact, year: str | None) -> str:
    """What an office is asked to do about a fact; `year` is that of the CSR account wanted."""
    if fact is Fact.ACCOUNT:
        return _("Please fill in the CSR account of %(year)s and publish it.", year=year)
    return str(_ASKS[fact])


def letter_subject(letter: FactLetter) -> str:
    """The subject line: for which exercise, and for whom."""
    year = letter.exercise.financial_year
    return _("Facts wanted for the mapping of %(year)s: %(office)s", year=year, office=letter.office)


def letter_text(letter: FactLetter, *, settings_link: str) -> str:
    """The whole mail: what is wanted and why, each with the page to supply it."""
    title = name_of(letter.exercise, "title")
    lines = [
        _("To: %(office)s", office=letter.office),
        "",
        _(
            "The Department of Public Enterprises prepares the mapping of %(year)s (%(title)s). "
            "What is missing or old counts as neutral there, neither for you nor against you.",
            year=letter.exercise.financial_year,
            title=title,
        ),
        "",
    ]
    for ask, link in letter.asks:
        lines += [f"* {ask}", f"  {link}"]
    if letter.note:
        lines += ["", _("%(person)s writes:", person=letter.asked_by), letter.note]
    lines += ["", _("Asked by %(person)s.", person=letter.asked_by), "", "-- "]
    lines.append(_("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."))
    lines.append(_("What you are written to: %(link)s", link=settings_link))
    return "\n".join(lines) + "\n"
