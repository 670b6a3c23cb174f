"""Pairs in the room of a workshop and what is said of them, for tests."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.registry.models import Cpse
from csrmatch.roles import Role
from csrmatch.workshops.models import RoomPair, RoomVoice, Workshop
from csrmatch.workshops.rules.room import RoomSide, Stance
from csrmatch.workshops.services.room import name_pair
from csrmatch.workshops.services.voices import VoiceText, record_voice
from tests.registry.projects import find_district
from tests.workshops.factories import find_person

__all__ = ["find_cpse", "put_pair", "say"]


def find_cpse(code: str) -> Cpse:
    """The CPSE of a code."""
    return db.session.scalars(select(Cpse).where(Cpse.code == code)).one()


def put_pair(workshop: Workshop, lgd: int = 376, code: str = "NMDC", by: User | None = None) -> RoomPair:
    """A pair named in the room."""
    return name_pair(
        workshop=workshop,
        district=find_district(lgd),
        cpse=find_cpse(code),
        by=by or find_person(Role.DPE_STAFF),
    )


def say(
    pair: RoomPair,
    side: RoomSide,
    stance: Stance = Stance.AGREED,
    name: str = "",
    *,
    note: str = "",
    by: User | None = None,
) -> RoomVoice:
    """Somebody of that side says something of the pair."""
    names = {RoomSide.DISTRICT: "Ravi Kumar", RoomSide.CPSE: "Sunita Rao", RoomSide.STATE: "Anil Sahu"}
    text = VoiceText(
        side=side,
        stance=stance,
        name=name or names.get(side, "Meena Das"),
        designation="Officer on the day",
        organisation="An office",
        note=note or ("As said." if stance in {Stance.CONDITIONS, Stance.NOT_AGREED} else ""),
    )
    return record_voice(pair=pair, by=by or find_person(Role.DPE_STAFF), text=text)
