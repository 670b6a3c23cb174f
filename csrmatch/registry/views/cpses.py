"""Pages of CPSEs."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.db import today
from csrmatch.i18n import _, format_day, lazy_, name_of
from csrmatch.places.choices import state_options
from csrmatch.places.models import District
from csrmatch.places.tiles import lay_tiles
from csrmatch.reference import read_themes
from csrmatch.registry.access import acts_for, can_edit_cpse, can_see_gaps
from csrmatch.registry.forms.filters import CpseFilter, PortfolioFilter
from csrmatch.registry.log_words.cpses import CPSE_WORDS
from csrmatch.registry.models import Cpse, CpseSpending
from csrmatch.registry.pictures.accounts import draw_account
from csrmatch.registry.pictures.filings import FILING_COLUMNS, build_portfolio
from csrmatch.registry.pictures.portfolios import (
    PLACE_COLUMNS,
    PORTFOLIO_COLUMNS,
    draw_filed,
    draw_portfolio,
)
from csrmatch.registry.pictures.years import draw_years
from csrmatch.registry.queries import (
    count_places_by_cpse,
    get_cpse,
    list_filings,
    list_nodal_officers,
    list_spent_by_cpse,
    search_cpses,
)
from csrmatch.registry.queries.cpses import list_documents_of, list_needs_for, select_ids_working_in
from csrmatch.registry.queries.csr_accounts import Account, list_account_years, list_accounts_of
from csrmatch.registry.queries.districts import list_drawn
from csrmatch.registry.queries.portfolios import Cell, list_cells_of
from csrmatch.registry.queries.projects import list_projects_of
from csrmatch.registry.views.choices import ministry_options
from csrmatch.registry.views.pages import blueprint, sources_by_id
from csrmatch.registry.wording.cpses import BASES, DOUBTS, PLACE_KINDS, STATUSES
from csrmatch.registry.wording.needs import NEED_STATUSES, URGENCIES
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.roles import Permission, allows
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_rows, send_table

__all__ = ["list_cpses", "show_cpse"]


@blueprint.get("/cpses")
@requires(Permission.VIEW_CPSES)
def list_cpses() -> ResponseReturnValue:
    """The CPSEs: filtered, sorted, paged, or as a file."""
    filters = CpseFilter(request.args)
    filters.state.choices = all_or(state_options(with_all=True), _("All states"))
    filters.ministry.choices = all_or(ministry_options(), _("All ministries"))
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
    query = search_cpses(chosen.get("q"), chosen.get("status"))
    if chosen.get("state"):
        query = query.where(Cpse.id.in_(select_ids_working_in(int(chosen["state"]))))
    if chosen.get("ministry"):
        query = query.where(Cpse.ministry_en == chosen["ministry"])
    if chosen.get("filed"):
        is_known = Cpse.id.in_(list(spent))
        query = query.where(is_known if chosen["filed"] == "known" else ~is_known)
    table = build_table(
        query,
        columns,
        default_sort="name",
        tie=[Cpse.code],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, "cpses")
    return render_template(
        "registry/list_cpses.html",
        table=table,
        places=places,
        spent=spent,
        statuses=STATUSES,
        may_add=allows(current_user.role, Permission.ADD_CPSES),
    )


@blueprint.get("/cpses/<code>")
@requires(Permission.VIEW_CPSES)
def show_cpse(code: str) -> ResponseReturnValue:
    """One CPSE as a story: portfolio, CSR account, where it works and leads, what waits; or a file."""
    cpse = get_cpse(code)
    filings = list_filings(cpse)
    if asks_for_file():
        return _send_file(cpse, filings)
    day = today()
    cells, themes = list_cells_of(current_user, cpse), [(row.code, name_of(row)) for row in read_themes()]
    filters, year, theme = _read_portfolio_filter(cells, filings, themes)
    accounts = list_accounts_of(current_user, cpse, day)
    years = list_account_years(day)
    # Who may know of gaps is shown this year and the one before also where nothing is filled in.
    asked = years[1:3] if can_see_gaps(current_user, cpse) else []
    recorded = draw_portfolio(cells, year=year, theme=theme)
    filed = build_portfolio(filings)
    drawn = list_drawn()
    at_work = {place.district_id for place in cpse.places if place.district_id}
    paid = {cell.district.id for cell in cells if cell.district} | {
        int(key) for key, _name in filed.district_names
    }
    latest = next((accounts[key] for key in sorted(accounts, reverse=True) if _is_drawn(accounts[key])), None)
    return render_template(
        "registry/show_cpse.html",
        cpse=cpse,
        filters=filters,
        recorded=recorded,
        past=None if cells else draw_filed(filings, themes, year=year, theme=theme),
        portfolio=filed,
        names=themes,
        years=[(key, key) for key in filed.years],
        bars=draw_years(
            {key: (row.standing.obligation_inr, row.standing.spent_inr) for key, row in accounts.items()},
            filed.by_year.columns,
        ),
        latest=latest,
        account_bar=draw_account(latest.row, latest.standing) if latest else None,
        tiles=lay_tiles(
            [row for row, _outline in drawn],
            kind=lambda row: _presence(row.id in at_work, row.id in paid),
            label=lambda row: _presence_label(row, row.id in at_work, row.id in paid),
            url=lambda row: url_for("registry.show_district", lgd=row.lgd),
            boundaries=[(outline, row) for row, outline in drawn if outline is not None],
        ),
        works_in=[row for row, _outline in drawn if row.id in at_work],
        projects=list_projects_of(current_user, cpse),
        project_statuses=PROJECT_STATUSES,
        needs=list_needs_for(current_user, cpse, at_work | paid),
        need_words={"statuses": NEED_STATUSES, "urgencies": URGENCIES},
        documents=list_documents_of(current_user, cpse),
        accounts=accounts,
        may_edit=can_edit_cpse(current_user, cpse),
        may_bring_in=acts_for(current_user, cpse),
        entered=_entered(cpse),
        sees_people=can_see_gaps(current_user, cpse) and can_see_names(current_user),
        officers=list_nodal_officers(cpse),
        subsidiaries=cpse.subsidiaries,
        account_years=[key for key in years if key in accounts or key in asked],
        sources=sources_by_id(),
        words={"kinds": PLACE_KINDS, "bases": BASES, "doubts": DOUBTS, "statuses": STATUSES},
        panels={
            "districts": draw_panels("cpse.districts", (cpse, [row for row, _outline in drawn])),
            **{spot: draw_panels(f"cpse.{spot}", cpse) for spot in ("next", "more")},
        },
    )


def _is_drawn(account: Account) -> bool:
    """Whether there is enough in an account to draw its bar."""
    return account.standing.obligation_inr is not None or account.standing.spent_inr is not None


def _read_portfolio_filter(
    cells: Sequence[Cell], filings: Sequence[CpseSpending], themes: Sequence[tuple[str, str]]
) -> tuple[PortfolioFilter, str | None, str | None]:
    """The filter of the portfolio, and the year and the theme chosen; what means nothing chooses nothing."""
    filters = PortfolioFilter(request.args)
    years = {cell.year for cell in cells if cell.year} or {row.financial_year for row in filings}
    filters.year.choices = all_or(((year, year) for year in sorted(years, reverse=True)), _("All years"))
    filters.theme.choices = all_or(themes, _("All themes"))
    chosen = filters.data if filters.validate() else {}
    return filters, chosen.get("year") or None, chosen.get("theme") or None


def _send_file(cpse: Cpse, filings: Sequence[CpseSpending]) -> ResponseReturnValue:
    """The portfolio as recorded, the places of work, or else what was filed."""
    code = cpse.code.lower()
    if request.args.get("of") == "portfolio":
        return send_rows(PORTFOLIO_COLUMNS, list_cells_of(current_user, cpse), f"portfolio-{code}")
    if request.args.get("of") == "places":
        return send_rows(PLACE_COLUMNS, cpse.places, f"places-{code}")
    return send_rows(FILING_COLUMNS, filings, f"csr-as-filed-{code}")


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
