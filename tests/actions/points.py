"""Makes action points for tests, and the people of both sides."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.actions import services
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionStatus, Priority
from csrmatch.db import db, today
from csrmatch.places.models import District
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD

__all__ = ["PDF", "attach", "colleague", "load", "make_action", "office_of", "report", "somebody"]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def somebody(role: Role, name: str = "") -> User:
    """The standard person of a role, or the colleague of that name."""
    email = f"{name}.{role.value}@example.test" if name else f"{role.value}@example.test"
    return db.session.scalars(select(User).where(User.email == email)).one()


def colleague(role: Role, name: str = "second", office: Organisation | None = None) -> User:
    """Another person of a role, of the same office unless another is given."""
    email = f"{name}.{role.value}@example.test"
    return factories.make_user(role, email=email, password=PASSWORD, organisation=office)


def office_of(role: Role) -> Organisation:
    """The standard office of a role: NMDC, Dantewada, Jharkhand …"""
    return somebody(role).organisation


def make_action(
    title: str = "Open the four sub-centres",
    *,
    by: User | None = None,
    owner: Organisation | None = None,
    due_in: int | None = 30,
    **more: Any,
) -> ActionPoint:
    """An action point that DPE gives to Dantewada's office."""
    day: date | None = None if due_in is None else today() + timedelta(days=due_in)
    given = today() if day is None or day >= today() else day - timedelta(days=30)
    return services.assign_action(
        by=by or somebody(Role.DPE_STAFF),
        owner=owner or office_of(Role.DISTRICT_OFFICER),
        title_en=title,
        due_on=day,
        **{"assigned_on": given, "asked": "All four staffed and open five days a week.", **more},
    )


def report(action: ActionPoint, status: ActionStatus = ActionStatus.DONE, by: User | None = None) -> None:
    """The owner's report."""
    services.report_on_action(
        action=action,
        by=by or somebody(Role.DISTRICT_OFFICER),
        version=action.version,
        status=status,
        text="Two of four are open.",
    )


def attach(action: ActionPoint, by: User | None = None) -> int:
    """A paper attached to it; its number."""
    paper = services.attach_action_document(
        action=action,
        by=by or somebody(Role.DISTRICT_OFFICER),
        title="Photographs of the sub-centres",
        file_name="centres.pdf",
        content=PDF,
    )
    return paper.id


def load(number: int) -> ActionPoint:
    """An action point as it is stored now."""
    db.session.rollback()
    return db.session.get_one(ActionPoint, number)


def district(lgd: int) -> District:
    """A district by its LGD code."""
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()


HIGH = Priority.HIGH
