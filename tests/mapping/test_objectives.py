"""Every objective under every kind of rule, against every plan there is; and each result checked again."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csrmatch.mapping.documents import result_files, verify_files
from csrmatch.mapping.documents.workbook import workbook_bytes
from csrmatch.mapping.solving.outcome import Outcome, solve_input
from csrmatch.mapping.tables import load_input
from csrmatch.mapping.wording.answers import describe_verdict, describe_worst_proof
from csrmatch.optimiser import NotAvailable, Objective, blocking_pairs, plan_of
from tests.mapping.enumeration import (
    all_plans,
    blocking,
    fairness_of,
    read_fit,
    ruled_input,
    total_of,
    without_bounds,
)
from tests.mapping.inputs import Rows, random_input, write_input

STABLE_FORMULA = re.compile(
    r"=IF\(AND\('(.+?)'!(\w+)>(\S+?),OR\((\S+?)<(\S+?),'(.+?)'!(\w+)>(\S+?)\)\),1,0\)"
)
PLAIN = [(seed, seed % 2 == 0) for seed in range(8)]


def solve(rows: Rows, folder: Path, objective: Objective) -> Outcome:
    given, warnings = load_input(write_input(rows, folder))
    return solve_input(given, objective=objective, warnings=warnings)


def record(files: dict[str, bytes]) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(files["plan.json"])
    return said


class TestPlainRules:
    @pytest.mark.parametrize(("seed", "ties"), PLAIN)
    def test_the_fairest_plan_is_the_fairest_of_all_plans(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        rows = without_bounds(ruled_input(seed, ties=ties))
        files = result_files(solve(rows, tmp_path, Objective.FAIREST))
        fit, plan = read_fit(files), dict(record(files)["pairs"])
        assert fairness_of(plan, fit) == max(fairness_of(other, fit) for other in all_plans(rows))
        assert plan in all_plans(rows)

    @pytest.mark.parametrize(("seed", "ties"), PLAIN)
    def test_no_pair_blocks_the_stable_plan(self, tmp_path: Path, seed: int, ties: bool) -> None:
        rows = without_bounds(ruled_input(seed, ties=ties))
        try:
            files = result_files(solve(rows, tmp_path, Objective.STABLE))
        except NotAvailable:
            fit = read_fit(result_files(solve(rows, tmp_path / "total", Objective.TOTAL)))
            assert all(blocking(rows, plan, fit) for plan in all_plans(rows))
            return
        plan = dict(record(files)["pairs"])
        assert plan in all_plans(rows)
        assert blocking(rows, plan, read_fit(files)) == []

    @pytest.mark.parametrize("objective", [Objective.TOTAL, Objective.FAIREST])
    @pytest.mark.parametrize(("seed", "ties"), PLAIN)
    def test_the_record_names_the_pairs_that_block_any_plan_and_the_best_total(
        self, tmp_path: Path, seed: int, ties: bool, objective: Objective
    ) -> None:
        rows = without_bounds(ruled_input(seed, ties=ties))
        files = result_files(solve(rows, tmp_path, objective))
        said, fit = record(files), read_fit(files)
        plan = dict(said["pairs"])
        assert sorted(map(tuple, said["blocking_pairs"])) == sorted(blocking(rows, plan, fit))
        best = max(total_of(other, fit) for other in all_plans(rows))
        assert (said["best_total"], said["total_bound"]) == (best / 1e6, best / 1e6)

    @pytest.mark.parametrize("objective", [Objective.FAIREST, Objective.STABLE])
    @pytest.mark.parametrize(("seed", "ties"), PLAIN[:4])
    def test_a_result_as_written_holds_and_is_written_the_same_again(
        self, tmp_path: Path, seed: int, ties: bool, objective: Objective
    ) -> None:
        rows = without_bounds(ruled_input(seed, ties=ties))
        try:
            files = result_files(solve(rows, tmp_path, objective))
        except NotAvailable:
            pytest.skip("no stable plan leads every district")
        verdict = verify_files(files)
        assert verdict.findings == ()
        assert (verdict.objective, verdict.is_proven) == (objective, True)
        assert result_files(solve(rows, tmp_path, objective)) == files


class TestOlderResults:
    def test_a_result_that_says_nothing_of_objectives_still_holds(
        self, small_files: dict[str, bytes]
    ) -> None:
        said = record(small_files)
        for key in (
            "views",
            "ranks",
            "best_total",
            "best_proven",
            "best_pairs",
            "total_bound",
            "gap",
            "overrule",
        ):
            del said[key]
        rules = said["rules"]
        for key in ("budget", "ask", "groups"):
            del rules[key]
        said["blocking_pairs"] = []
        assert verify_files(small_files | {"plan.json": json.dumps(said).encode()}).holds


@pytest.fixture(scope="module")
def fairest_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A fairest plan that is not the plan of the greatest total."""
    rows = random_input(13, 5, 4)
    outcome = solve(rows, tmp_path_factory.mktemp("fairest"), Objective.FAIREST)
    assert outcome.best.total > outcome.plan.total
    return result_files(outcome)


