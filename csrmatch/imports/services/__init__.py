"""The verbs of imports: taking a file in, trying it, deciding on rows and names, applying, taking back."""

from csrmatch.imports.services.applying import apply_import, drop_import, list_untouchable, undo_import
from csrmatch.imports.services.asking import (
    AtWork,
    ImportTask,
    apply_soon,
    check_soon,
    drop_waiting,
    is_at_work,
    is_large,
    require_idle,
    undo_soon,
)
from csrmatch.imports.services.checking import check_import, check_row, conclude_check, try_rows
from csrmatch.imports.services.deciding import choose_name, decide_row
from csrmatch.imports.services.receiving import read_import, receive_file, refuse_import
from csrmatch.imports.services.steps import Progress, Step

__all__ = [
    "AtWork",
    "ImportTask",
    "Progress",
    "Step",
    "apply_import",
    "apply_soon",
    "check_import",
    "check_row",
    "check_soon",
    "choose_name",
    "conclude_check",
    "decide_row",
    "drop_import",
    "drop_waiting",
    "is_at_work",
    "is_large",
    "list_untouchable",
    "read_import",
    "receive_file",
    "refuse_import",
    "require_idle",
    "try_rows",
    "undo_import",
    "undo_soon",
]
