"""Writing practices: a new one, another wording, the steps of its life, its documents."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.attachments.services import add_attachment, strike_attachment
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _, lazy_
from csrmatch.places.models import District, State
from csrmatch.practices.access import (
    can_attach_to_practice,
    can_edit_practice,
    can_write_practices,
    is_keeper,
    is_of_office,
)
from csrmatch.practices.models import (
    Practice,
    PracticeDocument,
    PracticeGroup,
    PracticeLink,
    PracticePart,
    PracticePlace,
    PracticeStep,
    PracticeTheme,
    PracticeVersion,
)
from csrmatch.practices.origins import OriginRecord, is_registered
from csrmatch.practices.queries import (
    find_practice_of,
    find_who_offered,
    list_who_reworded,
    name_places,
)
from csrmatch.practices.rules import PartKind, PracticeFacts, PracticeStatus, find_step_problem
from csrmatch.practices.services import texts
from csrmatch.practices.services.texts import Changeable, PracticeText
from csrmatch.practices.wording import PRACTICE_STATUSES, STEP_PROBLEMS
from csrmatch.registry.models import Cpse

__all__ = [
    "add_practice",
    "attach_practice_document",
    "change_practice",
    "fill_practice",
    "note_step",
    "step_practice",
    "strike_practice_document",
]


def add_practice(*, by: User, text: PracticeText, taken_from: OriginRecord | None = None) -> Practice:
    """Writes a practice down as a draft of the person's office.

    `taken_from` links it to the record of a slice above in which it was caught, as a talk or a takeaway of
    a workshop: a kind registered by `origins.register_origin`, and its id. A record gives one practice.

    Raises
    ------
    NotAllowed
        For who writes no practices.
    DomainError
        For a text that is refused, and for a record that a practice was taken from already.
    """
    if not can_write_practices(by):
        raise NotAllowed
    texts.check_text(text)
    if taken_from is not None:
        _check_record(taken_from)
    moment = now()
    practice = Practice(
        organisation_id=by.organisation_id,
        status=PracticeStatus.DRAFT,
        created_by_id=by.id,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
    )
    fill_practice(practice, text)
    db.session.add(practice)
    db.session.flush()
    if taken_from is not None:
        link = PracticeLink(practice_id=practice.id, kind=taken_from.kind, record_id=taken_from.record_id)
        db.session.add(link)
    note_step(practice, None, "", by)
    return practice


def _check_record(record: OriginRecord) -> None:
    if not is_registered(record.kind):
        raise ValueError(f"no slice answers for {record.kind}")
    there = find_practice_of(record)
    if there is not None:
        raise DomainError(lazy_("A practice was taken from this already: %(code)s.", code=there.code))


def change_practice(*, practice: Practice, by: User, version: int | None, text: PracticeText) -> None:
    """Gives a practice another wording; what one of the library or on offer said before stays to be read."""
    texts.check_text(text)
    before = texts.text_of(practice)
    practice.expect_version(
        version,
        theirs=texts.tell_text(before, name_places(before.places)),
        mine=texts.tell_text(text, name_places(text.places)),
    )
    if not can_edit_practice(by, practice):
        raise NotAllowed
    if text == before:
        return
    moment = now()
    if practice.status in {PracticeStatus.LIBRARY, PracticeStatus.OFFERED}:
        kept = texts.keep_text(before)
        db.session.add(
            PracticeVersion(
                practice_id=practice.id, number=practice.version, told=kept, by_id=by.id, replaced_at=moment
            )
        )
    fill_practice(practice, text)
    practice.changed_by_id, practice.changed_at = by.id, moment
    db.session.flush()


def step_practice(
    *, practice: Practice, by: User, version: int | None, status: PracticeStatus, reason: str
) -> None:
    """Takes a practice to its next state, with the reason where one is needed; every step stays on record."""
    stage, why = _("Stage"), _("Reason")
    practice.expect_version(
        version,
        theirs={stage: PRACTICE_STATUSES[practice.status][0]},
        mine={stage: PRACTICE_STATUSES[status][0], why: reason},
    )
    facts = PracticeFacts(
        is_of_office=is_of_office(by, practice),
        is_keeper=is_keeper(by),
        is_author=by.id in {practice.created_by_id, find_who_offered(practice), *list_who_reworded(practice)},
        was_in_library=practice.was_in_library,
        reason=reason,
    )
    problem = find_step_problem(practice.status, status, facts)
    if problem is not None:
        raise DomainError(STEP_PROBLEMS[problem])
    if reason:
        set_reason(reason)
    old, practice.status = practice.status, status
    practice.was_in_library = practice.was_in_library or status is PracticeStatus.LIBRARY
    practice.changed_by_id, practice.changed_at = by.id, now()
    db.session.flush()
    note_step(practice, old, reason, by)


def attach_practice_document(
    *, practice: Practice, by: User, title: str, file_name: str, content: bytes
) -> PracticeDocument:
    """Keeps a file with a practice."""
    if not can_attach_to_practice(by, practice):
        raise NotAllowed
    attachment = add_attachment(by=by, title=title, file_name=file_name, content=content)
    document = PracticeDocument(attachment_id=attachment.id, practice_id=practice.id)
    db.session.add(document)
    db.session.flush()
    return document


def strike_practice_document(
    *, practice: Practice, document: PracticeDocument, by: User, version: int | None, reason: str
) -> None:
    """Takes a document of a practice out of sight, with the reason; its record stays."""
    if not can_attach_to_practice(by, practice):
        raise NotAllowed
    strike_attachment(attachment=document.attachment, by=by, version=version, reason=reason)


def note_step(practice: Practice, old: PracticeStatus | None, reason: str, by: User | None) -> None:
    """Writes a step down that was just taken."""
    step = PracticeStep(
        practice_id=practice.id,
        old_status=old,
        new_status=practice.status,
        reason=reason,
        by=by,
        created_at=now(),
    )
    db.session.add(step)
    db.session.flush()


def fill_practice(practice: Practice, text: PracticeText) -> None:
    """Puts a text into a practice and the rows that belong to it; rows that say the same stay."""
    places = _find_places(text.places)
    core = [(PartKind.CORE, number, Changeable(what)) for number, what in enumerate(text.core)]
    rest = [(PartKind.CHANGEABLE, number, part) for number, part in enumerate(text.changeable)]
    with db.session.no_autoflush:
        for name, value in texts.plain_columns(text).items():
            setattr(practice, name, value)
        practice.cpse_id = _find_cpse(text.cpse)
        _replace(
            practice.themes,
            text.themes,
            lambda row: row.theme_code,
            lambda code: PracticeTheme(theme_code=code),
        )
        _replace(practice.groups, text.groups, lambda row: row.group, lambda code: PracticeGroup(group=code))
        _replace(
            practice.places,
            places,
            lambda row: (row.state_id, row.district_id),
            lambda pair: PracticePlace(state_id=pair[0], district_id=pair[1]),
        )
        _replace(
            practice.parts,
            [*core, *rest],
            lambda row: (row.kind, row.position, Changeable(row.what, row.how)),
            lambda given: PracticePart(
                kind=given[0], position=given[1], what=given[2].what, how=given[2].how
            ),
        )
        practice.parts.sort(key=lambda row: (row.kind, row.position))


def _replace(
    rows: list[Any],
    wanted: Iterable[Hashable],
    key_of: Callable[[Any], Hashable],
    make: Callable[[Any], Any],
) -> None:
    """Makes rows say what is wanted, each once: those that do stay, others go and come."""
    keys = list(dict.fromkeys(wanted))
    present = {key_of(row): row for row in rows}
    for key, row in present.items():
        if key not in keys:
            rows.remove(row)
    rows.extend(make(key) for key in keys if key not in present)


def _find_cpse(code: str | None) -> int | None:
    if not code:
        return None
    found = db.session.scalar(select(Cpse.id).where(Cpse.code == code))
    if found is None:
        raise DomainError(lazy_("Choose the CPSE from the list."))
    return found


def _find_places(places: Iterable[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """The ids of states and districts by their LGD codes; a district stands with its own state."""
    wanted = list(places)
    if not wanted:
        return []
    states = {lgd: number for lgd, number in db.session.execute(select(State.lgd, State.id))}
    districts = {
        lgd: (state_id, number)
        for lgd, state_id, number in db.session.execute(select(District.lgd, District.state_id, District.id))
    }
    found = []
    for state_lgd, lgd in wanted:
        state_id = states.get(state_lgd)
        if state_id is None or (lgd is not None and districts.get(lgd, (0, 0))[0] != state_id):
            raise DomainError(lazy_("Choose states and districts from the list."))
        found.append((state_id, None if lgd is None else districts[lgd][1]))
    return found
