"""Where a result goes: which files it has, which folders may take it, and how it is written whole."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from csrmatch.mapping.tables.schema import CRITERIA

__all__ = ["CSV_FILES", "FORMAT", "RESULT_FILES", "Occupied", "check_target", "write_folder"]

FORMAT = "csrmatch result 1"
CSV_FILES = (
    "plan.csv",
    "fit.csv",
    *(f"criteria/{name}.csv" for name in CRITERIA),
    "overrule.csv",
    "prices.csv",
)
RESULT_FILES = frozenset({*CSV_FILES, "plan.json", "mapping.xlsx"})


class Occupied(Exception):
    """The target cannot take a result; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_target(target: Path) -> None:
    """Raises `Occupied` unless the target is free, empty, or holds a former result and nothing else."""
    if not target.exists():
        return
    if not target.is_dir():
        raise Occupied("output_not_folder")
    held = {entry.relative_to(target).as_posix() for entry in target.rglob("*") if not entry.is_dir()}
    if held and (held - RESULT_FILES or "plan.json" not in held):
        raise Occupied("output_in_use")


def write_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Writes a result whole or not at all: into a folder beside the target, then renamed."""
    target = target.resolve()
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    former = fresh.with_name(fresh.name + "-former")
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o777 & ~_umask())
        if target.exists():
            target.rename(former)
        fresh.rename(target)
    except BaseException:
        if former.exists() and not target.exists():
            former.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
