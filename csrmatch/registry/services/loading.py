"""Loads CPSEs, their places and their spending as filed, and the organisations people act for."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from csrmatch.accounts.models import OrganisationKind
from csrmatch.accounts.services import ensure_organisation
from csrmatch.db import db
from csrmatch.loading import synchronise
from csrmatch.places.models import District, State
from csrmatch.reference import read_cpse_places, read_cpse_spending, read_cpses
from csrmatch.registry.models import Cpse, CpsePlace, CpseSpending

__all__ = ["load_organisations", "load_registry"]


def load_registry() -> dict[str, int]:
    """Brings the list of CPSEs, their places and their filings to what the product's files say."""
    states = {row.lgd: row.id for row in db.session.execute(select(State.lgd, State.id))}
    districts = {row.lgd: row.id for row in db.session.execute(select(District.lgd, District.id))}
    cpses = synchronise(Cpse, ["code"], _cpse_rows())
    synchronise(Cpse, ["code"], _parent_rows(cpses))
    places = synchronise(
        CpsePlace,
        ["cpse_id", "name"],
        _place_rows(states, districts, cpses),
        removes=True,
        among=_as_shipped(),
    )
    spending = synchronise(
        CpseSpending,
        [
            "cpse_id",
            "financial_year",
            "sector",
            "scope",
            "state_id",
            "district_id",
            "quality",
            "district_named",
        ],
        _spending_rows(states, districts, cpses),
        removes=True,
    )
    return {"CPSEs": len(cpses), "places of CPSEs": len(places), "spending as filed": len(spending)}


def load_organisations() -> int:
    """Makes the organisation of DPE, UNICEF and of every state, district and CPSE there is."""
    ensure_organisation("dpe")
    ensure_organisation("unicef", name_en="UNICEF India", name_hi="यूनिसेफ इंडिया")
    count = 2
    districts = db.session.scalars(select(District).order_by(District.name_en)).all()
    for state in sorted({district.state for district in districts}, key=lambda state: state.lgd):
        ensure_organisation(
            "state",
            name_en=f"Government of {state.name_en}",
            name_hi=f"{state.name_hi} सरकार",
            state=state,
        )
        count += 1
    for district in districts:
        ensure_organisation(
            "district",
            name_en=f"District administration, {district.name_en}",
            name_hi=f"ज़िला प्रशासन, {district.name_hi}",
            state=district.state,
            district=district,
        )
        count += 1
    cpses = db.session.scalars(select(Cpse).order_by(Cpse.code)).all()
    rows = []
    for cpse in cpses:
        if cpse.organisation_id is None:
            organisation = ensure_organisation(
                OrganisationKind.CPSE, name_en=cpse.name_en, name_hi=cpse.name_hi
            )
            db.session.flush()
            rows.append({"code": cpse.code, "organisation_id": organisation.id})
    synchronise(Cpse, ["code"], rows)
    return count + len(cpses)


def _as_shipped() -> ColumnElement[bool]:
    """The places that no office has entered, changed or retired."""
    return and_(CpsePlace.entered_on.is_(None), CpsePlace.retired_on.is_(None))


def _place_rows(
    states: dict[int, int], districts: dict[int, int], cpses: dict[tuple[Any, ...], int]
) -> list[dict[str, Any]]:
    """The shipped places, but for those that an office's own word has replaced."""
    kept = select(CpsePlace.cpse_id, CpsePlace.shipped_name).where(~_as_shipped())
    replaced = {(row.cpse_id, row.shipped_name) for row in db.session.execute(kept)}
    return [
        {
            "cpse_id": cpses[(row.cpse,)],
            "name": row.name_en,
            "kind": row.kind,
            "latitude": row.lat,
            "longitude": row.lon,
            "state_id": states[row.state_lgd],
            "district_id": None if row.lgd is None else districts[row.lgd],
            "basis": row.basis,
            "source": row.source,
            "shipped_name": row.name_en,
        }
        for row in read_cpse_places()
        if (cpses[(row.cpse,)], row.name_en) not in replaced
    ]


def _cpse_rows() -> list[dict[str, Any]]:
    """The shipped CPSEs; a column that an office has entered keeps what it holds."""
    own = {
        cpse.code: {Cpse.__mapper__.columns[name].name: getattr(cpse, name) for name in cpse.entered}
        for cpse in db.session.scalars(select(Cpse).order_by(Cpse.code))
    }
    return [
        {name: own.get(row["code"], {}).get(name, value) for name, value in row.items()}
        for row in _shipped_cpses()
    ]


def _shipped_cpses() -> list[dict[str, Any]]:
    return [
        {
            "code": row.code,
            "name_en": row.name_en,
            "name_hi": row.name_hi,
            "ministry_en": row.ministry_en,
            "ministry_hi": row.ministry_hi,
            "status": row.status,
            "status_on": row.status_on,
            "sector": row.sector_en,
            "headquarters": row.hq_en,
            "cin": row.cin,
            "source": row.source,
            "basis_note": row.hq_basis,
        }
        for row in read_cpses()
    ]


def _parent_rows(cpses: dict[tuple[Any, ...], int]) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "parent_id": cpses[(row.parent,)] if row.parent else None} for row in read_cpses()
    ]


def _spending_rows(
    states: dict[int, int], districts: dict[int, int], cpses: dict[tuple[Any, ...], int]
) -> list[dict[str, Any]]:
    return [
        {
            "cpse_id": cpses[(row.cpse,)],
            "financial_year": row.year,
            "sector": row.sector,
            "theme_code": row.theme,
            "scope": row.scope,
            "state_id": None if row.state_lgd is None else states[row.state_lgd],
            "district_named": row.district_named,
            "district_id": None if row.lgd is None else districts[row.lgd],
            "projects": row.projects,
            "outlay_inr": row.outlay_inr,
            "spent_inr": row.spent_inr,
            "quality": ";".join(row.quality),
            "source": row.source,
        }
        for row in read_cpse_spending()
    ]
