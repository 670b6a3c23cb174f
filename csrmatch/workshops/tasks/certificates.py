"""Makes certificates one after another; each is kept as soon as it is made."""

from datetime import date

import segno

from csrmatch import jobs
from csrmatch.db import db, today
from csrmatch.documents.certificates import certificate_pdf
from csrmatch.i18n import lazy_
from csrmatch.web.links import whole_url
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.queries.certificates import find_days_there, last_issue, list_ids_without
from csrmatch.workshops.rules.certificates import CertificateLanguage, make_code
from csrmatch.workshops.services.certificates import MAKE_CERTIFICATES, keep_certificate
from csrmatch.workshops.wording.certificates import printed_certificate

__all__ = ["make_certificates", "write_certificate"]

_GONE = lazy_("The workshop is no longer there.")


@jobs.task(MAKE_CERTIFICATES)
def make_certificates(work: jobs.Work) -> jobs.Effect | None:
    """Makes what was asked for; begun anew, it passes over whoever has one by now."""
    workshop = db.session.get(Workshop, int(work.payload["workshop_id"]))
    if workshop is None or work.by_id is None:
        raise jobs.JobFailed(_GONE.text)
    by_id, day = work.by_id, today()
    language = CertificateLanguage(work.payload["language"])
    wanted = list(work.payload["participant_ids"])
    ids = list_ids_without(workshop, wanted)
    for place, number in enumerate(ids, 1):
        row = db.session.get_one(Participant, number)
        days = find_days_there([number])[number]
        issue, code = last_issue(row) + 1, make_code()
        names = (row.name_en or row.name_hi or "", row.name_hi or row.name_en or "")
        content = write_certificate(row, days, language=language, issue=issue, code=code, day=day)
        db.session.rollback()
        given = {"language": language, "issue": issue, "code": code, "names": names, "content": content}
        work.save(
            lambda number=number, given=given: keep_certificate(  # type: ignore[misc]
                participant=db.session.get_one(Participant, number), by_id=by_id, **given
            )
        )
        work.progress(place / len(ids), done=place, total=len(ids))
    return None


def write_certificate(
    row: Participant,
    days: list[tuple[int, date | None]],
    *,
    language: CertificateLanguage,
    issue: int,
    code: str,
    day: date,
) -> bytes:
    """The file of one certificate."""
    url = whole_url("workshops.check_certificate", code=code)
    matrix = segno.make(url, error="m").matrix_iter(border=0)
    picture = ["".join("1" if square else "0" for square in line) for line in matrix]
    site = whole_url("workshops.check_certificate")
    printed = printed_certificate(
        row, days, language=language, issue=issue, code=code, picture=picture, site=site
    )
    return certificate_pdf(printed, day)
