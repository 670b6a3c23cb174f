"""Results under budgets and bounds of groups, against every plan there is; and each number checked again."""

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from csrmatch.mapping.documents import result_files, verify_files
from csrmatch.mapping.documents.workbook import workbook_bytes
from csrmatch.mapping.solving.outcome import solve_input
from csrmatch.mapping.solving.pricing import certificate_of
from csrmatch.mapping.tables import load_input
from csrmatch.mapping.wording.answers import describe_outcome
from csrmatch.mapping.wording.codes import describe_unavailable
from csrmatch.optimiser import Infeasible, NotAvailable, Objective, override_bounds
from tests.mapping.enumeration import (
    all_plans,
    blocking,
    fairness_of,
    read_fit,
    read_table,
    ruled_input,
    total_of,
)
from tests.mapping.inputs import Rows, write_input
from tests.mapping.test_documents import changed_numbers, with_digests
from tests.mapping.test_objectives import record, solve, value_at

RULED = [(seed, seed % 2 == 0) for seed in range(100, 122)]
BOUNDED = [
    (seed, ties)
    for seed, ties in RULED
    for rows in [ruled_input(seed, ties=ties)]
    if {rule["kind"] for rule in rows.get("rules", [])} - {"pin", "ban"} and all_plans(rows)
]


