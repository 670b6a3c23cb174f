"""From typed rows back to the CSV files of the input format: what is written reads back as the same rows."""

from dataclasses import asdict, fields

from csrmatch.documents.csv_table import write_plain_csv
from csrmatch.documents.guarding import guarded
from csrmatch.mapping.tables.rows import ROW_TYPES, MappingInput
from csrmatch.mapping.tables.schema import TABLES

__all__ = ["input_files"]


def input_files(given: MappingInput) -> dict[str, bytes]:
    """The files of an input by name; a column that no row fills and the format lets go is left out."""
    files: dict[str, bytes] = {}
    for table, row_type in ROW_TYPES.items():
        rows = [asdict(row) for row in getattr(given, table)]
        if not rows and not TABLES[table].required:
            continue
        kept = [
            field.name
            for field in fields(row_type)
            if _is_required(table, field.name) or any(row[field.name] is not None for row in rows)
        ]
        files[f"{table}.csv"] = write_plain_csv(
            [kept, *([_cell(row[name]) for name in kept] for row in rows)]
        )
    weights = [[criterion, str(weight)] for criterion, weight in given.weights.items()]
    files["weights.csv"] = write_plain_csv([["criterion", "weight"], *weights])
    return files


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return guarded(value)
    return repr(value) if isinstance(value, float) else str(value)


def _is_required(table: str, name: str) -> bool:
    column = TABLES[table].column(name)
    return column is not None and column.required
