"""`csrmatch import` takes needs and CSR accounts as it takes projects: for their office, all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from csrmatch.cli import main
from tests.cli.test_import_projects import kept_files

NEEDS = "title_en,theme,block\r\n"
ACCOUNTS = "financial_year,spent_inr,overheads_inr\r\n"
WRITTEN = ("need", "csr_account", "data_import", "import_row", "attachment")
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("config.Development.SQLALCHEMY_DATABASE_URI", sqlite_url)
    monkeypatch.setattr("config.Development.ATTACHMENTS", str(tmp_path / "files"))

    def invoke(kind: str, content: str, *arguments: str, code: str = "") -> Result:
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(content.encode())
        office = code or {"needs": "376"}.get(kind, "nmdc")
        return CliRunner().invoke(main, ["import", kind, str(path), "--organisation", office, *arguments])

    return invoke


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def counts(url: str) -> dict[str, object]:
    return {name: ask(url, f"select count(*) from {name}")[0][0] for name in WRITTEN}


class TestImportNeeds:
    def test_a_file_of_a_district_becomes_drafts_of_its_office_once(self, run: Run, sqlite_url: str) -> None:
        first, again = (run("needs", NEEDS + "Wells,AW,Kuakonda\r\n") for _time in range(2))
        assert (first.exit_code, again.exit_code) == (0, 0), first.output
        assert "needs.csv was brought in, as import 1. new: 1" in first.stdout
        assert "brought in before" in again.stdout
        found = ask(
            sqlite_url,
            "select need.title_en, need.status, app_user.email, district.lgd from need "
            "join app_user on app_user.id = need.changed_by_id "
            "join district on district.id = need.district_id",
        )
        assert found == [("Wells", "draft", "district_officer@example.test", 376)]

    def test_a_trial_leaves_nothing_behind(self, run: Run, sqlite_url: str, tmp_path: Path) -> None:
        for option in ("--trial", "--dry-run"):
            answer = run("needs", NEEDS + "Wells,AW,\r\n", option)
            assert answer.exit_code == 0, answer.output
            assert "could be brought in; nothing was changed. new: 1" in answer.stdout
        assert set(counts(sqlite_url).values()) == {0}
        assert kept_files(tmp_path) == 0

    def test_every_error_is_told_with_its_place(self, run: Run, sqlite_url: str) -> None:
        answer = run("needs", NEEDS + "Wells,AW,\r\nOdd,ZZ,\r\n,AW,\r\n")
        assert answer.exit_code == 2
        assert "needs.csv, needs, row 3, column theme (Theme): “ZZ” is not one of" in answer.stderr
        assert "row 4, column title_en" in answer.stderr
        assert set(counts(sqlite_url).values()) == {0}

    @pytest.mark.parametrize("code", ["999999", "NMDC", "9" * 30, "-1"])
    def test_a_code_of_no_district_is_a_wrong_call(self, run: Run, code: str) -> None:
        answer = run("needs", NEEDS + "Wells,AW,\r\n", code=code)
        assert answer.exit_code == 2
        assert "no district with the LGD code" in answer.stderr

    def test_a_block_officer_brings_nothing_in(self, run: Run, sqlite_url: str) -> None:
        engine = create_engine(sqlite_url)
        with engine.begin() as connection:
            connection.execute(
                text("update app_user set scope = 'Block: Kuakonda' where email like 'district%'")
            )
        engine.dispose()
        answer = run("needs", NEEDS + "Wells,AW,\r\n")
        assert answer.exit_code == 2
        assert "make the account first" in answer.stderr


class TestImportAccounts:
    def test_a_file_of_a_company_fills_its_years_as_drafts(self, run: Run, sqlite_url: str) -> None:
        answer = run("accounts", ACCOUNTS + "2024-25,20000000,1000000\r\n2025-26,5,\r\n")
        assert answer.exit_code == 0, answer.output
        assert "accounts.csv was brought in, as import 1. new: 2" in answer.stdout
        found = ask(
            sqlite_url,
            "select financial_year, spent_inr, overheads_inr, published_at, cpse.code from csr_account "
            "join cpse on cpse.id = csr_account.cpse_id order by financial_year",
        )
        assert found == [("2024-25", 20_000_000, 1_000_000, None, "NMDC"), ("2025-26", 5, None, None, "NMDC")]

    def test_every_error_is_told_with_its_place_in_either_language(self, run: Run, sqlite_url: str) -> None:
        content = ACCOUNTS + "2024-25,5,6\r\n2024-25,5,\r\n1999-00,1 crore,\r\n"
        answer = run("accounts", content)
        assert answer.exit_code == 2
        assert "row 2, column overheads_inr (Of it administrative overheads): It cannot be" in answer.stderr
        assert (
            "row 3, column financial_year (Financial year): This year stands in a row above" in answer.stderr
        )
        assert "row 4, column spent_inr" in answer.stderr
        assert run("accounts", content, "--lang", "hi").exit_code == 2
        assert set(counts(sqlite_url).values()) == {0}

    def test_a_company_that_is_none_or_has_no_officer_says_so(self, run: Run) -> None:
        assert "There is no CPSE with the code 376" in run("accounts", ACCOUNTS, code="376").stderr
        answer = run("accounts", ACCOUNTS + "2024-25,5,\r\n", code="NTPC")
        assert answer.exit_code == 2
        assert "make the account first" in answer.stderr
