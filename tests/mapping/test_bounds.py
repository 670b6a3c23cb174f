"""Bounds of groups and budgets: what a row may say, what it means, and each way to say it wrongly."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from csrmatch.i18n import speaking
from csrmatch.mapping.documents.template import template_bytes
from csrmatch.mapping.encoding import encode
from csrmatch.mapping.tables import InputRefused, Issue, Level, MappingInput, load_input
from csrmatch.mapping.tables.scopes import Scope, ScopeError, read_scope
from csrmatch.mapping.tables.writing import input_files
from csrmatch.mapping.wording.codes import describe
from csrmatch.optimiser import Group
from tests.mapping.inputs import Rows, small_input, write_input

COLUMNS = ("kind", "lgd", "cpse", "reason", "author", "value", "group", "expires_on")


def rule(kind: str, **values: object) -> dict[str, object]:
    """One row of rules.csv with every column."""
    return {**dict.fromkeys(COLUMNS, ""), "kind": kind, "reason": "r", "author": "a", **values}


def grouped_input(*rules: dict[str, object]) -> Rows:
    """The small input with groups of CPSEs, two states, every sum known, and the given rules."""
    rows = small_input()
    for line, state in zip(rows["districts"], ("Chhattisgarh", "Chhattisgarh", "Odisha"), strict=True):
        line["state"] = state
    for line, group, free in zip(rows["cpses"], ("Mines", "Mines", "Power"), (300, 200, 100), strict=True):
        line["group"], line["free_inr"] = group, free
    for line, ask in zip(rows["needs"], (70, 20, 60), strict=True):
        line["ask_inr"] = ask
    rows["needs"].append({**rows["needs"][0], "lgd": 374, "title": "Roads", "ask_inr": 90})
    rows["rules"] = list(rules)
    if not rules:
        del rows["rules"]
    return rows


def load(
    folder: Path, *rules: dict[str, object], change: Callable[[Rows], None] | None = None
) -> MappingInput:
    rows = grouped_input(*rules)
    if change:
        change(rows)
    return load_input(write_input(rows, folder))[0]


def errors(
    folder: Path, *rules: dict[str, object], change: Callable[[Rows], None] | None = None
) -> list[Issue]:
    with pytest.raises(InputRefused) as refused:
        load(folder, *rules, change=change)
    return [issue for issue in refused.value.issues if issue.level is Level.ERROR]


class TestReadScope:
    STATES = frozenset({"Odisha", "Goa", "A / B"})
    GROUPS = frozenset({"Coal", "Goa", "B / Coal"})

    @pytest.mark.parametrize(
        ("cpse", "text", "scope", "name"),
        [
            ("NMDC", None, Scope(cpse="NMDC"), "NMDC"),
            ("NMDC", "Odisha", Scope("Odisha", "NMDC"), "Odisha / NMDC"),
            (None, "Coal", Scope(group="Coal"), "Coal"),
            (None, "Odisha / Coal", Scope("Odisha", group="Coal"), "Odisha / Coal"),
            (None, "Odisha/Coal", Scope("Odisha", group="Coal"), "Odisha / Coal"),
            (None, " Odisha /  Coal ", Scope("Odisha", group="Coal"), "Odisha / Coal"),
            (None, "Goa / Goa", Scope("Goa", group="Goa"), "Goa / Goa"),
            (None, "Odisha / B / Coal", Scope("Odisha", group="B / Coal"), "Odisha / B / Coal"),
            (None, "A / B / Coal", Scope("A / B", group="Coal"), "A / B / Coal"),
        ],
    )
    def test_each_way_to_name_a_scope(
        self, cpse: str | None, text: str | None, scope: Scope, name: str
    ) -> None:
        found = read_scope(cpse, text, self.STATES, self.GROUPS)
        assert (found, found.name) == (scope, name)

    @pytest.mark.parametrize(
        ("cpse", "text", "code", "column"),
        [
            (None, None, "bound_without_cpse", "cpse"),
            (None, "Odisha", "state_without_cpse", "cpse"),
            (None, "Assam", "unknown_scope", "group"),
            (None, "odisha / Coal", "unknown_scope", "group"),
            (None, "Coal / Odisha", "unknown_scope", "group"),
            (None, "Odisha / ", "unknown_scope", "group"),
            ("NMDC", "Assam", "unknown_scope", "group"),
            (None, "Goa", "scope_ambiguous", "group"),
            ("NMDC", "Goa", "scope_ambiguous", "group"),
            ("NMDC", "Coal", "cpse_and_group", "group"),
            ("NMDC", "Odisha / Coal", "cpse_and_group", "group"),
        ],
    )
    def test_anything_else_is_refused_with_its_column(
        self, cpse: str | None, text: str | None, code: str, column: str
    ) -> None:
        with pytest.raises(ScopeError) as refused:
            read_scope(cpse, text, self.STATES, self.GROUPS)
        assert (refused.value.code, refused.value.column) == (code, column)


SLIPS: list[tuple[list[dict[str, object]], str, int, str]] = [
    ([rule("group_max", cpse="NMDC")], "blank", 2, "value"),
    ([rule("group_max", cpse="NMDC", value="two")], "not_whole", 2, "value"),
    ([rule("group_max", cpse="NMDC", value=-1)], "negative", 2, "value"),
    ([rule("group_min", cpse="NMDC", value=0)], "too_small", 2, "value"),
    ([rule("group_max", lgd=376, cpse="NMDC", value=1)], "not_for_kind", 2, "lgd"),
    ([rule("group_max", value=1)], "bound_without_cpse", 2, "cpse"),
    ([rule("group_max", group="Odisha", value=1)], "state_without_cpse", 2, "cpse"),
    ([rule("group_max", group="Steel", value=1)], "unknown_scope", 2, "group"),
    ([rule("group_max", cpse="NMDC", group="Mines", value=1)], "cpse_and_group", 2, "group"),
    ([rule("group_max", cpse="ONGC", value=1)], "unknown_cpse", 2, "cpse"),
    (
        [rule("group_max", group="Mines", value=1), rule("group_max", group="Mines", value=2)],
        "two_bounds",
        3,
        "kind",
    ),
    (
        [rule("group_min", group="Mines", value=2), rule("group_max", group="Mines", value=1)],
        "bounds_cross",
        3,
        "value",
    ),
    ([rule("pin", lgd=376, cpse="NMDC", value=1)], "not_for_kind", 2, "value"),
    ([rule("ban", lgd=376, cpse="NMDC", group="Mines")], "not_for_kind", 2, "group"),
    ([rule("budget", lgd=376)], "not_for_kind", 2, "lgd"),
    ([rule("budget", value=5)], "not_for_kind", 2, "value"),
    ([rule("budget", group="Mines")], "not_for_kind", 2, "group"),
    ([rule("budget", cpse="ONGC")], "unknown_cpse", 2, "cpse"),
    ([rule("budget"), rule("budget")], "two_budgets", 3, "cpse"),
    ([rule("budget", cpse="NMDC"), rule("budget", cpse="NMDC")], "two_budgets", 3, "cpse"),
]


class TestRefusals:
    @pytest.mark.parametrize(("rules", "code", "row", "column"), SLIPS, ids=[f"{s[1]}-{s[3]}" for s in SLIPS])
    def test_a_slip_is_found_where_it_stands_and_nothing_else_is_blamed(
        self, tmp_path: Path, rules: list[dict[str, object]], code: str, row: int, column: str
    ) -> None:
        found = errors(tmp_path, *rules)
        assert [(i.code, i.file, i.row, i.column) for i in found] == [(code, "rules.csv", row, column)]
        for language in ("en", "hi"):
            with speaking(language):
                assert "%(" not in describe(found[0])

    def test_a_budget_of_a_cpse_whose_money_is_not_known_cannot_be_kept(self, tmp_path: Path) -> None:
        def forget(rows: Rows) -> None:
            rows["cpses"][0]["free_inr"] = ""

        found = errors(tmp_path, rule("budget", cpse="NMDC"), change=forget)
        assert [(issue.code, issue.row, issue.column) for issue in found] == [("budget_not_known", 2, "cpse")]

    def test_a_group_that_bears_the_code_of_a_cpse_is_told_apart(self, tmp_path: Path) -> None:
        def rename(rows: Rows) -> None:
            for line in rows["cpses"][:2]:
                line["group"] = "NMDC"

        rules = rule("group_max", cpse="NMDC", value=1), rule("group_max", group="NMDC", value=1)
        found = errors(tmp_path / "a", *rules, change=rename)
        assert [(issue.code, issue.row) for issue in found] == [("scope_name_taken", 3)]
        load(tmp_path / "b", rules[1], change=rename)

    def test_sums_that_no_budget_can_hold_are_refused(self, tmp_path: Path) -> None:
        def boast(rows: Rows) -> None:
            rows["needs"][0]["ask_inr"] = 10**15

        assert [issue.code for issue in errors(tmp_path / "a", rule("budget"), change=boast)] == [
            "asks_too_large"
        ]
        load(tmp_path / "b", change=boast)

    def test_free_money_that_no_budget_can_hold_is_refused(self, tmp_path: Path) -> None:
        def boast(rows: Rows) -> None:
            rows["cpses"][1]["free_inr"] = 10**15 + 1

        found = errors(tmp_path / "a", rule("budget"), change=boast)
        assert [(issue.code, issue.row, issue.column) for issue in found] == [
            ("budget_too_large", 3, "free_inr")
        ]
        load(tmp_path / "b", change=boast)

    def test_a_wrong_row_of_the_cpses_blames_no_bound(self, tmp_path: Path) -> None:
        def spoil(rows: Rows) -> None:
            rows["cpses"][0]["capacity"] = "x"

        found = errors(tmp_path, rule("group_max", group="Mines", value=1), change=spoil)
        assert [issue.file for issue in found] == ["cpses.csv"]


class TestWarnings:
    def test_whom_a_budget_cannot_hold_is_told(self, tmp_path: Path) -> None:
        rows = grouped_input(rule("budget"))
        rows["cpses"][1]["free_inr"] = ""
        rows["needs"][1]["ask_inr"] = ""
        rows["needs"].pop()
        _given, warnings = load_input(write_input(rows, tmp_path))
        told = {
            (issue.code, dict(issue.params).get("name_en") or dict(issue.params).get("code"))
            for issue in warnings
        }
        assert {
            ("budget_ask_not_known", "Bastar"),
            ("budget_ask_in_part", "Dantewada"),
            ("budget_without_money", "SECL"),
        } <= told
        assert ("budget_ask_in_part", "Korba") not in told

    def test_without_a_budget_nothing_is_told_of_budgets(self, tmp_path: Path) -> None:
        _given, warnings = load_input(write_input(small_input(), tmp_path))
        assert not [issue for issue in warnings if issue.code.startswith("budget")]


class TestEncode:
    def test_bounds_of_one_scope_become_one_group(self, tmp_path: Path) -> None:
        given = load(
            tmp_path,
            rule("group_max", group="Mines", value=2),
            rule("group_min", group="Mines", value=1),
            rule("group_max", group="Chhattisgarh / Mines", value=0),
            rule("group_min", cpse="NTPC", group="Odisha", value=1),
            rule("group_max", cpse="NTPC", value=1),
        )
        assert encode(given).problem.groups == (
            Group("Chhattisgarh / Mines", ("376", "383"), ("NMDC", "SECL"), 0, 0),
            Group("Mines", ("374", "376", "383"), ("NMDC", "SECL"), 1, 2),
            Group("NTPC", ("374", "376", "383"), ("NTPC",), 0, 1),
            Group("Odisha / NTPC", ("374",), ("NTPC",), 1, None),
        )

    def test_a_bound_ends_on_its_day(self, tmp_path: Path) -> None:
        given = load(tmp_path, rule("group_max", group="Mines", value=2, expires_on="2025-03-31"))
        assert len(encode(given, as_of=date(2025, 3, 31)).problem.groups) == 1
        assert encode(given, as_of=date(2025, 4, 1)).problem.groups == ()

    def test_a_budget_is_the_free_money_against_the_sum_of_the_asks(self, tmp_path: Path) -> None:
        problem = encode(load(tmp_path, rule("budget"))).problem
        assert problem.ask is not None
        assert problem.budget is not None
        assert dict(zip(problem.districts, problem.ask.tolist(), strict=True)) == {
            "374": 90,
            "376": 90,
            "383": 60,
        }
        assert dict(zip(problem.cpses, problem.budget.tolist(), strict=True)) == {
            "NMDC": 300,
            "NTPC": 100,
            "SECL": 200,
        }

    def test_whoever_no_budget_names_can_never_exceed_one(self, tmp_path: Path) -> None:
        problem = encode(load(tmp_path, rule("budget", cpse="NTPC"))).problem
        assert problem.budget is not None
        assert problem.budget.tolist() == [240, 100, 240]

    def test_without_such_rules_there_are_neither_budgets_nor_groups(self, tmp_path: Path) -> None:
        problem = encode(load(tmp_path)).problem
        assert (problem.ask, problem.budget, problem.groups) == (None, None, ())


class TestTemplate:
    def test_it_offers_every_kind_of_rule_and_says_what_to_fill_in_both_languages(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
        offered = [validation.formula1 for validation in book["rules"].data_validations.dataValidation]
        assert '"pin,ban,group_max,group_min,budget"' in offered
        said = [str(cell.value) for row in book["Instructions"].iter_rows() for cell in row if cell.value]
        assert len([text for text in said if "group_max" in text and "group_min" in text]) >= 2


class TestWriting:
    def test_bounds_and_budgets_read_back_as_the_same_rows(self, tmp_path: Path) -> None:
        given = load(tmp_path / "a", rule("group_max", group="Odisha / Mines", value=1), rule("budget"))
        (tmp_path / "b").mkdir()
        for name, content in input_files(given).items():
            (tmp_path / "b" / name).write_bytes(content)
        assert load_input(tmp_path / "b")[0] == given
