"""The result folder: exact against referees, the same bytes each time, verified number by number."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from scipy.optimize import linear_sum_assignment

from csrmatch.i18n import speaking
from csrmatch.mapping.documents import result_files, verify_files, verify_folder
from csrmatch.mapping.documents.workbook import workbook_bytes
from csrmatch.mapping.result_folder import RESULT_FILES, Occupied, check_target, write_folder
from csrmatch.mapping.sample import build_sample
from csrmatch.mapping.solving.outcome import Outcome, solve_input
from csrmatch.mapping.tables import MappingInput, load_input
from csrmatch.mapping.tables.schema import CRITERIA, DEFAULT_WEIGHTS
from tests.mapping.inputs import random_input, write_input

CASES = [(seed, seed % 2 == 0) for seed in range(12)]


def read(files: dict[str, bytes], name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files[name].decode("utf-8"))))


def matrix(files: dict[str, bytes], name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[float(cell) for cell in row[1:]] for row in read(files, name)[1:]])


def random_given(seed: int, ties: bool, folder: Path) -> MappingInput:
    return load_input(write_input(random_input(seed, 3 + seed % 5, 2 + seed % 4, ties=ties), folder))[0]


def one_liner(
    given: MappingInput,
    fit: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    forced: tuple[int, int] | None = None,
) -> float | None:
    """The best total by scipy alone, on columns repeated by capacity; None where the rules leave no plan."""
    lgds = [row.lgd for row in given.districts]
    codes = [row.code for row in given.cpses]
    score = fit.copy()
    for rule in given.rules:
        row, column = lgds.index(rule.lgd), codes.index(rule.cpse)
        if rule.kind == "ban":
            score[row, column] = -np.inf
    pins = {lgds.index(rule.lgd): codes.index(rule.cpse) for rule in given.rules if rule.kind == "pin"}
    if forced is not None:
        score[forced] = fit[forced]
        pins[forced[0]] = forced[1]
    for row, column in pins.items():
        kept = score[row, column]
        score[row] = -np.inf
        score[row, column] = kept
    owner = np.repeat(np.arange(len(codes)), [row.capacity for row in given.cpses])
    try:
        rows, columns = linear_sum_assignment(score[:, owner], maximize=True)
    except ValueError:
        return None
    if len(rows) < len(lgds):
        return None
    return float(score[:, owner][rows, columns].sum())


class TestResultFiles:
    @pytest.mark.parametrize(("seed", "ties"), CASES)
    def test_total_and_every_cost_of_overruling_equal_solving_again(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        given = random_given(seed, ties, tmp_path)
        files = result_files(solve_input(given))
        fit, said = matrix(files, "fit.csv"), matrix(files, "overrule.csv")
        best = one_liner(given, fit)
        assert best is not None
        total = sum(float(row[3]) for row in read(files, "plan.csv")[1:])
        assert total == pytest.approx(best, abs=1e-9)
        for cell in np.ndindex(*fit.shape):
            forced = one_liner(given, fit, (int(cell[0]), int(cell[1])))
            cost = float("inf") if forced is None else best - forced
            assert said[cell] == pytest.approx(cost, abs=1e-9), cell

    def test_the_sample_of_one_state_is_exact_in_every_cell(self) -> None:
        given = build_sample("raipur")
        files = result_files(solve_input(given))
        fit, said = matrix(files, "fit.csv"), matrix(files, "overrule.csv")
        best = one_liner(given, fit)
        assert best is not None
        assert json.loads(files["plan.json"])["total"] == pytest.approx(best, abs=1e-9)
        for cell in np.ndindex(*fit.shape):
            forced = one_liner(given, fit, (int(cell[0]), int(cell[1])))
            assert forced is not None
            assert said[cell] == pytest.approx(best - forced, abs=1e-9)

    @pytest.mark.parametrize(("seed", "ties"), CASES[:6])
    def test_the_fit_is_the_weighted_mean_of_the_criteria_as_they_are_written(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        files = result_files(solve_input(random_given(seed, ties, tmp_path)))
        mean = sum(DEFAULT_WEIGHTS[name] * matrix(files, f"criteria/{name}.csv") for name in CRITERIA) / 100
        assert np.abs(matrix(files, "fit.csv") - mean).max() <= 0.5e-6 + 1e-12

    def test_two_runs_give_the_same_bytes_and_the_language_changes_only_the_workbook(
        self, small_outcome: Outcome, small_files: dict[str, bytes]
    ) -> None:
        assert result_files(small_outcome) == small_files
        other = result_files(small_outcome, "hi")
        assert {name for name in other if other[name] != small_files[name]} <= {"mapping.xlsx"}
        assert set(small_files) == RESULT_FILES

    def test_the_plan_names_runner_up_margin_and_flags(self, small_files: dict[str, bytes]) -> None:
        rows = {row[0]: row for row in read(small_files, "plan.csv")}
        assert rows["383"][2] == "SECL"
        assert rows["383"][7].endswith(";pinned")
        assert rows["376"][4] != "NTPC"
        for row in list(rows.values())[1:]:
            assert float(row[6]) == pytest.approx(float(row[3]) - float(row[5]), abs=1e-9)

    def test_text_that_could_be_a_formula_is_guarded(self, tmp_path: Path) -> None:
        rows = random_input(5, 3, 3)
        names = ["=1+1", "+91", "@cmd"]
        for line, name in zip(rows["districts"], names, strict=True):
            line["name_en"] = name
        files = result_files(solve_input(load_input(write_input(rows, tmp_path))[0]))
        assert [row[1] for row in read(files, "plan.csv")[1:]] == ["'=1+1", "'+91", "'@cmd"]
        assert verify_files(files).holds
        book = openpyxl.load_workbook(io.BytesIO(files["mapping.xlsx"]))
        assert [book["Plan"].cell(row, 2).data_type for row in (5, 6, 7)] == ["s", "s", "s"]

    @pytest.mark.parametrize("name", ["plan.csv", "fit.csv", "overrule.csv", "prices.csv", "plan.json"])
    def test_every_file_is_utf8_with_plain_line_ends(self, small_files: dict[str, bytes], name: str) -> None:
        assert b"\r" not in small_files[name]
        assert small_files[name].decode("utf-8").endswith("\n")


def changed_numbers(files: dict[str, bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """The file once for each of its numbers, that number changed by the smallest step."""
    rows = read(files, name)
    for row in range(1, len(rows)):
        for column, cell in enumerate(rows[row]):
            if not cell.replace(".", "").replace("-", "").isdigit() and cell != "inf":
                continue
            if cell == "inf":
                new = "1.000000"
            elif "." in cell:
                new = f"{float(cell) + 1e-6:.6f}"
            else:
                new = str(int(cell) + 1)
            copy = [list(line) for line in rows]
            copy[row][column] = new
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(copy)
            yield f"{name} {row} {column}", text.getvalue().encode()


def with_digests(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with a plan.json whose digests were forged to fit them."""
    import hashlib

    said = json.loads(files["plan.json"])
    said["files"] = {name: hashlib.sha256(files[name]).hexdigest() for name in said["files"]}
    return files | {"plan.json": json.dumps(said).encode()}


