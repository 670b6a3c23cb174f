"""Files of every kind, made by the libraries that make them elsewhere, and files that are refused."""

import io
import struct
import zipfile
import zlib

import openpyxl

__all__ = ["JPEG", "PDF", "make_docx", "make_package", "make_png", "make_xlsx", "with_part"]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def make_png() -> bytes:
    """One black dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def make_xlsx() -> bytes:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.active["A1"] = "दंतेवाड़ा"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_package(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def make_docx(types: bytes = _WORD, **more: bytes) -> bytes:
    """The least a Word document is made of."""
    listed = b'<Types><Override PartName="/word/document.xml" ContentType="' + types + b'"/></Types>'
    return make_package({"[Content_Types].xml": listed, "word/document.xml": b"<w:document/>", **more})


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part more."""
    stream = io.BytesIO(package)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()
