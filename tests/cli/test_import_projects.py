"""`csrmatch import projects` takes all of a file or nothing, and says where each error stands."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from csrmatch.cli import main

HEADINGS = ["title_en", "status", "theme_ED", "district_1", "share_1", "outlay_2023-24", "spent_2023-24"]
GOOD = ["Class rooms in Amgaon", "under_way", "100", "Bastar, Chhattisgarh", "100", "500000", "400000"]
WRITTEN = ("project", "data_import", "import_row", "attachment", "confirmed_name")


def write(folder: Path, *rows: list[str], headings: list[str] = HEADINGS) -> Path:
    path = folder / "projects.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("config.Development.SQLALCHEMY_DATABASE_URI", sqlite_url)
    monkeypatch.setattr("config.Development.ATTACHMENTS", str(tmp_path / "files"))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["import", "projects", "--organisation", "NMDC", *arguments])

    return invoke


def counts(url: str) -> dict[str, int]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(f"select count(*) from {name}")).scalar_one() for name in WRITTEN
        }
    engine.dispose()
    return found


def kept_files(folder: Path) -> int:
    return sum(path.is_file() for path in (folder / "files").rglob("*")) if (folder / "files").exists() else 0


class TestImportProjects:
    def test_a_good_file_is_brought_in_once_however_often_it_is_sent(
        self, run, sqlite_url: str, tmp_path: Path
    ) -> None:
        path = write(tmp_path, GOOD, [*GOOD[:3], "Raipur, Chhattisgarh", *GOOD[4:]])
        first, again = run(str(path)), run(str(path))
        assert (first.exit_code, again.exit_code) == (0, 0), first.output
        assert "import 1" in first.stdout
        assert "brought in before" in again.stdout
        assert first.stderr == ""
        found = counts(sqlite_url)
        assert (found["project"], found["data_import"], found["import_row"]) == (2, 1, 2)
        assert kept_files(tmp_path) == 1

    def test_a_dry_run_leaves_nothing_behind(self, run, sqlite_url: str, tmp_path: Path) -> None:
        answer = run(str(write(tmp_path, GOOD)), "--dry-run")
        assert answer.exit_code == 0
        assert "could be brought in" in answer.stdout
        assert set(counts(sqlite_url).values()) == {0}
        assert kept_files(tmp_path) == 0

    def test_every_error_is_told_with_file_row_and_column_and_nothing_is_written(
        self, run, sqlite_url: str, tmp_path: Path
    ) -> None:
        wrong = [*GOOD[:5], "5 lakh", "400000.50"]
        answer = run(str(write(tmp_path, GOOD, wrong, ["", *GOOD[1:]])))
        assert answer.exit_code == 2
        lines = answer.stderr.splitlines()
        assert any("projects.csv" in line and "row 3" in line and "outlay_2023-24" in line for line in lines)
        assert any("row 3" in line and "spent_2023-24" in line for line in lines)
        assert any("row 4" in line for line in lines)
        assert answer.stdout == ""
        assert set(counts(sqlite_url).values()) == {0}
        assert kept_files(tmp_path) == 0

    def test_a_name_that_is_not_known_is_told_with_what_it_may_be(
        self, run, sqlite_url: str, tmp_path: Path
    ) -> None:
        answer = run(str(write(tmp_path, [*GOOD[:3], "Bastarr, Chhattisgarh", *GOOD[4:]])))
        assert answer.exit_code == 2
        assert "Bastarr, Chhattisgarh" in answer.stderr
        assert "LGD 374" in answer.stderr
        assert set(counts(sqlite_url).values()) == {0}

    def test_rows_that_are_held_back_are_told_and_stop_no_other(
        self, run, sqlite_url: str, tmp_path: Path
    ) -> None:
        answer = run(str(write(tmp_path, GOOD, GOOD)))
        assert answer.exit_code == 0, answer.output
        assert "Held back: projects.csv" in answer.stderr
        assert counts(sqlite_url)["project"] == 1

    def test_errors_are_told_in_hindi_too(self, run, tmp_path: Path) -> None:
        answer = run(str(write(tmp_path, [*GOOD[:5], "5 lakh", ""])), "--lang", "hi")
        assert answer.exit_code == 2
        assert "5 lakh" in answer.stderr

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfea\x00", b"nothing,here\n1,2\n"])
    def test_a_file_that_cannot_be_read_is_refused_with_its_name(
        self, run, sqlite_url: str, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "odd.xlsx"
        path.write_bytes(content)
        answer = run(str(path))
        assert answer.exit_code == 2
        assert answer.stderr.startswith("odd.xlsx: ")
        assert set(counts(sqlite_url).values()) == {0}

    def test_a_company_that_is_none_is_a_wrong_call(self, run, tmp_path: Path) -> None:
        answer = run(str(write(tmp_path, GOOD)), "--organisation", "XYZ")
        assert answer.exit_code == 2
        assert "XYZ" in answer.stderr

    def test_a_company_without_an_officer_says_so(self, run, tmp_path: Path) -> None:
        answer = run(str(write(tmp_path, GOOD)), "--organisation", "NTPC")
        assert answer.exit_code == 2
        assert "make the account first" in answer.stderr
