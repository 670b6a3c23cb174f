"""The folder that keeps files, and what comes of a file when its transaction fails or its machine stops."""

import os
import time

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.attachments.models import Attachment
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.services import add_attachment, strike_attachment, sweep_attachments
from csrmatch.attachments.storage import FolderStorage, current_storage, new_key
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, Missing
from tests.attachments.files import PDF
from tests.registry.projects import find_officer


def _add(content: bytes = PDF) -> int:
    return add_attachment(by=find_officer("NMDC"), title="Report", file_name="report.pdf", content=content).id


def _kept(app: Application) -> set[str]:
    return set(current_storage().keys(older_than_seconds=-10))


class TestFolder:
    def test_what_was_put_is_got_and_dropped(self, tmp_path):
        storage = FolderStorage(tmp_path / "files")
        key = new_key()
        storage.put(key, PDF)
        assert storage.get(key) == PDF
        storage.drop(key)
        storage.drop(key)
        with pytest.raises(FileNotFoundError):
            storage.get(key)

    @pytest.mark.parametrize("key", ["", "../../../etc/passwd", "x" * 32, "A" * 32, "0" * 31, "0" * 33])
    def test_no_other_key_reaches_the_disk(self, tmp_path, key):
        storage = FolderStorage(tmp_path)
        for act in (storage.get, storage.drop, lambda name: storage.put(name, b"x")):
            with pytest.raises(ValueError, match="not a key of ours"):
                act(key)
        assert list(tmp_path.iterdir()) == []

    def test_a_key_is_written_once(self, tmp_path):
        storage = FolderStorage(tmp_path)
        key = new_key()
        (tmp_path / key[:2]).mkdir()
        (tmp_path / key[:2] / f"{key}.part").write_bytes(b"half")
        with pytest.raises(FileExistsError):
            storage.put(key, PDF)

    def test_old_halves_go_and_young_files_are_left_out(self, tmp_path):
        storage = FolderStorage(tmp_path)
        old, young, half = new_key(), new_key(), new_key()
        for key in (old, young):
            storage.put(key, PDF)
        part = tmp_path / half[:2] / f"{half}.part"
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(b"half")
        long_ago = time.time() - 7200
        for path in (tmp_path / old[:2] / old, part):
            os.utime(path, (long_ago, long_ago))
        assert list(storage.keys(older_than_seconds=3600)) == [old]
        assert not part.exists()


class TestTransactions:
    def test_a_committed_file_is_read_back_whole(self, app: Application) -> None:
        number = run_write(_add)
        attachment = db.session.get_one(Attachment, number)
        assert read_attachment(attachment) == PDF
        assert _kept(app) == {attachment.key}

    def test_a_transaction_that_fails_leaves_neither_row_nor_bytes(self, app: Application) -> None:
        def fail() -> None:
            _add()
            assert len(_kept(app)) == 1
            raise DomainError("no")

        with pytest.raises(DomainError):
            run_write(fail)
        assert _kept(app) == set()
        assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0

    def test_a_file_of_an_earlier_transaction_survives_a_later_failure(self, app: Application) -> None:
        run_write(_add)

        def fail() -> None:
            _add()
            raise DomainError("no")

        with pytest.raises(DomainError):
            run_write(fail)
        assert len(_kept(app)) == 1

    def test_a_refused_file_is_not_written(self, app: Application) -> None:
        with pytest.raises(DomainError):
            run_write(lambda: _add(b"<svg/>"))
        assert _kept(app) == set()

    def test_bytes_that_no_row_names_are_swept_when_they_are_old(self, app: Application) -> None:
        run_write(_add)
        key = new_key()
        current_storage().put(key, PDF)
        assert sweep_attachments() == 0
        assert len(_kept(app)) == 2
        assert sweep_attachments(older_than_seconds=-10) == 1
        assert key not in _kept(app)

    def test_bytes_that_were_changed_on_the_disk_are_not_given_out(self, app: Application) -> None:
        attachment = db.session.get_one(Attachment, run_write(_add))
        storage = current_storage()
        assert isinstance(storage, FolderStorage)
        (storage.folder / attachment.key[:2] / attachment.key).write_bytes(PDF + b"!")
        with pytest.raises(Missing):
            read_attachment(attachment)
        storage.drop(attachment.key)
        with pytest.raises(Missing):
            read_attachment(attachment)


class TestStriking:
    def test_keeps_the_row_the_bytes_and_the_reason(self, app: Application) -> None:
        number = run_write(_add)

        def strike() -> None:
            attachment = db.session.get_one(Attachment, number)
            strike_attachment(
                attachment=attachment,
                by=find_officer("NMDC"),
                version=attachment.version,
                reason="It names a child.",
            )

        run_write(strike)
        attachment = db.session.get_one(Attachment, number)
        assert attachment.struck_reason == "It names a child."
        assert read_attachment(attachment) == PDF
        with pytest.raises(Conflict):
            run_write(strike)
