"""The base of all forms: messages in the reader's language, version and one-time key as hidden fields."""

import secrets
import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from csrmatch.i18n import current_language, lazy_, translator

__all__ = [
    "BaseForm",
    "CreateForm",
    "EditForm",
    "FilterForm",
    "all_or",
    "choose",
    "clean_text",
    "one_line",
    "options",
]

_ALL = lazy_("All")


def clean_text(value: str | None) -> str | None:
    """Text as it is stored: one Unicode form, no surrounding space, no control characters."""
    if value is None:
        return None
    text = unicodedata.normalize("NFC", value)
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    return "".join(kept).strip()


class _Translations:
    """Gives WTForms our catalogue in the language in force."""

    def gettext(self, text: str) -> str:
        return translator(current_language()).gettext(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return translator(current_language()).ngettext(singular, plural, count)


class _Meta:
    """What all forms share."""

    def get_translations(self, form: object) -> _Translations:
        """The catalogue of the project, which also holds the library's own messages."""
        return _Translations()

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Cleans what is typed into any text field."""
        if unbound_field.field_class.__name__ in {
            "StringField",
            "TextAreaField",
            "EmailField",
            "SearchField",
        }:
            options = {**options, "filters": [clean_text, *unbound_field.kwargs.get("filters", ())]}
        return unbound_field.bind(form=form, **options)


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form that writes: guarded against forged requests."""

    class Meta(_Meta, FlaskForm.Meta):  # type: ignore[misc]
        """CSRF protection and our translations."""


class CreateForm(BaseForm):
    """A form that makes a record: its key lets a doubled click make one record only."""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24))


class EditForm(BaseForm):
    """A form that changes a record: the version it was opened on travels with it."""

    version = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(message=lazy_("Open the page again: it was sent without its version."))],
    )


class FilterForm(Form):  # type: ignore[misc]
    """A form that only asks: sent with GET, changes nothing; its `seldom` fields are folded away."""

    seldom: ClassVar[frozenset[str]] = frozenset()

    class Meta(_Meta, Form.Meta):  # type: ignore[misc]
        """Our translations."""

    @property
    def has_seldom(self) -> bool:
        """Whether one of the folded fields narrows the list, so that the fold has to stand open."""
        return any(self[name].data for name in self.seldom)


def options(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """The options of a field from codes and their words, which may be translated when shown."""
    return [SelectChoice(value=code, label=label) for code, label in pairs]


def choose(label: object, **named: Any) -> SelectField:
    """A list to choose one from."""
    text = lazy_("Choose one from the list.")
    return SelectField(label, invalid_choice_message=text, invalid_value_message=text, **named)


def all_or(pairs: Iterable[tuple[str, object]], every: object = _ALL) -> list[SelectChoice]:
    """The choices of a filter from codes and their words: first the blank one, which narrows nothing."""
    return [SelectChoice("", every), *(SelectChoice(code, words) for code, words in pairs)]


def one_line(value: str | None) -> str | None:
    """The text without line breaks and doubled blanks."""
    return " ".join(value.split()) if value else value
