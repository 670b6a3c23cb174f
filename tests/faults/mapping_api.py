"""What the matrix asks the operations on mappings for: versions and proposals by number, pairs by side."""

from typing import Any

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.mapping.models import Proposal, Publication
from csrmatch.roles import Role
from tests.faults.consent_world import consent_targets

__all__ = ["is_mapping_operation", "mapping_operation_targets"]

_MISSING = 2_000_000_000
_ABOUT = {
    "api.show_publication": "publication_id",
    "api.show_proposal": "proposal_id",
    "api.show_proposed_pair": "mapping.show_proposed_pair",
    "api.show_pair_answer": "mapping.answer_proposed_pair",
    "api.answer_proposed_pair": "mapping.answer_proposed_pair",
}


def is_mapping_operation(endpoint: str) -> bool:
    """Whether an operation of the API is about mappings and takes arguments."""
    return endpoint in _ABOUT


def mapping_operation_targets(world: Any, endpoint: str, role: Role) -> dict[str, dict[str, object]]:
    """The version, the proposal, one's own pair with the word of either side, foreign and missing ones."""
    about = _ABOUT[endpoint]
    if about.startswith("mapping."):
        found = consent_targets(world.consent, about, role)
        if "own" in found and "side" in found["own"]:
            other = "cpse" if found["own"]["side"] == "district" else "district"
            found["other_side"] = {**found["own"], "side": other}
        return found
    table = Publication if about == "publication_id" else Proposal
    exercise = world.published if table is Publication else world.consent["exercise"]
    query = select(table.id).where(table.exercise_id == exercise).order_by(table.id)
    return {"there": {about: db.session.scalars(query).all()[0]}, "missing": {about: _MISSING}}
