"""Whole needs as files say them: checked, made and changed by the verbs of the forms, put back, removed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_edit_need, can_post_needs
from csrmatch.registry.models import Need, NeedStep
from csrmatch.registry.rules.needs import Urgency
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText, find_need_problems, need_columns, need_text_of
from csrmatch.registry.services.overlaps import drop_cases, following_later

__all__ = [
    "change_need_record",
    "create_need_records",
    "find_need_refusals",
    "need_values_of",
    "remove_need_record",
]

Values = Mapping[str, Any]
# What a sheet calls a column of the table.
_NAMES = {"theme_code": "theme", "scheme_code": "scheme"}


def need_values_of(need: Need) -> dict[str, object]:
    """A need as plain values."""
    stored = {_NAMES.get(name, name): value for name, value in need_columns(need_text_of(need)).items()}
    # A spreadsheet knows one mark of the end of a line and none at the end of a text.
    stored["asked"] = "\n".join((need.asked or "").splitlines()).strip() or None
    return {
        **stored,
        "urgency": need.urgency.value,
        "groups": {row.group.value: row.heads for row in need.groups},
    }


def _text_of(values: Values) -> NeedText:
    return NeedText(
        theme_code=values.get("theme") or "",
        urgency=Urgency(values.get("urgency") or Urgency.NORMAL),
        urgency_reason=values.get("urgency_reason") or "",
        scheme_code=values.get("scheme"),
        **{
            name: values.get(name)
            for name in (
                "title_en",
                "title_hi",
                "block",
                "asked",
                "cost_inr",
                "covered_inr",
                "covered_percent",
            )
        },
    )


def _heads_of(values: Values) -> dict[TargetGroup, int | None]:
    return {TargetGroup(code): heads for code, heads in (values.get("groups") or {}).items()}


def find_need_refusals(values: Values) -> list[tuple[str, object]]:
    """Everything that the rules refuse in a need: the column it is about, and the text of the refusal."""
    found = [(_NAMES.get(field, field), text) for field, text in find_need_problems(_text_of(values))]
    if not values.get("theme"):
        found.append(("theme", lazy_("Choose the theme.")))
    return [*found]


def create_need_records(*, by: User, rows: Sequence[Values]) -> list[Need]:
    """Posts a draft for each row, as the forms would; none of them if one is refused."""
    if not can_post_needs(by) or by.organisation.district is None:
        raise Conflict
    made = []
    with following_later():
        for values in rows:
            for _field, text in find_need_refusals(values):
                raise DomainError(text)
            need = verbs.create_need(by=by, district=by.organisation.district, text=_text_of(values))
            if heads := _heads_of(values):
                verbs.change_need_people(need=need, by=by, version=need.version, heads=heads)
            made.append(need)
    return made


def change_need_record(*, need: Need, by: User, version: int, values: Values) -> None:
    """Changes those parts of a draft in which the values differ; whoever brings them in wrote last."""
    if not can_edit_need(by, need):
        raise Conflict
    stored = need_values_of(need)
    changed = {name for name, value in values.items() if stored.get(name) != value}
    need.expect_version(version)
    whole = {**stored, **values}
    with following_later():
        if changed - {"groups"}:
            verbs.change_need(need=need, by=by, version=version, text=_text_of(whole))
        if "groups" in changed:
            verbs.change_need_people(need=need, by=by, version=need.version, heads=_heads_of(whole))


def remove_need_record(*, need: Need, by: User, version: int) -> None:
    """Removes a draft that was posted by a file and not touched since; the log keeps what it said."""
    if version != need.version or not can_edit_need(by, need):
        raise Conflict
    query = select(NeedStep).where(NeedStep.need_id == need.id).order_by(NeedStep.id)
    for step in db.session.scalars(query):
        db.session.delete(step)
    drop_cases(need)
    db.session.flush()
    db.session.delete(need)
    db.session.flush()
