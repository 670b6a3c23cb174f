"""What the tests say where LibreOffice cannot open a Word file."""

from pathlib import Path

import pytest

from tests.documents.office import through_office


@pytest.fixture
def mute_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of the name that ends well and prints nothing; gives its folder."""
    folder = tmp_path / "program"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text("#!/bin/sh\necho could not be loaded >&2\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    return folder


def test_without_its_writer_the_test_is_skipped_and_says_what_to_install(
    mute_office: Path, tmp_path: Path
) -> None:
    with pytest.raises(pytest.skip.Exception, match="install libreoffice-writer"):
        through_office(b"", tmp_path)


def test_with_its_writer_a_file_that_it_cannot_open_is_a_fault(mute_office: Path, tmp_path: Path) -> None:
    (mute_office / "libswlo.so").touch()
    with pytest.raises(AssertionError, match="could not be loaded"):
        through_office(b"", tmp_path)
