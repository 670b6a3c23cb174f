"""The forms of comments: saying something, correcting it, striking it."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from csrmatch.comments.rules import LONGEST_COMMENT
from csrmatch.i18n import lazy_
from csrmatch.web.forms import BaseForm, CreateForm, EditForm, one_line

__all__ = ["CorrectionForm", "NewCommentForm", "SettleForm", "StrikeCommentForm"]


class _Said:
    """What is said, as plain text."""

    text = TextAreaField(
        lazy_("Comment"),
        [DataRequired(message=lazy_("Write what you want to say.")), Length(max=LONGEST_COMMENT)],
        description=lazy_("Plain text. No names of private persons."),
    )


class NewCommentForm(_Said, CreateForm):
    """A new comment."""


class CorrectionForm(_Said, EditForm):
    """Another wording of a comment."""


class StrikeCommentForm(EditForm):
    """Why a comment is taken out of sight."""

    reason = TextAreaField(
        lazy_("Why is the comment struck?"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )


class SettleForm(BaseForm):
    """A button that says that nothing is to be answered."""