class TestChangedRecords:
    @pytest.mark.parametrize(
        "key",
        [
            "total",
            "worst",
            "bound",
            "gap",
            "best_total",
            "total_bound",
            "proven",
            "views",
            "overrule",
            "pairs",
        ],
    )
    def test_a_changed_figure_is_refused(self, fairest_files: dict[str, bytes], key: str) -> None:
        said = record(fairest_files)
        value = said[key]
        said[key] = value + 1e-6 if isinstance(value, float) else None if key != "proven" else not value
        assert not verify_files(fairest_files | {"plan.json": json.dumps(said).encode()}).holds

    def test_another_plan_than_the_one_of_the_greatest_total_is_refused(
        self, fairest_files: dict[str, bytes]
    ) -> None:
        said = record(fairest_files)
        said["best_pairs"] = said["pairs"]
        said["best_total"] = said["total"]
        codes = {
            f.code for f in verify_files(fairest_files | {"plan.json": json.dumps(said).encode()}).findings
        }
        assert "prices_not_total" in codes

    def test_a_plan_called_fairest_that_is_not_is_refused_where_the_greatest_total_is_fairer(
        self, fairest_files: dict[str, bytes], tmp_path: Path
    ) -> None:
        rows = random_input(13, 5, 4)
        given, _ = load_input(write_input(rows, tmp_path))
        honest = solve_input(given, objective=Objective.FAIREST)
        problem = honest.problem
        worse = next(
            plan
            for lead in all_plans(rows)
            if (plan := plan_of(problem, lead, objective=Objective.FAIREST, proven=True)).worst
            < honest.best.worst
        )
        forged = replace(honest, plan=replace(worse, bound=worse.worst))
        codes = {finding.code for finding in verify_files(result_files(forged)).findings}
        assert "not_fairest" in codes

    def test_a_plan_called_stable_that_is_not_is_refused_with_the_pair(self, tmp_path: Path) -> None:
        given, _ = load_input(write_input(random_input(13, 5, 4), tmp_path))
        honest = solve_input(given, objective=Objective.STABLE)
        plan = plan_of(honest.problem, honest.best.lead, objective=Objective.STABLE, proven=True)
        pairs = blocking_pairs(honest.problem, plan, honest.views.district, honest.views.cpse)
        assert pairs
        forged = replace(honest, plan=plan, blocking_pairs=pairs)
        found = {
            (f.row, f.column) for f in verify_files(result_files(forged)).findings if f.code == "not_stable"
        }
        assert found == set(pairs)


