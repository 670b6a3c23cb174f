"""Requests for support for the furnished demonstration: one with pledges, one bare, one that is met."""

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.accounts.services import add_user
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse, SupportRequest
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.registry.services import support as verbs
from csrmatch.registry.services.support import NEW, SupportText
from csrmatch.roles import Role

__all__ = ["SUPPORT_PAGES", "ask_for_support"]

_YEAR = "2026-27"
_OWN, _FOREIGN = "/support/1", "/support/2"

# Endpoint, name of the picture, address, who opens it.
SUPPORT_PAGES: list[tuple[str, str, str, str]] = [
    ("registry.list_support", "support", "/support", "cpse"),
    ("registry.list_support", "support-none", "/support?q=zzzz", "district"),
    ("registry.new_support", "support-new", "/support/new", "cpse"),
    ("registry.show_support", "support-own", _OWN, "cpse"),
    ("registry.show_support", "support-total-only", _OWN, "district"),
    ("registry.show_support", "support-foreign", _FOREIGN, "cpse"),
    ("registry.show_support", "support-met", "/support/3", "dpe"),
    ("registry.edit_support", "support-edit", f"{_OWN}/edit", "cpse"),
    ("registry.close_support", "support-close", f"{_OWN}/close", "cpse"),
    ("registry.pledge_support", "support-pledge", f"{_FOREIGN}/pledge", "cpse"),
    ("registry.withdraw_pledge", "support-pledge-back", f"{_FOREIGN}/pledge/withdraw", "cpse"),
]


def ask_for_support() -> None:
    """What NMDC and ALIMCO ask for and others pledge, with invented figures."""
    lakh = 10**5
    nmdc, alimco, secl = (_company(code) for code in ("NMDC", "ALIMCO", "SECL"))
    own = SupportText(
        theme_code="HN",
        financial_year=_YEAR,
        title_en="Mobile haemoglobin tests for 120 villages",
        title_hi="120 गाँवों के लिए चल हीमोग्लोबिन जाँच",
        district=db.session.scalars(select(District).where(District.lgd == 376)).one(),
        asked="Two vans with kits for a year. We pay the drivers and the fuel.",
        ask_inr=90 * lakh,
    )
    asked = verbs.ask_support(by=_officer(nmdc), cpse=nmdc, text=own)
    _pledge(asked.id, secl, 40 * lakh, "One van, for the blocks next to our mines.")
    aids = SupportText(
        theme_code="HN",
        financial_year=_YEAR,
        title_en="Assistive devices for children in residential schools",
        title_hi="आवासीय विद्यालयों के बच्चों के लिए सहायक उपकरण",
        asked="We make and fit the devices; others could pay for camps and travel.",
        ask_inr=250 * lakh,
    )
    asked = verbs.ask_support(by=_officer(alimco), cpse=alimco, text=aids)
    _pledge(asked.id, nmdc, 60 * lakh, "Camps in Dantewada, Bijapur and Sukma.")
    _pledge(asked.id, secl, None, "Transport of the devices.")
    met = SupportText(
        theme_code="ED", financial_year=_YEAR, title_en="Desks for twelve hostels", ask_inr=30 * lakh
    )
    done = verbs.ask_support(by=_officer(secl), cpse=secl, text=met)
    verbs.close_support(
        request=done,
        by=_officer(secl),
        version=done.version,
        status=SupportStatus.MET,
        reason="All desks stand; the hostels signed for them.",
    )


def _pledge(request_id: int, cpse: Cpse, amount_inr: int | None, note: str) -> None:
    request = db.session.get_one(SupportRequest, request_id)
    verbs.pledge_support(
        request=request, cpse=cpse, by=_officer(cpse), version=NEW, amount_inr=amount_inr, note=note
    )


def _company(code: str) -> Cpse:
    return db.session.scalars(select(Cpse).where(Cpse.code == code)).one()


def _officer(cpse: Cpse) -> User:
    """An officer of the company, made where it has none."""
    query = select(User).where(User.organisation_id == cpse.organisation_id).order_by(User.id)
    found = db.session.scalars(query.limit(1)).first()
    if found is not None:
        return found
    office = db.session.get_one(Organisation, cpse.organisation_id)
    if office.kind is not OrganisationKind.CPSE:
        raise LookupError(f"{cpse.code} has no office")
    return add_user(
        email=f"{cpse.code.lower()}@{DEMO_DOMAIN}",
        name=f"Nodal officer of {cpse.code} (demo)",
        role=Role.CPSE_OFFICER,
        organisation=office,
        password=f"demo {cpse.code} never signs in",
        is_demo=True,
    )
