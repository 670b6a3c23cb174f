"""Makes records for tests: plain functions, one a kind."""

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.accounts.services import add_user, ensure_organisation
from csrmatch.db import db, run_write
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.roles import Role

__all__ = ["find_organisation", "make_people", "make_user"]


def find_organisation(role: Role) -> Organisation:
    """The organisation the standard person of a role acts for: NMDC, Dantewada, Jharkhand …"""
    if role is Role.CPSE_OFFICER:
        organisation = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one().organisation
        assert organisation is not None
        return organisation
    if role is Role.DISTRICT_OFFICER:
        return db.session.scalars(
            select(Organisation)
            .join(District, Organisation.district_id == District.id)
            .where(District.lgd == 376)
        ).one()
    if role in {Role.STATE_OFFICER, Role.CHAIR}:
        return db.session.scalars(
            select(Organisation)
            .join(State, Organisation.state_id == State.id)
            .where(State.lgd == 20, Organisation.kind == OrganisationKind.STATE)
        ).one()
    if role is Role.UNICEF_OFFICER:
        return ensure_organisation("unicef", name_en="UNICEF India")
    if role is Role.AGENCY:
        return ensure_organisation("agency", name_en="Test agency")
    if role is Role.AUDITOR:
        return ensure_organisation("audit", name_en="Test auditor")
    return ensure_organisation("dpe")


def make_user(
    role: Role,
    *,
    email: str,
    password: str,
    name: str = "Test person",
    organisation: Organisation | None = None,
) -> User:
    """An account of that role; for the role's standard organisation unless another is given."""
    return add_user(
        email=email,
        name=name,
        role=role,
        organisation=organisation or find_organisation(role),
        password=password,
    )


def make_people(password: str) -> None:
    """One person of each role, named after it."""

    def make() -> None:
        for role in Role:
            make_user(
                role, email=f"{role.value}@example.test", password=password, name=f"{role.value} person"
            )

    run_write(make)
