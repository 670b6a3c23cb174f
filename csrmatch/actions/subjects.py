"""What action points may be about: the slices above register their kinds of records here.

A record of another slice makes an action point about itself in three steps:

    register_subject("need", lazy_("Need"), find=…, url=…, can_see=…)       # once, when the slice is loaded
    action = assign_action(by=user, owner=office, title_en="…", due_on=day, about=[("need", need.id)])
    # and on its page: draw_actions_about("need", need.id) as a panel, with a button for who may assign
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from csrmatch.accounts.models import User
from csrmatch.errors import Missing
from csrmatch.i18n import LazyText

__all__ = ["About", "Subject", "find_about", "find_subject", "read_about", "register_subject"]


@dataclass(frozen=True)
class About:
    """A record as an action point shows it: number, titles, and the place an action about it is given."""

    record_id: int
    code: str
    title_en: str | None
    title_hi: str | None
    district_id: int | None = None
    state_id: int | None = None


@dataclass(frozen=True)
class Subject:
    """One kind of record.

    `find` reads records by their numbers, `url` gives the page of one, `can_see` narrows numbers to those
    that a person may see, with the function that narrows the lists of that slice.
    """

    kind: str
    word: LazyText
    find: Callable[[Collection[int]], Mapping[int, About]]
    url: Callable[[About], str]
    can_see: Callable[[User, Collection[int]], Collection[int]]


_subjects: dict[str, Subject] = {}


def register_subject(
    kind: str,
    word: LazyText,
    find: Callable[[Collection[int]], Mapping[int, About]],
    url: Callable[[About], str],
    can_see: Callable[[User, Collection[int]], Collection[int]],
) -> None:
    """Lets action points be about a kind of record; registering the same kind again replaces it."""
    _subjects[kind] = Subject(kind, word, find, url, can_see)


def find_subject(kind: str) -> Subject | None:
    """The kind of this name, if there is one."""
    return _subjects.get(kind)


def find_about(viewer: User, kind: str, record_id: int) -> About:
    """A record that the person may see.

    Raises
    ------
    Missing
        Where there is no such kind or record, or not for this person.
    """
    subject = _subjects.get(kind)
    if subject is None or record_id not in subject.can_see(viewer, [record_id]):
        raise Missing
    found = subject.find([record_id]).get(record_id)
    if found is None:
        raise Missing
    return found


def read_about(viewer: User, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], About]:
    """Those of many records that the person may see, read kind by kind."""
    shown: dict[tuple[str, int], About] = {}
    for kind in sorted({kind for kind, _number in wanted} & _subjects.keys()):
        subject = _subjects[kind]
        numbers = set(subject.can_see(viewer, {number for name, number in wanted if name == kind}))
        for number, about in subject.find(numbers).items() if numbers else ():
            shown[kind, number] = about
    return shown
