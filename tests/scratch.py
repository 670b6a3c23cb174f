"""Where tests keep their databases: in memory, where the machine has room for that."""

import os
import shutil
from functools import cache
from pathlib import Path

__all__ = ["scratch"]

_MEMORY = Path("/dev/shm")  # noqa: S108
_ROOM = 2 * 1024**3


@cache
def scratch() -> str | None:
    """A folder in memory, since thousands of databases are made and removed; else the usual one."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM:
        return str(_MEMORY)
    return None
