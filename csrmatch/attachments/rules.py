"""What kind of file some bytes are, judged by the content and never by the name, and which are refused."""

import io
import zipfile
from enum import StrEnum

__all__ = ["CONTENT_TYPES", "LARGEST_BYTES", "FileKind", "FileProblem", "inspect_file"]

LARGEST_BYTES = 10 * 1024 * 1024
_MOST_MEMBERS = 2_000
_LARGEST_UNPACKED = 200 * 1024 * 1024


class FileKind(StrEnum):
    """The kinds of file that are taken: none that a browser or an office program would run.

    A table in CSV looks like any text: it is kept only where the slice that asked for it has read it.
    """

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    XLSX = "xlsx"
    DOCX = "docx"
    CSV = "csv"


_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.CSV: "text/csv; charset=utf-8",
}


class FileProblem(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    HAS_MACROS = "has_macros"
    DAMAGED = "damaged"


def inspect_file(
    content: bytes, *, largest: int | None = None, unpacked: int = _LARGEST_UNPACKED
) -> FileKind | FileProblem:
    """The kind of the bytes, or why they are refused; who reads the file in bulk may take larger ones."""
    if not content:
        return FileProblem.EMPTY
    if len(content) > (largest or LARGEST_BYTES):
        return FileProblem.TOO_LARGE
    if content.startswith(b"%PDF-"):
        return FileKind.PDF if b"%%EOF" in content[-2048:] else FileProblem.DAMAGED
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"PK\x03\x04"):
        return _inspect_package(content, unpacked)
    return FileProblem.UNKNOWN_KIND


def _inspect_package(content: bytes, unpacked: int) -> FileKind | FileProblem:
    """An office file is a zip archive; what its list of parts says decides, nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename.casefold() for part in parts}
            if len(parts) > _MOST_MEMBERS or sum(part.file_size for part in parts) > unpacked:
                return FileProblem.TOO_LARGE
            if any(part.flag_bits & 1 for part in parts):
                return FileProblem.DAMAGED
            if "[content_types].xml" not in names:
                return FileProblem.UNKNOWN_KIND
            types = _read_types(package)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return FileProblem.DAMAGED
    return _kind_of_package(names, types)


def _read_types(package: zipfile.ZipFile) -> bytes:
    part = next(item for item in package.infolist() if item.filename.casefold() == "[content_types].xml")
    with package.open(part) as file:
        return file.read(1024 * 1024).lower()


def _kind_of_package(names: set[str], types: bytes) -> FileKind | FileProblem:
    has_program = any(name.endswith((".bin", ".exe", ".js", ".vbs")) and "vba" in name for name in names)
    if has_program or b"macroenabled" in types or b"vbaproject" in types:
        return FileProblem.HAS_MACROS
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.DOCX
    return FileProblem.UNKNOWN_KIND
