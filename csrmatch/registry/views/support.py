"""Pages of support between CPSEs: the list of requests, a new one, one with its pledges, its changes."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import district_options, state_options
from csrmatch.places.models import District
from csrmatch.registry.access import support as access
from csrmatch.registry.forms import support as forms
from csrmatch.registry.models import Cpse, SupportRequest
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries import support as reads
from csrmatch.registry.rules.support import PledgeSum, SupportStatus
from csrmatch.registry.services import support as verbs
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.support import SUPPORT_STATUSES, tell_pledged
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.sorting import by_name
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["SUPPORT", "own_company", "support_trail"]

SUPPORT = "/support/<int(max=2147483647):request_id>"


def support_trail(row: SupportRequest | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of requests or below a request."""
    trail = [(_("Support between CPSEs"), url_for("registry.list_support"))]
    if row is not None:
        trail.append((row.code, url_for("registry.show_support", request_id=row.id)))
    return trail


def own_company() -> Cpse:
    """The company for which the person asks and pledges."""
    cpse = find_cpse_of(current_user.organisation_id) if access.can_ask_support(current_user) else None
    if cpse is None:
        raise NotAllowed
    return cpse


def _fill_filter(filters: forms.SupportFilter) -> None:
    filters.cpse.choices = all_or((row.code, row.code) for row in reads.list_asking_cpses())
    filters.district.choices = all_or(district_options(), _("All districts"))
    filters.theme.choices = all_or(theme_options(), _("All themes"))
    filters.status.choices = all_or((code.value, words) for code, (words, _kind) in SUPPORT_STATUSES.items())
    filters.state.choices = all_or(state_options(), _("All states"))
    filters.year.choices = all_or(((year, year) for year in reads.list_support_years()), _("All years"))


def _read_search(filters: forms.SupportFilter) -> reads.SupportSearch:
    if not filters.validate():
        return reads.SupportSearch()
    chosen = filters.data
    return reads.SupportSearch(
        text=chosen["q"],
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        lgd=int(chosen["district"]) if chosen["district"] else None,
        theme=chosen["theme"],
        status=SupportStatus(chosen["status"]) if chosen["status"] else None,
        cpse=chosen["cpse"],
        year=chosen["year"],
    )


@blueprint.get("/support")
@requires(Permission.VIEW_SUPPORT)
def list_support() -> ResponseReturnValue:
    """What companies ask each other for: filtered, sorted, paged, or as a file."""
    filters = forms.SupportFilter(request.args)
    _fill_filter(filters)
    pledged: dict[int, PledgeSum] = {}
    table = build_table(
        reads.search_support(_read_search(filters)),
        _columns(pledged),
        default_sort="number",
        tie=[SupportRequest.id],
        filters=filters,
        newest_first=True,
    )
    pledged |= reads.sum_pledges([row.id for row in table.rows])
    if asks_for_file():
        return send_table(table, "support")
    return render_template(
        "registry/list_support.html",
        table=table,
        pledged=pledged,
        statuses=SUPPORT_STATUSES,
        can_ask=access.can_ask_support(current_user),
    )


def _columns(pledged: dict[int, PledgeSum]) -> list[Column[SupportRequest]]:
    """What the list and its file say of a request; `pledged` is filled once its rows are known."""
    return [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [reads.support_title_order()]),
        Column("number", lazy_("Number"), lambda row: row.code, [SupportRequest.id]),
        Column("cpse", lazy_("CPSE that asks"), lambda row: row.cpse.code, [Cpse.code]),
        Column("district", lazy_("District"), _place, [by_name(District)]),
        Column("theme", lazy_("Theme"), lambda row: name_of(row.theme), [SupportRequest.theme_code]),
        Column("year", lazy_("Year"), lambda row: row.financial_year, [SupportRequest.financial_year]),
        Column("status", lazy_("Stage"), lambda row: SUPPORT_STATUSES[row.status][0], [reads.status_order()]),
        Column(
            "ask", lazy_("Asked for (₹)"), lambda row: row.ask_inr, [SupportRequest.ask_inr], numeric=True
        ),
        Column(
            "pledged",
            lazy_("Pledged (₹)"),
            lambda row: pledged[row.id].inr,
            [reads.pledged_order()],
            numeric=True,
        ),
        Column("pledges", lazy_("Pledges"), lambda row: pledged[row.id].count, numeric=True),
    ]


def _place(row: SupportRequest) -> str:
    return name_of(row.district) if row.district else _("anywhere")


@blueprint.route("/support/new", methods=["GET", "POST"])
@requires(Permission.ASK_SUPPORT)
def new_support() -> ResponseReturnValue:
    """Asks the other companies for support."""
    cpse = own_company()
    form = forms.NewSupportForm()
    forms.fill_support(form, [("", _("Choose a theme"))])
    if form.validate_on_submit():
        with telling_refusals(form):
            row = verbs.ask_support(by=current_user, cpse=cpse, text=forms.read_support(form))
            flash(_("The request is open: every other CPSE can read it and pledge."), "good")
            return redirect(url_for("registry.show_support", request_id=row.id))
    page = render_template("registry/new_support.html", form=form, cpse=cpse, trail=support_trail())
    return page, 422 if form.is_submitted() else 200


