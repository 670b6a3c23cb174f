"""Reading a workbook: the same rows as from CSV files, and no file harms its reader."""

import datetime
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from csrmatch.mapping.documents.template import template_bytes
from csrmatch.mapping.tables import InputRefused, Issue, load_input
from csrmatch.mapping.tables.schema import TABLES
from tests.mapping.inputs import small_input, write_input
from tests.mapping.workbooks import craft_workbook, sheet_xml, write_workbook

ROOT = Path(__file__).parents[2]


def refused_codes(path: Path) -> set[str]:
    with pytest.raises(InputRefused) as refused:
        load_input(path)
    return {issue.code for issue in refused.value.issues}


class TestReadWorkbook:
    def test_a_workbook_and_a_folder_with_the_same_rows_are_the_same_input(self, tmp_path: Path) -> None:
        folder, _ = load_input(write_input(small_input(), tmp_path / "folder"))
        book, warnings = load_input(write_workbook(small_input(), tmp_path / "book.xlsx"))
        assert book == folder
        assert book.digest == folder.digest
        assert {warning.file for warning in warnings} == {"districts", "cpses"}

    def test_numbers_kept_as_text_and_dates_of_the_spreadsheet_are_understood(self, tmp_path: Path) -> None:
        rows = small_input()
        rows["cpses"][0]["free_inr"] = "90000000"
        rows["districts"][0]["lgd"] = "376"
        rows["cpses"][2]["capacity"] = 1.0
        for rule in rows["rules"]:
            rule["expires_on"] = datetime.datetime(2026, 3, 31)  # noqa: DTZ001 - as a spreadsheet keeps it.
        given, _ = load_input(write_workbook(rows, tmp_path / "book.xlsx"))
        assert given.cpses[0].free_inr == 90_000_000
        assert {rule.expires_on for rule in given.rules} == {datetime.date(2026, 3, 31)}

    def test_a_formula_is_refused_with_its_cell(self, tmp_path: Path) -> None:
        rows = small_input()
        rows["cpses"][1]["capacity"] = "=1+1"
        with pytest.raises(InputRefused) as refused:
            load_input(write_workbook(rows, tmp_path / "book.xlsx"))
        assert Issue("formula_cell", "cpses", 3, "D") in refused.value.issues

    def test_merged_cells_are_refused(self, tmp_path: Path) -> None:
        path = write_workbook(small_input(), tmp_path / "book.xlsx")
        book = openpyxl.load_workbook(path)
        book["needs"].merge_cells("A2:A3")
        book.save(path)
        assert "merged_cells" in refused_codes(path)

    def test_a_sheet_with_another_name_is_refused(self, tmp_path: Path) -> None:
        assert "unknown_sheet" in refused_codes(
            write_workbook(small_input() | {"colours": [{"a": 1}]}, tmp_path / "b.xlsx")
        )

    def test_the_template_reads_back_once_it_is_filled(self, tmp_path: Path) -> None:
        path = tmp_path / "template.xlsx"
        path.write_bytes(template_bytes())
        assert refused_codes(path) == {"no_rows"}
        book = openpyxl.load_workbook(path)
        assert set(TABLES) < set(book.sheetnames)
        for table, lines in small_input().items():
            sheet = book[table]
            columns = [cell.value for cell in sheet[1]]
            assert columns == [column.name for column in TABLES[table].columns]
            for number, line in enumerate(lines, start=2):
                for name, value in line.items():
                    sheet.cell(number, columns.index(name) + 1, None if value == "" else value)
        book.save(path)
        from_template, _ = load_input(path)
        from_folder, _ = load_input(write_input(small_input(), tmp_path / "folder"))
        assert from_template == from_folder

    def test_the_template_offers_the_choices(self, tmp_path: Path) -> None:
        path = tmp_path / "template.xlsx"
        path.write_bytes(template_bytes())
        book = openpyxl.load_workbook(path)
        lists = {
            rule.sqref.ranges.pop().coord: rule.formula1
            for rule in book["needs"].data_validations.dataValidation
        }
        assert lists == {"B2:B2001": '"HN,ED,AW,FS,IN,OT"', "J2:J2001": '"higher,lower"'}
        assert book["districts"]["A1"].comment is not None
        assert template_bytes() == template_bytes()