class TestVerify:
    def test_a_result_as_written_holds(self, small_files: dict[str, bytes]) -> None:
        verdict = verify_files(small_files)
        assert verdict.holds
        assert (verdict.districts, verdict.total) == (3, json.loads(small_files["plan.json"])["total"])

    @pytest.mark.parametrize(("seed", "ties"), CASES)
    def test_every_result_holds(self, tmp_path: Path, seed: int, ties: bool) -> None:
        assert verify_files(result_files(solve_input(random_given(seed, ties, tmp_path)))).holds

    @pytest.mark.parametrize(
        "name",
        ["plan.csv", "fit.csv", "prices.csv", "overrule.csv", *(f"criteria/{n}.csv" for n in CRITERIA)],
    )
    def test_any_one_changed_number_is_refused(self, small_files: dict[str, bytes], name: str) -> None:
        tried = 0
        for place, content in changed_numbers(small_files, name):
            tried += 1
            assert not verify_files(small_files | {name: content}).holds, place
        assert tried >= 6

    @pytest.mark.parametrize("name", ["plan.csv", "fit.csv", "prices.csv", "overrule.csv"])
    def test_a_changed_number_is_refused_even_where_the_digests_were_forged(
        self, small_files: dict[str, bytes], name: str
    ) -> None:
        for place, content in changed_numbers(small_files, name):
            verdict = verify_files(with_digests(small_files | {name: content}))
            assert not verdict.holds, place
            assert "digest_wrong" not in {finding.code for finding in verdict.findings}

    @pytest.mark.parametrize(
        "key", ["total", "worst", "bound", "objective", "proven", "pairs", "plan_digest", "weights"]
    )
    def test_a_changed_record_is_refused(self, small_files: dict[str, bytes], key: str) -> None:
        said = json.loads(small_files["plan.json"])
        said[key] = {**said[key], "money": 16} if key == "weights" else "other"
        assert not verify_files(small_files | {"plan.json": json.dumps(said).encode()}).holds

    def test_a_plan_that_is_not_the_best_is_refused(self, small_files: dict[str, bytes]) -> None:
        text = small_files["plan.csv"].decode().replace("376,Dantewada,NMDC", "376,Dantewada,SECL")
        codes = {finding.code for finding in verify_files(small_files | {"plan.csv": text.encode()}).findings}
        assert {"price_not_tight", "over_capacity", "digest_wrong"} <= codes

    def test_a_missing_file_is_named(self, small_files: dict[str, bytes]) -> None:
        files = {name: content for name, content in small_files.items() if name != "fit.csv"}
        assert [(f.code, f.file) for f in verify_files(files).findings] == [("file_missing", "fit.csv")]

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b"\xff", b'{"format": "csrmatch result 1"}', b"[" * 100_000]
    )
    def test_a_damaged_record_is_refused_and_not_a_crash(
        self, small_files: dict[str, bytes], content: bytes
    ) -> None:
        assert not verify_files(small_files | {"plan.json": content}).holds

    @pytest.mark.parametrize(
        "content", [b"", b"a,b\n", b"\xff\xfe", b"lgd,NMDC\n374,x\n", b'"', b"a\x00b,c\n1,2\n"]
    )
    @pytest.mark.parametrize("name", ["plan.csv", "fit.csv", "prices.csv", "overrule.csv"])
    def test_a_damaged_table_is_refused_and_not_a_crash(
        self, small_files: dict[str, bytes], name: str, content: bytes
    ) -> None:
        assert not verify_files(small_files | {name: content}).holds


