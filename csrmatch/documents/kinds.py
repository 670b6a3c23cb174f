"""The kinds of file that a document is written as: each by its suffix, and what a browser is told it is."""

__all__ = ["DOCUMENT_KINDS", "PDF", "WORD"]

PDF, WORD = "pdf", "docx"
DOCUMENT_KINDS = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
