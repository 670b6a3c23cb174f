"""Which practices a person may see and change, and who is told how to reach the office behind one."""

from typing import Any, TypeVar

from sqlalchemy import Select, or_

from csrmatch.accounts.models import User
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import PracticeStatus, next_practice_steps
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_attach_to_practice",
    "can_edit_practice",
    "can_read_contact",
    "can_step_practice",
    "can_write_practices",
    "is_keeper",
    "is_of_office",
    "only_visible_practices",
    "reads_old_offers",
]

S = TypeVar("S", bound=Select[Any])
_S = PracticeStatus
_OF_THE_OFFICE = frozenset({_S.DRAFT, _S.SENT_BACK})
_OF_THE_KEEPERS = frozenset({_S.OFFERED, _S.LIBRARY})


def only_visible_practices(viewer: User, query: S) -> S:
    """Everybody reads the library and what was retired from it, and an office all that it wrote.

    A block or a line department is not the collector's office, and reads none of that office's drafts.
    The keepers also read what is or was offered, and the auditor everything. A draft that was given up
    stays with its office.
    """
    if viewer.role is Role.AUDITOR:
        return query
    seen = [
        Practice.status == _S.LIBRARY,
        (Practice.status == _S.RETIRED) & Practice.was_in_library.is_(True),
    ]
    if not viewer.scope:
        seen.append(Practice.organisation_id == viewer.organisation_id)
    if is_keeper(viewer):
        seen.append(Practice.status.in_({_S.OFFERED, _S.SENT_BACK}))
    return query.where(or_(*seen))


def can_write_practices(viewer: User) -> bool:
    """Whether the person writes practices for their office at all; a block or a line department does not."""
    return allows(viewer.role, Permission.EDIT_PRACTICES) and not viewer.scope


def is_keeper(viewer: User) -> bool:
    """Whether the person decides what stands in the library."""
    return allows(viewer.role, Permission.KEEP_PRACTICES) and not viewer.scope


def is_of_office(viewer: User, practice: Practice) -> bool:
    """Whether the person writes for the office that the practice is of."""
    return can_write_practices(viewer) and practice.organisation_id == viewer.organisation_id


def can_edit_practice(viewer: User, practice: Practice) -> bool:
    """The office changes its draft and what was sent back to it, the keepers what is offered or kept."""
    if practice.status in _OF_THE_OFFICE:
        return is_of_office(viewer, practice)
    return is_keeper(viewer) and practice.status in _OF_THE_KEEPERS


def can_attach_to_practice(viewer: User, practice: Practice) -> bool:
    """Whoever may change the words may add and strike documents."""
    return can_edit_practice(viewer, practice)


def can_step_practice(viewer: User, practice: Practice) -> bool:
    """Whether the person can take some step of the practice."""
    return bool(
        next_practice_steps(
            practice.status,
            is_of_office=is_of_office(viewer, practice),
            is_keeper=is_keeper(viewer),
            was_in_library=practice.was_in_library,
        )
    )


def reads_old_offers(viewer: User, practice: Practice) -> bool:
    """Whether the person reads what an offer said before the keepers reworded it."""
    return is_keeper(viewer) or is_of_office(viewer, practice) or viewer.role is Role.AUDITOR


def can_read_contact(viewer: User) -> bool:
    """Mail and telephone are for the offices and companies that could copy a practice.

    The chair, agencies and the auditor are told the office and the post only, and the public nothing.
    """
    return allows(viewer.role, Permission.EDIT_PRACTICES)
