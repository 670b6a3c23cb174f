"""The section of what participants answered afterwards: counts alone, never what one person wrote."""

from collections.abc import Sequence

from csrmatch.documents.parts import Paragraph, Part, Table
from csrmatch.i18n import _, format_number, lazy_, ngettext
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.queries.feedback_summary import QuestionSummary
from csrmatch.workshops.wording.feedback import tell_option, tell_question

__all__: list[str] = []


def _counts(record: ReportRecord) -> Sequence[Part]:
    """How often each answer was given, and by how many none; nothing where too few answered to tell."""
    summary = record.feedback
    if summary is None or not summary.questions:
        return []
    rows = [row for item in summary.questions if item.options for row in _rows(item)]
    told = ngettext("%(num)d participant answered.", "%(num)d participants answered.", summary.answers)
    table = Table(
        caption=_("What participants answered"),
        heads=[_("Question"), _("Answer"), _("How many")],
        rows=rows,
        widths=[0.5, 0.35, 0.15],
        numeric=frozenset({2}),
    )
    return [Paragraph(told), table] if rows else [Paragraph(told)]


def _rows(item: QuestionSummary) -> list[list[str]]:
    words = tell_question(item.question)
    given = [[words, tell_option(item, option), format_number(option.count)] for option in item.options]
    return [*given, [words, _("No answer"), format_number(item.unanswered)]]


register_section("feedback", lazy_("Feedback"), 80, _counts)
