"""The job of a report: read the record, write each file of the issue, keep them all at once."""

from csrmatch import jobs
from csrmatch.db import db, today
from csrmatch.i18n import lazy_, speaking
from csrmatch.workshops.documents.composing import REPORT_WRITERS, compose_report, issued
from csrmatch.workshops.documents.digest import digest_record
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.services.report import MAKE_REPORT, MadeFile, keep_issue, read_record

__all__ = ["make_report"]

_GONE = lazy_("The workshop is not there any more.")


@jobs.task(MAKE_REPORT)
def make_report(work: jobs.Work) -> jobs.Effect:
    """Writes the files that were asked for; they are kept with the note that the job is done."""
    workshop = db.session.get(Workshop, int(work.payload["workshop_id"]))
    if workshop is None or work.by_id is None:
        raise jobs.JobFailed(_GONE.text)
    by_id, workshop_id, code = work.by_id, workshop.id, workshop.code
    number, is_draft = int(work.payload["number"]), bool(work.payload["is_draft"])
    wanted = [(str(language), ReportFormat(form)) for language, form in work.payload["files"]]
    record = read_record(workshop)
    input_digest, composed = digest_record(record), {}
    for language in sorted({language for language, _form in wanted}):
        with speaking(language):
            composed[language] = issued(
                compose_report(record),
                number=number,
                day=today(),
                is_draft=is_draft,
                input_digest=input_digest,
                code=code,
            )
    # No transaction stays open while the files are written.
    db.session.rollback()
    files = []
    for done, (language, form) in enumerate(wanted):
        work.progress(done / len(wanted), "report", done, len(wanted))
        files.append(MadeFile(language, form, REPORT_WRITERS[form](composed[language], today())))

    def keep() -> None:
        keep_issue(
            workshop=db.session.get_one(Workshop, workshop_id),
            by_id=by_id,
            number=number,
            is_draft=is_draft,
            input_digest=input_digest,
            files=files,
        )

    return keep
