"""Operations on what was taken down at a workshop: list it, and take notes down, each once."""

from datetime import date, datetime
from typing import Literal

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.api.answers import ChangedAsked, Order, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, Sent, Told, WholeNumber, line, lines
from csrmatch.workshops.access.workshops import can_take_notes
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.queries import takeaways as reads_of
from csrmatch.workshops.queries.note_choices import Choices, read_choices
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.takeaways import (
    LONGEST_NOTE,
    MOST_NOTES_AT_ONCE,
    NoteSent,
    NoteState,
    TakeawayKind,
)
from csrmatch.workshops.services.takeaways import NoteAnswer, take_notes

__all__: list[str] = []

_TAKEAWAYS = "/workshops/<int(max=2147483647):workshop_id>/takeaways"
_ORDERS = {"id": Order(Takeaway.id), "changed_at": Order(Takeaway.changed_at, "moment")}


class NotesPath(Asked):
    """Of which workshop."""

    workshop_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class TakeawaysAsked(ChangedAsked):
    """Which takeaways, in which order; a struck one is among them, with the moment at which it was struck."""

    kind: TakeawayKind | None = None
    theme: str | None = Field(None, max_length=2)
    district: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the district.")
    sort: Literal["id", "-id", "changed_at", "-changed_at"] = "id"


class TakeawayTold(Told):
    """What was said, as it was taken down; who said it is told to no program."""

    id: int
    code: str
    version: int
    uuid: str | None
    kind: TakeawayKind
    text: str
    language: str | None
    text_en: str | None
    text_hi: str | None
    session_id: int | None
    talk_id: int | None
    theme: str | None
    district_lgd: int | None
    cpse: str | None
    organisation_id: int | None
    organisation_name: str | None
    by_whom: str | None
    due_on: date | None
    asked_of: str | None
    taken_at: datetime
    received_at: datetime
    changed_at: datetime
    struck_at: datetime | None


class TakeawayListTold(Told):
    """A page of takeaways."""

    items: list[TakeawayTold]
    next: str | None


class NoteBody(Sent):
    """One note; `uuid` is of your own making and makes it one takeaway however often it is sent."""

    uuid: str = Field(max_length=36)
    kind: TakeawayKind
    text: lines(LONGEST_NOTE)  # type: ignore[valid-type]
    taken_at: datetime | None = None
    session_id: int | None = Field(None, ge=0, le=2**31 - 1)
    talk_id: int | None = Field(None, ge=0, le=2**31 - 1)
    theme: str | None = Field(None, max_length=2)
    district_lgd: int | None = Field(None, ge=0, le=999_999)
    cpse: str | None = Field(None, max_length=40)
    organisation_name: line(200) = None  # type: ignore[valid-type]
    speaker_name: line(160) = None  # type: ignore[valid-type]
    by_whom: line(200) = None  # type: ignore[valid-type]
    due_on: date | None = None
    asked_of: line(200) = None  # type: ignore[valid-type]


class NotesBody(Sent):
    """Some notes at once."""

    notes: list[NoteBody] = Field(min_length=1, max_length=MOST_NOTES_AT_ONCE)


class NoteAnswerTold(Told):
    """What became of a note: saved now, known already, or refused for a problem."""

    uuid: str
    state: NoteState
    id: int | None
    problem: str | None


class NotesTold(Told):
    """The answer to each note, in the order in which they were sent."""

    notes: list[NoteAnswerTold]


def _told(row: Takeaway) -> TakeawayTold:
    same = set(TakeawayTold.model_fields) & {column.key for column in Takeaway.__mapper__.column_attrs}
    plain = {name: getattr(row, name) for name in sorted(same)}
    if not can_see_names(current_user):
        plain |= {"by_whom": None, "asked_of": None}
    # Whoever knows the mark of another's note could keep them from sending it.
    plain["uuid"] = row.uuid if row.taken_by_id == current_user.id else None
    return TakeawayTold(
        **plain,
        code=row.code,
        theme=row.theme_code,
        district_lgd=row.district.lgd if row.district else None,
        cpse=row.cpse.code if row.cpse else None,
    )


@api.get(_TAKEAWAYS, **reads(lazy_("What was taken down at a workshop"), TakeawayListTold))
@allow_token(Permission.VIEW_WORKSHOPS)
def list_takeaways(path: NotesPath, query: TakeawaysAsked) -> Response:
    """The takeaways of a workshop, filtered and sorted."""
    workshop = get_workshop(current_user, path.workshop_id)
    search = reads_of.TakeawaySearch(kind=query.kind, theme=query.theme, lgd=query.district, with_struck=True)
    found = reads_of.search_takeaways(workshop, search)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Takeaway.id)
    return answer_page(TakeawayListTold(items=[_told(row) for row in rows], next=cursor), cursor)


@api.post(_TAKEAWAYS, **writes(lazy_("Take notes down at a workshop"), NotesTold))
@allow_token(Permission.TAKE_NOTES)
def create_takeaways(path: NotesPath, body: NotesBody) -> Response:
    """Takes notes down; one sent again is known, one refused stops no other."""
    workshop = get_workshop(current_user, path.workshop_id)
    if not can_take_notes(current_user, workshop):
        raise NotAllowed
    choices = read_choices(workshop)
    notes = [_note(item, choices) for item in body.notes]
    answers = take_notes(workshop=workshop, by=signed_in_person(), notes=notes)
    return answer_record(NotesTold(notes=[_answer(answer) for answer in answers]))


def _note(item: NoteBody, choices: Choices) -> NoteSent:
    """A note with its codes checked: a program has to send right ones, a phone may be late."""
    names = ("theme", "organisation_name", "speaker_name", "by_whom", "asked_of")
    note = NoteSent(
        uuid=item.uuid,
        kind=item.kind.value,
        text=item.text or "",
        taken_at=item.taken_at,
        item=f"t{item.talk_id}" if item.talk_id else f"s{item.session_id}" if item.session_id else "",
        district=str(item.district_lgd) if item.district_lgd is not None else "",
        organisation=f"cpse:{item.cpse}" if item.cpse else "",
        due_on=item.due_on,
        **{name: getattr(item, name) or "" for name in names},
    )
    _text, unknown = choices.resolve(note)
    if unknown:
        raise DomainError(
            lazy_(
                "One of the codes is not of this workshop, or not of the lists: %(names)s.",
                names=", ".join(unknown),
            )
        )
    return note


def _answer(answer: NoteAnswer) -> NoteAnswerTold:
    return NoteAnswerTold(
        uuid=answer.uuid,
        state=answer.state,
        id=answer.takeaway.id if answer.takeaway else None,
        problem=str(answer.problem) if answer.problem else None,
    )
