"""The verbs of attached files: keeping one, striking one, and sweeping what no row names."""

import hashlib
import unicodedata

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.attachments.rules import FileKind, inspect_file
from csrmatch.attachments.storage import Storage, current_storage, new_key
from csrmatch.attachments.words import FILE_PROBLEMS
from csrmatch.audit.recording import set_reason
from csrmatch.db import TransactionList, db, now
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_

__all__ = ["add_attachment", "keep_file", "strike_attachment", "sweep_attachments"]

_LONGEST_NAME = 200
# The bytes of what was rolled back go with it.
_written = TransactionList[tuple[Storage, str]](
    "attachments_written", rolled_back=lambda kept: kept[0].drop(kept[1])
)


def add_attachment(*, by: User, title: str, file_name: str, content: bytes) -> Attachment:
    """Keeps a file: its bytes first, then its row; if the transaction fails the bytes go again.

    Raises
    ------
    DomainError
        For a file that is empty, too large, damaged, of another kind than those taken, or with macros.
    """
    kind = inspect_file(content)
    if not isinstance(kind, FileKind):
        raise DomainError(FILE_PROBLEMS[kind])
    return keep_file(by=by, title=title, file_name=file_name, content=content, kind=kind)


def keep_file(*, by: User, title: str, file_name: str, content: bytes, kind: FileKind) -> Attachment:
    """Keeps a file whose kind the caller has judged; if the transaction fails the bytes go again."""
    storage, key = current_storage(), new_key()
    _written.add((storage, key))
    storage.put(key, content)
    attachment = Attachment(
        key=key,
        title=title,
        file_name=clean_name(file_name, kind),
        kind=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by,
        added_at=now(),
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def clean_name(file_name: str, kind: FileKind) -> str:
    """A name under which a file can be saved anywhere: no path, no control signs, the ending of its kind."""
    last = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1]
    # Signs that turn the direction of writing could make an ending look like another one.
    kept = "".join(letter for letter in last if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})
    stem = kept.rpartition(".")[0] or kept
    stem = "".join("_" if letter in '<>:"/\\|?*' else letter for letter in stem).strip(" .")
    ending = f".{'jpg' if kind is FileKind.JPEG else kind.value}"
    return (stem or "file")[: _LONGEST_NAME - len(ending)] + ending


def strike_attachment(*, attachment: Attachment, by: User, version: int | None, reason: str) -> None:
    """Takes a file out of sight; who, when and why stay on record, and so do the bytes."""
    if attachment.struck_at is not None or version != attachment.version:
        label = str(lazy_("Why it was struck"))
        raise Conflict({label: attachment.struck_reason}, {label: reason})
    set_reason(reason)
    attachment.struck_at, attachment.struck_by, attachment.struck_reason = now(), by, reason
    db.session.flush()


def sweep_attachments(*, older_than_seconds: float = 86_400) -> int:
    """Removes bytes that no row names, left when a machine stopped between writing and committing.

    Young ones stay: their transaction may still be open. Gives how many were removed.
    """
    storage = current_storage()
    named = set(db.session.scalars(select(Attachment.key).order_by(Attachment.id)))
    left = [key for key in storage.keys(older_than_seconds=older_than_seconds) if key not in named]
    for key in left:
        storage.drop(key)
    return len(left)
