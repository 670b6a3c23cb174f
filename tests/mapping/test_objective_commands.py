"""The command line with every objective and every kind of rule: exit codes and what is said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mapping.enumeration import ruled_input
from tests.mapping.inputs import Rows, random_input, small_input, write_input
from tests.mapping.test_bounds import grouped_input, rule
from tests.mapping.test_commands import run
from tests.mapping.workbooks import write_workbook


class TestObjectives:
    @pytest.mark.parametrize(
        ("objective", "made", "checked"),
        [
            ("total", "proven best", "prices prove it best"),
            ("fairest", "proven fairest", "no plan is fairer was proven by the solver"),
            ("stable", "stable: no district and CPSE would both rather", "The plan is stable"),
        ],
    )
    def test_each_says_what_it_is_best_at_and_who_proves_it(
        self, tmp_path: Path, objective: str, made: str, checked: str
    ) -> None:
        source = write_input(random_input(13, 5, 4), tmp_path / "in")
        result = run("map", source, "--out", tmp_path / "out", "--objective", objective)
        assert (result.exit_code, result.stderr) == (0, "")
        assert made in result.stdout
        verified = run("verify", tmp_path / "out")
        assert (verified.exit_code, verified.stderr) == (0, "")
        assert checked in verified.stdout

    def test_what_another_objective_gives_up_in_total_is_the_difference_of_the_totals(
        self, tmp_path: Path
    ) -> None:
        source = write_input(random_input(13, 5, 4), tmp_path / "in")
        said = {}
        for objective in ("total", "fairest"):
            result = run("map", source, "--out", tmp_path / objective, "--objective", objective)
            record = json.loads((tmp_path / objective / "plan.json").read_text(encoding="utf-8"))
            said[objective] = record["total"], result.stdout
        price = said["total"][0] - said["fairest"][0]
        assert price > 0
        assert f"gives up {price:.6f} of it" in said["fairest"][1]

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_bans_that_leave_no_stable_plan_exit_3_with_the_district(
        self, tmp_path: Path, language: str
    ) -> None:
        rows = random_input(13, 3, 3)
        rows["districts"][0]["leads_now"] = "none"
        for cpse in rows["cpses"]:
            cpse["capacity"] = 1
        rows["rules"] = [
            {"kind": "ban", "lgd": 100, "cpse": code, "reason": "r", "author": "a"}
            for code in ("C001", "C002")
        ]
        rows["preferences"] = [
            {"side": side, "lgd": 101, "cpse": "C000", "rank": 1} for side in ("district", "cpse")
        ]
        source = write_input(rows, tmp_path / "in")
        assert run("map", source, "--out", tmp_path / "total").exit_code == 0
        result = run("map", source, "--out", tmp_path / "out", "--objective", "stable", "--lang", language)
        assert result.exit_code == 3
        assert "District 100 (100)" in result.stderr
        assert "101" not in result.stderr
        assert not (tmp_path / "out").exists()

    def test_an_objective_that_is_not_offered_is_refused(self, tmp_path: Path) -> None:
        source = write_input(small_input(), tmp_path / "in")
        assert run("map", source, "--out", tmp_path / "out", "--objective", "maxmin").exit_code == 2

    @pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
    def test_a_time_limit_is_a_number_of_seconds_above_nought(self, tmp_path: Path, seconds: str) -> None:
        source = write_input(small_input(), tmp_path / "in")
        assert run("map", source, "--out", tmp_path / "out", "--time-limit", seconds).exit_code == 2


class TestBudgetsAndBounds:
    def test_a_budget_and_a_bound_are_kept_told_and_checked(self, tmp_path: Path) -> None:
        rows = grouped_input(
            rule("budget"),
            rule("group_max", group="Chhattisgarh / Mines", value=1),
            rule("group_min", cpse="NTPC", value=1),
        )
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "proven best" in result.stdout
        record = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
        plan = dict(record["pairs"])
        assert sum(plan[lgd] in ("NMDC", "SECL") for lgd in ("376", "383")) <= 1
        assert record["rules"]["budget"] == {"NMDC": 300, "NTPC": 100, "SECL": 200}
        assert record["rules"]["ask"] == {"374": 90, "376": 90, "383": 60}
        assert record["overrule"] == "at_least"
        prices = (tmp_path / "out" / "prices.csv").read_text(encoding="utf-8")
        assert "\nbudget,NTPC," in prices
        assert "\ngroup,Chhattisgarh / Mines," in prices
        assert run("verify", tmp_path / "out").exit_code == 0

    def test_a_workbook_says_the_same_as_a_folder(self, tmp_path: Path) -> None:
        rows = grouped_input(rule("budget"), rule("group_max", group="Mines", value=2))
        run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "a")
        result = run("map", write_workbook(rows, tmp_path / "in.xlsx"), "--out", tmp_path / "b")
        assert result.exit_code == 0
        for name in ("plan.csv", "fit.csv", "overrule.csv", "prices.csv"):
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_budgets_that_clash_exit_3_with_the_sums_in_words(self, tmp_path: Path, language: str) -> None:
        rows = grouped_input(rule("budget"))
        for cpse in rows["cpses"]:
            cpse["free_inr"] = 80
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out", "--lang", language)
        assert result.exit_code == 3
        for word in ("NMDC: ₹80", "NTPC: ₹80", "SECL: ₹80", "₹90"):
            assert word in result.stderr
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_bounds_that_clash_exit_3_by_their_names(self, tmp_path: Path, language: str) -> None:
        rows = grouped_input(
            rule("group_min", group="Odisha / Mines", value=1), rule("group_max", group="Mines", value=0)
        )
        result = run("map", write_input(rows, tmp_path / "in"), "--out", tmp_path / "out", "--lang", language)
        assert result.exit_code == 3
        assert "Odisha / Mines" in result.stderr
        assert not (tmp_path / "out").exists()

    def test_when_time_is_over_before_a_plan_is_found_nothing_is_written(self, tmp_path: Path) -> None:
        source = write_input(tight_input(), tmp_path / "in")
        result = run("map", source, "--out", tmp_path / "out", "--time-limit", "0.000001")
        assert result.exit_code == 1
        assert "--time-limit" in result.stderr
        assert not (tmp_path / "out").exists()


def tight_input() -> Rows:
    """Twenty districts and six CPSEs whose budgets hardly hold them."""
    rows = random_input(7, 20, 6)
    for index, need in enumerate(rows["needs"]):
        need["ask_inr"] = 31 + (index * 37) % 53
    asked = sum(int(str(need["ask_inr"])) for need in rows["needs"])
    for cpse in rows["cpses"]:
        cpse["capacity"], cpse["free_inr"] = 8, asked * 105 // 600
    rows["rules"] = [rule("budget")]
    return rows


class TestSameBytes:
    @pytest.mark.parametrize(
        ("objective", "is_bounded"), [("total", True), ("fairest", False), ("stable", False)]
    )
    def test_two_processes_write_the_same_bytes(
        self, tmp_path: Path, objective: str, is_bounded: bool
    ) -> None:
        rows = ruled_input(13, ties=True, districts=7, cpses=4)
        for cpse in rows["cpses"]:
            cpse["capacity"], cpse["free_inr"] = 4, 500
        kept = [rule("group_max", group="Coal", value=6), rule("budget")]
        rows["rules"] = kept if is_bounded else [rule("ban", lgd=100, cpse="C000")]
        source = write_input(rows, tmp_path / "in")
        for name, seed in (("a", "1"), ("b", "2")):
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "csrmatch",
                    "map",
                    source,
                    "--out",
                    tmp_path / name,
                    "--objective",
                    objective,
                ],
                check=True,
                env={"PYTHONHASHSEED": seed, "PATH": ""},
                cwd=Path(__file__).parents[2],
                capture_output=True,
            )
        names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
        assert len(names) == 13
        for name in names:
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
