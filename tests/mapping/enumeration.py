"""A referee that knows nothing of the optimiser: every plan of a small input, judged from its rows alone."""

import csv
import io
import itertools
import random
from collections import defaultdict

from tests.mapping.inputs import Rows, random_input

Lead = dict[str, str]
Matrix = dict[tuple[str, str], int]


def ruled_input(seed: int, *, ties: bool = False, districts: int = 4, cpses: int = 3) -> Rows:
    """A random input with two states, two groups of CPSEs, budgets, bounds and ranks; it may clash."""
    dice = random.Random(seed)  # noqa: S311 - a seed for the tests.
    rows = random_input(seed, districts, cpses, ties=ties)
    for index, district in enumerate(rows["districts"]):
        district["state"] = ("North", "South")[index % 2]
    codes = [str(cpse["code"]) for cpse in rows["cpses"]]
    for cpse in rows["cpses"]:
        cpse["group"] = dice.choice(["Coal", "Steel", ""])
        cpse["free_inr"] = dice.choice(["", dice.randint(50, 400)])
    rows["cpses"][0]["group"] = "Coal"
    for need in rows["needs"]:
        need["ask_inr"] = dice.choice(["", dice.randint(10, 120)])
    kept = [
        {**dict.fromkeys(("value", "group"), ""), **rule}
        for rule in rows.pop("rules", [])
        if dice.random() < 0.5
    ]
    blank = {"lgd": "", "cpse": "", "reason": "test", "author": "test", "value": "", "group": ""}
    if dice.random() < 0.7:
        kept.append({"kind": "budget", **blank})
    scopes = [("", "Coal"), ("", "North / Coal"), (codes[-1], "South"), (codes[0], "")]
    for cpse, group in dice.sample(scopes, dice.randint(0, 3)):
        kind = dice.choice(["group_max", "group_max", "group_min"])
        kept.append({"kind": kind, **blank, "value": dice.randint(1, 2), "cpse": cpse, "group": group})
    if kept:
        rows["rules"] = kept
    ranks = [
        {"side": side, "lgd": district["lgd"], "cpse": code, "rank": dice.randint(1, 3)}
        for side in ("district", "cpse")
        for district in rows["districts"]
        for code in codes
        if dice.random() < 0.3
    ]
    if ranks:
        rows["preferences"] = ranks
    return rows


def without_bounds(rows: Rows) -> Rows:
    """The same input without budgets and bounds of groups."""
    rules = [rule for rule in rows.get("rules", []) if rule["kind"] in ("pin", "ban")]
    rest = {name: lines for name, lines in rows.items() if name != "rules"}
    return {**rest, "rules": rules} if rules else rest


def read_table(content: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode())))


def read_fit(files: dict[str, bytes], name: str = "fit.csv") -> Matrix:
    """A matrix of the result in whole millionths; cells that say inf are left out."""
    header, *body = read_table(files[name])
    return {
        (row[0], code): round(float(cell) * 1e6)
        for row in body
        for code, cell in zip(header[1:], row[1:], strict=True)
        if cell != "inf"
    }


def all_plans(rows: Rows) -> list[Lead]:
    """Every plan that keeps every rule of the input."""
    lgds = [str(district["lgd"]) for district in rows["districts"]]
    codes = [str(cpse["code"]) for cpse in rows["cpses"]]
    plans = (dict(zip(lgds, chosen, strict=True)) for chosen in itertools.product(codes, repeat=len(lgds)))
    return [plan for plan in plans if keeps_rules(rows, plan)]


def keeps_rules(rows: Rows, plan: Lead) -> bool:
    """Whether a plan keeps capacities, minimums, pins, bans, budgets and bounds."""
    load: dict[str, int] = defaultdict(int)
    for code in plan.values():
        load[code] += 1
    return all(
        int(str(cpse.get("minimum") or 0)) <= load[str(cpse["code"])] <= int(str(cpse["capacity"]))
        for cpse in rows["cpses"]
    ) and all(_keeps(rows, plan, rule) for rule in rows.get("rules", []))


def _keeps(rows: Rows, plan: Lead, rule: dict[str, object]) -> bool:
    kind, lgd, cpse = (str(rule[name]) for name in ("kind", "lgd", "cpse"))
    if kind == "pin":
        return plan[lgd] == cpse
    if kind == "ban":
        return plan[lgd] != cpse
    if kind == "budget":
        return all(
            _asked(rows, plan, str(row["code"])) <= int(str(row["free_inr"]))
            for row in rows["cpses"]
            if row["free_inr"] != "" and cpse in ("", str(row["code"]))
        )
    state, _, group = str(rule["group"]).partition(" / ")
    states = {str(district["state"]) for district in rows["districts"]}
    if not group and state not in states:
        state, group = "", state
    inside = {str(d["lgd"]) for d in rows["districts"] if state in ("", d["state"])}
    who = {
        str(row["code"]) for row in rows["cpses"] if (row["code"] == cpse if cpse else row["group"] == group)
    }
    led = sum(lgd in inside and code in who for lgd, code in plan.items())
    value = int(str(rule["value"]))
    return led <= value if kind == "group_max" else led >= value


def _asked(rows: Rows, plan: Lead, code: str) -> int:
    return sum(
        int(str(need["ask_inr"]))
        for need in rows["needs"]
        if need["ask_inr"] != "" and plan[str(need["lgd"])] == code
    )


def total_of(plan: Lead, fit: Matrix) -> int:
    """The sum of the fits."""
    return sum(fit[pair] for pair in plan.items())


def fairness_of(plan: Lead, fit: Matrix) -> list[int]:
    """The fits from the lowest upwards: greater is fairer."""
    return sorted(fit[pair] for pair in plan.items())


def wants(rows: Rows, fit: Matrix, side: str) -> dict[tuple[str, str], tuple[int, int]]:
    """What a side wants of each pair: ranked pairs first, by rank; then by fit."""
    stated = {
        (str(row["lgd"]), str(row["cpse"])): int(str(row["rank"]))
        for row in rows.get("preferences", [])
        if row["side"] == side
    }
    return {pair: (1, -stated[pair]) if pair in stated else (0, value) for pair, value in fit.items()}


def blocking(rows: Rows, plan: Lead, fit: Matrix) -> list[tuple[str, str]]:
    """The pairs that would both rather have each other; pinned districts stay, banned pairs stay apart."""
    ours, theirs = wants(rows, fit, "district"), wants(rows, fit, "cpse")
    rules = rows.get("rules", [])
    pinned = {str(rule["lgd"]) for rule in rules if rule["kind"] == "pin"}
    banned = {(str(rule["lgd"]), str(rule["cpse"])) for rule in rules if rule["kind"] == "ban"}
    found = []
    for lgd, code in fit:
        room = int(str(next(row["capacity"] for row in rows["cpses"] if row["code"] == code)))
        led = [other for other, lead in plan.items() if lead == code]
        if lgd in pinned or (lgd, code) in banned or not room or ours[lgd, code] <= ours[lgd, plan[lgd]]:
            continue
        given_up = [theirs[other, code] for other in led if other not in pinned]
        if len(led) < room or any(theirs[lgd, code] > value for value in given_up):
            found.append((lgd, code))
    return found
