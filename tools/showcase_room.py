"""The mapping in the room for the furnished demonstration: what was said there is invented."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import get_run
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models import RoomPair, Workshop
from csrmatch.workshops.queries.room import list_room_pairs
from csrmatch.workshops.rules.room import RoomSide, Stance
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services.room import hold_exercise, lay_pairs, name_pair, strike_pair
from csrmatch.workshops.services.voices import VoiceText, change_voice, record_voice, voice_text_of
from csrmatch.workshops.services.workshops import WorkshopText, create_workshop, step_workshop

__all__ = ["meet_in_the_room", "room_pages"]

_TITLE, _BARE = "Mapping of five districts, Raipur", "Mapping still to come, Raipur"
_DISTRICTS, _STATE = (374, 376, 381, 636, 637), 22
_EXERCISE = "Consent of five districts"


def meet_in_the_room() -> None:
    """A workshop with the exercise of five districts in its room, spoken of pair by pair, and one without."""
    dpe = db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
    _plan(_BARE, "रायपुर: मैपिंग अभी होनी है", dpe)
    workshop = _plan(_TITLE, "रायपुर: पाँच ज़िलों की मैपिंग", dpe)
    exercise = db.session.scalars(select(Exercise).where(Exercise.title_en == _EXERCISE)).one()
    hold_exercise(workshop=workshop, exercise=exercise, by=dpe)
    lay_pairs(workshop=workshop, run=get_run(exercise, 1), answer="total", by=dpe)
    pairs = {pair.district.lgd: pair for pair in list_room_pairs(workshop)}
    _say(pairs[381], dpe, RoomSide.DISTRICT, Stance.AGREED)
    _say(pairs[381], dpe, RoomSide.CPSE, Stance.AGREED)
    _say(pairs[374], dpe, RoomSide.DISTRICT, Stance.AGREED)
    _say(pairs[374], dpe, RoomSide.CPSE, Stance.CONDITIONS, "If the work starts after the monsoon.")
    _say(pairs[374], dpe, RoomSide.STATE, Stance.NOT_AGREED, "The state had asked for two districts at once.")
    _say(pairs[636], dpe, RoomSide.DISTRICT, Stance.NOT_AGREED, "The district asked for a partner nearer by.")
    _say(pairs[376], dpe, RoomSide.DISTRICT, Stance.AGREED)
    extra = name_pair(
        workshop=workshop,
        district=db.session.scalars(select(District).where(District.lgd == 637)).one(),
        cpse=db.session.scalars(select(Cpse).where(Cpse.code == "BHEL")).one(),
        by=dpe,
    )
    strike_pair(
        pair=extra, by=dpe, version=extra.version, reason="Named by mistake: another district was meant."
    )
    _say(pairs[376], dpe, RoomSide.CPSE, Stance.LATER)
    voice = pairs[376].standing[-1]
    said = voice_text_of(voice)
    changed = VoiceText(**{**vars(said), "stance": Stance.CONDITIONS, "note": "If the road is built first."})
    change_voice(voice=voice, by=dpe, version=voice.version, text=changed)


def _plan(title_en: str, title_hi: str, dpe: User) -> Workshop:
    offices = db.session.scalars(
        select(Organisation)
        .where(Organisation.kind.in_([OrganisationKind.DPE, OrganisationKind.UNICEF]))
        .order_by(Organisation.id)
    )
    districts = db.session.scalars(
        select(District).where(District.lgd.in_(_DISTRICTS)).order_by(District.lgd)
    )
    first = today() - timedelta(days=1)
    text = WorkshopText(
        year=first.year,
        title_en=title_en,
        title_hi=title_hi,
        state=db.session.scalars(select(State).where(State.lgd == _STATE)).one(),
        city_en="Raipur",
        city_hi="रायपुर",
        districts=tuple(districts),
    )
    workshop = create_workshop(by=dpe, text=text, organisers=list(offices), starts_on=first, days=1)
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.ANNOUNCE)
    return workshop


def _say(pair: RoomPair, by: User, side: RoomSide, stance: Stance, note: str = "") -> None:
    who = {
        RoomSide.DISTRICT: ("Collector (demo)", "Collector", pair.district.name_en),
        RoomSide.CPSE: ("Nodal officer (demo)", "CSR Nodal Officer", pair.cpse.name_en),
        RoomSide.STATE: ("Officer of the state (demo)", "Joint Secretary", "Planning Department"),
    }
    name, designation, organisation = who[side]
    text = VoiceText(side, stance, name, designation, organisation, note)
    record_voice(pair=pair, by=by, text=text)


def room_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """The pages of the room, with the numbers that its workshops, pairs and voices came to have."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        bare, full = (
            connection.execute("select id from workshop where title_en = ?", (title,)).fetchone()[0]
            for title in (_BARE, _TITLE)
        )
        pair, voice = connection.execute(
            "select p.id, max(v.id) from room_pair p join room_voice v on v.pair_id = p.id "
            "join district d on d.id = p.district_id where d.lgd = 376"
        ).fetchone()
        off = connection.execute("select id from room_pair where struck_at is not null").fetchone()[0]
    connection.close()
    room, none = f"/workshops/{full}/mapping", f"/workshops/{bare}/mapping"
    here = f"{room}/pairs/{pair}"
    return [
        ("workshops.show_room", "room", room, "dpe"),
        ("workshops.show_room", "room-seen", room, "cpse"),
        ("workshops.show_room", "room-auditor", room, "auditor"),
        ("workshops.show_room", "room-none", none, "dpe"),
        ("workshops.hold_exercise", "room-hold", f"{none}/hold", "dpe"),
        ("workshops.new_room_exercise", "room-exercise-new", f"{none}/new", "dpe"),
        ("workshops.lay_room_pairs", "room-lay", f"{room}/lay", "dpe"),
        ("workshops.release_exercise", "room-release", f"{room}/release", "dpe"),
        ("workshops.moderate_room", "room-record", f"{room}/record", "unicef"),
        ("workshops.new_room_pair", "room-pair-new", f"{room}/pairs/new", "dpe"),
        ("workshops.show_room_pair", "room-pair", here, "dpe"),
        ("workshops.show_room_pair", "room-pair-off", f"{room}/pairs/{off}", "dpe"),
        ("workshops.strike_room_pair", "room-pair-strike", f"{here}/strike", "dpe"),
        ("workshops.new_voice", "room-voice-new", f"{here}/voices/new?side=cpse", "dpe"),
        ("workshops.edit_voice", "room-voice-edit", f"{here}/voices/{voice}/edit", "dpe"),
        ("workshops.strike_voice", "room-voice-strike", f"{here}/voices/{voice}/strike", "dpe"),
        ("workshops.show_projector", "room-projector", f"{room}/projector", "cpse"),
        ("workshops.show_projector", "room-projector-none", f"{none}/projector", "dpe"),
    ]
