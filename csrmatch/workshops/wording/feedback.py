"""The words of feedback: questions, what can be answered, and a summary in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from csrmatch.i18n import LazyText, _, lazy_, name_of
from csrmatch.workshops.models import FeedbackQuestion
from csrmatch.workshops.queries.feedback_summary import FeedbackSummary, OptionCount, QuestionSummary
from csrmatch.workshops.rules.feedback import FeedbackState, Question, QuestionKind
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.wording.participants import GROUPS

__all__ = [
    "CHOICE_WORDS",
    "FEEDBACK_STATES",
    "OWN_KINDS",
    "QUESTIONS",
    "SCALE_WORDS",
    "SummaryRow",
    "summary_rows",
    "tell_cut",
    "tell_group",
    "tell_option",
    "tell_question",
]

QUESTIONS: dict[Question, LazyText] = {
    Question.USEFUL: lazy_("How useful was the workshop to you?"),
    Question.OBJECTIVE: lazy_("Did the workshop meet its objective?"),
    Question.SESSIONS: lazy_("Which sessions were the most useful to you?"),
    Question.PACE: lazy_("How was the pace?"),
    Question.ARRANGEMENTS: lazy_("How were the arrangements: venue, stay, travel, food?"),
    Question.NEXT: lazy_("What will you do next?"),
    Question.MISSING: lazy_("What was missing?"),
    Question.REMARKS: lazy_("Anything else you want to say?"),
}
CHOICE_WORDS: dict[str, LazyText] = {
    "yes": lazy_("Yes"),
    "partly": lazy_("In part"),
    "no": lazy_("No"),
    "too_slow": lazy_("Too slow"),
    "right": lazy_("Right"),
    "too_fast": lazy_("Too fast"),
}
# The ends of the scale; what lies between them bears its figure alone.
SCALE_WORDS: dict[int, LazyText] = {
    1: lazy_("1 – poor, or not at all"),
    2: lazy_("2"),
    3: lazy_("3 – middling"),
    4: lazy_("4"),
    5: lazy_("5 – very good, or very much"),
}
OWN_KINDS: dict[QuestionKind, LazyText] = {
    QuestionKind.SCALE: lazy_("on a scale from 1 to 5"),
    QuestionKind.TEXT: lazy_("in own words"),
}
# Each with the kind of its tag.
FEEDBACK_STATES: dict[FeedbackState, tuple[LazyText, str]] = {
    FeedbackState.NOT_YET: (lazy_("not open yet"), "warn"),
    FeedbackState.OPEN: (lazy_("open for answers"), "good"),
    FeedbackState.OVER: (lazy_("closed"), ""),
}


def tell_question(question: FeedbackQuestion) -> str:
    """A question in the language in force; one of the form's own in the other where it has no other words."""
    return str(QUESTIONS[question.key]) if question.key is not None else name_of(question, "text")


def tell_group(group: ParticipantGroup | None) -> str:
    """For which side somebody answered."""
    return _("Group not given") if group is None else str(GROUPS[group])


def tell_cut(cut: Sequence[ParticipantGroup | None]) -> str:
    """The groups that are told as one."""
    return tell_group(cut[0]) if len(cut) == 1 else _("Other groups together")


@dataclass(frozen=True)
class SummaryRow:
    """A line of the summary as a table: what was answered how often, by all and by the groups told apart."""

    question: str
    answer: str
    count: int
    by_cut: Sequence[int | None]


def tell_option(question: QuestionSummary, option: OptionCount) -> str:
    """What was answered, in words."""
    match question.question.kind:
        case QuestionKind.SCALE:
            return str(SCALE_WORDS[int(str(option.value))])
        case QuestionKind.CHOICE:
            return str(CHOICE_WORDS[str(option.value)])
    if option.value is None:
        return _("A session that is no longer on the agenda")
    return name_of(option.value, "title")


def summary_rows(summary: FeedbackSummary) -> list[SummaryRow]:
    """The summary as lines of a table, one for each answer to each question; a text stands for itself."""
    rows = []
    for item in summary.questions:
        words = tell_question(item.question)
        rows += [
            SummaryRow(words, tell_option(item, option), option.count, option.by_cut)
            for option in item.options
        ]
        for remark in item.shown:
            marks = [int(cut == remark.cut) if remark.cut else None for cut in summary.cuts]
            rows.append(SummaryRow(words, remark.text, 1, marks))
        left_out = len(item.hidden)
        if left_out:
            rows.append(
                SummaryRow(words, _("Left out of the summary"), left_out, [None for _cut in summary.cuts])
            )
        missing = [
            whole - answered for whole, answered in zip(summary.cut_counts, item.answered_by_cut, strict=True)
        ]
        rows.append(SummaryRow(words, _("No answer"), item.unanswered, missing))
    return rows
