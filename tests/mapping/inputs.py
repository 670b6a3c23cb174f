"""Makes input folders for the tests: a small one by hand and random ones by seed."""

import csv
import random
from pathlib import Path

Rows = dict[str, list[dict[str, object]]]


def small_input() -> Rows:
    """Three districts, three CPSEs, a pin, a ban, preferences, a Hindi name and things not known."""
    return {
        "districts": [
            {
                "lgd": 376,
                "name_en": "Dantewada",
                "state": "Chhattisgarh",
                "lat": 18.9,
                "lon": 81.35,
                "name_hi": "दंतेवाड़ा",
                "leads_now": "NMDC",
            },
            {
                "lgd": 383,
                "name_en": "Korba",
                "state": "Chhattisgarh",
                "lat": 22.35,
                "lon": 82.68,
                "name_hi": "",
                "leads_now": "none",
            },
            {
                "lgd": 374,
                "name_en": "Bastar",
                "state": "Chhattisgarh",
                "lat": "",
                "lon": "",
                "name_hi": "बस्तर",
                "leads_now": "",
            },
        ],
        "cpses": [
            {
                "code": "NMDC",
                "name_en": "NMDC Limited",
                "free_inr": 90_000_000,
                "capacity": 2,
                "name_hi": "एनएमडीसी लिमिटेड",
            },
            {
                "code": "SECL",
                "name_en": "South Eastern Coalfields Limited",
                "free_inr": "",
                "capacity": 1,
                "name_hi": "",
            },
            {"code": "NTPC", "name_en": "NTPC Limited", "free_inr": 50_000_000, "capacity": 1, "name_hi": ""},
        ],
        "places": [
            {"cpse": "NMDC", "name": "Bailadila, Kirandul", "lat": 18.64, "lon": 81.26, "lgd": 376},
            {"cpse": "SECL", "name": "Gevra", "lat": 22.33, "lon": 82.55, "lgd": 383},
        ],
        "projects": [
            {
                "cpse": "NMDC",
                "theme": "ED",
                "year": "2023-24",
                "spent_inr": 40_000_000,
                "lgd": 376,
                "on_time": "yes",
                "results_verified": "yes",
            },
            {
                "cpse": "NMDC",
                "theme": "HN",
                "year": "2024-25",
                "spent_inr": 10_000_000,
                "lgd": "",
                "on_time": "no",
                "results_verified": "",
            },
            {
                "cpse": "NTPC",
                "theme": "HN",
                "year": "2024-25",
                "spent_inr": 60_000_000,
                "lgd": 383,
                "on_time": "",
                "results_verified": "",
            },
        ],
        "needs": [
            {
                "lgd": 376,
                "theme": "ED",
                "title": "Residential school",
                "ask_inr": 100_000_000,
                "severity": 0.8,
                "value": "",
                "benchmark": "",
                "better": "",
            },
            {
                "lgd": 376,
                "theme": "HN",
                "title": "Anaemia",
                "ask_inr": "",
                "severity": "",
                "value": 66,
                "benchmark": 57,
                "better": "lower",
            },
            {
                "lgd": 383,
                "theme": "HN",
                "title": "Institutional births",
                "ask_inr": 20_000_000,
                "severity": "",
                "value": 70,
                "benchmark": 88.6,
                "better": "higher",
            },
        ],
        "rules": [
            {"kind": "ban", "lgd": 376, "cpse": "NTPC", "reason": "No presence", "author": "DPE"},
            {"kind": "pin", "lgd": 383, "cpse": "SECL", "reason": "Local area", "author": "DPE"},
        ],
        "preferences": [
            {"side": "district", "lgd": 374, "cpse": "NMDC", "rank": 1},
            {"side": "cpse", "lgd": 374, "cpse": "NTPC", "rank": 1},
        ],
    }


def write_input(rows: Rows, folder: Path) -> Path:
    """Writes the rows as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, lines in rows.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
    return folder


def random_input(seed: int, districts: int, cpses: int, *, ties: bool = False) -> Rows:
    """A feasible input: capacities that hold every district, some pins and bans that do not clash."""
    dice = random.Random(seed)  # noqa: S311 - a seed for the tests.
    codes = [f"C{number:03}" for number in range(cpses)]
    lgds = [100 + number for number in range(districts)]
    capacity = {code: dice.randint(0, 3) for code in codes}
    while sum(capacity.values()) < districts:
        capacity[dice.choice(codes)] += 1
    room = [code for code in codes for _ in range(capacity[code])]
    chosen = dict(zip(lgds, dice.sample(room, districts), strict=True))
    severity = (lambda: dice.choice([0.5, 1])) if ties else (lambda: round(dice.random(), 3))
    rules: list[dict[str, object]] = [
        {"kind": "ban", "lgd": lgd, "cpse": code, "reason": "test", "author": "test"}
        for lgd in lgds
        for code in codes
        if code != chosen[lgd] and dice.random() < 0.1
    ]
    rules += [
        {"kind": "pin", "lgd": lgd, "cpse": chosen[lgd], "reason": "test", "author": "test"}
        for lgd in lgds
        if dice.random() < 0.1
    ]
    rows: Rows = {
        "districts": [
            {
                "lgd": lgd,
                "name_en": f"District {lgd}",
                "state": "State",
                "lat": round(dice.uniform(18, 28), 3),
                "lon": round(dice.uniform(74, 86), 3),
                "leads_now": dice.choice([*codes, "none", ""]),
            }
            for lgd in lgds
        ],
        "cpses": [
            {
                "code": code,
                "name_en": f"Company {code}",
                "free_inr": dice.choice(["", dice.randint(0, 10**9)]),
                "capacity": capacity[code],
            }
            for code in codes
        ],
        "places": [
            {
                "cpse": code,
                "name": "Works",
                "lat": round(dice.uniform(18, 28), 3),
                "lon": round(dice.uniform(74, 86), 3),
                "lgd": "",
            }
            for code in codes
            if dice.random() < 0.8
        ]
        or [{"cpse": codes[0], "name": "Works", "lat": 20, "lon": 80, "lgd": ""}],
        "projects": [
            {
                "cpse": code,
                "theme": theme,
                "year": f"20{year}-{year + 1}",
                "spent_inr": dice.randint(0, 10**9),
                "lgd": dice.choice([*lgds, ""]),
                "on_time": dice.choice(["yes", "no", ""]),
            }
            for code in codes
            for theme in ("HN", "ED", "AW")
            for year in (22, 23)
        ],
        "needs": [
            {
                "lgd": lgd,
                "theme": theme,
                "title": "Need",
                "ask_inr": dice.choice(["", 10**8]),
                "severity": severity(),
            }
            for lgd in lgds
            for theme in ("HN", "ED")
        ],
    }
    if rules:
        rows["rules"] = rules
    return rows
