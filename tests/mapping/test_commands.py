"""The commands: exit codes, words in both languages, and nothing written unless all is well."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csrmatch.cli import main
from csrmatch.i18n import set_language, speaking
from csrmatch.mapping.tables.schema import CRITERIA
from csrmatch.mapping.wording import codes as wording
from tests.mapping.inputs import Rows, random_input, small_input, write_input
from tests.mapping.test_tables import SLIPS, Change
from tests.mapping.test_workbook_reading import BOMBS
from tests.mapping.workbooks import craft_workbook, write_workbook


def run(*arguments: object) -> Result:
    try:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])
    finally:
        set_language("en")


def is_hindi(text: str) -> bool:
    return any("\u0900" <= sign <= "\u097f" for sign in text)


class TestMap:
    def test_a_folder_is_mapped_and_verified(self, tmp_path: Path) -> None:
        result = run("map", write_input(small_input(), tmp_path / "in"), "--out", tmp_path / "out")
        assert (result.exit_code, result.stderr) == (0, "")
        verified = run("verify", tmp_path / "out")
        assert verified.exit_code == 0
        assert "Verified: 3 districts" in verified.stdout

    def test_a_workbook_gives_the_plan_of_the_folder(self, tmp_path: Path) -> None:
        run("map", write_input(small_input(), tmp_path / "in"), "--out", tmp_path / "a")
        result = run("map", write_workbook(small_input(), tmp_path / "in.xlsx"), "--out", tmp_path / "b")
        assert result.exit_code == 0
        for name in ("plan.csv", "fit.csv", "overrule.csv", "prices.csv"):
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    def test_two_processes_write_the_same_bytes(self, tmp_path: Path) -> None:
        source = write_input(random_input(4, 9, 5, ties=True), tmp_path / "in")
        for name, seed in (("a", "1"), ("b", "2")):
            subprocess.run(
                [sys.executable, "-m", "csrmatch", "map", source, "--out", tmp_path / name],
                check=True,
                env={"PYTHONHASHSEED": seed, "PATH": ""},
                cwd=Path(__file__).parents[2],
                capture_output=True,
            )
        names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
        assert len(names) == 13
        for name in names:
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name

    @pytest.mark.parametrize("language", ["en", "hi"])
    @pytest.mark.parametrize(
        ("change", "code", "file", "row", "column"), SLIPS, ids=[f"{s[1]}-{i}" for i, s in enumerate(SLIPS)]
    )
    def test_wrong_input_exits_2_with_its_place_and_writes_nothing(
        self,
        tmp_path: Path,
        change: Change,
        code: str,
        file: str,
        row: int | None,
        column: str,
        language: str,
    ) -> None:
        rows = small_input()
        for table, name in (("cpses", "minimum"), ("rules", "expires_on")):
            if code in ("minimum_above_capacity", "bad_date"):
                for line in rows[table]:
                    line.setdefault(name, "")
        change(rows)
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out", "--lang", language)
        assert result.exit_code == 2
        assert result.stdout == ""
        lines = [line for line in result.stderr.splitlines() if line.startswith(file)]
        assert any((row is None or str(row) in line) and column in line for line in lines)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]

    def test_files_with_a_header_and_no_rows_mean_that_nothing_is_known(self, tmp_path: Path) -> None:
        source = write_input(small_input(), tmp_path / "in")
        for name in ("places", "projects", "needs", "rules", "preferences"):
            path = source / f"{name}.csv"
            path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        assert run("map", source, "--out", tmp_path / "out").exit_code == 0
        assert run("verify", tmp_path / "out").exit_code == 0
        flags = (tmp_path / "out" / "plan.csv").read_text(encoding="utf-8")
        assert flags.count("need_expertise_not_known;nearness_not_known;money_not_known") == 3

    def test_optional_files_may_be_left_out(self, tmp_path: Path) -> None:
        rows = {name: lines for name, lines in small_input().items() if name not in ("rules", "preferences")}
        assert run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out").exit_code == 0

    def test_the_corner_cell_workbook_exits_2(self, tmp_path: Path) -> None:
        path = craft_workbook(tmp_path / "bomb.xlsx", BOMBS["far_cell"])
        result = run("map", path, "--out", tmp_path / "out")
        assert result.exit_code == 2
        assert "too large" in result.stderr
        assert not (tmp_path / "out").exists()

    def test_weights_from_a_file_are_used(self, tmp_path: Path) -> None:
        weights = tmp_path / "w.csv"
        weights.write_text("criterion,weight\nnearness,100\n", encoding="utf-8")
        source = write_input(small_input(), tmp_path / "in")
        assert run("map", source, "--out", tmp_path / "out", "--weights", weights).exit_code == 0
        fit = (tmp_path / "out" / "fit.csv").read_bytes()
        assert fit == (tmp_path / "out" / "criteria" / "nearness.csv").read_bytes()
        assert json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["weights"] == {
            name: 100 if name == "nearness" else 0 for name in CRITERIA
        }

    def test_a_rule_that_ended_is_left_out_only_when_asked(self, tmp_path: Path) -> None:
        rows = small_input()
        for rule in rows["rules"]:
            rule["expires_on"] = "2025-03-31"
        source = write_input(rows, tmp_path / "in")
        run("map", source, "--out", tmp_path / "all")
        run("map", source, "--out", tmp_path / "later", "--as-of", "2025-04-01")
        assert "pinned" in (tmp_path / "all" / "plan.csv").read_text(encoding="utf-8")
        assert "pinned" not in (tmp_path / "later" / "plan.csv").read_text(encoding="utf-8")
        assert run("verify", tmp_path / "later").exit_code == 0

    def test_a_folder_in_use_is_left_alone(self, tmp_path: Path) -> None:
        source = write_input(small_input(), tmp_path / "in")
        result = run("map", source, "--out", source)
        assert result.exit_code == 2
        assert "plan.csv" not in {path.name for path in source.iterdir()}


def clashing_input() -> Rows:
    rows = small_input()
    rows["rules"] = [
        {"kind": "pin", "lgd": 374, "cpse": "SECL", "reason": "r", "author": "a"},
        {"kind": "pin", "lgd": 383, "cpse": "SECL", "reason": "r", "author": "a"},
        {"kind": "ban", "lgd": 376, "cpse": "NTPC", "reason": "r", "author": "a"},
    ]
    return rows


class TestClash:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_clashing_pins_exit_3_with_the_smallest_set_in_words(self, tmp_path: Path, language: str) -> None:
        source = write_input(clashing_input(), tmp_path / "in")
        result = run("map", source, "--out", tmp_path / "out", "--lang", language)
        assert result.exit_code == 3
        for word in ("374", "383", "SECL"):
            assert word in result.stderr
        assert "376" not in result.stderr
        assert not (tmp_path / "out").exists()

    def test_a_district_banned_everywhere_is_named_with_its_bans(self, tmp_path: Path) -> None:
        rows = small_input()
        rows["rules"] = [
            {"kind": "ban", "lgd": 374, "cpse": code, "reason": "r", "author": "a"}
            for code in ("NMDC", "SECL", "NTPC")
        ]
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out")
        assert result.exit_code == 3
        assert "no CPSE may lead Bastar (374)" in result.stderr
        assert result.stderr.count("Bastar (374) – ") == 3

    def test_capacities_that_are_too_small_are_named(self, tmp_path: Path) -> None:
        rows = small_input()
        rows["rules"] = []
        rows["cpses"][0]["capacity"] = 0
        del rows["rules"]
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out")
        assert result.exit_code == 3
        assert "can lead 2 together" in result.stderr

    def test_minimums_that_are_too_large_are_named(self, tmp_path: Path) -> None:
        rows = small_input()
        for cpse, minimum in zip(rows["cpses"], (2, 1, 1), strict=True):
            cpse["minimum"] = minimum
        del rows["rules"]
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out")
        assert result.exit_code == 3
        assert "Minimums: " in result.stderr


class TestMinimums:
    def test_a_minimum_is_kept_and_verified(self, tmp_path: Path) -> None:
        rows = small_input()
        for cpse, minimum in zip(rows["cpses"], ("", 1, 1), strict=True):
            cpse["minimum"] = minimum
        rows["rules"] = rows["rules"][:1]
        source = write_input(rows, tmp_path / "in")
        assert run("map", source, "--out", tmp_path / "out").exit_code == 0
        leads = [
            pair[1] for pair in json.loads((tmp_path / "out/plan.json").read_text(encoding="utf-8"))["pairs"]
        ]
        assert {"SECL", "NTPC"} <= set(leads)
        assert run("verify", tmp_path / "out").exit_code == 0


class TestCheck:
    def test_what_is_missing_is_told_and_nothing_is_written(self, tmp_path: Path) -> None:
        source = write_input(small_input(), tmp_path / "in")
        result = run("check", source)
        assert result.exit_code == 0
        assert "cpses.csv, row 3, column free_inr: The free money of SECL is not known." in result.stdout
        assert [path.name for path in tmp_path.iterdir()] == ["in"]

    def test_errors_exit_2(self, tmp_path: Path) -> None:
        rows = small_input()
        rows["cpses"][0]["free_inr"] = -1
        result = run("check", write_input(rows, tmp_path / "in"))
        assert result.exit_code == 2
        assert result.stderr.startswith("cpses.csv, row 2, column free_inr: ")


class TestVerifyCommand:
    def test_a_changed_figure_exits_1_and_says_what_failed(self, tmp_path: Path) -> None:
        run("map", write_input(small_input(), tmp_path / "in"), "--out", tmp_path / "out")
        path = tmp_path / "out" / "fit.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("0.", "0.1", 1)[:-1] + "\n", encoding="utf-8")
        result = run("verify", tmp_path / "out")
        assert result.exit_code == 1
        assert "fit.csv" in result.stderr
        assert "Not verified." in result.stderr

    def test_a_folder_that_is_not_there_exits_2(self, tmp_path: Path) -> None:
        assert run("verify", tmp_path / "none").exit_code == 2

    def test_a_folder_without_a_result_exits_1(self, tmp_path: Path) -> None:
        assert run("verify", tmp_path).exit_code == 1


class TestTemplate:
    def test_a_template_is_written_once(self, tmp_path: Path) -> None:
        assert run("template", tmp_path / "t.xlsx").exit_code == 0
        before = (tmp_path / "t.xlsx").read_bytes()
        assert run("template", tmp_path / "t.xlsx").exit_code == 1
        assert (tmp_path / "t.xlsx").read_bytes() == before


class TestSample:
    @pytest.mark.parametrize(("scope", "districts"), [("raipur", 10), ("nation", 112)])
    def test_a_sample_is_a_valid_input_that_maps_and_verifies(
        self, tmp_path: Path, scope: str, districts: int
    ) -> None:
        assert run("sample", tmp_path / "in", "--scope", scope).exit_code == 0
        assert run("check", tmp_path / "in").exit_code == 0
        assert run("map", tmp_path / "in", "--out", tmp_path / "out").exit_code == 0
        verified = run("verify", tmp_path / "out")
        assert verified.exit_code == 0
        assert f"{districts} districts" in verified.stdout

    def test_a_folder_with_something_in_it_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
        assert run("sample", tmp_path).exit_code == 1
        assert run("sample", tmp_path / "letter.txt").exit_code == 1
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


class TestWords:
    @pytest.mark.parametrize("table", ["ERRORS", "WARNINGS", "FINDINGS", "CRITERION_NAMES"])
    def test_every_code_has_words_in_hindi_with_the_same_placeholders(self, table: str) -> None:
        import re

        with speaking("hi"):
            for code, text in getattr(wording, table).items():
                assert is_hindi(str(text)), code
                assert set(re.findall(r"%\(\w+\)s", str(text))) == set(re.findall(r"%\(\w+\)s", text.text)), (
                    code
                )


class TestStart:
    def test_mapping_from_a_folder_imports_nothing_heavy(self, tmp_path: Path) -> None:
        source = write_input(small_input(), tmp_path / "in")
        code = (
            "import sys\nfrom csrmatch.cli import main\n"
            f"main(['map', {str(source)!r}, '--out', {str(tmp_path / 'out')!r}], standalone_mode=False)\n"
            "heavy = {'pandas', 'scipy.optimize', 'openpyxl', 'flask', 'sqlalchemy', 'babel', 'rich'}\n"
            "print('heavy:', sorted(heavy & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "heavy: []"
