"""The verbs of certificates: asking a worker for them, keeping what it made, withdrawing one."""

import hashlib
import secrets
from collections.abc import Sequence

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.audit.recording import note_event, set_reason
from csrmatch.db import db, lock_row, now, take_turn
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.models import Certificate, Participant, Workshop
from csrmatch.workshops.queries.certificates import last_issue, list_ids_without
from csrmatch.workshops.rules.certificates import CERTIFIED, CertificateLanguage

__all__ = ["MAKE_CERTIFICATES", "certify_soon", "keep_certificate", "withdraw_certificate"]

# The kind of the job.
MAKE_CERTIFICATES = "make_certificates"


def certify_soon(
    *,
    workshop: Workshop,
    by: User,
    language: CertificateLanguage,
    participant_ids: Sequence[int] | None = None,
) -> jobs.Job:
    """Asks a worker for certificates of some, or of all, who took part and have none that stands.

    Raises
    ------
    DomainError
        Where the workshop was not held yet, or nobody is left to get one.
    """
    _check(workshop, by)
    wanted = list_ids_without(workshop, participant_ids)
    if not wanted:
        raise DomainError(
            lazy_("Nobody is left: everybody who was there has a certificate, or nobody was checked in.")
        )
    note_event("ask", "certificate", f"{workshop.id}", language=language.value, count=len(wanted))
    return jobs.enqueue(
        MAKE_CERTIFICATES,
        {"workshop_id": workshop.id, "language": language.value, "participant_ids": wanted},
        f"{MAKE_CERTIFICATES} {workshop.id} {secrets.token_hex(8)}",
        by_id=by.id,
        link=f"/workshops/{workshop.id}/certificates",
    )


def keep_certificate(
    *,
    participant: Participant,
    by_id: int,
    language: CertificateLanguage,
    issue: int,
    code: str,
    names: tuple[str, str],
    content: bytes,
) -> Certificate | None:
    """Keeps a certificate; nothing where the person has one by now, or was not there after all."""
    workshop = participant.workshop
    take_turn(f"certificates {workshop.id}")
    # As it stands now: somebody may be taking back meanwhile that it was held.
    lock_row(workshop)
    if workshop.status not in CERTIFIED or not list_ids_without(workshop, [participant.id]):
        return None
    if last_issue(participant) != issue - 1:
        return None
    certificate = Certificate(
        workshop_id=workshop.id,
        participant_id=participant.id,
        issue=issue,
        language=language,
        code=code,
        name_en=names[0],
        name_hi=names[1],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        made_at=now(),
        made_by_id=by_id,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def withdraw_certificate(*, workshop: Workshop, certificate: Certificate, by: User, reason: str) -> None:
    """Says that a certificate no longer stands, with the reason; whoever checks it is told so."""
    _check(workshop, by)
    lock_row(certificate)
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    if certificate.withdrawn_at is not None:
        raise DomainError(lazy_("The certificate is withdrawn already."))
    set_reason(reason)
    certificate.withdrawn_at, certificate.withdrawn_by_id = now(), by.id
    certificate.withdrawn_reason = reason
    db.session.flush()


def _check(workshop: Workshop, by: User) -> None:
    if not can_hold(by, workshop):
        raise NotAllowed
    if workshop.status not in CERTIFIED:
        raise DomainError(lazy_("Certificates are made once the workshop is marked as held."))
