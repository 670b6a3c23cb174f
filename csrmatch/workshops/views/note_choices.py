"""What the forms of notes let people choose from, and the quick picks that the agenda gives."""

from collections.abc import Iterable, Iterator
from typing import Any

from csrmatch.db import now
from csrmatch.i18n import _, name_of
from csrmatch.places.models import District
from csrmatch.registry.forms.fields import options
from csrmatch.workshops.models import Talk, Workshop, WorkshopSession
from csrmatch.workshops.queries.note_choices import Choices, list_slots
from csrmatch.workshops.rules.takeaways import NoteSent, item_now
from csrmatch.workshops.wording.agenda import tell_talk

__all__ = [
    "fill_choices",
    "item_of",
    "item_options",
    "note_of",
    "now_on",
    "organisation_of",
    "pick_chips",
    "session_label",
    "talk_label",
]

Chips = dict[str, list[tuple[str, str]]]


def session_label(session: WorkshopSession) -> str:
    """What a session is called in a list."""
    return name_of(session, "title")


def talk_label(talk: Talk, *, with_names: bool) -> str:
    """What a talk is called in a list: its topic, or who speaks and what it is about."""
    if topic := name_of(talk, "topic"):
        return topic
    about = [name_of(row) for row in (talk.district, talk.cpse, talk.theme) if row is not None]
    return ", ".join(part for part in [tell_talk(talk, with_names=with_names), *about] if part) or _("talk")


def item_options(choices: Choices, *, with_names: bool) -> list[tuple[str, str]]:
    """The sessions and below each its talks."""
    found = []
    for session in choices.sessions.values():
        found.append((f"s{session.id}", session_label(session)))
        found += [(f"t{talk.id}", f"– {talk_label(talk, with_names=with_names)}") for talk in session.talks]
    return found


def fill_choices(form: Any, choices: Choices, workshop: Workshop, *, with_names: bool = True) -> None:
    """Fills the lists of a form of notes; the districts that the workshop is held for come first."""
    nothing = ("", _("none"))
    form.item.choices = options([nothing, *item_options(choices, with_names=with_names)])
    form.theme.choices = options([nothing, *((code, name_of(row)) for code, row in choices.themes.items())])
    own = {row.district_id for row in workshop.districts}

    def place(row: District) -> tuple[bool, str, str]:
        return row.id not in own, name_of(row.state), name_of(row)

    districts = sorted(choices.districts.values(), key=place)
    form.district.choices = options(
        [nothing, *((str(row.lgd), f"{name_of(row)}, {name_of(row.state)}") for row in districts)]
    )
    companies = ((code, f"{row.code}, {name_of(row)}") for code, row in choices.cpses.items())
    offices = sorted(((code, name_of(row)) for code, row in choices.offices.items()), key=lambda one: one[1])
    form.organisation.choices = options([nothing, *companies, *offices])


def note_of(form: Any) -> NoteSent:
    """What a form of notes says, as a phone would send it."""
    return NoteSent(
        uuid=form.uuid.data or "" if "uuid" in form else "",
        kind=form.kind.data,
        text=form.text.data or "",
        item=form.item.data or "",
        theme=form.theme.data or "",
        district=form.district.data or "",
        organisation=form.organisation.data or "",
        organisation_name=form.organisation_name.data or "",
        speaker_name=form.speaker_name.data or "",
        by_whom=form.by_whom.data or "",
        due_on=form.due_on.data,
        asked_of=form.asked_of.data or "",
    )


def item_of(session_id: int | None, talk_id: int | None) -> str:
    """The code of a talk, else of a session."""
    return f"t{talk_id}" if talk_id else f"s{session_id}" if session_id else ""


def organisation_of(cpse_code: str | None, organisation_id: int | None) -> str:
    """The code of a company, else of an office."""
    return f"cpse:{cpse_code}" if cpse_code else f"office:{organisation_id}" if organisation_id else ""


def now_on(choices: Choices) -> str:
    """The code of what is on by the clock; of nothing where the days have no dates or times."""
    return item_now(list_slots(choices.days), now())


def pick_chips(choices: Choices, workshop: Workshop, *, with_names: bool = True) -> dict[str, Chips]:
    """By what is on, the quick picks for each field; under no code those of the whole workshop."""
    themes = [(row.theme_code, name_of(row.theme)) for row in workshop.themes]
    districts = [(str(row.district.lgd), name_of(row.district)) for row in workshop.districts]
    found: dict[str, Chips] = {"": _kept({"theme": themes, "district": districts})}
    for code, session in choices.sessions.items():
        found[code] = _chips_of(session.talks, with_names)
    for code, talk in choices.talks.items():
        found[code] = _chips_of([talk], with_names)
    return found


def _chips_of(talks: Iterable[Talk], with_names: bool) -> Chips:
    chips: Chips = {"theme": [], "district": [], "organisation": [], "speaker_name": []}
    for talk in talks:
        for name, pick in _picks_of(talk):
            if pick not in chips[name] and (with_names or name != "speaker_name"):
                chips[name].append(pick)
    return _kept(chips)


def _picks_of(talk: Talk) -> Iterator[tuple[str, tuple[str, str]]]:
    if talk.theme is not None:
        yield "theme", (talk.theme.code, name_of(talk.theme))
    if talk.district is not None:
        yield "district", (str(talk.district.lgd), name_of(talk.district))
    if talk.cpse is not None:
        yield "organisation", (f"cpse:{talk.cpse.code}", talk.cpse.code)
    for speaker in talk.speakers:
        yield "speaker_name", (name_of(speaker), name_of(speaker))


def _kept(chips: Chips) -> Chips:
    return {name: picks for name, picks in chips.items() if picks}
