"""What of the mapping is found: exercises by title, year and state; proposed pairs by district and CPSE."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.access.proposals import only_visible_pairs
from csrmatch.mapping.models import Exercise, Proposal, ProposalLine, ProposedPair
from csrmatch.mapping.rules.consent import ProposalState
from csrmatch.places.models import District
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__ = ["EXERCISES", "PROPOSED_PAIRS"]


def _ids() -> Sequence[int]:
    return db.session.scalars(select(Exercise.id).order_by(Exercise.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    for row in db.session.scalars(select(Exercise).where(Exercise.id.in_(ids)).order_by(Exercise.id)):
        state = (row.state.name_en, row.state.name_hi) if row.state else ()
        yield Entry(row.id, row.title_en, row.title_hi, (), (row.financial_year, *state))


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    rows = db.session.scalars(select(Exercise).where(Exercise.id.in_(ids)).order_by(Exercise.id))
    return {
        row.id: Shown(
            name_of(row, "title"),
            (row.financial_year, name_of(row.state) if row.state else _("All India")),
            "mapping.show_exercise",
            {"exercise_id": row.id},
        )
        for row in rows
    }


def _pair_ids() -> Sequence[int]:
    return db.session.scalars(select(ProposedPair.id).order_by(ProposedPair.id)).all()


def _pairs(ids: Sequence[int]) -> Iterable[ProposedPair]:
    query = select(ProposedPair).where(ProposedPair.id.in_(ids)).order_by(ProposedPair.id)
    place = joinedload(ProposedPair.district).joinedload(District.state)
    return db.session.scalars(
        query.options(place, joinedload(ProposedPair.cpse), joinedload(ProposedPair.exercise))
    )


def _read_pairs(ids: Sequence[int]) -> Iterable[Entry]:
    for row in _pairs(ids):
        district, cpse, exercise = row.district, row.cpse, row.exercise
        hindi = f"{district.name_hi} – {cpse.code}" if district.name_hi else None
        yield Entry(
            row.id,
            f"{district.name_en} – {cpse.code}",
            hindi,
            (),
            (
                *(cpse.name_en, cpse.name_hi, district.state.name_en, district.state.name_hi),
                *(exercise.title_en, exercise.title_hi, exercise.financial_year),
                "proposed pair प्रस्तावित जोड़ी",
            ),
        )


def _show_pairs(ids: Sequence[int]) -> Mapping[int, Shown]:
    held = select(ProposalLine.pair_id).join(Proposal, Proposal.id == ProposalLine.proposal_id)
    held = held.where(ProposalLine.pair_id.in_(ids), Proposal.state == ProposalState.OPEN)
    is_open = set(db.session.scalars(held.order_by(ProposalLine.pair_id)))
    return {
        row.id: Shown(
            f"{name_of(row.district)} – {row.cpse.code}",
            (
                name_of(row.district.state),
                row.exercise.financial_year,
                _("proposed") if row.id in is_open else _("no longer proposed"),
            ),
            "mapping.show_proposed_pair",
            {"pair_id": row.id},
        )
        for row in _pairs(ids)
    }


EXERCISES = Kind(
    code="exercise",
    label=lazy_("Mapping exercises"),
    position=90,
    permission=Permission.VIEW_EXERCISES,
    list_ids=_ids,
    read=_read,
    only_visible=lambda viewer: only_visible_exercises(viewer, select(Exercise.id)),
    show=_show,
    touches={Exercise: lambda row: [row.id]},
)
PROPOSED_PAIRS = Kind(
    code="proposed_pair",
    label=lazy_("Proposed pairs"),
    position=92,
    permission=Permission.VIEW_PROPOSALS,
    list_ids=_pair_ids,
    read=_read_pairs,
    only_visible=lambda viewer: only_visible_pairs(viewer, select(ProposedPair.id)),
    show=_show_pairs,
    touches={
        ProposedPair: lambda row: [row.id],
        Exercise: lambda row: select(ProposedPair.id).where(ProposedPair.exercise_id == row.id),
    },
)
for _kind in (EXERCISES, PROPOSED_PAIRS):
    register_kind(_kind)
