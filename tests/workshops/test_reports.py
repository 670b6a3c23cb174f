"""The report of a workshop: what it says, its sections, its issues, who makes and who reads them."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.documents.parts import Heading, Paragraph, Part
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.i18n import lazy_, speaking
from csrmatch.jobs import Job, JobState
from csrmatch.jobs.running import run_job
from csrmatch.roles import Role
from csrmatch.workshops.documents import sections
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.models import ReportIssue, Speaker, Talk, Workshop
from csrmatch.workshops.rules.report import ReportFormat, list_files, next_number
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.report import ReportText, change_report, make_report_soon, read_record
from csrmatch.workshops.wording.report import told_talk
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.workshops.factories import find_person, make_workshop

CLOSED, ANNOUNCED, PLANNED = WorkshopStatus.CLOSED, WorkshopStatus.ANNOUNCED, WorkshopStatus.PLANNED
PDF, WORD = ReportFormat.PDF, ReportFormat.WORD


def held(status: WorkshopStatus = CLOSED) -> int:
    """A workshop that was held, of which a final report can be made."""
    return run_write(lambda: make_workshop(status=status).id)


def load(number: int) -> Workshop:
    return db.session.get_one(Workshop, number)


def ask(
    number: int,
    languages: Sequence[str] = ("en",),
    formats: Sequence[ReportFormat] = (PDF,),
    *,
    is_draft: bool = False,
    role: Role = Role.DPE_STAFF,
) -> int:
    """Asks for an issue; gives the number of the job."""
    return run_write(
        lambda: (
            make_report_soon(
                workshop=load(number),
                by=find_person(role),
                languages=languages,
                formats=formats,
                is_draft=is_draft,
            ).id
        )
    )


def change(number: int, version: int | None = None, **texts: object) -> None:
    run_write(
        lambda: (
            change_report(
                workshop=load(number),
                by=find_person(Role.DPE_STAFF),
                version=version,
                text=ReportText(**texts),  # type: ignore[arg-type]
            ).version
        )
    )


def issues() -> list[ReportIssue]:
    return list(db.session.scalars(select(ReportIssue).order_by(ReportIssue.id)))


def texts(parts: Sequence[Part]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Heading | Paragraph)]


@pytest.fixture
def own_sections() -> Iterator[None]:
    """What a test registers is forgotten again."""
    kept = dict(sections._sections)
    yield
    sections._sections.clear()
    sections._sections.update(kept)


class TestSentences:
    NAMED = Speaker(name_en="Dr. A", name_hi="डॉ. अ", designation_en="Director", organisation_en="IIT")

    def tell(self, said: str | None, *, topic: str | None = None, speakers: int = 1) -> str:
        people = [self.NAMED, Speaker(name_en="Ms. B")][:speakers]
        copies = [
            Speaker(
                name_en=row.name_en, designation_en=row.designation_en, organisation_en=row.organisation_en
            )
            for row in people
        ]
        return told_talk(Talk(said_en=said, topic_en=topic, speakers=copies))

    def test_what_a_speaker_is_comes_behind_the_name_however_it_was_written_down(self) -> None:
        expected = "Dr. A, Director, IIT, spoke of water."
        assert self.tell("Dr. A spoke of water.") == expected
        assert self.tell("spoke of water.") == expected
        assert self.tell("Dr. A, of the IIT, spoke.") == "Dr. A, of the IIT, spoke."
        assert self.tell("Water is scarce.") == "Dr. A, Director, IIT: Water is scarce."

    def test_a_topic_is_said_where_nothing_else_is(self) -> None:
        assert self.tell(None, topic="Water") == "Dr. A, Director, IIT spoke on “Water”."
        assert self.tell("It is scarce.", topic="Water").endswith("spoke on “Water”. It is scarce.")
        assert self.tell(None) == "Dr. A, Director, IIT spoke."
        assert self.tell("It is scarce.", topic="Water", speakers=0) == "Water: It is scarce."
        assert self.tell(None, topic="Water", speakers=2).startswith("Dr. A, Director, IIT and Ms. B spoke")

    def test_a_text_that_only_the_other_language_has_says_so(self) -> None:
        with speaking("hi"):
            assert "spoke of water" in self.tell("Dr. A spoke of water.")
            assert self.tell("Dr. A spoke of water.") != "Dr. A, Director, IIT, spoke of water."
            own = Talk(
                said_hi="डॉ. अ ने पानी पर बात की।", speakers=[Speaker(name_hi="डॉ. अ", designation_hi="निदेशक")]
            )
            assert told_talk(own).startswith("डॉ. अ")
            assert told_talk(own).endswith("ने पानी पर बात की।")


class TestRules:
    def test_files_are_listed_once_in_one_order(self) -> None:
        assert list_files(["hi", "en"], [WORD, PDF]) == list_files(["en", "hi"], [PDF, WORD])
        assert len(list_files(["hi", "en"], [WORD, PDF])) == 4

    def test_an_issue_takes_in_files_it_lacks_while_the_record_stays(self) -> None:
        both = {("en", PDF), ("hi", PDF)}
        assert next_number(0, is_same=True, has=(), wants=both) == 1
        assert next_number(2, is_same=True, has={("en", PDF)}, wants=both) == 2
        assert next_number(2, is_same=True, has=both, wants={("en", PDF)}) is None
        assert next_number(2, is_same=False, has=both, wants=both) == 3


class TestComposing:
    def test_sections_come_in_their_order_and_empty_ones_not_at_all(self, sqlite_app: Application) -> None:
        report = compose_report(read_record(load(held())))
        heads = [part.text for part in report.parts if isinstance(part, Heading) and part.level == 1]
        assert heads == ["Objective", "Inaugural session", "What the districts presented", "Speakers"]
        assert "Ravi Kumar, Collector, Dantewada and मीना साहू spoke on" in " ".join(texts(report.parts))

    def test_a_section_left_out_is_not_in_it_and_one_that_comes_to_be_is(
        self, sqlite_app: Application, own_sections: None
    ) -> None:
        number = held()
        change(number, left_out=("objective", "speakers"), foreword_en="Before all else.")
        register_section("guests", lazy_("Guests"), 25, lambda record: [Paragraph(record.workshop.code)])
        register_section("nothing", lazy_("Nothing"), 26, lambda _record: None)
        heads = [
            part.text for part in compose_report(read_record(load(number))).parts if isinstance(part, Heading)
        ]
        assert heads[0] == "Foreword"
        assert heads.index("Guests") < heads.index("Inaugural session")
        assert not {"Objective", "Speakers", "Nothing"} & set(heads)


class TestWriting:
    def test_two_who_edit_at_once_are_told(self, app: Application) -> None:
        number = held()
        change(number, version=0, foreword_en="First.")
        with pytest.raises(Conflict):
            change(number, version=0, foreword_en="Second.")

    def test_a_report_without_sections_or_with_unknown_ones_is_refused(self, sqlite_app: Application) -> None:
        number = held()
        with pytest.raises(DomainError):
            change(number, left_out=("no such",))
        with pytest.raises(DomainError):
            change(number, left_out=tuple(sections._sections))

    def test_only_who_holds_the_workshop_writes_or_makes_it(self, sqlite_app: Application) -> None:
        number = held()
        with pytest.raises(NotAllowed):
            ask(number, role=Role.CPSE_OFFICER)
        assert run_job(ask(number, role=Role.UNICEF_OFFICER))


class TestIssues:
    def test_an_issue_holds_every_file_with_its_digest_and_the_same_number(self, app: Application) -> None:
        number = held()
        assert run_job(ask(number, ("en", "hi"), (PDF, WORD)))
        made = issues()
        assert [(row.number, row.language, row.format) for row in made] == [
            (1, "en", WORD),
            (1, "en", PDF),
            (1, "hi", WORD),
            (1, "hi", PDF),
        ]
        assert len({row.input_digest for row in made}) == 1
        for row in made:
            assert row.digest == hashlib.sha256(row.content).hexdigest()
            assert row.size == len(row.content)
            assert not row.is_draft
        assert made[1].content.startswith(b"%PDF")
        assert zipfile.is_zipfile(io.BytesIO(made[0].content))

    def test_the_same_record_makes_no_second_issue_but_completes_the_first(self, app: Application) -> None:
        number = held()
        first = ask(number)
        assert ask(number) == first
        assert run_job(first)
        with pytest.raises(DomainError):
            ask(number)
        assert run_job(ask(number, ("en", "hi")))
        assert [(row.number, row.language) for row in issues()] == [(1, "en"), (1, "hi")]

    def test_a_changed_record_makes_another_and_the_first_stays_as_it_was(self, app: Application) -> None:
        number = held()
        assert run_job(ask(number))
        kept = issues()[0].content
        change(number, foreword_en="Before all else.")
        assert run_job(ask(number))
        first, second = issues()
        assert (first.number, second.number) == (1, 2)
        assert first.content == kept
        assert first.input_digest != second.input_digest

    @pytest.mark.parametrize("status", [ANNOUNCED, WorkshopStatus.HELD])
    def test_until_the_record_is_closed_it_is_a_draft(self, app: Application, status: WorkshopStatus) -> None:
        number = held(status)
        with pytest.raises(DomainError):
            ask(number)
        assert run_job(ask(number, is_draft=True))
        assert issues()[0].is_draft

    def test_a_draft_is_followed_by_a_final_issue_of_the_same_record(self, app: Application) -> None:
        number = held()
        assert run_job(ask(number, is_draft=True))
        assert run_job(ask(number))
        assert [(row.number, row.is_draft) for row in issues()] == [(1, True), (2, False)]

    def test_a_number_that_another_issue_took_meanwhile_is_not_used_again(self, app: Application) -> None:
        number = held()
        first = ask(number)
        change(number, foreword_en="Before all else.")
        second = ask(number, ("hi",))
        assert run_job(first)
        change(number, foreword_en="Before all else!")
        assert not run_job(second)
        assert db.session.get_one(Job, second).state is JobState.FAILED
        assert len(issues()) == 1


class TestPages:
    def test_the_foreword_is_written_looked_at_made_and_downloaded(self, sqlite_app: Application) -> None:
        number = held()
        page, address = sign_in(sqlite_app, "dpe_staff@example.test"), f"/workshops/{number}/report"
        form = read_form(page, f"{address}/edit")
        form.setlist("foreword_en", ["What we came for."])
        assert page.post(f"{address}/edit", data=form).status_code == 302
        preview = page.get(f"{address}/preview").text
        assert "What we came for." in preview
        assert "<svg" in preview
        answer = page.post(f"{address}/make", data=read_form(page, f"{address}/make"))
        assert answer.status_code == 302, answer.text
        assert run_job(int(answer.location.rsplit("/", 1)[1]))
        shown = page.get(address).text
        assert "Issue 1" in shown
        assert "has changed" not in shown
        for row in issues():
            assert row.digest in shown
            file = page.get(f"{address}/{row.id}")
            assert hashlib.sha256(file.data).hexdigest() == row.digest
            assert "attachment" in file.headers["Content-Disposition"]

    def test_it_says_when_the_record_has_changed_since(self, sqlite_app: Application) -> None:
        number = held()
        assert run_job(ask(number))
        change(number, foreword_en="Before all else.")
        page = sign_in(sqlite_app, "dpe_staff@example.test")
        assert "The record has changed since issue 1" in page.get(f"/workshops/{number}/report").text

    def test_others_read_final_issues_and_no_draft(self, sqlite_app: Application) -> None:
        number = held()
        assert run_job(ask(number, is_draft=True))
        reader = sign_in(sqlite_app, "cpse_officer@example.test")
        draft = issues()[0].id
        assert "There is no final report yet" in reader.get(f"/workshops/{number}/report").text
        assert reader.get(f"/workshops/{number}/report/{draft}").status_code == 404
        assert run_job(ask(number))
        final = issues()[1].id
        shown = reader.get(f"/workshops/{number}/report").text
        assert "Issue 2" in shown
        assert "Issue 1" not in shown
        assert reader.get(f"/workshops/{number}/report/{final}").status_code == 200
        for part in ("edit", "make", "preview"):
            assert reader.get(f"/workshops/{number}/report/{part}").status_code == 403

    def test_the_auditor_sees_the_seals_and_not_who_spoke(self, sqlite_app: Application) -> None:
        number = held()
        assert run_job(ask(number))
        auditor = sign_in(sqlite_app, "auditor@example.test")
        shown = auditor.get(f"/workshops/{number}/report").text
        assert issues()[0].digest in shown
        assert f"/report/{issues()[0].id}" not in shown
        assert auditor.get(f"/workshops/{number}/report/{issues()[0].id}").status_code == 403

    def test_asking_too_early_for_a_final_report_is_told_on_the_form(self, sqlite_app: Application) -> None:
        number = held(ANNOUNCED)
        page, address = sign_in(sqlite_app, "dpe_staff@example.test"), f"/workshops/{number}/report/make"
        form = read_form(page, address)
        form.setlist("kind", ["final"])
        answer = page.post(address, data=form)
        assert answer.status_code == 422
        assert "A final report can be made once the record is closed" in answer.text


class TestRecordOfAReport:
    def test_a_report_is_the_same_whoever_writes_it(self, sqlite_app: Application) -> None:
        record = read_record(load(held()))
        assert isinstance(record, ReportRecord)
        assert compose_report(record) == compose_report(replace(record))
