"""Reading proposed pairs as what action points are about."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.actions.subjects import About
from csrmatch.db import db
from csrmatch.mapping.access.proposals import only_visible_pairs
from csrmatch.mapping.models import ProposedPair

__all__ = ["find_pairs", "visible_pairs"]


def find_pairs(numbers: Collection[int]) -> Mapping[int, About]:
    """Proposed pairs by their numbers, each called by its district and its company."""
    query = select(ProposedPair).where(ProposedPair.id.in_(numbers))
    query = query.options(joinedload(ProposedPair.district), joinedload(ProposedPair.cpse))
    return {
        row.id: About(
            row.id,
            row.cpse.code,
            f"{row.district.name_en} – {row.cpse.name_en}",
            f"{row.district.name_hi or row.district.name_en} – {row.cpse.name_hi or row.cpse.name_en}",
            row.district_id,
            row.district.state_id,
        )
        for row in db.session.scalars(query.order_by(ProposedPair.id))
    }


def visible_pairs(viewer: User, numbers: Collection[int]) -> Collection[int]:
    """Those that the person may see."""
    query = only_visible_pairs(viewer, select(ProposedPair.id).where(ProposedPair.id.in_(numbers)))
    return db.session.scalars(query.order_by(ProposedPair.id)).all()
