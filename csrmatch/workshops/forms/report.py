"""The forms of the report: what it holds, and which files are made of it."""

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from csrmatch.i18n import LANGUAGES, lazy_
from csrmatch.web.forms import CreateForm, EditForm
from csrmatch.workshops.documents.sections import list_sections
from csrmatch.workshops.wording.report import REPORT_FORMATS

__all__ = ["MakeReportForm", "ReportForm"]

_LONGEST = 8_000
_FOREWORD = lazy_("What the organisers say before all else; a line of its own begins a paragraph.")
_PARTICIPANTS = lazy_(
    "How many took part, and from which offices, where no list says it. Without it the report tells the "
    "number that the organisers gave."
)
_THANKS = lazy_("What the organisers add to the vote of thanks, if anything.")


class ReportForm(EditForm):
    """Which sections the report has, and what is written by hand."""

    sections = SelectMultipleField(
        lazy_("Sections"),
        [DataRequired(message=lazy_("Choose at least one section."))],
        description=lazy_(
            "They stand in this order; one about which nothing is on record is left out by itself."
        ),
    )
    foreword_en = TextAreaField(
        lazy_("Foreword in English"), [Optional(), Length(max=_LONGEST)], description=_FOREWORD
    )
    foreword_hi = TextAreaField(
        lazy_("Foreword in Hindi"), [Optional(), Length(max=_LONGEST)], description=_FOREWORD
    )
    participants_en = TextAreaField(
        lazy_("Who took part, in English"), [Optional(), Length(max=_LONGEST)], description=_PARTICIPANTS
    )
    participants_hi = TextAreaField(
        lazy_("Who took part, in Hindi"), [Optional(), Length(max=_LONGEST)], description=_PARTICIPANTS
    )
    thanks_en = TextAreaField(
        lazy_("Word of thanks in English"), [Optional(), Length(max=_LONGEST)], description=_THANKS
    )
    thanks_hi = TextAreaField(
        lazy_("Word of thanks in Hindi"), [Optional(), Length(max=_LONGEST)], description=_THANKS
    )

    def fill_choices(self) -> None:
        """Offers every section there is, in the order of the report."""
        self.sections.choices = [SelectChoice(item.key, item.title) for item in list_sections()]


class MakeReportForm(CreateForm):
    """Which files an issue has, and whether it is final."""

    kind = RadioField(
        lazy_("What is it?"),
        [DataRequired(message=lazy_("Choose a draft or the final report."))],
        choices=[
            SelectChoice("draft", lazy_("A draft, for those who hold the workshop")),
            SelectChoice("final", lazy_("The final report, for everybody who sees the workshop")),
        ],
    )
    languages = SelectMultipleField(
        lazy_("Language"),
        [DataRequired(message=lazy_("Choose at least one language."))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    formats = SelectMultipleField(
        lazy_("Kind of file"),
        [DataRequired(message=lazy_("Choose PDF, Word or both."))],
        choices=[SelectChoice(form.value, words) for form, words in REPORT_FORMATS.items()],
    )
