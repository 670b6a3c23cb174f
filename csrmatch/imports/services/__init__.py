"""The verbs of imports: taking a file in, trying it, deciding on rows and names, applying, taking back."""

from csrmatch.imports.services.applying import apply_import, drop_import, list_untouchable, undo_import
from csrmatch.imports.services.checking import Progress, check_import, check_row
from csrmatch.imports.services.deciding import choose_name, decide_row
from csrmatch.imports.services.receiving import receive_file

__all__ = [
    "Progress",
    "apply_import",
    "check_import",
    "check_row",
    "choose_name",
    "decide_row",
    "drop_import",
    "list_untouchable",
    "receive_file",
    "undo_import",
]
