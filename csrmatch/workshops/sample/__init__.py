"""The workshop of Raipur, 2024, as its report tells it: written down by the verbs that people use."""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.accounts.services import ensure_organisation
from csrmatch.db import db
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models import Talk, Workshop
from csrmatch.workshops.queries.workshops import find_of_ordinal, list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.takeaways import NoteSent
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services.agenda import SessionText, SpeakerText, TalkText, add_session, add_talk
from csrmatch.workshops.services.report import ReportText, change_report
from csrmatch.workshops.services.takeaways import take_note
from csrmatch.workshops.services.workshops import (
    WorkshopText,
    create_workshop,
    ensure_series,
    step_workshop,
)

__all__ = ["RAIPUR", "load_raipur", "read_raipur"]

RAIPUR = Path(__file__).parent / "raipur.toml"
_OFFICES: dict[str, dict[str, Any]] = {
    "dpe": {},
    "unicef": {"name_en": "UNICEF India", "name_hi": "यूनिसेफ इंडिया"},
}


def read_raipur() -> dict[str, Any]:
    """The workshop as the file holds it."""
    return tomllib.loads(RAIPUR.read_text(encoding="utf-8"))


def load_raipur(by: User) -> tuple[Workshop, bool]:
    """The workshop, written down if there is none of its number in its series; and whether it was now.

    One that is there is left as people have left it.
    """
    told = read_raipur()
    series = ensure_series(told["series_en"], told["series_hi"])
    found = find_of_ordinal(series, told["ordinal"])
    if found is not None:
        return found, False
    state = db.session.scalars(select(State).where(State.lgd == told["state_lgd"])).one()
    districts = select(District).where(District.lgd.in_(told["district_lgds"]))
    text = WorkshopText(
        series=series,
        state=state,
        districts=tuple(db.session.scalars(districts.order_by(District.id))),
        **_fields(WorkshopText, told),
    )
    days = max(session["day"] for session in told["sessions"])
    offices = [ensure_organisation(kind, **_OFFICES[kind]) for kind in told["organisers"]]
    workshop = create_workshop(by=by, text=text, organisers=offices, days=days)
    talks = _add_agenda(workshop, by, told)
    step_workshop(workshop=workshop, by=by, version=None, step=WorkshopStep.HOLD)
    _take_notes(workshop, by, told, talks)
    change_report(
        workshop=workshop, by=by, version=None, text=ReportText(**_fields(ReportText, told["report"]))
    )
    return workshop, True


def _add_agenda(workshop: Workshop, by: User, told: Mapping[str, Any]) -> dict[str, Talk]:
    """Writes the days, sessions and talks down; gives each talk by its speaker."""
    talks = {}
    days = {day.number: day for day in list_days(workshop)}
    districts = {row.lgd: row for row in db.session.scalars(select(District))}
    companies = {row.code: row for row in db.session.scalars(select(Cpse))}
    for item in told["sessions"]:
        kind = SessionKind(item["kind"])
        text = SessionText(**{**_fields(SessionText, item), "kind": kind})
        session = add_session(workshop=workshop, day=days[item["day"]], by=by, text=text)
        for talk in item.get("talks", ()):
            given = {
                **_fields(TalkText, talk),
                "district": districts[talk["district"]] if "district" in talk else None,
                "cpse": companies[talk["cpse"]] if "cpse" in talk else None,
                "speakers": (SpeakerText(**_fields(SpeakerText, talk)),),
            }
            talks[talk["name_en"]] = add_talk(
                workshop=workshop, session=session, by=by, text=TalkText(**given)
            )
    return talks


def _take_notes(workshop: Workshop, by: User, told: Mapping[str, Any], talks: Mapping[str, Talk]) -> None:
    """Takes down what was said, each note under a mark of its own that is the same everywhere."""
    for number, item in enumerate(told["takeaways"]):
        note = NoteSent(
            uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"csrmatch {workshop.code} {number}")),
            kind=item["kind"],
            text=item["text_en"],
            item=f"t{talks[item['speaker']].id}",
            district=str(item.get("district", "")),
            organisation=f"cpse:{item['cpse']}" if "cpse" in item else "",
            speaker_name=item["speaker"],
            text_en=item["text_en"],
            text_hi=item["text_hi"],
        )
        take_note(workshop=workshop, by=by, note=note)


def _fields(kind: type[Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says of the fields of a text, without the blanks around it."""
    names = {item.name for item in fields(kind)} & set(told)
    return {name: told[name].strip() if isinstance(told[name], str) else told[name] for name in names}
