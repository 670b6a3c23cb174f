"""Where the bytes of attached files are: one small interface, and the folder that keeps them today."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from flask import current_app

__all__ = ["FolderStorage", "Storage", "current_storage", "new_key"]


class Storage(Protocol):
    """Keeps bytes under a key; an object store would do the same."""

    def put(self, key: str, content: bytes) -> None:
        """Keeps the bytes for good before it returns."""

    def get(self, key: str) -> bytes:
        """The bytes of a key; `FileNotFoundError` where there are none."""

    def drop(self, key: str) -> None:
        """Forgets the bytes of a key, if there are any."""

    def keys(self, *, older_than_seconds: float) -> Iterator[str]:
        """The keys of what has been kept for longer than that."""


def new_key() -> str:
    """A random name that tells nothing and cannot be guessed: 128 bits."""
    return secrets.token_hex(16)


class FolderStorage:
    """Files in a folder of this machine or of a shared disk, spread over 256 folders below it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
            raise ValueError("not a key of ours")
        return self.folder / key[:2] / key

    def put(self, key: str, content: bytes) -> None:
        """Writes beside the place first, so that no half file ever stands under a key."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _sync(path.parent)

    def get(self, key: str) -> bytes:
        """The bytes of a key."""
        return self._path(key).read_bytes()

    def drop(self, key: str) -> None:
        """Removes the file of a key."""
        self._path(key).unlink(missing_ok=True)

    def keys(self, *, older_than_seconds: float) -> Iterator[str]:
        """The keys of files that were last written longer ago than that; what was cut off half-way goes."""
        limit = time.time() - older_than_seconds
        for path in sorted(self.folder.glob("??/*")):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime > limit:
                    continue
                if path.suffix == ".part":
                    path.unlink()
                else:
                    yield path.name


def _sync(folder: Path) -> None:
    """Makes the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def current_storage() -> Storage:
    """The storage of the application in force."""
    return FolderStorage(Path(current_app.config["ATTACHMENTS"]))
