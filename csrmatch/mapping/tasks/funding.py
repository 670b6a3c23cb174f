"""The job of a fund plan: gather, work out, freeze."""

from csrmatch import jobs
from csrmatch.db import db, today
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import MappingRun, RunOutcome
from csrmatch.mapping.queries.funding import gather_funding
from csrmatch.mapping.services.funding import freeze_funding
from csrmatch.mapping.solving.funding import FUND_RUN, FundTerms, find_funding

__all__ = ["fund_run"]

_NO_PLAN = lazy_("Nothing was worked out: the run has no plan.")
# What the search begins at, once everything is gathered.
_GATHERED = 0.2


@jobs.task(FUND_RUN)
def fund_run(work: jobs.Work) -> jobs.Effect:
    """Works a plan out of what the registers say today; it is frozen with the note that the job is done."""
    run = db.session.get(MappingRun, int(work.payload["run_id"]))
    if run is None or run.outcome is not RunOutcome.SOLVED:
        raise jobs.JobFailed(_NO_PLAN.text)
    said = work.payload["terms"]
    terms = FundTerms(**{**said, "themes": tuple(said["themes"])})
    run_id, question = run.id, gather_funding(run, terms, today())
    # No transaction stays open while the plan is searched for.
    db.session.rollback()
    work.progress(_GATHERED)
    found = find_funding(question, lambda share: work.progress(_GATHERED + share * (1 - _GATHERED)))
    return lambda: freeze_funding(run=db.session.get_one(MappingRun, run_id), found=found)
