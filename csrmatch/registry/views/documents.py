"""The pages of attached documents, the same for whatever they belong to: attaching, sending, striking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from csrmatch.attachments.forms import DocumentForm, StrikeForm
from csrmatch.attachments.models import Attachment
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.i18n import _
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.refusals import telling_refusals

__all__ = [
    "DocumentPages",
    "SentFile",
    "attach_page",
    "send_attachment",
    "strike_page",
]


@dataclass(frozen=True)
class DocumentPages:
    """What the pages say of the record that a document belongs to, and where they lead back to."""

    lead: str
    trail: Sequence[tuple[str, str]]
    back_url: str


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent, with what the sender calls it."""

    title: str
    file_name: str
    content: bytes


def attach_page(
    template: str, pages: DocumentPages, form: DocumentForm, attach: Callable[[SentFile], None]
) -> ResponseReturnValue:
    """Asks for a file and a title, and attaches it by the verb given."""
    if form.validate_on_submit():
        with telling_refusals(form):
            attach(SentFile(form.title.data, form.file.data.filename or "", form.file.data.read()))
            flash(_("The file is attached."), "good")
            return redirect(pages.back_url)
    return render_template(template, pages=pages, form=form), 422 if form.is_submitted() else 200


def send_attachment(attachment: Attachment) -> ResponseReturnValue:
    """The file itself: always saved, never shown by the browser."""
    return send_file_bytes(read_attachment(attachment), attachment.file_name, CONTENT_TYPES[attachment.kind])


def strike_page(
    template: str, pages: DocumentPages, attachment: Attachment, strike: Callable[[int, str], None]
) -> ResponseReturnValue:
    """Asks why a document is struck, and strikes it by the verb given."""
    form = StrikeForm(version=attachment.version)
    if form.validate_on_submit():
        strike(form.version.data, form.reason.data)
        flash(_("The document is struck. The record of it stays."), "good")
        return redirect(pages.back_url)
    return render_template(template, pages=pages, attachment=attachment, form=form), (
        422 if form.is_submitted() else 200
    )
