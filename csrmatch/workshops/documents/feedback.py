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
    told = ngettext("%(num)d participant answered.", "%(num)d participants answered.", summary.answers)
    return [Paragraph(told, is_quiet=True), *(_table(item) for item in summary.questions if item.options)]


def _table(item: QuestionSummary) -> Table:
    given = [[tell_option(item, option), format_number(option.count)] for option in item.options]
    return Table(
        caption=tell_question(item.question),
        heads=[_("Answer"), _("How many")],
        rows=[*given, [_("No answer"), format_number(item.unanswered)]],
        widths=[0.8, 0.2],
        numeric=frozenset({1}),
    )


register_section("feedback", lazy_("Feedback"), 80, _counts)
