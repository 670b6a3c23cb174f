"""A messy file of filings is read whole: every row is kept, understood, asked about or doubted."""

import csv
import io
import os
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from csrmatch.imports.files import IN_BULK, read_sheet
from csrmatch.imports.layouts import SheetRow
from csrmatch.imports.rules import ReadRow
from csrmatch.places.reconciling import shipped_gazetteer
from csrmatch.registry.tables.filed_projects import FILED_LAYOUT, filed_rows

HEADINGS = [
    *("short", "company", "cin", "fy", "project", "sector"),
    *("state", "district", "outlay_rs", "spent_rs", "mode"),
]
REAL_FILE = os.environ.get("CSRMATCH_FILED_PROJECTS")


def filing(*rows: dict[str, str]) -> bytes:
    """A file in the shape of the published ones, of invented rows of NMDC unless they say otherwise."""
    usual = {
        "short": "NMDC",
        "company": "NMDC Ltd.",
        "cin": "L13100AP1958GOI001674",
        "fy": "2015-16",
        "project": "Six class rooms in the girls' school of Amgaon",
        "sector": "Education",
        "state": "Chhattisgarh",
        "district": "Bastar",
        "outlay_rs": "500000",
        "spent_rs": "400000",
        "mode": "Directly",
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(usual | row for row in rows)
    return text.getvalue().encode()


def rows_of(content: bytes) -> list[SheetRow]:
    return [row for row in read_sheet(content, "projects", IN_BULK) if isinstance(row, SheetRow)]


def read(content: bytes, owner: str = "NMDC") -> list[ReadRow]:
    return list(FILED_LAYOUT.read(rows_of(content), shipped_gazetteer(), owner))


def read_one(**cells: str) -> ReadRow:
    (row,) = read(filing(cells))
    return row


def flags(row: ReadRow) -> list[str]:
    return [flag.code for flag in row.flags]


class TestRecognising:
    def test_the_published_headings_are_recognised_and_a_workbooks_are_not(self) -> None:
        assert FILED_LAYOUT.recognises(HEADINGS)
        assert FILED_LAYOUT.recognises(["CIN", "Financial  Year", "Project", "District", "Amount spent"])
        assert not FILED_LAYOUT.recognises(["id", "version", "title_en", "district_1"])
        assert not FILED_LAYOUT.recognises([None, "", 5])


class TestRows:
    def test_a_row_becomes_a_project_with_its_year_theme_and_district(self) -> None:
        row = read_one()
        assert row.errors == row.flags == row.names == ()
        assert row.number == 2
        assert row.values["title_en"] == "Six class rooms in the girls' school of Amgaon"
        assert row.values["districts"] == {"374": 100}
        assert row.values["themes"] == {"ED": 100}
        assert row.values["money.2015-16"] == {"4": [500_000, 400_000]}
        assert row.values["implementer"] == "company"

    def test_rows_of_other_companies_are_not_taken(self) -> None:
        content = filing({}, {"short": "NTPC", "company": "NTPC Ltd.", "cin": ""})
        assert [row.number for row in read(content)] == [2]
        assert [row.number for row in read(content, "NTPC")] == [3]

    def test_a_company_that_is_almost_ours_is_told_and_not_guessed(self) -> None:
        row = read_one(short="", cin="", company="NMDC Lmtd, Hyderabad")
        assert [(error.column, error.code) for error in row.errors] == [("company", "unknown_company")]

    def test_a_district_outside_the_programme_is_kept_as_such(self) -> None:
        row = read_one(district="Raipur")
        assert row.values["districts"] == {}
        assert row.values["elsewhere_percent"] == 100

    def test_a_name_that_is_not_known_is_asked_about(self) -> None:
        row = read_one(district="Bastarr")
        assert [(name.name, name.state) for name in row.names] == [("Bastarr", "Chhattisgarh")]
        assert row.values["districts"] == {"?Bastarr|Chhattisgarh": 100}

    def test_a_district_of_two_states_is_asked_about_where_no_state_stands(self) -> None:
        assert read_one(district="Bijapur", state="NEC/ Not mentioned").names
        assert read_one(district="Bijapur", state="Karnataka").values["elsewhere_percent"] == 100
        assert read_one(district="Bijapur").values["districts"] == {"636": 100}

    def test_no_district_says_nothing_and_the_whole_country_is_bound_to_none(self) -> None:
        assert "reach" not in read_one(district="NEC/ Not Mentioned").values
        assert read_one(district="-", state="PAN India").values["reach"] == "not_bound"

    @pytest.mark.parametrize(
        ("written", "amount"),
        [("400000", 400_000), ("4,00,000", 400_000), ("₹ 4,00,000/-", 400_000), ("Rs. 400000.00", 400_000)],
    )
    def test_amounts_are_read_as_offices_write_them(self, written: str, amount: int) -> None:
        row = read_one(spent_rs=written)
        assert row.errors == ()
        assert row.values["money.2015-16"] == {"4": [500_000, amount]}

    @pytest.mark.parametrize(
        ("written", "code"),
        [("4 lakh", "not_money"), ("400000.50", "money_not_whole"), ("9" * 17, "out_of_range")],
    )
    def test_an_amount_in_another_unit_is_refused_with_its_column(self, written: str, code: str) -> None:
        (error,) = read_one(spent_rs=written).errors
        assert (error.row, error.column, error.code) == (2, "spent", code)

    def test_nothing_set_aside_beside_money_spent_is_not_known(self) -> None:
        assert read_one(outlay_rs="0").values["money.2015-16"] == {"4": [None, 400_000]}

    def test_a_year_that_is_none_is_refused(self) -> None:
        assert [error.code for error in read_one(fy="2015-17").errors] == ["bad_year"]

    def test_a_row_without_a_title_goes_by_its_sector(self) -> None:
        assert read_one(project="Not Mentioned").values["title_en"] == "Education"

    def test_what_lost_its_letters_is_held_back_and_other_signs_are_cleaned(self) -> None:
        row = read_one(project="Drinking water\x96six villages")
        assert row.values["title_en"] == "Drinking water six villages"
        assert row.flags == ()
        assert flags(read_one(project="????? ????")) == ["letters_lost"]


class TestDoubts:
    def test_a_row_that_stands_there_twice_is_held_back_once(self) -> None:
        assert [flags(row) for row in read(filing({}, {}))] == [[], ["duplicate"]]

    def test_a_year_in_another_unit_is_held_back_whole(self) -> None:
        usual = [
            {"fy": fy, "project": f"Hand pump in the village of Amgaon, number {step}"}
            for fy in ("2015-16", "2016-17")
            for step in range(5)
        ]
        wrong = [
            {
                "fy": "2014-15",
                "spent_rs": "40000000",
                "outlay_rs": "50000000",
                "project": f"{row['project']} a",
            }
            for row in usual[:4]
        ]
        found = [flags(row) for row in read(filing(*usual, *wrong))]
        assert found == [[]] * 10 + [["unit_suspect"]] * 4

    def test_money_below_zero_is_held_back_and_never_stored(self) -> None:
        row = read_one(spent_rs="-100000")
        assert flags(row) == ["negative_spend"]
        assert row.values["money.2015-16"] == {"4": [500_000, None]}


@cache
def real_content() -> bytes:
    return Path(REAL_FILE or "").read_bytes()


@cache
def real_rows() -> tuple[ReadRow, ...]:
    """Every company's rows of the real file, each company read as its own officer's."""
    rows = rows_of(real_content())
    owners = sorted({row.company for row in filed_rows(rows) if row.company})
    return tuple(row for owner in owners for row in FILED_LAYOUT.read(rows, shipped_gazetteer(), owner))


FILE_FLAGS = {
    "unit_suspect": "unit_suspect",
    "rollup_suspect": "rollup_suspect",
    "exact_duplicate": "duplicate",
    "single_row_company_year": "single_row_year",
}


@pytest.mark.skipif(REAL_FILE is None, reason="CSRMATCH_FILED_PROJECTS names no file")
class TestRealFile:
    """The filings of 26 companies, 2014-17, against the marks that those who collected them have set."""

    def test_every_row_is_taken_once_and_none_is_in_error(self) -> None:
        assert sorted(row.number for row in real_rows()) == [
            row.number for row in rows_of(real_content())[1:]
        ]
        assert [row.errors for row in real_rows() if row.errors] == []

    def test_every_named_district_has_its_code_or_is_outside(self) -> None:
        assert sum(bool(row.values.get("districts")) for row in real_rows()) == 249
        assert sum(row.values.get("elsewhere_percent") == 100 for row in real_rows()) == 673
        assert [row.names for row in real_rows() if row.names] == []

    def test_the_files_own_marks_are_found_by_our_rules(self) -> None:
        marked: dict[str, set[int]] = defaultdict(set)
        for number, row in enumerate(csv.DictReader(io.StringIO(real_content().decode())), start=2):
            for mark in row["quality_flag"].split(";"):
                if mark in FILE_FLAGS:
                    marked[FILE_FLAGS[mark]].add(number)
        for code, numbers in marked.items():
            ours = {row.number for row in real_rows() if code in flags(row)}
            assert numbers <= ours, code
            assert len(ours - numbers) <= 1, code
