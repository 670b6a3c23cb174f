"""Puts the practices that the reference data name into the library, once each and over nobody's word."""

from sqlalchemy import select

from csrmatch.db import db, now
from csrmatch.places.models import District, State
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import OriginKind, PracticeStatus
from csrmatch.practices.services.texts import PracticeText
from csrmatch.practices.services.writing import fill_practice, note_step
from csrmatch.reference import read_practices, read_sources
from csrmatch.reference.programme import Practice as Named
from csrmatch.registry.rules.projects import TargetGroup

__all__ = ["load_practices"]

# An award case names a district and no practice, and a book is no practice.
_KIND = "practice"


def load_practices() -> dict[str, int]:
    """Adds the named practices that are not there yet; what was added before stays as its keepers made it."""
    there = set(db.session.scalars(select(Practice.reference_number)))
    wanted = [row for row in read_practices() if row.kind == _KIND]
    citations = {row.id: f"{row.title}. {row.publisher}" for row in read_sources()}
    pairs = db.session.execute(select(District.lgd, State.lgd).join(District.state))
    states = {lgd: state for lgd, state in pairs}
    for row in wanted:
        if row.number not in there:
            _add(row, citations[row.source], states)
    return {"practices": len(wanted)}


def _add(row: Named, citation: str, states: dict[int, int]) -> None:
    moment = now()
    practice = Practice(
        status=PracticeStatus.LIBRARY,
        was_in_library=True,
        reference_number=row.number,
        source=row.source,
        trust=row.trust,
        created_at=moment,
        changed_at=moment,
    )
    lgd = row.lgd if row.lgd in states else None
    text = PracticeText(
        title_en=row.name_en,
        title_hi=row.name_hi,
        themes=row.themes,
        groups=tuple(TargetGroup(code) for code in row.groups),
        places=((row.state_lgd, lgd),) if row.state_lgd is not None else (),
        cpse=row.cpse,
        origin=OriginKind.PUBLISHED,
        citation=citation,
    )
    fill_practice(practice, text)
    db.session.add(practice)
    db.session.flush()
    note_step(practice, None, "", None)
