"""What forms of projects and needs ask alike: a title in one of two languages."""

from typing import Any

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from csrmatch.i18n import lazy_
from csrmatch.web.forms import one_line

__all__ = ["Titled"]


class Titled:
    """What a project or a need is called, in one language at least."""

    title_en = StringField(lazy_("Title in English"), [Length(max=200)], filters=[one_line])
    title_hi = StringField(
        lazy_("Title in Hindi"),
        [Length(max=200)],
        filters=[one_line],
        description=lazy_("One of the two is enough; readers of the other language see it as it is."),
    )

    def validate_title_en(self, field: Any) -> None:
        """A title in one of the two languages."""
        if not field.data and not self.title_hi.data:
            raise ValidationError(lazy_("Enter a title, in English or in Hindi."))
