"""The Action Taken Report: what it holds in both languages and both forms, and what it keeps to itself."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from csrmatch.actions import services
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionStatus
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.i18n import speaking
from csrmatch.roles import Role
from tests.actions.points import HIGH, attach, colleague, make_action, office_of, report, somebody
from tests.conftest import sign_in

HOSTILE = '#read("/etc/passwd") {{ 7*7 }} {% raw %} <w:p> & ]]>'


def word_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def pdf_text(content: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    path = folder / "report.pdf"
    path.write_bytes(content)
    found = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True)
    return "".join(found.stdout.decode().split())


@pytest.fixture
def points(sqlite_app: Application) -> dict[str, int]:
    def make() -> dict[str, int]:
        late = make_action(
            "Open the sub-centres",
            title_hi="उप-केंद्र खोलें",
            due_in=-4,
            file_number="F-7/2026",
            owner_written="Shri Quokka",
        )
        report(late, ActionStatus.BEHIND)
        hostile = make_action(HOSTILE, asked=HOSTILE)
        far = make_action("Of the company", owner=office_of(Role.CPSE_OFFICER), due_in=None)
        return {"late": late.id, "hostile": hostile.id, "far": far.id}

    return run_write(make)


class TestActionTakenReport:
    def test_in_word_holds_each_point_with_what_was_done(
        self, sqlite_app: Application, points: dict[str, int]
    ) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        answer = client.get("/actions/report.docx")
        assert answer.status_code == 200
        text = word_text(answer.data)
        for words in (
            "Action Taken Report",
            "3 action points.",
            "Open the sub-centres",
            "No. F-7/2026",
            "4 days overdue",
            "Two of four are open.",
            "behind schedule",
            "Nothing has been reported yet.",
            HOSTILE,
            "no date",
        ):
            assert words in text, words
        # A paper leaves the offices that know the person.
        assert "Quokka" not in text

    def test_of_what_is_closed_tells_what_came_of_it_by_both_who_closed(
        self, sqlite_app: Application
    ) -> None:
        def make() -> None:
            plain, high = make_action("Wells"), make_action("Pumps", priority=HIGH)
            attach(high)
            for action in (plain, high):
                services.report_on_action(
                    action=action,
                    by=somebody(Role.DISTRICT_OFFICER),
                    version=None,
                    status=ActionStatus.DONE,
                    text="All dug.",
                    percent=100,
                )
            dpe, second = somebody(Role.DPE_STAFF), colleague(Role.DPE_STAFF)
            for action, by, note in (
                (plain, dpe, "Wells seen."),
                (high, dpe, "Pumps seen."),
                (high, second, "Pumps run."),
            ):
                services.close_action(action=action, by=by, version=None, note=note)

        run_write(make)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        text = word_text(client.get("/actions/report.docx").data)
        for note in ("Wells seen.", "Pumps seen.", "Pumps run."):
            assert text.count(note) == 1
        assert "per cent" not in text

    def test_in_pdf_and_in_hindi_is_in_the_language_of_its_reader(
        self, sqlite_app: Application, points: dict[str, int], tmp_path: Path
    ) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        english = pdf_text(client.get("/actions/report.pdf").data, tmp_path)
        assert "ActionTakenReport" in english
        assert "Twooffourareopen." in english
        client.get("/language/hi")
        answer = client.get("/actions/report.docx")
        assert "उप-केंद्र खोलें" in word_text(answer.data)
        assert answer.headers["Content-Disposition"].endswith("-hi.docx")

    def test_holds_what_the_list_holds_and_says_how_it_was_narrowed(
        self, sqlite_app: Application, points: dict[str, int]
    ) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        text = word_text(client.get("/actions/report.docx?due=overdue&status=behind").data)
        assert "Open the sub-centres" in text
        assert "Of the company" not in text
        assert "Last day: overdue" in text
        assert "Stage: behind schedule" in text

    def test_counts_all_where_it_prints_only_the_first_and_says_how_many(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make() -> None:
            for number in range(3):
                make_action(f"Late {number}", due_in=-3 - number)
            report(make_action("Done", due_in=-1))
            make_action("Of the company", owner=office_of(Role.CPSE_OFFICER))

        run_write(make)
        monkeypatch.setattr("csrmatch.actions.queries.PRINTED", 2)
        page = sign_in(app, "dpe_staff@example.test").get("/actions/report.docx").data
        text = word_text(page)
        assert "5 action points." in text
        assert "the first 2 of 5 are printed below" in text
        where = docx.Document(io.BytesIO(page)).tables[-2]
        told = {row.cells[0].text: row.cells[1].text for row in where.rows}
        assert told == {
            "Stage": "Action points",
            "not started": "4",
            "reported done": "1",
            "of these overdue": "3",
        }
        assert sum(f"A-000{number}" in text for number in range(1, 6)) == 2

    def test_holds_only_what_the_reader_may_see(
        self, sqlite_app: Application, points: dict[str, int]
    ) -> None:
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        text = word_text(client.get("/actions/report.docx?whose=all").data)
        assert "Of the company" in text
        assert "Open the sub-centres" not in text

    def test_names_nothing_where_there_is_nothing(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "agency@example.test")
        for kind in ("pdf", "docx"):
            assert client.get(f"/actions/report.{kind}").status_code == 200
        assert "0 action points." in word_text(client.get("/actions/report.docx").data)

    def test_the_same_record_gives_the_same_bytes(
        self, sqlite_app: Application, points: dict[str, int]
    ) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        for kind in ("pdf", "docx"):
            first, second = (client.get(f"/actions/report.{kind}").data for _time in range(2))
            assert first == second


class TestWordsInHindi:
    def test_who_has_it_is_shown_in_the_language_of_the_reader(self, sqlite_app: Application) -> None:
        from csrmatch.actions.wording import owner_words

        def make() -> int:
            return make_action(owner_written="Programme Officer").id

        action = db.session.get_one(ActionPoint, run_write(make))
        with speaking("hi"):
            told = owner_words(action, somebody(Role.DPE_STAFF))
        assert told.endswith("Programme Officer")
        assert "Programme Officer" not in owner_words(action, somebody(Role.AUDITOR))
