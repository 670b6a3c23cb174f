"""The words for how an office stands with a quarter."""

from csrmatch.i18n import LazyText, _, format_day, lazy_
from csrmatch.registry.rules.answers import Answer, AnswerState, Quarter, due_day

__all__ = ["ANSWER_STATES", "QUARTER_NAMES", "quarter_words", "tell_answer"]

# Each with the kind of its tag, and a sign that stands for it where there is little room.
ANSWER_STATES: dict[AnswerState, tuple[LazyText, str, str]] = {
    AnswerState.ANSWERED: (lazy_("answered"), "good", "✓"),
    AnswerState.NOTHING: (lazy_("nothing to report"), "good", "0"),
    AnswerState.SILENT: (lazy_("silent"), "bad", "✗"),
    AnswerState.NOT_DUE: (lazy_("not yet due"), "", "…"),
    AnswerState.NO_ACCOUNT: (lazy_("nobody had an account"), "", "–"),
}

QUARTER_NAMES: dict[int, LazyText] = {
    1: lazy_("April to June"),
    2: lazy_("July to September"),
    3: lazy_("October to December"),
    4: lazy_("January to March"),
}


def quarter_words(quarter: Quarter) -> str:
    """What people call a quarter: April to June 2026-27."""
    return _("%(months)s, %(year)s", months=QUARTER_NAMES[quarter.number], year=quarter.year)


def tell_answer(answer: Answer) -> str:
    """How an office stands with a quarter, in one sentence."""
    words = str(ANSWER_STATES[answer.state][0])
    if answer.state is AnswerState.NOT_DUE:
        return _("not yet due: by %(day)s", day=format_day(due_day(answer.quarter)))
    if answer.answered_on is None:
        return words
    if answer.is_late:
        return _("%(state)s on %(day)s, late", state=words, day=format_day(answer.answered_on))
    return _("%(state)s on %(day)s", state=words, day=format_day(answer.answered_on))
