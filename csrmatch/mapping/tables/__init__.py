"""From a folder of CSV files or one workbook to typed rows, or to every error found in it."""

from csrmatch.mapping.tables.issues import Issue, Level
from csrmatch.mapping.tables.reading import InputRefused, load_input, load_weights, read_sheets
from csrmatch.mapping.tables.rows import (
    CpseRow,
    DistrictRow,
    MappingInput,
    NeedRow,
    PlaceRow,
    PreferenceRow,
    ProjectRow,
    RuleRow,
)
from csrmatch.mapping.tables.schema import CRITERIA, DEFAULT_WEIGHTS, TABLES, THEMES

__all__ = [
    "CRITERIA",
    "DEFAULT_WEIGHTS",
    "TABLES",
    "THEMES",
    "CpseRow",
    "DistrictRow",
    "InputRefused",
    "Issue",
    "Level",
    "MappingInput",
    "NeedRow",
    "PlaceRow",
    "PreferenceRow",
    "ProjectRow",
    "RuleRow",
    "load_input",
    "load_weights",
    "read_sheets",
]
