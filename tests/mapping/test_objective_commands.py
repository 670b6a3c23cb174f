"""The command line with every objective and every kind of rule: exit codes and what is said."""

import json
from pathlib import Path

import pytest

from tests.mapping.inputs import random_input, small_input, write_input
from tests.mapping.test_commands import run


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
