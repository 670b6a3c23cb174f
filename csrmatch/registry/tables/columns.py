"""The columns of the registry's sheets: what a cell holds, and those that projects and needs have alike."""

from dataclasses import dataclass
from enum import StrEnum

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.wording.projects import GROUPS

__all__ = ["CellKind", "Column", "find_group_column"]

_HEADS = "heads_"


class CellKind(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    SHARE = "share"
    ITEMS = "items"
    GOALS = "goals"
    REACH = "reach"
    PLACE = "place"
    HEADS = "heads"
    MONEY = "money"
    IMPLEMENTER = "implementer"
    HOLDER = "holder"
    STATUS = "status"
    CSR1 = "csr1"
    THEME = "theme"
    SCHEME = "scheme"
    URGENCY = "urgency"
    PERCENT = "percent"
    YEAR = "year"
    BALANCE = "balance"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Column:
    """One column: its code in the first row, its words, what its cells hold, and how long a text may be."""

    code: str
    label: LazyText
    kind: CellKind
    most: int = 0
    is_locked: bool = False


def find_group_column(code: str) -> Column | None:
    """The column of a group of people, which holds their number."""
    if not code.startswith(_HEADS) or code.removeprefix(_HEADS) not in set(TargetGroup):
        return None
    group = TargetGroup(code.removeprefix(_HEADS))
    return Column(code, lazy_("%(group)s: number of people", group=GROUPS[group]), CellKind.HEADS)
