"""Pages of CPSEs."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.db import today
from csrmatch.i18n import _, format_day, lazy_, name_of
from csrmatch.indicators.queries import list_themes
from csrmatch.places import queries as places_queries
from csrmatch.places.models import District
from csrmatch.places.tiles import lay_tiles
from csrmatch.registry.access import can_edit_cpse, can_see_gaps
from csrmatch.registry.forms import CpseFilter
from csrmatch.registry.log_words.cpses import CPSE_WORDS
from csrmatch.registry.models import Cpse, CpseSpending
from csrmatch.registry.pictures.filings import FILING_COLUMNS, build_portfolio
from csrmatch.registry.queries import (
    count_places_by_cpse,
    get_cpse,
    list_filings,
    list_nodal_officers,
    list_spent_by_cpse,
    list_subsidiaries,
    search_cpses,
    select_filings,
)
from csrmatch.registry.queries.csr_accounts import list_account_years, list_accounts_of
from csrmatch.registry.queries.projects import list_projects_of
from csrmatch.registry.views.pages import blueprint, sources_by_id
from csrmatch.registry.wording.cpses import BASES, DOUBTS, PLACE_KINDS, STATUSES
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_cpses", "show_cpse"]


@blueprint.get("/cpses")
@requires(Permission.VIEW_CPSES)
def list_cpses() -> ResponseReturnValue:
    """The CPSEs: filtered, sorted, paged, or as a file."""
    filters = CpseFilter(request.args)
    chosen = filters.data if filters.validate() else {}
    places, spent = count_places_by_cpse(), list_spent_by_cpse()
    columns: list[Column[Cpse]] = [
        Column("name", lazy_("Name"), name_of, [by_name(Cpse)]),
        Column("code", lazy_("Code"), lambda row: row.code, [Cpse.code]),
        Column(
            "status", lazy_("Status"), lambda row: STATUSES.get(row.status or "", row.status), [Cpse.status]
        ),
        Column("ministry", lazy_("Ministry"), lambda row: name_of(row, "ministry"), [Cpse.ministry_en]),
        Column(
            "places",
            lazy_("Known places of work"),
            lambda row: places.get(row.id, 0),
            [by_value(Cpse.id, places)],
            numeric=True,
        ),
        Column(
            "spent",
            lazy_("CSR as filed, 2014-17 (₹)"),
            lambda row: spent.get(row.id),
            [by_value(Cpse.id, spent)],
            numeric=True,
        ),
    ]
    table = build_table(
        search_cpses(chosen.get("q"), chosen.get("status")),
        columns,
        default_sort="name",
        tie=[Cpse.code],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, "cpses")
    return render_template(
        "registry/list_cpses.html", table=table, places=places, spent=spent, statuses=STATUSES
    )


@blueprint.get("/cpses/<code>")
@requires(Permission.VIEW_CPSES)
def show_cpse(code: str) -> ResponseReturnValue:
    """One CPSE: who it is, what it filed by theme, year and place, and where it works; or its filings."""
    cpse = get_cpse(code)
    if asks_for_file():
        table = build_table(select_filings(cpse), FILING_COLUMNS, default_sort="year", tie=[CpseSpending.id])
        return send_table(table, f"csr-as-filed-{cpse.code.lower()}")
    day = today()
    accounts = list_accounts_of(current_user, cpse, day)
    years = list_account_years(day)
    # Who may know of gaps is shown this year and the one before also where nothing is filled in.
    asked = years[1:3] if can_see_gaps(current_user, cpse) else []
    portfolio = build_portfolio(list_filings(cpse))
    at_work = {place.district_id for place in cpse.places if place.district_id}
    paid = {int(key) for key, _name in portfolio.district_names}
    tiles = lay_tiles(
        places_queries.list_districts(),
        kind=lambda row: _presence(row.id in at_work, row.id in paid),
        label=lambda row: _presence_label(row, row.id in at_work, row.id in paid),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
    )
    return render_template(
        "registry/show_cpse.html",
        cpse=cpse,
        portfolio=portfolio,
        names=[(theme.code, name_of(theme)) for theme in list_themes()],
        years=[(year, year) for year in portfolio.years],
        tiles=tiles,
        projects=list_projects_of(current_user, cpse),
        project_statuses=PROJECT_STATUSES,
        accounts=accounts,
        may_edit=can_edit_cpse(current_user, cpse),
        entered=_entered(cpse),
        sees_people=can_see_gaps(current_user, cpse) and can_see_names(current_user),
        officers=list_nodal_officers(cpse),
        subsidiaries=list_subsidiaries(cpse),
        account_years=[year for year in years if year in accounts or year in asked],
        sources=sources_by_id(),
        words={"kinds": PLACE_KINDS, "bases": BASES, "doubts": DOUBTS, "statuses": STATUSES},
    )


def _entered(cpse: Cpse) -> list[str]:
    """What offices have entered, by whom and when."""
    return [
        _(
            "%(what)s by %(office)s on %(day)s",
            what=CPSE_WORDS[name],
            office=_("DPE") if stamp["by"] == "dpe" else _("the company's office"),
            day=format_day(date.fromisoformat(stamp["on"])),
        )
        for name, stamp in sorted(cpse.entered.items())
    ]


def _presence(works: bool, pays: bool) -> str:
    return "c5" if works and pays else "c3" if works else "c4" if pays else "faint"


def _presence_label(row: District, works: bool, pays: bool) -> str:
    parts = [f"{name_of(row)}, {name_of(row.state)}"]
    if works:
        parts.append(_("a place of work"))
    if pays:
        parts.append(_("CSR filed"))
    return " · ".join(parts)
