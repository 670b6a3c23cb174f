"""Fields that people fill as they write: money in rupees, lakh or crore, shares, counts, yes or no."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from wtforms import RadioField, StringField

from csrmatch.i18n import format_number, lazy_
from csrmatch.web.forms import choose, options

__all__ = ["CountField", "MoneyField", "YesNoField", "choose", "options", "parse_inr"]

_MOST_RUPEES = 10**15
_MOST_PEOPLE = 10**9
_UNITS = {
    "": 1,
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "लाख": 10**5,
    "crore": 10**7,
    "crores": 10**7,
    "cr": 10**7,
    "करोड़": 10**7,
}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")


def parse_inr(text: str) -> int | None:
    """Whole rupees from what a person typed: `1,23,456`, `₹ 12.5 lakh`, `1.2 crore`; None where blank.

    Raises
    ------
    ValueError
        For anything else, and for an amount that is no whole number of rupees.
    """
    plain = re.sub(r"[,₹\s]+", " ", unicodedata.normalize("NFC", text)).strip()
    plain = re.sub(r"(?<=\d) (?=\d)", "", plain)
    if not plain:
        return None
    found = _AMOUNT.fullmatch(plain)
    unit = _UNITS.get(found[2].strip(" .").casefold()) if found else None
    if found is None or unit is None or len(found[1]) > 20:
        raise ValueError("not an amount")
    amount = Decimal(found[1]) * unit
    if amount != int(amount) or amount > _MOST_RUPEES:
        raise ValueError("not an amount")
    return int(amount)


class MoneyField(StringField):  # type: ignore[misc]
    """Whole rupees, typed with or without commas, in rupees, lakh or crore; blank is None, not known."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_number(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed."""
        if not valuelist:
            return
        self.data = None
        try:
            self.data = parse_inr(str(valuelist[0]))
        except ValueError:
            text = lazy_("%(what)s: enter whole rupees, as in 12,50,000 or 12.5 lakh.", what=self.label.text)
            raise ValueError(str(text)) from None


class CountField(StringField):  # type: ignore[misc]
    """A whole number of 0 or more in digits of either script; blank is None."""

    def __init__(self, *given: Any, most: int = _MOST_PEOPLE, **named: Any) -> None:
        super().__init__(*given, **named)
        self.most = most

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed."""
        if not valuelist:
            return
        self.data = None
        plain = re.sub(r"[,\s%]", "", str(valuelist[0]))
        if not plain:
            return
        if not plain.isdecimal() or len(plain) > 12 or int(plain) > self.most:
            text = lazy_(
                "%(what)s: enter a whole number from 0 to %(most)s.", what=self.label.text, most=self.most
            )
            raise ValueError(str(text))
        self.data = int(plain)


class YesNoField(RadioField):  # type: ignore[misc]
    """Yes, no, or not known, which is None."""

    def __init__(self, label: object = None, validators: Any = None, **named: Any) -> None:
        words = [("yes", lazy_("yes")), ("no", lazy_("no")), ("", lazy_("not known"))]
        super().__init__(label, validators, **{"choices": options(words), "default": "", **named})
        # Drawn as any other group of radios.
        self.type = "RadioField"

    def process_data(self, value: object) -> None:
        """Takes a truth value from a record."""
        self.data = {True: "yes", False: "no"}.get(value, "")  # type: ignore[call-overload]

    @property
    def answer(self) -> bool | None:
        """The answer; None is not known."""
        return {"yes": True, "no": False}.get(self.data)
