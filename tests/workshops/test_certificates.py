"""Certificates: for those who were there, each issue kept, checked by anybody who holds the paper."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, now, run_write, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import Attendance, Certificate, Participant, Workshop
from csrmatch.workshops.queries.certificates import (
    find_certificate_of_code,
    find_days_there,
    list_ids_without,
)
from csrmatch.workshops.rules.certificates import (
    CertificateLanguage,
    make_code,
    plain_code,
    shown_code,
    told_number,
)
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import certificates as verbs
from csrmatch.workshops.tasks.certificates import write_certificate
from tests.documents.test_letters import pdf_pages
from tests.faults.racing import at_once
from tests.workshops.feedback import make_there
from tests.workshops.participants import make_held_workshop, make_person, person_of, run_jobs

_LONG = "डॉ. श्रीमती राजराजेश्वरी लक्ष्मीनारायणन वेंकटसुब्रमण्यम चट्टोपाध्याय मुखोपाध्याय कृष्णमूर्ति"


def held(days: int = 2) -> Workshop:
    return make_held_workshop(WorkshopStatus.HELD, in_days=-5, days=days)


def ask(workshop: Workshop, **given: object) -> None:
    language = CertificateLanguage(given.pop("language", "both"))
    verbs.certify_soon(workshop=workshop, by=person_of(Role.DPE_STAFF), language=language, **given)  # type: ignore[arg-type]


def text_of(content: bytes) -> str:
    """The text of its one page, without blanks."""
    pages = [page for page in pdf_pages(content) if page]
    assert len(pages) == 1
    return pages[0]


class TestWhoGetsOne:
    def test_only_who_was_there(self, app: Application) -> None:
        with app.app_context():

            def make() -> int:
                workshop = held()
                make_there(workshop, "Asha Verma", days=(0, 1))
                make_there(workshop, "Ravi Kumar", days=(1,))
                make_person(workshop, "Stayed Athome", email=None)
                gone = make_there(workshop, "Undone Mark")
                mark = db.session.scalars(
                    select(Attendance).where(Attendance.participant_id == gone.id)
                ).one()
                mark.undone_at = now()
                ask(workshop)
                return workshop.id

            made = run_write(make)
            assert run_jobs(verbs.MAKE_CERTIFICATES) == [True]
            found = db.session.scalars(select(Certificate).order_by(Certificate.id)).all()
            assert [row.name_en for row in found] == ["Asha Verma", "Ravi Kumar"]
            for row in found:
                assert row.digest == hashlib.sha256(row.content).hexdigest()
                assert row.number in text_of(row.content)
                assert shown_code(row.code) in text_of(row.content)
            days = find_days_there([row.participant_id for row in found])
            assert [[number for number, _day in days[row.participant_id]] for row in found] == [[1, 2], [2]]
            workshop = db.session.get_one(Workshop, made)
            with pytest.raises(DomainError, match="Nobody is left"):
                ask(workshop)

    @pytest.mark.parametrize("status", [WorkshopStatus.ANNOUNCED, WorkshopStatus.CANCELLED])
    def test_nobody_before_the_workshop_was_held(
        self, status: WorkshopStatus, sqlite_app: Application
    ) -> None:
        with sqlite_app.app_context():
            workshop = held()
            make_there(workshop)
            workshop.status = status
            with pytest.raises(DomainError, match="marked as held"):
                ask(workshop)

    def test_they_are_made_by_those_who_hold_the_workshop(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            workshop = held()
            make_there(workshop)
            for role in (Role.AUDITOR, Role.CPSE_OFFICER):
                with pytest.raises(NotAllowed):
                    verbs.certify_soon(
                        workshop=workshop, by=person_of(role), language=CertificateLanguage.BOTH
                    )

    def test_two_workers_at_once_make_one(self, app: Application) -> None:
        with app.app_context():

            def make() -> tuple[int, int]:
                workshop = held()
                return make_there(workshop).id, person_of(Role.DPE_STAFF).id

            number, by_id = run_write(make)

            def keep(place: int) -> bool:
                return run_write(
                    lambda: (
                        verbs.keep_certificate(
                            participant=db.session.get_one(Participant, number),
                            by_id=by_id,
                            language=CertificateLanguage.BOTH,
                            issue=1,
                            code=f"CODE{place}",
                            names=("A", "A"),
                            content=b"%PDF",
                        )
                        is not None
                    )
                )

            assert sorted(at_once(app, 5, keep)) == [False, False, False, False, True]


class TestWithdrawing:
    def test_one_that_is_made_anew_has_another_number_and_the_old_one_is_kept(self, app: Application) -> None:
        with app.app_context():

            def make() -> None:
                workshop = held()
                make_there(workshop, "Asha Vrema")
                ask(workshop)

            run_write(make)
            run_jobs(verbs.MAKE_CERTIFICATES)

            def withdraw() -> None:
                first = db.session.scalars(select(Certificate)).one()
                by = person_of(Role.DPE_STAFF)
                with pytest.raises(DomainError, match="reason"):
                    verbs.withdraw_certificate(workshop=first.workshop, certificate=first, by=by, reason=" ")
                first.participant.name_en = "Asha Verma"
                verbs.withdraw_certificate(
                    workshop=first.workshop, certificate=first, by=by, reason="The name was wrong."
                )
                with pytest.raises(DomainError, match="already"):
                    verbs.withdraw_certificate(
                        workshop=first.workshop, certificate=first, by=by, reason="Again."
                    )
                ask(first.workshop)

            run_write(withdraw)
            run_jobs(verbs.MAKE_CERTIFICATES)
            old, new = db.session.scalars(select(Certificate).order_by(Certificate.issue)).all()
            assert (old.name_en, new.name_en) == ("Asha Vrema", "Asha Verma")
            assert old.number.endswith("/1")
            assert new.number.endswith("/2")
            assert (old.withdrawn_at is None, new.withdrawn_at is None) == (False, True)
            entry = db.session.scalars(
                select(AuditEvent).where(
                    AuditEvent.object_type == "certificate", AuditEvent.action == "update"
                )
            ).one()
            assert entry.reason == "The name was wrong."
            everything = db.session.scalars(
                select(AuditEvent.changes).where(AuditEvent.object_type == "certificate")
            ).all()
            assert not any(new.code in told or "Verma" in told for told in everything)


class TestThePaper:
    @pytest.mark.parametrize("language", list(CertificateLanguage))
    def test_long_names_in_devanagari_stay_on_its_one_page(
        self, language: CertificateLanguage, sqlite_app: Application
    ) -> None:
        with sqlite_app.app_context():
            workshop = held()
            row = make_there(
                workshop,
                "Dr. (Smt.) " + "Rajarajeshwari " * 9,
                name_hi=_LONG,
                designation_hi="अपर मुख्य कार्यपालन अधिकारी एवं निगमित सामाजिक उत्तरदायित्व प्रभारी " * 2,
                designation_en="Additional Chief Executive Officer and Head of CSR " * 3,
            )
            days = [(1, date(2026, 2, 8)), (2, date(2026, 2, 9))]
            content = write_certificate(row, days, language=language, issue=1, code=make_code(), day=today())
            said = text_of(content)
            assert ("Rajarajeshwari" in said) is (language is not CertificateLanguage.HINDI)
            assert ("".join(_LONG.split()) in said) is (language is not CertificateLanguage.ENGLISH)

    def test_the_same_facts_give_the_same_bytes(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            row = make_there(held())
            given = {"language": CertificateLanguage.BOTH, "issue": 1, "code": "A" * 16, "day": today()}
            first, again = (write_certificate(row, [(1, None)], **given) for _time in range(2))
            assert first == again


class TestTheCode:
    def test_it_is_found_however_it_is_typed(self, sqlite_app: Application) -> None:
        code = make_code()
        assert plain_code(f" {shown_code(code).lower()} ") == code
        assert len({make_code() for _time in range(200)}) == 200

    def test_a_number_names_workshop_participant_and_issue(self) -> None:
        assert told_number(12, 34, 2) == "W-0012/P-0034/2"

    def test_anybody_sees_number_name_and_workshop_and_nothing_else(self, app: Application) -> None:
        with app.app_context():

            def make() -> None:
                workshop = held()
                make_there(
                    workshop, "Asha Verma", email="asha@secret.example", designation_en="Secret designation"
                )
                ask(workshop)

            run_write(make)
            run_jobs(verbs.MAKE_CERTIFICATES)
            row = db.session.scalars(select(Certificate)).one()
            code, number = row.code, row.number
            assert find_certificate_of_code(code) is row
            assert list_ids_without(row.workshop) == []
        page = app.test_client().get(f"/workshops/certificates/check/{shown_code(code)}")
        assert page.status_code == 200
        assert number in page.text
        assert "Asha Verma" in page.text
        assert "This certificate stands." in page.text
        for hidden in ("secret.example", "Secret designation", "98765", "NMDC"):
            assert hidden not in page.text
        with app.app_context():
            run_write(
                lambda: verbs.withdraw_certificate(
                    workshop=db.session.scalars(select(Workshop)).one(),
                    certificate=db.session.scalars(select(Certificate)).one(),
                    by=person_of(Role.DPE_STAFF),
                    reason="Private reason",
                )
            )
        page = app.test_client().get(f"/workshops/certificates/check/{code}")
        assert "does not stand any more" in page.text
        assert "Private reason" not in page.text

    def test_a_code_nobody_gave_is_told_to_be_none(self, sqlite_app: Application) -> None:
        client = sqlite_app.test_client()
        assert client.get("/workshops/certificates/check").status_code == 200
        assert client.get("/workshops/certificates/check/ABCDEFGHJKMNPQRS").status_code == 404
        answer = client.get("/workshops/certificates/check?code=abcd-efgh")
        assert answer.location.endswith("/workshops/certificates/check/ABCDEFGH")
        assert client.get(answer.location).status_code == 404
