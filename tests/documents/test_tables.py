"""Tables as CSV and Excel: text is never a formula, numbers stay numbers, and nothing is lost on the way."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.documents.csv_table import guard_text, write_csv
from csrmatch.documents.xlsx_table import write_xlsx

# What a spreadsheet may take for a formula, and what looks like it and is not.
TRIGGERS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠1"),
    *("=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","x")', "=IMPORTXML(1)", "-2+3+cmd"),
    *("+91 98765 43210", "-5.2", "=", "-", "@"),
]
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
_CELL = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9), _TEXT)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestWriteCsv:
    def test_guards_20_forms_of_formulas_in_every_column_and_heading(self) -> None:
        assert len(TRIGGERS) == 20
        for trigger in TRIGGERS:
            head, row = _rows(write_csv([trigger, "a"], [[trigger, trigger]]))
            for cell in (head[0], *row):
                assert cell == "'" + trigger
                assert not cell.startswith(_DANGEROUS)

    def test_leaves_numbers_numbers(self) -> None:
        assert _rows(write_csv(["a", "b"], [[-5.2, -3]]))[1] == ["-5.2", "-3"]

    def test_says_to_a_spreadsheet_that_it_is_unicode(self) -> None:
        assert write_csv(["ज़िला"], []).startswith(b"\xef\xbb\xbf")

    @given(st.lists(st.tuples(_CELL, _CELL), max_size=5))
    @settings(max_examples=500, deadline=None)
    def test_is_read_back_as_it_was_but_for_the_guard(self, rows: list[tuple[object, object]]) -> None:
        read = _rows(write_csv(["a", "b"], rows))[1:]
        assert read == [["" if cell is None else str(guard_text(cell)) for cell in row] for row in rows]


class TestWriteXlsx:
    @pytest.mark.parametrize("trigger", TRIGGERS)
    def test_holds_no_formula(self, trigger: str) -> None:
        book = openpyxl.load_workbook(io.BytesIO(write_xlsx("Sheet", [trigger, "b"], [[trigger, 1]])))
        for row in book.active.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
        # The reader leaves the format's own way to write a carriage return as it is.
        assert book.active["A2"].value.replace("_x000D_", "\r") == trigger

    def test_leaves_numbers_days_and_truth_what_they_are(self) -> None:
        moment = datetime(2026, 4, 1, 0, 15, tzinfo=UTC)
        content = write_xlsx("Sheet", list("abcde"), [[-5.2, 7, date(2026, 4, 1), True, moment]])
        row = next(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True))
        assert row[:2] == (-5.2, 7)
        assert row[2].date() == date(2026, 4, 1)
        assert row[3] is True
        assert row[4] == "2026-04-01 00:15+00:00"

    @given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5))
    @settings(max_examples=60, deadline=None)
    def test_is_read_back_as_it_was(self, rows: list[tuple[object, object]]) -> None:
        content = write_xlsx("Sheet", ["a", "b"], rows)
        read = openpyxl.load_workbook(io.BytesIO(content)).active
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row, start=1):
                value = read.cell(number, column).value
                if isinstance(cell, str):
                    assert (value or "") == cell
                else:
                    assert value == (pytest.approx(cell) if cell is not None else None)
