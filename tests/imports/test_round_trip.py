"""What goes out comes back the same: any project, through the workbook and through its cells."""

import io
from datetime import date
from unicodedata import normalize

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as some

from csrmatch.imports.layouts import SheetRow
from csrmatch.reference import read_districts
from csrmatch.registry.rules.projects import AssetHolder, Implementer, ProjectStatus, TargetGroup
from csrmatch.registry.tables.project_rows import PROJECT_LAYOUT
from csrmatch.registry.tables.project_workbook import project_workbook

LGDS = [str(district.lgd) for district in read_districts()[:6]]
YEARS = ["2024-25", "2025-26"]
texts = some.none() | some.text(
    some.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]) | some.sampled_from("=+-@कख'"),
    max_size=40,
).map(lambda text: " ".join(normalize("NFC", text.replace("?", "")).split()) or None)
days = some.none() | some.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)).map(
    lambda day: day.isoformat()
)
amounts = some.none() | some.integers(0, 10**15)
shares = some.integers(1, 100)


@some.composite
def projects(draw: some.DrawFn) -> dict[str, object]:
    places = draw(some.dictionaries(some.sampled_from(LGDS), shares, max_size=4))
    elsewhere = draw(some.integers(0, 100))
    is_placed = bool(places) or elsewhere > 0
    values: dict[str, object] = {
        name: draw(texts)
        for name in ("title_en", "title_hi", "reference", "summary_en", "agency_name", "asset_holder_name")
    }
    values |= {
        "id": draw(some.integers(1, 10**6)),
        "version": draw(some.integers(1, 1000)),
        "starts_on": draw(days),
        "ends_on": draw(days),
        "is_ongoing": draw(some.none() | some.booleans()),
        "creates_asset": draw(some.none() | some.booleans()),
        "themes": draw(some.dictionaries(some.sampled_from(["HN", "ED", "AW"]), shares)),
        "schedule_items": sorted(draw(some.sets(some.integers(1, 12)))),
        "goals": sorted(draw(some.sets(some.integers(1, 17)))),
        "reach": "districts" if is_placed else draw(some.sampled_from([None, "not_bound"])),
        "districts": places,
        "elsewhere_percent": elsewhere,
        "implementer": draw(some.none() | some.sampled_from(list(Implementer)).map(str)),
        "asset_holder": draw(some.none() | some.sampled_from(list(AssetHolder)).map(str)),
        "status": str(draw(some.sampled_from(list(ProjectStatus)))),
        "groups": draw(
            some.dictionaries(
                some.sampled_from(list(TargetGroup)).map(str), some.none() | some.integers(0, 10**9)
            )
        ),
    }
    for year in YEARS:
        quarters = draw(some.dictionaries(some.sampled_from("1234"), some.tuples(amounts, amounts).map(list)))
        kept = {quarter: pair for quarter, pair in quarters.items() if pair != [None, None]}
        values[f"money.{year}"] = kept or None
    return values


def read_back(content: bytes) -> list[dict[str, object]]:
    """The rows of a workbook by openpyxl itself, not by our reader of files."""
    page = openpyxl.load_workbook(io.BytesIO(content))["projects"]
    lines = []
    for number, cells in enumerate(page.iter_rows(values_only=True), start=1):
        plain = [cell.date().isoformat() if hasattr(cell, "date") else cell for cell in cells]
        lines.append(SheetRow("projects", number, plain))
    rows = list(PROJECT_LAYOUT.read(lines, lambda name, state="": None, "NMDC"))
    for row in rows:
        assert row.errors == ()
    return [{**row.values, "id": row.record_id, "version": row.version} for row in rows]


class TestRoundTrip:
    @settings(max_examples=20, deadline=None)
    @given(some.lists(projects(), min_size=1, max_size=4))
    def test_every_project_comes_back_as_it_went_out(self, given_rows: list[dict[str, object]]) -> None:
        for row, back in zip(given_rows, read_back(project_workbook(given_rows, YEARS)), strict=True):
            assert {name: back[name] for name in row} == row
