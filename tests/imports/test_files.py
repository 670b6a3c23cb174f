"""Files as they come in: damaged, wrong, hostile or merely clumsy; each is told, none does harm."""

import io
import random
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.registry.models import Project
from tests.imports.sheets import Sheet, apply, bring_in, codes_of, outcomes_of, rows_of, template
from tests.registry.projects import make_project

MUTATED_TEXTS = 250
MUTATED_BOOKS = 50
CELLS = (
    ("starts_on", "31-02-2025", "bad_date"),
    ("starts_on", "1900-01-00", "bad_date"),
    ("starts_on", "1904-01-01", "unlikely_date"),
    ("title_hi", "????", "letters_lost"),
    ("title_hi", "à¤•à¥", "mojibake"),
    ("title_en", "x" * 201, "text_too_long"),
    ("title_en", "a\x07b", "control_character"),
    ("theme_ED", "१2", "mixed_digits"),
    ("theme_ED", "101", "out_of_range"),
    ("theme_ED", "half", "not_whole"),
    ("is_ongoing", "perhaps", "not_yes_no"),
    ("status", "finished", "bad_choice"),
    ("schedule_items", "1, 99", "bad_items"),
    ("goals", "eighteen", "bad_items"),
    ("outlay_2024-25_q1", "12.5", "money_not_whole"),
    ("outlay_2024-25_q1", "five lakh", "not_money"),
    ("outlay_2024-25_q1", "-5", "negative"),
    ("share_1", "50", "district_missing"),
    ("district_1", "376", "share_missing"),
    ("colour", "red", "unknown_column"),
)


@pytest.fixture(autouse=True)
def project(sqlite_app: Application) -> int:
    return run_write(lambda: make_project().id)


def csv_of(**cells: str) -> bytes:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    given = {"title_en": "A well", **cells}
    return (",".join(given) + "\r\n" + ",".join(quoted(text) for text in given.values()) + "\r\n").encode()


class TestCells:
    @pytest.mark.parametrize(("column", "text", "code"), CELLS)
    def test_what_is_wrong_is_told_with_its_code(self, column: str, text: str, code: str) -> None:
        assert code in codes_of(bring_in(csv_of(**{column: text})))

    @pytest.mark.parametrize(
        ("cells", "values"),
        [
            ({"theme_ED": "१००"}, {"themes": {"ED": 100}}),
            ({"starts_on": "०१-०४-२०२५"}, {"starts_on": "2025-04-01"}),
            ({"outlay_2024-25_q1": "₹ 12,50,000"}, {"money.2024-25": {"1": [1_250_000, None]}}),
            ({"is_ongoing": "हाँ"}, {"is_ongoing": True}),
            ({"district_1": "दंतेवाड़ा, छत्तीसगढ़", "share_1": "100"}, {"districts": {"376": 100}}),
            ({"district_1": "3\u200d76", "share_1": "100"}, {"districts": {"376": 100}}),
            ({"status": "UNDER_WAY"}, {"status": "under_way"}),
        ],
    )
    def test_what_means_the_same_reads_the_same(
        self, cells: dict[str, str], values: dict[str, object]
    ) -> None:
        number = bring_in(csv_of(**cells))
        assert codes_of(number) == []
        found = rows_of(number)[0].values
        assert {name: found[name] for name in values} == values

    def test_a_formula_and_merged_cells_are_told_with_their_place(self) -> None:
        sheet = Sheet(template())
        sheet.page["D5"] = "=1+1"
        number = bring_in(sheet.save())
        from csrmatch.imports.models import DataImport

        db.session.rollback()
        record = db.session.get_one(DataImport, number)
        assert [(item["code"], item["row"], item["column"]) for item in record.errors] == [
            ("formula_cell", 5, "D")
        ]
        with pytest.raises(DomainError):
            apply(number)
        sheet = Sheet(template())
        sheet.page.merge_cells("D4:D5")
        with pytest.raises(DomainError):
            bring_in(sheet.save())

    def test_text_that_looks_like_a_formula_comes_in_and_goes_out_as_text(self) -> None:
        for trigger in ("=1+1", "+91 771", "-5.2", "@cmd", "＝1"):
            number = bring_in(csv_of(title_en=trigger))
            assert codes_of(number) == []
            apply(number)
        book = openpyxl.load_workbook(io.BytesIO(template()))
        cells = [cell for page in book.worksheets for line in page.iter_rows() for cell in line]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        titles = {row[3].value for row in book["projects"].iter_rows(min_row=4)}
        assert {"=1+1", "+91 771", "-5.2", "@cmd", "＝1"} <= titles
        assert set(outcomes_of(bring_in(template()))) == {"same"}


def mutated_texts() -> Iterator[bytes]:
    draw = random.Random(20261122)  # noqa: S311 - the same files on every machine.
    whole = csv_of(
        title_hi="कुआँ", theme_ED="100", district_1="Dantewada", share_1="100", starts_on="01-04-2025"
    )
    for _ in range(MUTATED_TEXTS):
        content = bytearray(whole)
        for _ in range(draw.randint(1, 8)):
            place = draw.randrange(len(content))
            act = draw.randrange(3)
            if act == 0:
                content[place] = draw.randrange(256)
            elif act == 1:
                del content[place : place + draw.randint(1, 20)]
            else:
                content[place:place] = draw.choice([b'"', b",", b"\r\n", b"\x00", "०".encode(), b"\xff"])
            content = content or bytearray(b"x")
        yield bytes(content)


def mutated_books() -> Iterator[bytes]:
    draw = random.Random(20261123)  # noqa: S311 - the same files on every machine.
    whole = template()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for _ in range(MUTATED_BOOKS):
        if draw.random() < 0.3:
            content = bytearray(whole)
            content[draw.randrange(len(content))] ^= 255
            yield bytes(content)
            continue
        name = draw.choice(sorted(members))
        part = bytearray(members[name])
        for _ in range(draw.randint(1, 5)):
            part[draw.randrange(len(part))] = draw.randrange(32, 127)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for other, held in members.items():
                package.writestr(other, bytes(part) if other == name else held)
        yield stream.getvalue()


class TestMalformedFiles:
    @pytest.mark.parametrize(
        ("files", "fewest"), [(mutated_texts, MUTATED_TEXTS), (mutated_books, MUTATED_BOOKS)]
    )
    def test_none_stops_the_house_and_none_saves_anything(
        self, files: object, fewest: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refused = tried = 0
        for content in files():  # type: ignore[operator]
            try:
                bring_in(content)
                tried += 1
            except DomainError as refusal:
                refused += bool(str(refusal.text))
        print(f"\n{refused + tried} malformed files: {refused} refused whole, {tried} tried row by row")
        assert refused + tried >= fewest
        assert refused
        db.session.rollback()
        assert db.session.query(Project).count() == 1
