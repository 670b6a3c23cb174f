"""Reading an input: every slip is found with its file, row and column; good input reads as meant."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from csrmatch.documents.guarding import guarded, unguarded
from csrmatch.mapping.tables import DEFAULT_WEIGHTS, InputRefused, Issue, Level, load_input, load_weights
from csrmatch.mapping.tables.writing import input_files
from tests.mapping.inputs import Rows, random_input, small_input, write_input

Change = Callable[[Rows], None]


def errors_of(folder: Path) -> list[Issue]:
    with pytest.raises(InputRefused) as refused:
        load_input(folder)
    return [issue for issue in refused.value.issues if issue.level is Level.ERROR]


def put(table: str, row: int, column: str, value: object) -> Change:
    """Sets one cell; rows count as a person sees them, the header is row 1."""

    def change(rows: Rows) -> None:
        rows[table][row - 2][column] = value

    return change


def drop_column(table: str, column: str) -> Change:
    def change(rows: Rows) -> None:
        for row in rows[table]:
            del row[column]

    return change


def add_column(table: str, column: str) -> Change:
    def change(rows: Rows) -> None:
        for row in rows[table]:
            row[column] = "x"

    return change


def add_row(table: str, **values: object) -> Change:
    def change(rows: Rows) -> None:
        blank = dict.fromkeys(rows[table][0], "") if table in rows else {}
        rows.setdefault(table, []).append({**blank, **values})

    return change


def drop_table(table: str) -> Change:
    def change(rows: Rows) -> None:
        del rows[table]

    return change


RULE = {"reason": "r", "author": "a"}

SLIPS = [
    (drop_column("cpses", "capacity"), "missing_column", "cpses.csv", 1, "capacity"),
    (add_column("needs", "colour"), "unknown_column", "needs.csv", 1, "colour"),
    (drop_table("projects"), "missing_file", "projects.csv", None, ""),
    (add_row("needs", lgd=999, theme="HN", title="x"), "unknown_district", "needs.csv", 5, "lgd"),
    (add_row("places", cpse="ONGC", name="x"), "unknown_cpse", "places.csv", 4, "cpse"),
    (put("districts", 2, "leads_now", "ONGC"), "unknown_cpse", "districts.csv", 2, "leads_now"),
    (put("districts", 4, "lgd", 376), "duplicate", "districts.csv", 4, "lgd"),
    (put("districts", 4, "lgd", "०३७६"), "duplicate", "districts.csv", 4, "lgd"),
    (put("cpses", 4, "code", "NMDC"), "duplicate", "cpses.csv", 4, "code"),
    (put("cpses", 2, "free_inr", -5), "negative", "cpses.csv", 2, "free_inr"),
    (put("projects", 3, "spent_inr", "-1"), "negative", "projects.csv", 3, "spent_inr"),
    (put("cpses", 2, "free_inr", "five crore"), "not_money", "cpses.csv", 2, "free_inr"),
    (put("cpses", 2, "free_inr", "1,00,000"), "not_money", "cpses.csv", 2, "free_inr"),
    (put("cpses", 2, "free_inr", "²"), "not_money", "cpses.csv", 2, "free_inr"),
    (put("needs", 2, "ask_inr", "100.50"), "money_not_whole", "needs.csv", 2, "ask_inr"),
    (put("needs", 2, "ask_inr", "1e6"), "money_not_whole", "needs.csv", 2, "ask_inr"),
    (put("cpses", 3, "capacity", ""), "blank", "cpses.csv", 3, "capacity"),
    (put("cpses", 3, "capacity", "1.5"), "not_whole", "cpses.csv", 3, "capacity"),
    (put("cpses", 3, "capacity", -1), "negative", "cpses.csv", 3, "capacity"),
    (put("districts", 2, "lgd", "abc"), "bad_lgd", "districts.csv", 2, "lgd"),
    (put("districts", 2, "lgd", 0), "bad_lgd", "districts.csv", 2, "lgd"),
    (put("districts", 2, "lat", 91), "out_of_range", "districts.csv", 2, "lat"),
    (put("places", 2, "lon", "-181"), "out_of_range", "places.csv", 2, "lon"),
    (put("places", 2, "lat", "nan"), "not_a_number", "places.csv", 2, "lat"),
    (put("needs", 2, "severity", 1.01), "out_of_range", "needs.csv", 2, "severity"),
    (put("needs", 2, "theme", "XX"), "bad_theme", "needs.csv", 2, "theme"),
    (put("needs", 3, "better", "up"), "bad_choice", "needs.csv", 3, "better"),
    (put("projects", 2, "year", "2023-25"), "bad_year", "projects.csv", 2, "year"),
    (put("projects", 2, "year", "2023"), "bad_year", "projects.csv", 2, "year"),
    (put("projects", 2, "on_time", "maybe"), "not_yes_no", "projects.csv", 2, "on_time"),
    (put("preferences", 2, "side", "state"), "bad_choice", "preferences.csv", 2, "side"),
    (put("preferences", 2, "rank", 0), "too_small", "preferences.csv", 2, "rank"),
    (put("rules", 2, "cpse", "ONGC"), "unknown_cpse", "rules.csv", 2, "cpse"),
    (put("rules", 3, "kind", "quota"), "bad_choice", "rules.csv", 3, "kind"),
    (put("rules", 3, "kind", "group_max"), "not_for_kind", "rules.csv", 3, "lgd"),
    (put("rules", 3, "kind", "group_min"), "blank", "rules.csv", 3, "value"),
    (put("rules", 3, "kind", "budget"), "not_for_kind", "rules.csv", 3, "lgd"),
    (put("rules", 3, "lgd", ""), "blank", "rules.csv", 3, "lgd"),
    (add_row("rules", kind="pin", lgd=383, cpse="NTPC", **RULE), "two_pins", "rules.csv", 4, "lgd"),
    (add_row("rules", kind="pin", lgd=376, cpse="NTPC", **RULE), "pin_and_ban", "rules.csv", 4, "cpse"),
    (
        add_row("preferences", side="cpse", lgd=374, cpse="NTPC", rank=2),
        "duplicate",
        "preferences.csv",
        4,
        "cpse",
    ),
    (add_row("weights", criterion="nearness", weight=99), "weights_not_100", "weights.csv", None, "weight"),
    (add_row("weights", criterion="beauty", weight=100), "bad_choice", "weights.csv", 2, "criterion"),
    (add_row("weights", criterion="money", weight="10.5"), "not_whole", "weights.csv", 2, "weight"),
    (put("districts", 2, "name_en", "????"), "letters_lost", "districts.csv", 2, "name_en"),
    (put("districts", 2, "name_hi", "nUrsokM+k"), "not_devanagari", "districts.csv", 2, "name_hi"),
    (put("districts", 2, "name_hi", "à¤¦à¤‚à¤¤"), "mojibake", "districts.csv", 2, "name_hi"),
    (put("districts", 2, "name_en", "a\x07b"), "control_character", "districts.csv", 2, "name_en"),
    (put("needs", 2, "title", "x" * 2001), "text_too_long", "needs.csv", 2, "title"),
    (put("cpses", 2, "code", "=1+1"), "bad_code", "cpses.csv", 2, "code"),
    (put("cpses", 2, "minimum", "3"), "minimum_above_capacity", "cpses.csv", 2, "minimum"),
    (put("rules", 2, "expires_on", "31.12.2026"), "bad_date", "rules.csv", 2, "expires_on"),
]


class TestLoadInput:
    @pytest.mark.parametrize(
        ("change", "code", "file", "row", "column"),
        SLIPS,
        ids=[f"{s[1]}-{s[4]}-{i}" for i, s in enumerate(SLIPS)],
    )
    def test_a_slip_is_found_where_it_stands(
        self, tmp_path: Path, change: Change, code: str, file: str, row: int | None, column: str
    ) -> None:
        rows = small_input()
        for table, name in (("cpses", "minimum"), ("rules", "expires_on")):
            if code in ("minimum_above_capacity", "bad_date"):
                for line in rows[table]:
                    line.setdefault(name, "")
        change(rows)
        found = {
            (issue.code, issue.file, issue.row, issue.column)
            for issue in errors_of(write_input(rows, tmp_path))
        }
        assert (code, file, row, column) in found

    def test_an_unknown_column_is_told_once_however_many_rows_it_has(self, tmp_path: Path) -> None:
        rows = small_input()
        add_column("needs", "colour")(rows)
        errors = errors_of(write_input(rows, tmp_path / "input"))
        assert [(issue.code, issue.column) for issue in errors] == [("unknown_column", "colour")]

    def test_every_error_of_every_file_is_told_at_once_in_order(self, tmp_path: Path) -> None:
        rows = small_input()
        for change in (
            put("cpses", 4, "free_inr", -1),
            put("cpses", 2, "capacity", "x"),
            put("districts", 3, "lat", 99),
            put("needs", 4, "theme", "ZZ"),
        ):
            change(rows)
        found = [(issue.file, issue.row, issue.column) for issue in errors_of(write_input(rows, tmp_path))]
        assert found == [
            ("cpses.csv", 2, "capacity"),
            ("cpses.csv", 4, "free_inr"),
            ("districts.csv", 3, "lat"),
            ("needs.csv", 4, "theme"),
        ]

    def test_good_input_reads_as_meant(self, tmp_path: Path) -> None:
        given, warnings = load_input(write_input(small_input(), tmp_path))
        assert [row.lgd for row in given.districts] == ["374", "376", "383"]
        assert given.districts[1].name_hi == "दंतेवाड़ा"
        assert [row.code for row in given.cpses] == ["NMDC", "NTPC", "SECL"]
        assert given.cpses[2].free_inr is None
        assert {warning.code for warning in warnings} == {
            "district_point_not_known",
            "needs_not_known",
            "lead_now_not_known",
            "free_money_not_known",
            "places_not_known",
            "projects_not_known",
            "results_not_known",
        }
        assert all(warning.level is Level.WARNING for warning in warnings)

    def test_the_order_of_rows_and_columns_changes_nothing(self, tmp_path: Path) -> None:
        rows = random_input(3, 12, 6)
        first, _ = load_input(write_input(rows, tmp_path / "a"))
        dice = random.Random(1)  # noqa: S311 - a seed for the tests.
        for lines in rows.values():
            dice.shuffle(lines)
            order = dice.sample(list(lines[0]), len(lines[0]))
            lines[:] = [{name: line[name] for name in order} for line in lines]
        second, _ = load_input(write_input(rows, tmp_path / "b"))
        assert first == second
        assert first.digest == second.digest

    def test_any_changed_fact_changes_the_digest(self, tmp_path: Path) -> None:
        first, _ = load_input(write_input(small_input(), tmp_path / "a"))
        rows = small_input()
        put("needs", 2, "ask_inr", 100_000_001)(rows)
        second, _ = load_input(write_input(rows, tmp_path / "b"))
        assert first.digest != second.digest

    def test_devanagari_digits_joiners_and_a_byte_order_mark_are_read(self, tmp_path: Path) -> None:
        rows = small_input()
        put("districts", 2, "lgd", "३७६")(rows)
        put("cpses", 2, "free_inr", "९००")(rows)
        put("cpses", 2, "code", "NM\u200dDC")(rows)
        put("districts", 2, "name_hi", "क्\u200dष")(rows)
        folder = write_input(rows, tmp_path)
        path = folder / "districts.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        given, _ = load_input(folder)
        assert given.districts[1].lgd == "376"
        assert given.districts[1].name_hi == "क्\u200dष"
        assert (given.cpses[0].code, given.cpses[0].free_inr) == ("NMDC", 900)

    def test_text_is_kept_in_normal_form_c(self, tmp_path: Path) -> None:
        rows = small_input()
        put("districts", 2, "name_en", "Dante\u0301wada")(rows)
        given, _ = load_input(write_input(rows, tmp_path))
        assert given.districts[1].name_en == "Dant\u00e9wada"

    def test_what_is_written_reads_back_as_the_same_rows(self, tmp_path: Path) -> None:
        rows = small_input()
        rows["rules"][0]["expires_on"] = "2026-03-31"
        rows["rules"][1]["expires_on"] = ""
        put("needs", 2, "title", "=HYPERLINK(1)")(rows)
        put("needs", 3, "title", "+91 98765")(rows)
        given, _ = load_input(write_input(rows, tmp_path / "a"))
        assert next(rule for rule in given.rules if rule.kind == "ban").expires_on == date(2026, 3, 31)
        files = input_files(given)
        assert b",'=HYPERLINK(1)" in files["needs.csv"]
        (tmp_path / "b").mkdir()
        for name, content in files.items():
            (tmp_path / "b" / name).write_bytes(content)
        again, _ = load_input(tmp_path / "b")
        assert again == given


class TestEncodings:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            ("lgd,name_en\n1,x\n".encode("utf-16"), "utf16"),
            ("lgd,name_en\n1,x\n".encode("utf-16-le"), "utf16"),
            ("lgd,name_en,state,lat,lon\n1,Café,x,,\n".encode("cp1252"), "not_utf8"),
            (b"lgd,name_en,state,lat,lon\n1,a\x00b,x,,\n", "nul_byte"),
            (b"", "empty_file"),
            (b"\n \n", "empty_file"),
            (b"PK\x03\x04zip", "not_text"),
            (b'lgd,name_en,state,lat,lon\n1,"open\n', "bad_csv"),
            (b"lgd,name_en,state,lat,lon\n", "no_rows"),
            (b"lgd,name_en,state,lat,lon\n1,x,y\n", "ragged_row"),
            (b"lgd,name_en,state,lat,lon\n1,x,y,,,9\n", "ragged_row"),
            (b"lgd,name_en,state,lat,lon,lat\n1,x,y,,,9\n", "repeated_column"),
            (b"lgd,name_en,state,lat,lon,\n1,x,y,,,9\n", "unnamed_column"),
            (b"lgd;name_en;state;lat;lon\n1;x;y;;\n", "missing_column"),
            (b"lgd,name_en,state,lat,lon" + b",x" * 300 + b"\n", "too_large"),
        ],
    )
    def test_a_file_that_cannot_be_right_is_refused(self, tmp_path: Path, content: bytes, code: str) -> None:
        folder = write_input(small_input(), tmp_path)
        (folder / "districts.csv").write_bytes(content)
        found = [issue for issue in errors_of(folder) if issue.file == "districts.csv"]
        assert code in {issue.code for issue in found}

    def test_the_row_of_a_byte_that_is_not_utf8_is_named(self, tmp_path: Path) -> None:
        folder = write_input(small_input(), tmp_path)
        path = folder / "districts.csv"
        path.write_bytes(path.read_bytes().replace(b"Korba", b"Korb\xe9"))
        assert Issue("not_utf8", "districts.csv", 3) in errors_of(folder)

    def test_blank_rows_are_skipped_and_do_not_shift_the_numbers(self, tmp_path: Path) -> None:
        folder = write_input(small_input(), tmp_path)
        path = folder / "cpses.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([lines[0], "", ",,,,", *lines[1:-1], "NTPC,x,,-1,"]), encoding="utf-8")
        assert [(issue.row, issue.code) for issue in errors_of(folder)][:1] == [(6, "negative")]


class TestFolder:
    def test_an_empty_folder_is_refused(self, tmp_path: Path) -> None:
        assert next(issue.code for issue in errors_of(tmp_path)) == "empty_folder"

    def test_a_folder_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        assert [issue.code for issue in errors_of(tmp_path / "none")] == ["no_input"]

    def test_a_misspelt_file_is_an_error_and_a_note_beside_is_not(self, tmp_path: Path) -> None:
        folder = write_input(small_input(), tmp_path)
        (folder / "notes.txt").write_text("x", encoding="utf-8")
        load_input(folder)
        (folder / "rule.csv").write_text("kind\n", encoding="utf-8")
        assert [issue.code for issue in errors_of(folder)] == ["unknown_file"]


class TestDefaultWeights:
    def test_defaults_sum_to_a_hundred(self) -> None:
        assert sum(DEFAULT_WEIGHTS.values()) == 100


class TestLoadWeights:
    def test_weights_given_apart_replace_those_of_the_input(self, tmp_path: Path) -> None:
        folder = write_input(small_input(), tmp_path / "in")
        file = tmp_path / "w.csv"
        file.write_text("criterion,weight\nnearness,60\nmoney,40\n", encoding="utf-8")
        given, _ = load_input(folder, file)
        assert (given.weights["nearness"], given.weights["money"], given.weights["continuity"]) == (60, 40, 0)
        assert load_weights(file) == {"nearness": 60, "money": 40}

    def test_weights_that_sum_to_99_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "w.csv"
        file.write_text("criterion,weight\nnearness,60\nmoney,39\n", encoding="utf-8")
        with pytest.raises(InputRefused) as refused:
            load_weights(file)
        assert [issue.code for issue in refused.value.issues] == ["weights_not_100"]


class TestGuarded:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "'=x", "'", "x", "", "'a"]
    )
    def test_guarding_comes_off_again(self, text: str) -> None:
        assert unguarded(guarded(text)) == text
        assert guarded(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")