class TestWorstProof:
    @pytest.mark.parametrize(("seed", "ties"), PLAIN)
    def test_counting_places_proves_the_lowest_fit_and_is_told_in_words(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        outcome = solve(without_bounds(ruled_input(seed, ties=ties)), tmp_path, Objective.FAIREST)
        verdict = verify_files(result_files(outcome))
        assert verdict.is_worst_proven
        assert "Counting places proves" in describe_verdict(verdict)[1]
        assert outcome.worst_proof is not None
        named = describe_worst_proof(outcome)
        assert f"{outcome.plan.worst:.6f}" in named
        assert all(f"District {lgd}" in named for lgd in outcome.worst_proof.districts)

    @pytest.mark.parametrize("part", ["districts", "cpses"])
    def test_a_proof_that_does_not_hold_is_refused(self, fairest_files: dict[str, bytes], part: str) -> None:
        said = record(fairest_files)
        every = sorted(said["rules"]["capacity"])
        said["worst_proof"][part] = [] if part == "districts" else every
        codes = {
            f.code for f in verify_files(fairest_files | {"plan.json": json.dumps(said).encode()}).findings
        }
        assert codes == {"worst_not_proven"}


class TestRanks:
    def test_stated_ranks_stand_above_every_fit_and_equal_ranks_are_equal(self, tmp_path: Path) -> None:
        rows = random_input(1, 3, 3)
        rows["preferences"] = [
            {"side": "district", "lgd": 100, "cpse": code, "rank": rank}
            for code, rank in (("C000", 7), ("C001", 2), ("C002", 2))
        ]
        views = solve(rows, tmp_path, Objective.TOTAL).views
        assert views.district[0].tolist() == [1.5, 2.0, 2.0]
        assert views.district[1:].max() <= 1
        assert views.cpse.max() <= 1

    def test_a_stated_rank_changes_the_stable_plan(self, tmp_path: Path) -> None:
        rows = random_input(13, 5, 4)
        del rows["rules"]
        for cpse in rows["cpses"]:
            cpse["capacity"] = 2
        before = dict(solve(rows, tmp_path / "a", Objective.STABLE).plan.pairs)
        other = next(code for code in ("C000", "C001") if before["100"] != code)
        rows["preferences"] = [
            {"side": side, "lgd": 100, "cpse": other, "rank": 1} for side in ("district", "cpse")
        ]
        assert dict(solve(rows, tmp_path / "b", Objective.STABLE).plan.pairs)["100"] == other


def value_at(book: openpyxl.Workbook, sheet: str, cell: str) -> Any:
    return book[sheet][cell.replace("$", "")].value


class TestStabilitySheet:
    def test_its_formulas_worked_by_hand_find_the_pairs_that_block(self, tmp_path: Path) -> None:
        rows = ruled_input(13)
        given, _ = load_input(write_input(without_bounds(rows), tmp_path))
        honest = solve_input(given, objective=Objective.STABLE)
        plan = plan_of(honest.problem, honest.best.lead, objective=Objective.STABLE, proven=True)
        pairs = blocking_pairs(honest.problem, plan, honest.views.district, honest.views.cpse)
        for outcome in (honest, replace(honest, plan=plan, blocking_pairs=pairs)):
            content = workbook_bytes(outcome, "en")
            formulas = openpyxl.load_workbook(io.BytesIO(content))["Stability"]
            values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            found = []
            for row, lgd in enumerate(outcome.problem.districts):
                for column, code in enumerate(outcome.problem.cpses):
                    formula = formulas.cell(10 + row, 4 + column).value
                    if formula is None:
                        assert not outcome.problem.allowed[row, column]
                        continue
                    match = STABLE_FORMULA.fullmatch(formula)
                    assert match
                    d_sheet, d_cell, own, load, room, c_sheet, c_cell, least = match.groups()
                    here = values["Stability"]
                    rather = value_at(values, d_sheet, d_cell) > here[own.replace("$", "")].value
                    has_room = here[load.replace("$", "")].value < here[room.replace("$", "")].value
                    wanted = value_at(values, c_sheet, c_cell) > here[least.replace("$", "")].value
                    if rather and (has_room or wanted):
                        found.append((lgd, code))
                    assert here.cell(10 + row, 4 + column).value == int(rather and (has_room or wanted))
            assert found == outcome.blocking_pairs
            assert values["Stability"]["C3"].value == len(found)
            assert values["Stability"]["C4"].value == ("NOT stable" if found else "stable")
        assert pairs