HUGE = "<row r='1'>" + "<c r='A1' t='inlineStr'><is><t>x</t></is></c>" * 10 + "</row>"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)

BOMBS = {
    "far_cell": sheet_xml('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "far_column": sheet_xml('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'),
    "far_row": sheet_xml('<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'),
    "far_row_without_reference": sheet_xml('<sheetData><row r="9999999"><c><v>1</v></c></row></sheetData>'),
    "wrong_dimension": sheet_xml('<dimension ref="A1:XFD1048576"/><sheetData/>'),
    "entities": sheet_xml(
        "<sheetData><row><c t='inlineStr'><is><t>&i;</t></is></c></row></sheetData>", before=ENTITIES
    ),
    "outside_entity": sheet_xml(
        "<sheetData><row><c t='inlineStr'><is><t>&x;</t></is></c></row></sheetData>",
        before='<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "deep": sheet_xml("<sheetData>" + "<row>" * 50_000 + "</sheetData>"),
    "not_xml": "this is not XML",
    "bad_string_index": sheet_xml('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'),
    "bad_number": sheet_xml('<sheetData><row r="1"><c r="A1"><v>one</v></c></row></sheetData>'),
    "no_rows": sheet_xml("<sheetData/>"),
    "large": sheet_xml("<sheetData>" + HUGE * 100_000 + "</sheetData>"),
}


class TestHostileWorkbooks:
    @pytest.mark.parametrize("bomb", BOMBS)
    def test_a_bomb_is_refused(self, tmp_path: Path, bomb: str) -> None:
        assert refused_codes(craft_workbook(tmp_path / "bomb.xlsx", BOMBS[bomb]))

    @pytest.mark.parametrize("bomb", ["far_cell", "far_row_without_reference", "entities", "deep", "large"])
    def test_a_bomb_takes_little_time_and_memory(self, tmp_path: Path, bomb: str) -> None:
        path = craft_workbook(tmp_path / "bomb.xlsx", BOMBS[bomb])
        code = (
            "import re, resource, sys\nfrom pathlib import Path\n"
            "from csrmatch.mapping.tables.workbook import read_workbook\n"
            "read_workbook(Path(sys.argv[1]))\n"
            "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
            # The system counts the memory of whoever started a process as its own; VmHWM does not.
            "own = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
            "print(max(own, used[1].ru_maxrss), sum(u.ru_utime + u.ru_stime for u in used))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, path], capture_output=True, text=True, check=True, cwd=ROOT
        )
        kilobytes, seconds = done.stdout.split()
        assert int(kilobytes) < 300_000
        assert float(seconds) < 5

    def test_the_cell_in_the_last_corner_is_named_too_large(self, tmp_path: Path) -> None:
        path = craft_workbook(tmp_path / "bomb.xlsx", BOMBS["far_cell"])
        assert path.stat().st_size < 2_000
        assert "too_large" in refused_codes(path)

    def test_a_package_that_unpacks_to_far_more_than_it_is_is_refused(self, tmp_path: Path) -> None:
        path = craft_workbook(tmp_path / "bomb.xlsx", sheet_xml("<sheetData/>" + " " * 30_000_000))
        assert refused_codes(path) == {"workbook_too_heavy"}

    def test_a_package_with_too_many_members_is_refused(self, tmp_path: Path) -> None:
        extra = {f"xl/media/{number}.txt": "x" for number in range(300)}
        path = craft_workbook(tmp_path / "bomb.xlsx", BOMBS["no_rows"], extra=extra)
        assert refused_codes(path) == {"workbook_too_heavy"}

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0old", b"lgd,name\n", b"PK\x05\x06" + b"\x00" * 18]
    )
    def test_what_is_no_workbook_is_said_to_be_none(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        assert refused_codes(path) == {"not_a_workbook"}

    def test_another_office_package_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "book.ods"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        assert refused_codes(path) == {"not_a_workbook"}