class TestWriteFolder:
    def test_a_result_is_written_and_replaces_a_former_one(
        self, tmp_path: Path, small_files: dict[str, bytes]
    ) -> None:
        target = tmp_path / "out"
        write_folder(small_files, target)
        write_folder(small_files, target)
        assert verify_folder(target).holds
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_a_folder_with_anything_else_is_left_alone(
        self, tmp_path: Path, small_files: dict[str, bytes]
    ) -> None:
        (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(Occupied):
            write_folder(small_files, tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

    def test_a_former_result_with_a_note_added_is_left_alone(
        self, tmp_path: Path, small_files: dict[str, bytes]
    ) -> None:
        write_folder(small_files, tmp_path / "out")
        (tmp_path / "out" / "note.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(Occupied):
            check_target(tmp_path / "out")

    def test_a_failure_while_writing_leaves_the_former_result(
        self, tmp_path: Path, small_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "out"
        write_folder(small_files, target)

        def fail(self: Path, data: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", fail)
        with pytest.raises(OSError, match="No space"):
            write_folder(small_files, target)
        assert verify_folder(target).holds
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


class TestWorkbook:
    def test_the_workbook_holds_the_numbers_of_the_files(
        self, small_outcome: Outcome, small_files: dict[str, bytes]
    ) -> None:
        book = openpyxl.load_workbook(io.BytesIO(small_files["mapping.xlsx"]), data_only=True)
        sheet = book["Fit"]
        fit = matrix(small_files, "fit.csv")
        shown = [[sheet.cell(row + 2, column + 3).value for column in range(3)] for row in range(3)]
        assert shown == fit.tolist()
        costs = book["Overrule"]
        assert costs["E2"].value == "impossible"
        assert [row[4].value for row in book["Plan"].iter_rows(5, 7)] == [
            small_outcome.problem.cpses[lead] for lead in small_outcome.plan.lead
        ]

    @pytest.mark.parametrize(("seed", "ties"), CASES[:6])
    def test_the_certificate_computed_by_hand_from_its_formulas_proves_the_plan(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        outcome = solve_input(random_given(seed, ties, tmp_path))
        content = workbook_bytes(outcome, "en")
        formulas = openpyxl.load_workbook(io.BytesIO(content))
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        sheet, fit = values["Certificate"], values["Fit"]
        rows, columns = outcome.problem.fit.shape
        for row in range(rows):
            for column in range(columns):
                formula = formulas["Certificate"].cell(15 + row, 4 + column).value
                if not outcome.problem.allowed[row, column]:
                    assert formula is None
                    continue
                district, cpse, cell = (
                    formula.removeprefix("=ROUND(").removesuffix(",6)").replace("-", "+").split("+")
                )
                expected = (
                    sheet[district.replace("$", "")].value
                    + sheet[cpse.replace("$", "")].value
                    - fit[cell.split("!")[1]].value
                )
                assert sheet.cell(15 + row, 4 + column).value == pytest.approx(expected, abs=1e-9)
                assert sheet.cell(15 + row, 4 + column).value >= 0
        prices = sum(sheet.cell(15 + row, 3).value for row in range(rows))
        prices += sum(
            sheet.cell(10, 4 + column).value * sheet.cell(12, 4 + column).value for column in range(columns)
        )
        assert prices == pytest.approx(outcome.plan.total, abs=1e-9)
        assert sheet["C8"].value == "proven best"
        assert sum(sheet.cell(13, 4 + column).value for column in range(columns)) == 0

    def test_an_explanation_rests_on_nothing_that_is_not_known(self, small_outcome: Outcome) -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(small_outcome, "en")))["Explanations"]
        said = {row[0].value: str(row[2].value) for row in sheet.iter_rows(2, 4)}
        assert "rests most on Preferences (0.75 at weight 10), Track record" in said["Bastar"]
        assert "Nearness: not known" in said["Bastar"]
        assert "Nearness (1.00 at weight 20)" in said["Dantewada"]

    def test_the_workbook_speaks_the_chosen_language(self, small_outcome: Outcome) -> None:
        book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(small_outcome, "hi")))
        with speaking("hi"):
            from csrmatch.i18n import _

            assert book.sheetnames[0] == _("Plan")
        assert "बस्तर" in str(book.worksheets[0]["B5"].value)
