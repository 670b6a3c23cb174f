"""Another program's reading of a Word file: LibreOffice's, where its writer is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["through_office"]

_MISSING = "LibreOffice's writer is missing: on Debian install libreoffice-writer-nogui"


def through_office(file: bytes, folder: Path) -> bytes:
    """The Word file as LibreOffice prints it; a test is skipped where no writer is installed to print it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip(_MISSING)
    source, printed = folder / "report.docx", folder / "report.pdf"
    source.write_bytes(file)
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(source)],
        capture_output=True,
        check=True,
        timeout=120,
        text=True,
    )
    if not printed.exists():
        # The sheets alone cannot open it; they say so and end as if all were well.
        if not list(Path(program).resolve().parent.glob("*swlo.*")):
            pytest.skip(_MISSING)
        raise AssertionError(f"LibreOffice printed nothing: {done.stdout} {done.stderr}")
    return printed.read_bytes()
