"""Reads a workbook in a child process with limits on memory and time, so that no file can do harm."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from csrmatch.mapping.tables.issues import Issue
from csrmatch.mapping.tables.schema import TABLES
from csrmatch.mapping.tables.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet

__all__ = ["HELPER_SHEETS", "read_workbook"]

HELPER_SHEETS = frozenset({"instructions", "निर्देश", "lists"})
MOST_MEMBERS = 200
MOST_UNPACKED = 120_000_000
MOST_RATIO = 200
SECONDS = 20


def read_workbook(path: Path) -> tuple[list[Sheet], list[Issue]]:
    """The sheets of a workbook that are input files, and what stands in the way of reading it."""
    refused = _refuse_package(path)
    if refused:
        return [], [Issue(refused, path.name, params=_params(refused))]
    answer = _ask_child(path)
    if isinstance(answer, str):
        return [], [Issue(answer, path.name, params=_params(answer))]
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    for name, content in answer.items():
        table = name.strip().lower().removesuffix(".csv")
        if table in HELPER_SHEETS:
            continue
        if table not in TABLES:
            issues.append(Issue("unknown_sheet", name, params=(("choices", ", ".join(TABLES)),)))
        elif any(sheet.table == table for sheet in sheets):
            issues.append(Issue("second_sheet", name))
        else:
            found = tuple(
                Issue(code, name, row or None, column, _params(code))
                for code, row, column in content["issues"]
            )
            sheets.append(Sheet(table, name, [(row, cells) for row, cells in content["rows"]], found))
    return sheets, issues


def _params(code: str) -> tuple[tuple[str, str], ...]:
    if code == "too_large":
        return (("columns", str(MOST_COLUMNS)), ("rows", str(MOST_ROWS)))
    if code == "file_too_large":
        return (("megabytes", str(MOST_BYTES // 1_000_000)),)
    return ()


def _refuse_package(path: Path) -> str | None:
    if path.stat().st_size > MOST_BYTES:
        return "file_too_large"
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "not_a_workbook"
    if "[Content_Types].xml" not in {member.filename for member in members}:
        return "not_a_workbook"
    if any(member.flag_bits & 1 for member in members):
        return "workbook_locked"
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > 1_000_000 and member.file_size > MOST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or bomb:
        return "workbook_too_heavy"
    return None


def _ask_child(path: Path) -> dict[str, dict[str, list[list[Any]]]] | str:
    """What the child read, or the code of the reason why it could not."""
    environment = {**os.environ, "OPENPYXL_LXML": "False", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "csrmatch.mapping.tables.workbook_child", str(path.resolve())]
    try:
        child = subprocess.run(  # noqa: S603 - the command is our own module.
            command,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            cwd=Path(__file__).parents[3],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "workbook_too_heavy"
    if child.returncode == 3:
        return "workbook_broken"
    if child.returncode != 0:
        return "workbook_too_heavy"
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        return "workbook_broken"
    return answer if isinstance(answer, dict | str) else "workbook_broken"
