"""The verbs of overlaps: cases open and end as records are saved; people answer them and open them again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, take_turn
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.registry.models import (
    Need,
    OverlapCase,
    OverlapDistrict,
    OverlapSide,
    OverlapStep,
    OverlapTheme,
    Project,
)
from csrmatch.registry.queries.overlap_facts import (
    Record,
    facts_of,
    is_running,
    list_candidates,
    list_cells,
    list_near,
    list_whole,
)
from csrmatch.registry.rules.overlaps import (
    CaseState,
    CaseStepKind,
    Facts,
    Likeness,
    Verdict,
    compare,
    digest_pair,
    name_pair,
    state_of,
)
from csrmatch.registry.wording.overlaps import VERDICTS

__all__ = [
    "answer_overlap",
    "drop_cases",
    "follow_new_projects",
    "follow_record",
    "following_later",
    "list_spoken_of",
    "not_following",
    "reopen_overlap",
]

_SIDES: Mapping[type[Record], InstrumentedAttribute[int | None]] = {
    Need: OverlapSide.need_id,
    Project: OverlapSide.project_id,
}
_later: ContextVar[dict[str, Record] | None] = ContextVar("later", default=None)


def follow_record(record: Record) -> None:
    """Brings the register up to date with a record just saved, within the same transaction.

    New overlaps become cases, those known are compared anew, and where the record has ended all end. A
    verdict stays unless what was compared has changed since it was given.
    """
    later = _later.get()
    if later is not None:
        later[f"{type(record).__name__} {record.id}"] = record
        return
    facts = facts_of(record)
    # Two who save overlapping records at once share a district, and in it the second sees the first's.
    for district in sorted(facts.districts):
        take_turn(f"overlaps {district}")
    known = _list_known(record)
    if not is_running(record):
        for case in known.values():
            _end(case)
        return
    for other in _others(record, facts, known):
        if is_running(other):
            _follow_pair((record, facts), (other, facts_of(other)), known)


@contextmanager
def following_later() -> Iterator[None]:
    """Follows each record saved within once, at the end: for those who save many, or one in many parts."""
    saved: dict[str, Record] = {}
    token = _later.set(saved)
    try:
        yield
    finally:
        _later.reset(token)
    for record in saved.values():
        follow_record(record)


@contextmanager
def not_following() -> Iterator[None]:
    """Follows nothing saved within: for those who only try, and roll back."""
    token = _later.set({})
    try:
        yield
    finally:
        _later.reset(token)


def follow_new_projects(ids: Sequence[int]) -> None:
    """Opens the cases of one company's projects that were just recorded, as `follow_record` does of each.

    What may overlap with any of them is read once.
    """
    cells = list_cells(ids)
    places = {district for _key, district, _theme in cells}
    for district in sorted(places):
        take_turn(f"overlaps {district}")
    near: dict[tuple[int, str], list[tuple[Record, Facts]]] = {}
    for record in list_near(ids, cells):
        facts = facts_of(record)
        for cell in product(facts.districts & places, facts.themes):
            near.setdefault(cell, []).append((record, facts))
    found: dict[int, dict[str, tuple[Record, Facts]]] = {}
    for key, district, theme in cells:
        for other in near.get((district, theme), ()):
            found.setdefault(key, {})[other[1].name] = other
    for project in list_whole(found):
        if is_running(project):
            facts = facts_of(project)
            for other in found[project.id].values():
                _follow_pair((project, facts), other, {})


def list_spoken_of(ids: Sequence[int], table: type[Need] | type[Project] = Project) -> set[int]:
    """Those of some projects, or needs, on whose overlaps anybody has said a word."""
    column = _SIDES[table]
    query = (
        select(column)
        .join(OverlapStep, OverlapStep.case_id == OverlapSide.case_id)
        .where(column.in_(ids), OverlapStep.by_id.is_not(None))
        .order_by(column)
    )
    return {number for number in db.session.scalars(query) if number is not None}


def drop_cases(record: Need | Project) -> None:
    """Removes the cases of a record that goes, on which nobody has said a word; the log keeps them."""
    for case in _list_known(record).values():
        steps = db.session.scalars(select(OverlapStep).where(OverlapStep.case_id == case.id)).all()
        if any(step.by_id is not None for step in steps):
            raise Conflict
        for step in steps:
            db.session.delete(step)
        db.session.flush()
        db.session.delete(case)


def _others(record: Record, facts: Facts, known: dict[str, OverlapCase]) -> list[Record]:
    """What may overlap with a record, and what was found to before, each once."""
    found = {facts_of(other).name: other for other in list_candidates(facts)}
    for case in known.values():
        for side in case.sides:
            other = _record_of(side)
            found.setdefault(facts_of(other).name, other)
    found.pop(facts.name, None)
    return list(found.values())


def _record_of(side: OverlapSide) -> Record:
    record = side.need or side.project or side.programme
    if record is None:
        raise AssertionError("a side is one record")
    return record


def _list_known(record: Record) -> dict[str, OverlapCase]:
    """The cases of a record by their pairs, read anew and kept from other writers."""
    column = _SIDES.get(type(record), OverlapSide.programme_id)
    query = (
        select(OverlapCase)
        .where(OverlapCase.sides.any(column == record.id))
        .options(selectinload(OverlapCase.sides))
        .order_by(OverlapCase.id)
        .with_for_update(of=OverlapCase)
        .execution_options(populate_existing=True)
    )
    return {case.pair: case for case in db.session.scalars(query)}


def _follow_pair(
    one: tuple[Record, Facts], other: tuple[Record, Facts], known: dict[str, OverlapCase]
) -> None:
    likeness = compare(one[1], other[1])
    case = known.get(name_pair(one[1], other[1]))
    digest = digest_pair(one[1], other[1])
    if case is not None:
        _compare_anew(case, likeness, digest)
    elif likeness is not None and likeness.is_case:
        _open(one, other, likeness, digest)


def _open(one: tuple[Record, Facts], other: tuple[Record, Facts], likeness: Likeness, digest: str) -> None:
    moment = now()
    case = OverlapCase(
        pair=name_pair(one[1], other[1]),
        state=CaseState.OPEN,
        score=likeness.score,
        reasons=[reason.value for reason in likeness.reasons],
        digest=digest,
        created_at=moment,
        changed_at=moment,
    )
    pair = sorted((one, other), key=lambda given: given[1].name)
    for place, (record, facts) in enumerate(pair, start=1):
        case.sides.append(OverlapSide(place=place, **{f"{facts.kind.value}_id": record.id}))
    case.districts = [OverlapDistrict(district_id=number) for number in sorted(likeness.districts)]
    case.themes = [OverlapTheme(theme_code=code) for code in sorted(likeness.themes)]
    db.session.add(case)
    db.session.flush()
    _add_step(case, CaseStepKind.OPENED)


def _compare_anew(case: OverlapCase, likeness: Likeness | None, digest: str) -> None:
    """What a known pair has in common now; where that is nothing, the place it was found in is kept."""
    state = state_of(case.answered_digest, digest)
    if case.digest == digest and case.state is state:
        return
    kind = CaseStepKind.RETURNED if case.state is CaseState.ENDED else None
    if case.state is CaseState.ANSWERED and state is CaseState.OPEN:
        kind = CaseStepKind.CHANGED
    case.digest, case.state, case.changed_at = digest, state, now()
    case.score = likeness.score if likeness else 0
    case.reasons = [reason.value for reason in likeness.reasons] if likeness else []
    if likeness:
        _set_places(case, likeness)
    db.session.flush()
    if kind is not None:
        _add_step(case, kind)


def _set_places(case: OverlapCase, likeness: Likeness) -> None:
    present = {row.district_id: row for row in case.districts}
    for gone in present.keys() - likeness.districts:
        case.districts.remove(present[gone])
    for number in sorted(likeness.districts - present.keys()):
        case.districts.append(OverlapDistrict(district_id=number))
    themes = {row.theme_code: row for row in case.themes}
    for code in themes.keys() - likeness.themes:
        case.themes.remove(themes[code])
    for code in sorted(likeness.themes - themes.keys()):
        case.themes.append(OverlapTheme(theme_code=code))


def _end(case: OverlapCase) -> None:
    if case.state is not CaseState.ENDED:
        case.state, case.changed_at = CaseState.ENDED, now()
        db.session.flush()
        _add_step(case, CaseStepKind.ENDED)


def answer_overlap(
    *, case: OverlapCase, by: User, version: int | None, verdict: Verdict, reason: str
) -> None:
    """Says what an overlap is and why; the same pair is not asked about again unless it changes."""
    label, why = str(lazy_("Verdict")), str(lazy_("Reason"))
    theirs = {label: VERDICTS[case.verdict] if case.verdict else None}
    case.expect_version(version, theirs=theirs, mine={label: VERDICTS[verdict], why: reason})
    if case.state is not CaseState.OPEN:
        raise DomainError(lazy_("This overlap does not wait for a word any more."))
    _need_reason(reason)
    set_reason(reason)
    case.state, case.verdict, case.answered_digest = CaseState.ANSWERED, verdict, case.digest
    case.changed_at = now()
    db.session.flush()
    _add_step(case, CaseStepKind.ANSWERED, by, reason, verdict)


def reopen_overlap(*, case: OverlapCase, by: User, version: int | None, reason: str) -> None:
    """Opens an answered case again; the verdict given stays in its history."""
    label, why = str(lazy_("Verdict")), str(lazy_("Reason"))
    theirs = {label: VERDICTS[case.verdict] if case.verdict else None}
    case.expect_version(version, theirs=theirs, mine={label: None, why: reason})
    if case.state is not CaseState.ANSWERED:
        raise DomainError(lazy_("Only an overlap that was answered can be opened again."))
    _need_reason(reason)
    set_reason(reason)
    case.state, case.verdict, case.answered_digest = CaseState.OPEN, None, None
    case.changed_at = now()
    db.session.flush()
    _add_step(case, CaseStepKind.REOPENED, by, reason)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))


def _add_step(
    case: OverlapCase,
    kind: CaseStepKind,
    by: User | None = None,
    reason: str = "",
    verdict: Verdict | None = None,
) -> None:
    step = OverlapStep(case_id=case.id, kind=kind, verdict=verdict, reason=reason, by=by, created_at=now())
    db.session.add(step)
    db.session.flush()
