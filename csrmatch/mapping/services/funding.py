"""The verbs of fund plans: asking a worker for one, and freezing what it found beside the run."""

import hashlib
import json
from dataclasses import asdict

from sqlalchemy import func, select

from csrmatch import __version__, jobs
from csrmatch.accounts.models import User
from csrmatch.audit.recording import note_event
from csrmatch.db import db, lock_row, now, take_turn
from csrmatch.errors import DomainError, Missing
from csrmatch.i18n import lazy_
from csrmatch.mapping.documents.archive import pack
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis, RunOutcome
from csrmatch.mapping.solving.analysing import Found
from csrmatch.mapping.solving.funding import FUND_RUN, FundTerms

__all__ = ["freeze_funding", "fund_soon"]


def fund_soon(*, run: MappingRun, by: User, terms: FundTerms) -> jobs.Job:
    """Asks a worker for a fund plan of a run on these terms; asked for twice while it waits, it is one.

    Asked for again after it failed, it is tried again.

    Raises
    ------
    Missing
        For a run without a plan.
    """
    if run.outcome is not RunOutcome.SOLVED:
        raise Missing
    _check(terms)
    plain = asdict(terms)
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]
    note_event("ask", "run_analysis", f"{run.id}", kind=AnalysisKind.FUNDING.value, terms=json.dumps(plain))
    job = jobs.enqueue(
        FUND_RUN,
        {"run_id": run.id, "terms": plain},
        f"{FUND_RUN} {run.id} {_next_variant(run)} {digest}",
        by_id=by.id,
        link=f"/exercises/{run.exercise_id}/runs/{run.number}/funding",
    )
    lock_row(job)
    jobs.try_again(job)
    return job


def freeze_funding(*, run: MappingRun, found: Found) -> RunAnalysis:
    """Freezes a fund plan beside its run, with the next number."""
    take_turn(f"fund {run.id}")
    content = pack(found.files)
    plan = RunAnalysis(
        run_id=run.id,
        kind=AnalysisKind.FUNDING,
        variant=_next_variant(run),
        created_at=now(),
        software_version=__version__,
        summary=found.summary,
        digest=hashlib.sha256(content).hexdigest(),
        payload_zip=content,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def _check(terms: FundTerms) -> None:
    if terms.minimum_ticket_inr < 0:
        raise DomainError(lazy_("An amount is 0 or more."))
    if terms.most_partners is not None and terms.most_partners < 1:
        raise DomainError(lazy_("At least one CPSE must be able to give to a need."))
    if not 0 <= terms.theme_share <= 100:
        raise DomainError(lazy_("A share is between 0 and 100 per cent."))


def _next_variant(run: MappingRun) -> int:
    query = select(func.max(RunAnalysis.variant)).where(
        RunAnalysis.run_id == run.id, RunAnalysis.kind == AnalysisKind.FUNDING
    )
    return (db.session.scalar(query) or 0) + 1
