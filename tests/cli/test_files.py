"""`csrmatch files` sees a file that was lost or changed, and removes what no record names."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csrmatch.app import Application
from csrmatch.attachments.services import add_attachment
from csrmatch.attachments.storage import FolderStorage, new_key
from csrmatch.cli import main
from csrmatch.db import db, run_write
from tests.attachments.files import PDF
from tests.registry.projects import find_officer


@pytest.fixture
def folder(sqlite_app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one attached file; the commands use it and the test's database."""
    files = tmp_path / "files"
    sqlite_app.config["ATTACHMENTS"] = str(files)
    monkeypatch.setattr("config.Development.ATTACHMENTS", str(files))
    url = sqlite_app.config["SQLALCHEMY_DATABASE_URI"]
    monkeypatch.setattr("config.Development.SQLALCHEMY_DATABASE_URI", url)
    run_write(
        lambda: add_attachment(by=find_officer("NMDC"), title="Note", file_name="n.pdf", content=PDF).id
    )
    db.session.rollback()
    return files


def _run(act: str) -> Result:
    return CliRunner().invoke(main, ["files", act])


def _only_file(folder: Path) -> Path:
    return next(path for path in folder.rglob("*") if path.is_file())


class TestCheck:
    def test_files_as_they_came_are_in_order(self, folder: Path) -> None:
        answer = _run("check")
        assert (answer.exit_code, answer.output) == (0, "All attached files are as they came.\n")

    def test_a_changed_file_is_named(self, folder: Path) -> None:
        _only_file(folder).write_bytes(PDF + b"!")
        answer = _run("check")
        assert answer.exit_code == 1
        assert "File 1" in answer.output

    def test_a_lost_file_is_named(self, folder: Path) -> None:
        _only_file(folder).unlink()
        assert _run("check").exit_code == 1


class TestSweep:
    def test_only_what_is_old_and_unnamed_goes(self, folder: Path) -> None:
        storage = FolderStorage(folder)
        for name in ("old", "young"):
            key = new_key()
            storage.put(key, PDF)
            if name == "old":
                os.utime(folder / key[:2] / key, (0, 0))
        assert _run("sweep").output == "1 removed.\n"
        assert sum(path.is_file() for path in folder.rglob("*")) == 2
        assert _run("check").exit_code == 0
