"""Lists whose rows are at hand: their order, what is not known, their pages, what their links keep."""

from dataclasses import dataclass

import pytest

from csrmatch.web.held import HeldColumn, hold_table


@dataclass(frozen=True)
class Row:
    name: str
    value: int | None


COLUMNS = [
    HeldColumn[Row]("name", "Name", lambda row: row.name),
    HeldColumn[Row]("value", "Value", lambda row: row.value, by=lambda row: row.value),
]
ROWS = [Row("a", 2), Row("b", None), Row("c", 0), Row("d", 2), Row("e", -1)]


def names(app, query, rows=ROWS, **how):
    with app.test_request_context(f"/?{query}"):
        return "".join(row.name for row in hold_table(rows, COLUMNS, default_sort="value", **how).rows)


@pytest.mark.parametrize(("query", "expected"), [("", "ecadb"), ("sort=value&order=desc", "adceb")])
def test_what_is_not_known_comes_last_both_ways_and_equals_keep_their_order(sqlite_app, query, expected):
    assert names(sqlite_app, query) == expected


def test_the_greatest_comes_first_only_until_the_reader_sorts(sqlite_app):
    assert names(sqlite_app, "", greatest_first=True) == "adceb"
    assert names(sqlite_app, "sort=value", greatest_first=True) == "ecadb"


@pytest.mark.parametrize("query", ["sort=name", "sort=nothing", "sort=value&order=sideways"])
def test_what_cannot_be_sorted_by_means_the_usual_order(sqlite_app, query):
    assert names(sqlite_app, query) == "ecadb"


@pytest.mark.parametrize(
    ("page", "shown"), [("", 50), ("page=2", 50), ("page=3", 1), ("page=9", 1), ("page=-1", 50)]
)
def test_a_long_list_has_pages_and_a_file_or_a_whole_list_has_all(sqlite_app, page, shown):
    rows = [Row("x", number) for number in range(101)]
    assert len(names(sqlite_app, page, rows)) == shown
    assert len(names(sqlite_app, f"{page}&download=csv", rows)) == 101
    assert len(names(sqlite_app, page, rows, is_whole=True)) == 101
    assert names(sqlite_app, page, [], is_whole=True) == ""


def test_links_keep_what_is_carried_and_nothing_else(sqlite_app):
    with sqlite_app.test_request_context("/healthz?plan=2&other=5&sort=value"):
        table = hold_table(ROWS, COLUMNS, default_sort="value", carried=("plan",))
        assert table._arguments == {"plan": "2", "sort": "value"}
