"""The words for proposals: sides, answers, states, and the mails about them."""

from datetime import date

from csrmatch.i18n import LANGUAGES, LazyText, _, format_day, lazy_, name_of
from csrmatch.mapping.documents.letter_bundle import LetterChoice
from csrmatch.mapping.models import ProposalLetter
from csrmatch.mapping.rules.consent import Answer, Due, ProposalState, Side

__all__ = [
    "ANSWERS",
    "DUES",
    "PROPOSAL_STATES",
    "SIDES",
    "letter_mail",
    "tell_letter_choice",
    "word_of",
]

SIDES: dict[Side, LazyText] = {
    Side.DISTRICT: lazy_("District"),
    Side.CPSE: lazy_("CPSE"),
    Side.BOARD: lazy_("Board of the CPSE"),
}
ANSWERS: dict[Answer, tuple[LazyText, str]] = {
    Answer.ACCEPTED: (lazy_("accepted"), "good"),
    Answer.DECLINED: (lazy_("declined"), "bad"),
}
DUES: dict[Due, LazyText] = {
    Due.SOON: lazy_("within 7 days, not answered"),
    Due.OVER: lazy_("passed, not answered"),
}
PROPOSAL_STATES: dict[ProposalState, tuple[LazyText, str]] = {
    ProposalState.OPEN: (lazy_("open"), "here"),
    ProposalState.REPLACED: (lazy_("replaced"), "warn"),
    ProposalState.WITHDRAWN: (lazy_("withdrawn"), "bad"),
}


def tell_letter_choice(choice: LetterChoice) -> str:
    """Which letters an archive holds, in words."""
    sides = {Side.DISTRICT: _("to the collectors"), Side.CPSE: _("to the CPSEs")}
    forms = {"pdf": _("PDF"), "docx": _("Word")}
    parts = [", ".join(LANGUAGES[code] for code in choice.languages)]
    parts.append(", ".join(sides[side] for side in choice.sides))
    return " · ".join([*parts, forms[choice.form]])


def word_of(answer: Answer | None, *, deadline: date, day: date) -> tuple[str, str]:
    """A side's word as tag: silence after the last day is told apart from a decline."""
    if answer is not None:
        words, kind = ANSWERS[answer]
        return str(words), kind
    if day > deadline:
        return _("did not answer"), "warn"
    return _("waiting"), ""


def letter_mail(letter: ProposalLetter, link: str) -> tuple[str, str]:
    """The mail to an officer whose office is asked: what, by when, and where the letter is."""
    facts = letter.facts
    words = {
        "cpse": facts["cpse"],
        "district": name_of(facts, "district"),
        "day": format_day(date.fromisoformat(facts["deadline_on"])),
    }
    subject = _("By %(day)s: your answer about %(district)s – %(cpse)s", **words)
    lines = [
        _("%(cpse)s is proposed to lead the aspirational district %(district)s.", **words),
        _(
            "Please accept or decline by %(day)s. It is a proposal: nobody can allot a company's CSR.",
            **words,
        ),
        "",
        _("The letter: %(reference)s", reference=letter.reference),
        _("Read and answer it here: %(link)s", link=link),
        "",
        "-- ",
        _("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."),
    ]
    return subject, "\n".join(lines) + "\n"
