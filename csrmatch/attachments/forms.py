"""The forms of attached files: attaching one, striking one."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from csrmatch.i18n import lazy_
from csrmatch.web.forms import CreateForm, EditForm, one_line

__all__ = ["FILE_HINT", "DocumentForm", "StrikeForm"]

# What can be sent, beside every field that takes a file.
FILE_HINT = lazy_(
    "PDF, PNG, JPEG, Excel (.xlsx) or Word (.docx) without macros, at most 10 MB. Names and pictures "
    "of persons only with their consent."
)


class DocumentForm(CreateForm):
    """A file with a title."""

    title = StringField(
        lazy_("What it is"),
        [DataRequired(message=lazy_("Say what the file is.")), Length(max=200)],
        filters=[one_line],
    )
    file = FileField(lazy_("File"), [FileRequired(message=lazy_("Choose a file."))], description=FILE_HINT)


class StrikeForm(EditForm):
    """Why a document is taken out of sight."""

    reason = TextAreaField(
        lazy_("Why is the document struck?"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )
