"""Text in a CSV cell must never become a formula in the spreadsheet that opens it."""

__all__ = ["guarded", "unguarded"]

_TRIGGERS = "=+-@\t\r\n＝＋－＠"


def guarded(text: str) -> str:
    """Text as it may stand in a CSV cell: a spreadsheet must never take it for a formula."""
    return f"'{text}" if text[:1] in _TRIGGERS and text else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _TRIGGERS and len(cell) > 1 else cell
