"""The columns of every input file: their names, what a cell may hold and what may be left out."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CRITERIA", "DEFAULT_WEIGHTS", "RULES", "TABLES", "THEMES", "Column", "Kind", "Table"]

RULES = ("pin", "ban", "group_max", "group_min", "budget")
THEMES = ("HN", "ED", "AW", "FS", "IN", "OT")

DEFAULT_WEIGHTS = {
    "need_expertise": 35,
    "nearness": 20,
    "money": 15,
    "track_record": 10,
    "preferences": 10,
    "continuity": 5,
    "additionality": 5,
}
CRITERIA = tuple(DEFAULT_WEIGHTS)


class Kind(StrEnum):
    """What a cell holds."""

    LGD = "lgd"
    CODE = "code"
    TEXT = "text"
    HINDI = "hindi"
    MONEY = "money"
    COUNT = "count"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    THEME = "theme"
    YEAR = "year"
    SHARE = "share"
    NUMBER = "number"
    BETTER = "better"
    YES_NO = "yes_no"
    RULE = "rule"
    SIDE = "side"
    RANK = "rank"
    CRITERION = "criterion"
    DATE = "date"
    LEAD = "lead"


@dataclass(frozen=True)
class Column:
    """One column: `required` means that the file must have it, `blank` that its cells may be empty."""

    name: str
    kind: Kind
    required: bool = True
    blank: bool = False


@dataclass(frozen=True)
class Table:
    """One file of the input: `required` means that the input must have it, if only with its header."""

    name: str
    columns: tuple[Column, ...]
    required: bool = True

    def column(self, name: str) -> Column | None:
        """The column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)


def _may(name: str, kind: Kind) -> Column:
    return Column(name, kind, required=False, blank=True)


def _blank(name: str, kind: Kind) -> Column:
    return Column(name, kind, blank=True)


TABLES = {
    table.name: table
    for table in (
        Table(
            "districts",
            (
                Column("lgd", Kind.LGD),
                Column("name_en", Kind.TEXT),
                Column("state", Kind.TEXT),
                _blank("lat", Kind.LATITUDE),
                _blank("lon", Kind.LONGITUDE),
                _may("name_hi", Kind.HINDI),
                _may("leads_now", Kind.LEAD),
            ),
        ),
        Table(
            "cpses",
            (
                Column("code", Kind.CODE),
                Column("name_en", Kind.TEXT),
                _blank("free_inr", Kind.MONEY),
                Column("capacity", Kind.COUNT),
                _may("name_hi", Kind.HINDI),
                _may("ministry", Kind.TEXT),
                _may("minimum", Kind.COUNT),
                _may("group", Kind.TEXT),
            ),
        ),
        Table(
            "places",
            (
                Column("cpse", Kind.CODE),
                Column("name", Kind.TEXT),
                _blank("lat", Kind.LATITUDE),
                _blank("lon", Kind.LONGITUDE),
                _may("lgd", Kind.LGD),
            ),
        ),
        Table(
            "projects",
            (
                Column("cpse", Kind.CODE),
                Column("theme", Kind.THEME),
                Column("year", Kind.YEAR),
                _blank("spent_inr", Kind.MONEY),
                _may("title", Kind.TEXT),
                _may("lgd", Kind.LGD),
                _may("state", Kind.TEXT),
                _may("outlay_inr", Kind.MONEY),
                _may("status", Kind.TEXT),
                _may("on_time", Kind.YES_NO),
                _may("results_verified", Kind.YES_NO),
            ),
        ),
        Table(
            "needs",
            (
                Column("lgd", Kind.LGD),
                Column("theme", Kind.THEME),
                Column("title", Kind.TEXT),
                _blank("ask_inr", Kind.MONEY),
                _may("people", Kind.COUNT),
                _may("severity", Kind.SHARE),
                _may("indicator", Kind.TEXT),
                _may("value", Kind.NUMBER),
                _may("benchmark", Kind.NUMBER),
                _may("better", Kind.BETTER),
                _may("group", Kind.TEXT),
            ),
        ),
        Table(
            "rules",
            (
                Column("kind", Kind.RULE),
                _blank("lgd", Kind.LGD),
                _blank("cpse", Kind.CODE),
                _blank("reason", Kind.TEXT),
                _blank("author", Kind.TEXT),
                _may("value", Kind.COUNT),
                _may("group", Kind.TEXT),
                _may("expires_on", Kind.DATE),
            ),
            required=False,
        ),
        Table(
            "preferences",
            (
                Column("side", Kind.SIDE),
                Column("lgd", Kind.LGD),
                Column("cpse", Kind.CODE),
                Column("rank", Kind.RANK),
            ),
            required=False,
        ),
        Table(
            "weights",
            (Column("criterion", Kind.CRITERION), Column("weight", Kind.COUNT)),
            required=False,
        ),
    )
}
