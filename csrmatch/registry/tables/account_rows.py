"""A sheet of CSR accounts to rows of plain values, one for each year, with all that is wrong in them."""

from collections.abc import Collection, Sequence

from csrmatch.documents.cell_text import match_key
from csrmatch.imports.layouts import Layout
from csrmatch.registry.tables.account_columns import ACCOUNT_COLUMNS, find_account_column
from csrmatch.registry.tables.sheets import FoundRow, SheetReader

__all__ = ["ACCOUNT_LAYOUT"]

# Never not known: a blank cell leaves them as they are.
_KEPT = ("financial_year", "profit_years")
_TAKEN_AS_THEY_ARE = tuple(
    column.code for column in ACCOUNT_COLUMNS if not column.is_locked and column.code not in _KEPT
)
_OWN = frozenset({*_KEPT, *_TAKEN_AS_THEY_ARE})


def _values(found: FoundRow, present: Collection[str]) -> dict[str, object]:
    """The figures that the columns of the file fill; those it has no column for are not said."""
    kept = {name: found.plain[name] for name in _KEPT if found.plain.get(name)}
    return kept | {name: found.plain.get(name) for name in _TAKEN_AS_THEY_ARE if name in present}


def _has_figures(cells: Sequence[object]) -> bool:
    """Whether the first row names the year or a figure of an account."""
    return bool({match_key(str(cell)).casefold() for cell in cells if cell is not None} & _OWN)


_READER = SheetReader(FoundRow, find_account_column, FoundRow.take, _values)
ACCOUNT_LAYOUT = Layout("accounts", _has_figures, _READER.read)
