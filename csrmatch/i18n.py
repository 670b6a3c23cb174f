"""English and Hindi: the language in force, texts, names, money, figures and dates for people."""

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

__all__ = [
    "IST",
    "LANGUAGES",
    "LazyText",
    "_",
    "current_language",
    "format_day",
    "format_inr",
    "format_inr_exact",
    "format_ist",
    "format_number",
    "lazy_",
    "name_of",
    "ngettext",
    "set_language",
    "speaking",
    "translator",
]

LANGUAGES = {"en": "English", "hi": "हिन्दी"}
IST = ZoneInfo("Asia/Kolkata")
_CATALOGUES = Path(__file__).parent / "translations"
_LOCALES = {"en": "en_IN", "hi": "hi_IN"}
_language: ContextVar[str] = ContextVar("language", default="en")


def current_language() -> str:
    """The code of the language now in force: `en` or `hi`."""
    return _language.get()


def set_language(code: str) -> None:
    """Puts a language in force for the rest of this request or command; unknown codes mean English."""
    _language.set(code if code in LANGUAGES else "en")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Puts a language in force for one block."""
    token = _language.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


@cache
def translator(code: str) -> _gettext.NullTranslations:
    """The catalogue of one language; English is the language the texts are written in."""
    if code == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("messages", _CATALOGUES, languages=[code])


def _(text: str, **params: object) -> str:
    """The text in the language in force, with named placeholders filled."""
    translated = translator(_language.get()).gettext(text)
    return translated % params if params else translated


def ngettext(singular: str, plural: str, count: int, **params: object) -> str:
    """The text for a count in the language in force; the placeholder `num` holds the count."""
    return translator(_language.get()).ngettext(singular, plural, count) % {"num": count, **params}


class LazyText:
    """A text that is translated each time it is shown, so that a module can hold it."""

    def __init__(self, text: str, **params: object) -> None:
        self.text = text
        self.params = params

    def __str__(self) -> str:
        return _(self.text, **self.params)

    def __repr__(self) -> str:
        return f"LazyText({self.text!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyText):
            return (self.text, self.params) == (other.text, other.params)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __mod__(self, params: object) -> str:
        return str(self) % params


def lazy_(text: str, **params: object) -> LazyText:
    """Marks a text now and translates it when shown."""
    return LazyText(text, **params)


def name_of(thing: object, field: str = "name") -> str:
    """The name of a record or mapping in the language in force, or the other one where it has none."""
    first, second = (
        (f"{field}_hi", f"{field}_en") if _language.get() == "hi" else (f"{field}_en", f"{field}_hi")
    )
    if isinstance(thing, dict):
        return str(thing.get(first) or thing.get(second) or "")
    return str(getattr(thing, first, None) or getattr(thing, second, None) or "")


def format_number(value: float | Decimal | None, digits: int = 0) -> str:
    """A figure with Indian digit grouping; a dash where nothing is known."""
    if value is None:
        return "–"
    from babel.numbers import format_decimal

    pattern = "#,##,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_LOCALES[_language.get()], decimal_quantization=True)


def format_inr_exact(amount: int | None) -> str:
    """Rupees to the last one, Indian grouping: ₹12,34,56,789."""
    return "–" if amount is None else ("-" if amount < 0 else "") + "₹" + format_number(abs(amount))


def format_inr(amount: int | None) -> str:
    """Rupees as the office says them: lakh from one lakh on, crore from one crore on, two decimals."""
    if amount is None:
        return _("not known")
    size = abs(amount)
    sign = "-" if amount < 0 else ""
    if size >= 10_000_000:
        return sign + _("₹%(amount)s crore", amount=format_number(Decimal(size) / 10_000_000, 2))
    if size >= 100_000:
        return sign + _("₹%(amount)s lakh", amount=format_number(Decimal(size) / 100_000, 2))
    return format_inr_exact(amount)


def format_day(value: date | None) -> str:
    """A civil date in words: 5 January 2026."""
    if value is None:
        return "–"
    from babel.dates import format_date

    return format_date(value, format="d MMMM y", locale=_LOCALES[_language.get()])


def format_ist(value: datetime | None) -> str:
    """A moment, stored in UTC, as Indian Standard Time."""
    if value is None:
        return "–"
    from babel.dates import format_datetime

    moment = value if value.tzinfo else value.replace(tzinfo=UTC)
    text = format_datetime(moment.astimezone(IST), format="d MMM y, HH:mm", locale=_LOCALES[_language.get()])
    return _("%(moment)s IST", moment=text)
