"""The kinds of values that programs send and are told, and the base classes of what they are in."""

import re
from typing import Annotated, Any

from flask import request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from csrmatch.web.forms import clean_text, one_line

__all__ = [
    "MOST_RUPEES",
    "Asked",
    "Conditions",
    "FinancialYear",
    "Money",
    "Named",
    "NewConditions",
    "Sent",
    "SentMoney",
    "Told",
    "WholeNumber",
    "line",
    "lines",
]

MOST_RUPEES = 10**15


class Told(BaseModel):
    """What a program is told: every field is there; null is what is not known, never 0."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Sent(BaseModel):
    """What a program sends as JSON: no field but these, each of its own kind and no other."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def model_validate(cls, obj: Any, **_given: Any) -> Any:
        """Reads the bytes that were sent: only so are days and codes read as strictly as the rest."""
        return super().model_validate_json(request.get_data())

    @classmethod
    def model_validate_json(cls, json_data: Any, **given: Any) -> Any:
        """A text that holds JSON is a text, not what it holds."""
        return cls.model_validate(json_data, **given)


class Asked(BaseModel):
    """What a list is asked for in the address; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Conditions(BaseModel):
    """The headers by which a program says what it builds upon."""

    model_config = ConfigDict(extra="ignore")

    if_match: str | None = Field(
        None, alias="If-Match", description="The ETag of the record as you read it; needed to change it."
    )


class NewConditions(BaseModel):
    """The header by which a program sends a new record twice and makes it once."""

    model_config = ConfigDict(extra="ignore")

    idempotency_key: str | None = Field(
        None,
        alias="Idempotency-Key",
        description="A text of your own making: the same key sent again within a week gives the same record.",
    )


def _plain_number(value: object) -> object:
    """Digits and nothing else, as the document says."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,15}", value):
        raise PydanticCustomError("int_parsing", "not a whole number")
    return value


def _whole_year(value: str) -> str:
    if int(value[5:]) != (int(value[2:4]) + 1) % 100:
        raise PydanticCustomError("string_pattern_mismatch", "not a financial year")
    return value


WholeNumber = Annotated[int, BeforeValidator(_plain_number)]
FinancialYear = Annotated[
    str, Field(pattern="^20[0-9]{2}-[0-9]{2}$", description="As in 2024-25."), AfterValidator(_whole_year)
]
Money = Annotated[int | None, Field(description="Whole rupees; null is not known.")]
SentMoney = Annotated[int | None, Field(ge=0, le=MOST_RUPEES, description="Whole rupees; null is not known.")]


def line(most: int, **named: Any) -> Any:
    """A text of one line, or null."""

    def clean(value: str | None) -> str | None:
        return _fitting(one_line(clean_text(value)), most)

    return Annotated[str | None, Field(max_length=most, **named), AfterValidator(clean)]


def lines(most: int, **named: Any) -> Any:
    """A text of several lines, or null."""

    def clean(value: str | None) -> str | None:
        return _fitting(clean_text(value), most)

    return Annotated[str | None, Field(max_length=most, **named), AfterValidator(clean)]


def _fitting(value: str | None, most: int) -> str | None:
    """The text in its one Unicode form, which may be longer than the one that was sent."""
    if value is not None and len(value) > most:
        raise PydanticCustomError("string_too_long", "too long")
    return value or None


class Named(Told):
    """Something with a code and a name in both languages."""

    code: str
    name_en: str | None
    name_hi: str | None
