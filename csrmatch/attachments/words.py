"""The words for attached files: their kinds, why one is refused, and those of the log."""

from csrmatch.attachments.rules import FileKind, FileProblem
from csrmatch.audit.words import register_words
from csrmatch.i18n import LazyText, lazy_

__all__ = ["FILE_KINDS", "FILE_PROBLEMS"]

FILE_KINDS: dict[FileKind, str] = {
    FileKind.PDF: "PDF",
    FileKind.PNG: "PNG",
    FileKind.JPEG: "JPEG",
    FileKind.XLSX: "Excel",
    FileKind.DOCX: "Word",
    FileKind.CSV: "CSV",
}

FILE_PROBLEMS: dict[FileProblem, LazyText] = {
    FileProblem.EMPTY: lazy_("The file is empty."),
    FileProblem.TOO_LARGE: lazy_("The file is too large: at most 10 MB are taken."),
    FileProblem.UNKNOWN_KIND: lazy_(
        "This kind of file is not taken. Send a PDF, a picture (PNG or JPEG), an Excel workbook (.xlsx) or "
        "a Word document (.docx)."
    ),
    FileProblem.HAS_MACROS: lazy_("The file holds macros. Save it without them and send it again."),
    FileProblem.DAMAGED: lazy_("The file is damaged or locked with a password, so it cannot be taken."),
}

register_words(
    "attachment",
    lazy_("Attached file"),
    columns={
        "id": lazy_("Number"),
        "key": lazy_("Name in storage"),
        "title": lazy_("Title"),
        "file_name": lazy_("File"),
        "kind": lazy_("Kind"),
        "size_bytes": lazy_("Size in bytes"),
        "sha256": lazy_("Digest of the file"),
        "added_by_id": lazy_("Added by"),
        "added_at": lazy_("Added"),
        "struck_by_id": lazy_("Struck by"),
        "struck_at": lazy_("Struck"),
        "struck_reason": lazy_("Why it was struck"),
        "version": lazy_("Version"),
    },
)
