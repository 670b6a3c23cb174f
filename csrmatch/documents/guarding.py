"""Text in a CSV cell must never become a formula in the spreadsheet that opens it."""

__all__ = ["guarded", "unguarded"]

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """Text as it may stand in a CSV cell; `unguarded` gives the very same text back."""
    return f"'{text}" if text.lstrip("'").startswith(_TRIGGERS) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_TRIGGERS) else cell
