"""Makes requests for support and pledges for tests."""

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db
from csrmatch.registry.models import Cpse, SupportPledge, SupportRequest
from csrmatch.registry.services import support as verbs
from csrmatch.registry.services.support import NEW, SupportText
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD
from tests.registry.projects import find_district

__all__ = ["find_cpse", "make_pledge", "make_support", "speaker_of"]


def find_cpse(code: str) -> Cpse:
    return db.session.scalars(select(Cpse).where(Cpse.code == code)).one()


def speaker_of(code: str) -> User:
    """An officer of a CPSE, made where it has none."""
    cpse = find_cpse(code)
    query = select(User).where(User.organisation_id == cpse.organisation_id).order_by(User.id)
    found = db.session.scalars(query.limit(1)).first()
    if found is not None:
        return found
    office = db.session.get_one(Organisation, cpse.organisation_id)
    email = f"{code.lower()}@example.test"
    return factories.make_user(Role.CPSE_OFFICER, email=email, password=PASSWORD, organisation=office)


def make_support(
    code: str = "NMDC",
    title: str = "Hearing aids for forty camps",
    *,
    ask_inr: int | None = 10_000_000,
    lgd: int | None = 376,
    year: str = "2026-27",
    theme: str = "HN",
) -> SupportRequest:
    """An open request of a CPSE; without an LGD code it is for anywhere."""
    text = SupportText(
        theme_code=theme,
        financial_year=year,
        title_en=title,
        district=find_district(lgd) if lgd else None,
        asked="Aids, moulds and batteries; we bring the audiologists.",
        ask_inr=ask_inr,
    )
    return verbs.ask_support(by=speaker_of(code), cpse=find_cpse(code), text=text)


def make_pledge(
    request: SupportRequest, code: str, amount_inr: int | None = 2_500_000, note: str = "For ten camps."
) -> SupportPledge:
    """What another CPSE pledges to it."""
    return verbs.pledge_support(
        request=request,
        cpse=find_cpse(code),
        by=speaker_of(code),
        version=NEW,
        amount_inr=amount_inr,
        note=note,
    )