@blueprint.get(SUPPORT)
@requires(Permission.VIEW_SUPPORT)
def show_support(request_id: int) -> ResponseReturnValue:
    """One request: what is asked, what stands pledged, and the pledges that the reader may see."""
    row = reads.get_support(request_id)
    pledges = reads.list_pledges(current_user, row)
    own = None
    if access.can_pledge_support(current_user, row):
        cpse = find_cpse_of(current_user.organisation_id)
        own = next((one for one in pledges if cpse and one.cpse_id == cpse.id and not one.withdrawn_on), None)
    return render_template(
        "registry/show_support.html",
        row=row,
        panels=draw_panels("support.more", row),
        pledges=pledges,
        own=own,
        pledged=reads.sum_pledges([row.id])[row.id],
        statuses=SUPPORT_STATUSES,
        tell_pledged=tell_pledged,
        sees_all=access.can_see_every_pledge(current_user, row),
        can_edit=access.can_edit_support(current_user, row),
        can_pledge=access.can_pledge_support(current_user, row),
        trail=support_trail(),
    )


def _to_change(request_id: int) -> SupportRequest:
    """A request the person may change: one they may only read is refused."""
    row = reads.get_support(request_id, for_change=request.method == "POST")
    if not access.can_edit_support(current_user, row):
        raise NotAllowed
    return row


def _saved(row: SupportRequest, text: str) -> ResponseReturnValue:
    flash(text, "good")
    return redirect(url_for("registry.show_support", request_id=row.id))


def _page(name: str, row: SupportRequest, form: Any, **given: object) -> ResponseReturnValue:
    page = render_template(f"registry/{name}.html", row=row, form=form, trail=support_trail(row), **given)
    return page, 422 if form.is_submitted() else 200


@blueprint.route(SUPPORT + "/edit", methods=["GET", "POST"])
@requires(Permission.ASK_SUPPORT)
def edit_support(request_id: int) -> ResponseReturnValue:
    """Changes what an open request asks for."""
    row = _to_change(request_id)
    stored = {
        "version": row.version,
        "title_en": row.title_en,
        "title_hi": row.title_hi,
        "theme": row.theme_code,
        "district": str(row.district.lgd) if row.district else "",
        "asked": row.asked,
        "ask_inr": row.ask_inr,
        "year": row.financial_year,
    }
    form = forms.SupportForm(data=stored)
    forms.fill_support(form, [], row.financial_year)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_support(
                request=row, by=current_user, version=form.version.data, text=forms.read_support(form)
            )
            return _saved(row, _("Saved."))
    return _page("edit_support", row, form)


@blueprint.route(SUPPORT + "/close", methods=["GET", "POST"])
@requires(Permission.ASK_SUPPORT)
def close_support(request_id: int) -> ResponseReturnValue:
    """Closes a request as met or withdrawn, with the reason."""
    row = _to_change(request_id)
    form = forms.CloseSupportForm(version=row.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.close_support(
                request=row,
                by=current_user,
                version=form.version.data,
                status=SupportStatus(form.status.data),
                reason=form.reason.data or "",
            )
            return _saved(row, _("The request is closed."))
    return _page("close_support", row, form, pledged=reads.sum_pledges([row.id])[row.id])


def _to_pledge(request_id: int) -> tuple[SupportRequest, Cpse]:
    """A request to which the person's company may pledge, held until the pledge is written."""
    row = reads.get_support(request_id, for_change=request.method == "POST")
    if not access.can_pledge_support(current_user, row):
        raise NotAllowed
    return row, own_company()


@blueprint.route(SUPPORT + "/pledge", methods=["GET", "POST"])
@requires(Permission.ASK_SUPPORT)
def pledge_support(request_id: int) -> ResponseReturnValue:
    """Pledges money or help in kind, or changes what the company pledged."""
    row, cpse = _to_pledge(request_id)
    pledge = reads.find_pledge(row, cpse)
    stands = pledge if pledge is not None and pledge.withdrawn_on is None else None
    form = forms.PledgeForm(
        version=pledge.version if pledge else verbs.NEW,
        amount_inr=stands.amount_inr if stands else None,
        note=stands.note if stands else "",
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.pledge_support(
                request=row,
                cpse=cpse,
                by=current_user,
                version=form.version.data,
                amount_inr=form.amount_inr.data,
                note=form.note.data or "",
                means_more=form.means_more.data,
            )
            return _saved(row, _("Pledged. %(cpse)s is told by mail.", cpse=row.cpse.code))
    others = reads.sum_pledges([row.id], but_of=cpse.id)[row.id]
    return _page("pledge_support", row, form, stands=stands, others=others, tell_pledged=tell_pledged)


@blueprint.route(SUPPORT + "/pledge/withdraw", methods=["GET", "POST"])
@requires(Permission.ASK_SUPPORT)
def withdraw_pledge(request_id: int) -> ResponseReturnValue:
    """Takes the company's own pledge back, with the reason."""
    row, cpse = _to_pledge(request_id)
    pledge = reads.find_pledge(row, cpse)
    if pledge is None or pledge.withdrawn_on is not None:
        raise Missing
    form = forms.WithdrawPledgeForm(version=pledge.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.withdraw_pledge(
                request=row,
                cpse=cpse,
                by=current_user,
                version=form.version.data,
                reason=form.reason.data or "",
            )
            return _saved(row, _("The pledge is taken back. %(cpse)s is told by mail.", cpse=row.cpse.code))
    return _page("withdraw_pledge", row, form, pledge=pledge)
