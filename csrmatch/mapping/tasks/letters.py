"""The job of a proposal's letters: read, lay out one by one, keep the archive."""

from csrmatch import jobs
from csrmatch.db import db
from csrmatch.i18n import IST, lazy_
from csrmatch.mapping.documents.letter_bundle import BundledLetter, LetterChoice, bundle_letters
from csrmatch.mapping.models import Proposal
from csrmatch.mapping.queries.letter_bundles import find_letter_bundle
from csrmatch.mapping.queries.proposals import list_proposal_letters
from csrmatch.mapping.services.letter_bundles import BUNDLE_LETTERS, keep_bundle

__all__ = ["lay_out_letters"]

_NO_LETTERS = lazy_("No letter was written with this proposal.")


@jobs.task(BUNDLE_LETTERS)
def lay_out_letters(work: jobs.Work) -> jobs.Effect | None:
    """Lays out what was chosen; it is kept with the note that the job is done."""
    proposal = db.session.get(Proposal, int(work.payload["proposal_id"]))
    if proposal is None or work.by_id is None:
        raise jobs.JobFailed(_NO_LETTERS.text)
    code, by_id, number = str(work.payload["choice"]), work.by_id, proposal.id
    if find_letter_bundle(proposal, code) is not None:
        return None
    choice, day = LetterChoice.read(code), proposal.put_at.astimezone(IST).date()
    letters = [
        BundledLetter(dict(row.facts), row.side, row.reference, day)
        for row in list_proposal_letters(proposal)
        if row.side in choice.sides
    ]
    if not letters:
        raise jobs.JobFailed(_NO_LETTERS.text)
    # No transaction stays open while the letters are laid out.
    db.session.rollback()
    content = bundle_letters(
        letters, choice, lambda done, total: work.progress(done / total, "letters", done, total)
    )
    return lambda: keep_bundle(
        proposal=db.session.get_one(Proposal, number),
        by_id=by_id,
        choice=code,
        letters=len(letters) * len(choice.languages),
        content=content,
    )
