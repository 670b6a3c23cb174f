"""The workbook's own formulas, computed anew by a spreadsheet program that knows nothing of csrmatch."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from csrmatch.i18n import speaking
from csrmatch.mapping.documents.workbook import workbook_bytes
from csrmatch.mapping.sample import build_sample
from csrmatch.mapping.solving.outcome import Outcome, solve_input
from csrmatch.optimiser import Objective

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice's soffice is not installed: on Debian install libreoffice-calc-nogui",
)

_CACHED = re.compile(rb"(<c [^>]*>)(<f[^>]*>.*?</f>)<v>.*?</v>(</c>)", re.DOTALL)
_SECONDS = 180


def _without_values(workbook: bytes) -> tuple[bytes, int]:
    """The workbook with the value of every formula taken out, and how many there were."""
    content, taken = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                data, count = _CACHED.subn(rb"\1\2\3", data)
                taken += count
            target.writestr(name, data, zipfile.ZIP_DEFLATED)
    return content.getvalue(), taken


def _cells(workbook: bytes) -> Iterator[tuple[str, str, object]]:
    """Sheet, address and value of every cell that a workbook holds."""
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(workbook), data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell.coordinate, cell.value


def _formulas(workbook: bytes) -> set[tuple[str, str]]:
    from openpyxl import load_workbook

    return {
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(io.BytesIO(workbook))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _recomputed(workbook: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice writes it after it had to compute every formula itself."""
    bare, taken = _without_values(workbook)
    assert taken == len(_formulas(workbook)) > 0
    (folder / "bare.xlsx").write_bytes(bare)
    # The profile is the test's own, so that no office session of a person is touched.
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "bare.xlsx")],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    return (folder / "out" / "bare.xlsx").read_bytes()


def _compare(outcome: Outcome, folder: Path, language: str) -> dict[tuple[str, str], object]:
    """Checks every formula against what csrmatch wrote; gives what was computed."""
    workbook = workbook_bytes(outcome, language)
    stated = {(sheet, at): value for sheet, at, value in _cells(workbook)}
    computed = {(sheet, at): value for sheet, at, value in _cells(_recomputed(workbook, folder))}
    for place in _formulas(workbook):
        expected, found = stated[place], computed.get(place)
        if isinstance(expected, str):
            assert found == expected, place
        else:
            assert found == pytest.approx(expected, abs=1e-9), place
    return computed


class TestRecomputed:
    def test_the_national_certificate_in_hindi_says_the_same_without_csrmatch(self, tmp_path: Path) -> None:
        outcome = solve_input(build_sample("nation"))
        computed = _compare(outcome, tmp_path, "hi")
        with speaking("hi"):
            from csrmatch.i18n import _

            sheet, verdict = _("Certificate"), _("proven best")
        assert [computed[sheet, f"C{row}"] for row in (3, 4, 5)] == [0, 0, 0]
        assert computed[sheet, "C6"] == computed[sheet, "C7"] == pytest.approx(outcome.plan.total)
        assert computed[sheet, "C8"] == verdict

    @pytest.mark.parametrize("objective", [Objective.FAIREST, Objective.STABLE])
    def test_the_other_answers_say_the_same(self, tmp_path: Path, objective: Objective) -> None:
        outcome = solve_input(build_sample("raipur"), objective=objective)
        computed = _compare(outcome, tmp_path, "en")
        assert "bound proven" in computed.values()

    def test_a_price_that_was_changed_is_found_out(self, tmp_path: Path) -> None:
        outcome = solve_input(build_sample("raipur"))
        row = int((outcome.prices.district != 0).nonzero()[0][0])
        outcome.prices.district[row] -= 1_000
        try:
            computed = dict(
                ((sheet, at), value)
                for sheet, at, value in _cells(_recomputed(workbook_bytes(outcome, "en"), tmp_path))
            )
        finally:
            outcome.prices.district[row] += 1_000
        assert computed["Certificate", "C8"] == "NOT proven"
        assert computed["Certificate", "C3"] != 0
