"""The errors that the verbs raise and the entry points turn into pages or exit codes."""

from collections.abc import Mapping

__all__ = ["Busy", "Conflict", "DomainError", "Missing", "NotAllowed"]


class Busy(Exception):
    """The database is taken by long work of somebody else; nothing was done, and it may be tried again."""


class DomainError(Exception):
    """Something a person asked for that the rules of the field refuse; `text` says why, in words to show."""

    def __init__(self, text: object) -> None:
        super().__init__(text)
        self.text = text


class Missing(DomainError):
    """The record does not exist, or not for this person: both look the same from outside."""

    def __init__(self) -> None:
        super().__init__("missing")


class NotAllowed(DomainError):
    """The signed-in person may not do this."""

    def __init__(self) -> None:
        super().__init__("not allowed")


class Conflict(DomainError):
    """Somebody else saved first: holds the text now stored beside the text that was sent.

    `theirs` and `mine` map a field's label to its value; nothing of either is lost. `version` is the one
    now stored, with which the sender may save on top of it.
    """

    def __init__(
        self,
        theirs: Mapping[str, object] | None = None,
        mine: Mapping[str, object] | None = None,
        version: int | None = None,
    ) -> None:
        super().__init__("conflict")
        self.theirs = dict(theirs or {})
        self.mine = dict(mine or {})
        self.version = version
