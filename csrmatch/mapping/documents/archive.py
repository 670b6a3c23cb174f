"""A folder of files as one zip, the same bytes for the same files, and back."""

import io
import zipfile
from collections.abc import Mapping

__all__ = ["pack", "unpack"]

_DAY = (2000, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files by their paths, in the order of the paths and without the hour of packing."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return content.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of a zip that `pack` made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