class TestBudgetsAndBounds:
    @pytest.mark.parametrize(("seed", "ties"), RULED)
    def test_the_total_is_the_greatest_of_all_plans_or_none_keeps_the_rules(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        rows = ruled_input(seed, ties=ties)
        plans = all_plans(rows)
        try:
            outcome = solve(rows, tmp_path, Objective.TOTAL)
        except Infeasible:
            assert not plans
            return
        files = result_files(outcome)
        said, fit = record(files), read_fit(files)
        assert dict(said["pairs"]) in plans
        assert said["total"] == max(total_of(plan, fit) for plan in plans) / 1e6
        assert (said["proven"], said["bound"], said["gap"]) == (True, said["total"], 0.0)
        assert verify_files(files).findings == ()

    @pytest.mark.parametrize(("seed", "ties"), BOUNDED)
    def test_prices_bound_every_plan_and_no_cost_of_overruling_is_said_too_high(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        rows = ruled_input(seed, ties=ties)
        plans = all_plans(rows)
        files = result_files(solve(rows, tmp_path, Objective.TOTAL))
        fit, costs = read_fit(files), read_fit(files, "overrule.csv")
        best = max(total_of(plan, fit) for plan in plans)
        assert price_sum(rows, files) >= best - 1e-9
        for (lgd, code), cost in costs.items():
            forced = [total_of(plan, fit) for plan in lifted(rows, lgd, code) if plan[lgd] == code]
            assert all(best - total >= cost for total in forced), (lgd, code)

    def test_a_cell_that_says_impossible_is_in_no_plan(self, tmp_path: Path) -> None:
        for seed, ties in BOUNDED:
            rows = ruled_input(seed, ties=ties)
            files = result_files(solve(rows, tmp_path / str(seed), Objective.TOTAL))
            known = read_fit(files, "overrule.csv")
            for lgd, code in read_fit(files).keys() - known.keys():
                assert not [plan for plan in lifted(rows, lgd, code) if plan[lgd] == code]


class TestOtherObjectives:
    @pytest.mark.parametrize(("seed", "ties"), BOUNDED[:10])
    def test_the_fairest_plan_is_the_fairest_that_keeps_the_rules(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        rows = ruled_input(seed, ties=ties)
        plans = all_plans(rows)
        files = result_files(solve(rows, tmp_path, Objective.FAIREST))
        fit, said = read_fit(files), record(files)
        plan = dict(said["pairs"])
        assert plan in plans
        assert fairness_of(plan, fit) == max(fairness_of(other, fit) for other in plans)
        assert said["best_total"] == max(total_of(other, fit) for other in plans) / 1e6
        assert verify_files(files).findings == ()

    @pytest.mark.parametrize(("seed", "ties"), BOUNDED[:10])
    def test_the_stable_plan_keeps_the_rules_or_says_which_it_breaks(
        self, tmp_path: Path, seed: int, ties: bool
    ) -> None:
        rows = ruled_input(seed, ties=ties)
        given, _ = load_input(write_input(rows, tmp_path))
        files, refusal = None, None
        try:
            files = result_files(solve_input(given, objective=Objective.STABLE))
        except NotAvailable as caught:
            refusal = caught
        if files is None:
            assert refusal is not None
            told = describe_unavailable(refusal, given)
            assert any(str(name) in told for names in refusal.where.values() for name in names)
            return
        plan = dict(record(files)["pairs"])
        assert plan in all_plans(rows)
        assert blocking(rows, plan, read_fit(files)) == []
        assert verify_files(files).findings == ()


class TestUnproven:
    def test_a_plan_that_is_not_proven_says_how_much_may_be_missing(self, tmp_path: Path) -> None:
        rows = bounded_input()
        outcome = solve(rows, tmp_path, Objective.TOTAL)
        plan = replace(outcome.plan, proven=False, bound=outcome.plan.total + 0.01)
        costs = override_bounds(outcome.problem, plan, certificate_of(outcome.problem, outcome.prices))
        unproven = replace(outcome, plan=plan, best=plan, overrule=costs)
        files = result_files(unproven)
        said = record(files)
        assert (said["proven"], said["gap"], said["bound"]) == (False, 0.01, plan.bound)
        assert "not proven best" in describe_outcome(unproven, "out")[0]
        verdict = verify_files(files)
        assert verdict.findings == ()
        assert verdict.is_proven is False

    def test_a_proof_that_is_claimed_beside_a_gap_is_refused(self, tmp_path: Path) -> None:
        files = result_files(solve(bounded_input(), tmp_path, Objective.TOTAL))
        said = record(files)
        for change in ({"bound": said["total"] + 0.01}, {"proven": False}):
            forged = json.dumps({**said, **change}).encode()
            assert "total_wrong" in {f.code for f in verify_files(files | {"plan.json": forged}).findings}


def bounded_input() -> Rows:
    """Eight districts and five CPSEs under a budget and two bounds, whose prices leave a gap."""
    rows = ruled_input(2, districts=8, cpses=5)
    for index, need in enumerate(rows["needs"]):
        need["ask_inr"] = 31 + (index * 37) % 53
    for cpse in rows["cpses"]:
        cpse["capacity"], cpse["free_inr"] = 4, 230
    blank = {"lgd": "", "cpse": "", "reason": "test", "author": "test", "value": "", "group": ""}
    rows["rules"] = [
        {**blank, "kind": "budget"},
        {**blank, "kind": "group_max", "group": "Coal", "value": 3},
        {**blank, "kind": "group_min", "group": "South", "cpse": "C001", "value": 1},
    ]
    return rows


class TestBoundSheet:
    def test_its_formulas_worked_by_hand_give_its_numbers_and_prove_the_bound(self, tmp_path: Path) -> None:
        outcome = solve(bounded_input(), tmp_path, Objective.TOTAL)
        assert outcome.total_bound > outcome.plan.total
        content = workbook_bytes(outcome, "en")
        formulas = openpyxl.load_workbook(io.BytesIO(content))["Certificate"]
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        sheet = values["Certificate"]
        first = next(row for row in range(1, 40) if sheet.cell(row, 2).value == "District") + 1
        rows, columns = outcome.problem.fit.shape
        for row in range(first, first + rows):
            for column in range(5, 5 + columns):
                formula = formulas.cell(row, column).value
                if formula is None:
                    assert (
                        outcome.overrule[row - first, column - 5] in (float("inf"),)
                        or not (outcome.problem.allowed[row - first, column - 5])
                    )
                    continue
                worked = work_out(values, formula.removeprefix("=ROUND(").removesuffix(",6)"))
                assert sheet.cell(row, column).value == pytest.approx(worked, abs=0.6e-6)
                assert sheet.cell(row, column).value >= 0
        value = sum(sheet.cell(row, 3).value for row in range(first, first + rows))
        for at in (10, 13):
            across = 2 if at == 10 else 1
            value += sum(
                sheet.cell(at, column).value * sheet.cell(at + across, column).value
                for column in range(5, 5 + columns)
            )
        value += sum(sheet.cell(row, 3).value * sheet.cell(row, 4).value for row in range(15, 17))
        assert sheet["C4"].value == pytest.approx(value, abs=1e-6)
        assert sheet["C4"].value == outcome.total_bound
        assert (sheet["C3"].value, sheet["C7"].value) == (0, "bound proven")
        assert sheet["C6"].value == pytest.approx(outcome.total_bound - outcome.plan.total, abs=1e-9)


def work_out(book: openpyxl.Workbook, terms: str) -> float:
    """A sum of cells and of products of two cells, less one cell of another sheet."""
    sums, _, taken = terms.rpartition("-")
    total = 0.0
    for term in sums.split("+"):
        product = 1.0
        for cell in term.split("*"):
            product *= value_at(book, "Certificate", cell)
        total += product
    sheet, _, cell = taken.partition("!")
    return total - float(value_at(book, sheet.strip("'"), cell))


class TestChangedPrices:
    @pytest.mark.parametrize("name", ["overrule.csv", "plan.csv", "fit.csv"])
    def test_any_one_changed_number_is_refused_even_where_the_digests_were_forged(
        self, tmp_path: Path, name: str
    ) -> None:
        files = result_files(solve(bounded_input(), tmp_path, Objective.TOTAL))
        for place, content in changed_numbers(files, name):
            assert not verify_files(with_digests(files | {name: content})).holds, place

    def test_any_one_changed_price_is_refused(self, tmp_path: Path) -> None:
        files = result_files(solve(bounded_input(), tmp_path, Objective.TOTAL))
        for place, content in changed_numbers(files, "prices.csv"):
            assert not verify_files(files | {"prices.csv": content}).holds, place

    def test_prices_too_low_are_refused_even_where_the_digests_were_forged(self, tmp_path: Path) -> None:
        files = result_files(solve(bounded_input(), tmp_path, Objective.TOTAL))
        header, *rows = read_table(files["prices.csv"])
        for index, (kind, key, price) in enumerate(rows):
            if kind == "district" or float(price) == 0:
                continue
            cheaper = [row if at != index else [kind, key, "0.000000"] for at, row in enumerate(rows)]
            content = "".join(",".join(row) + "\n" for row in [header, *cheaper]).encode()
            codes = {f.code for f in verify_files(with_digests(files | {"prices.csv": content})).findings}
            assert codes & {"price_too_low", "price_not_least"}, (kind, key)

    def test_a_budget_one_rupee_below_what_is_asked_is_refused_by_name(self, tmp_path: Path) -> None:
        files = result_files(solve(bounded_input(), tmp_path, Objective.TOTAL))
        said = record(files)
        rules, lead = said["rules"], said["pairs"][0][1]
        rules["budget"][lead] = sum(rules["ask"][lgd] for lgd, code in said["pairs"] if code == lead) - 1
        found = verify_files(files | {"plan.json": json.dumps(said).encode()}).findings
        assert [(f.file, f.column) for f in found if f.code == "over_budget"] == [("plan.csv", lead)]

    @pytest.mark.parametrize(("bound", "step"), [("at_least", 1), ("at_most", -1)])
    def test_a_bound_missed_by_one_district_is_refused_by_name(
        self, tmp_path: Path, bound: str, step: int
    ) -> None:
        files = result_files(solve(bounded_input(), tmp_path, Objective.TOTAL))
        said = record(files)
        group = next(group for group in said["rules"]["groups"] if group["name"] == "South / C001")
        led = sum(lgd in group["districts"] and code in group["cpses"] for lgd, code in said["pairs"])
        assert led >= 1
        group |= {"at_least": 0, "at_most": None} | {bound: led + step}
        found = verify_files(files | {"plan.json": json.dumps(said).encode()}).findings
        assert [(f.file, f.row) for f in found if f.code == "bound_broken"] == [("plan.csv", "South / C001")]


def lifted(rows: Rows, lgd: str, code: str) -> list[dict[str, str]]:
    """Every plan where a ban on this very pair, and a pin of this district, are lifted."""
    rules = [
        rule
        for rule in rows.get("rules", [])
        if not (rule["kind"] == "pin" and str(rule["lgd"]) == lgd)
        and not (rule["kind"] == "ban" and (str(rule["lgd"]), rule["cpse"]) == (lgd, code))
    ]
    return all_plans({**rows, "rules": rules})


def price_sum(rows: Rows, files: dict[str, bytes]) -> float:
    """What the prices prove, in millionths, added up as formats.md says."""
    price = {
        (kind, key): round(float(value) * 1e6) for kind, key, value in read_table(files["prices.csv"])[1:]
    }
    rules = json.loads(files["plan.json"])["rules"]
    value = float(sum(p for (kind, _), p in price.items() if kind == "district"))
    for (kind, key), p in price.items():
        if kind == "cpse":
            value += p * (rules["capacity"][key] if p >= 0 else rules["minimum"][key])
        elif kind == "budget" and p:
            value += p * rules["budget"][key] / 1e7
        elif kind == "group":
            group = next(group for group in rules["groups"] if group["name"] == key)
            value += p * ((group["at_most"] or 0) if p >= 0 else group["at_least"])
    asks = {str(d["lgd"]): 0 for d in rows["districts"]}
    for need in rows["needs"]:
        asks[str(need["lgd"])] += int(str(need["ask_inr"] or 0))
    for plan in all_plans(rows):
        for lgd, code in plan.items():
            pays = price["district", lgd] + price["cpse", code]
            pays += price.get(("budget", code), 0) * asks[lgd] / 1e7
            for group in rules["groups"]:
                if lgd in group["districts"] and code in group["cpses"]:
                    pays += price["group", group["name"]]
            assert pays >= read_fit(files)[lgd, code] - 1e-3
    return value
