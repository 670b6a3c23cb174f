"""The verbs of letters at once: asking a worker for an archive, and keeping what it made."""

import hashlib

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.audit.recording import note_event
from csrmatch.db import db, lock_row, now, take_turn
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import LetterBundle, Proposal
from csrmatch.mapping.queries.letter_bundles import count_proposal_letters, find_letter_bundle

__all__ = ["BUNDLE_LETTERS", "bundle_soon", "keep_bundle"]

# The kind of the job.
BUNDLE_LETTERS = "bundle_letters"


def bundle_soon(*, proposal: Proposal, by: User, choice: str) -> jobs.Job:
    """Asks a worker to lay out letters of a proposal; asked for twice it is one, and one that failed anew.

    Raises
    ------
    DomainError
        Where no letter was written with the proposal.
    """
    if not count_proposal_letters(proposal):
        raise DomainError(lazy_("No letter was written with this proposal."))
    note_event("ask", "letter_bundle", f"{proposal.id}", choice=choice)
    job = jobs.enqueue(
        BUNDLE_LETTERS,
        {"proposal_id": proposal.id, "choice": choice},
        f"{BUNDLE_LETTERS} {proposal.id} {choice}",
        by_id=by.id,
        link=f"/exercises/{proposal.exercise_id}/proposals/{proposal.number}/letters",
    )
    lock_row(job)
    jobs.try_again(job)
    return job


def keep_bundle(*, proposal: Proposal, by_id: int, choice: str, letters: int, content: bytes) -> None:
    """Keeps an archive with its proposal; one that is there already stays."""
    take_turn(f"letters {proposal.id}")
    if find_letter_bundle(proposal, choice) is not None:
        return
    db.session.add(
        LetterBundle(
            proposal_id=proposal.id,
            choice=choice,
            letters=letters,
            made_at=now(),
            made_by_id=by_id,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
        )
    )
    db.session.flush()
