"""Pages of needs: the list, a new one, a need's own page, and its sheet to print."""

from operator import itemgetter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.attachments.words import FILE_KINDS
from csrmatch.db import today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import district_options, state_options
from csrmatch.places.models import District, State
from csrmatch.reference import read_schemes
from csrmatch.registry import access
from csrmatch.registry.forms.needs import NeedFilter, NewNeedForm, fill_new_need, read_new_need
from csrmatch.registry.models import Need
from csrmatch.registry.queries import needs as reads
from csrmatch.registry.queries.narrowing import MoneyLeft, NeedGap, left_order
from csrmatch.registry.queries.need_documents import list_need_documents
from csrmatch.registry.queries.need_threads import list_need_talks
from csrmatch.registry.rules.needs import (
    NeedStatus,
    Urgency,
    covered_amount,
    covered_share,
    money_to_find,
)
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.views.choices import recent_years
from csrmatch.registry.views.pages import blueprint, sources_by_id
from csrmatch.registry.wording.needs import NEED_STATUSES, NEED_TASKS, URGENCIES
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.sorting import by_name
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["NEED", "need_trail"]

NEED = "/needs/<int(max=2147483647):need_id>"


def need_trail(need: Need | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of needs or below a need."""
    trail = [(_("Needs"), url_for("registry.list_needs"))]
    if need is not None:
        trail.append((need.code, url_for("registry.show_need", need_id=need.id)))
    return trail


def _fill_filter(filters: NeedFilter) -> None:
    filters.state.choices = all_or(state_options(), _("All states"))
    filters.district.choices = all_or(district_options(), _("All districts"))
    filters.theme.choices = all_or(theme_options(), _("All themes"))
    filters.status.choices = all_or((code.value, words) for code, (words, _kind) in NEED_STATUSES.items())
    filters.urgency.choices = all_or((code.value, words) for code, (words, _kind) in URGENCIES.items())
    filters.cpse.choices = all_or((row.code, row.code) for row in reads.list_partners(current_user))
    schemes = {row.code: row for row in read_schemes()}
    used = [schemes[code] for code in reads.list_scheme_codes(current_user) if code in schemes]
    filters.scheme.choices = all_or(sorted(((row.code, name_of(row)) for row in used), key=itemgetter(1)))
    filters.year.choices = all_or(recent_years(), _("All years"))


def _read_search(filters: NeedFilter) -> reads.NeedSearch:
    if not filters.validate():
        return reads.NeedSearch()
    chosen = filters.data
    return reads.NeedSearch(
        text=chosen["q"],
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        lgd=int(chosen["district"]) if chosen["district"] else None,
        theme=chosen["theme"],
        status=NeedStatus(chosen["status"]) if chosen["status"] else None,
        urgency=Urgency(chosen["urgency"]) if chosen["urgency"] else None,
        cpse=chosen["cpse"],
        group=TargetGroup(chosen["group"]) if chosen["group"] else None,
        scheme=chosen["scheme"],
        year=chosen["year"],
        left=MoneyLeft(chosen["left"]) if chosen["left"] else None,
        gap=NeedGap(chosen["gap"]) if chosen["gap"] else None,
    )


@blueprint.get("/needs")
@requires(Permission.VIEW_NEEDS)
def list_needs() -> ResponseReturnValue:
    """The needs the reader may see: filtered, sorted, paged, or as a file."""
    filters = NeedFilter(request.args)
    _fill_filter(filters)
    query = reads.search_needs(current_user, _read_search(filters))
    table = build_table(
        query, _columns(), default_sort="code", tie=[Need.id], filters=filters, newest_first=True
    )
    if asks_for_file():
        return send_table(table, "needs")
    return render_template(
        "registry/list_needs.html",
        table=table,
        statuses=NEED_STATUSES,
        urgencies=URGENCIES,
        left={row.id: _to_find(row) for row in table.rows},
        shares={row.id: _share(row) for row in table.rows},
        can_post=access.can_post_needs(current_user),
    )


def _columns() -> list[Column[Need]]:
    return [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [reads.need_title_order()]),
        Column("code", lazy_("Number"), lambda row: row.code, [District.lgd, Need.number]),
        Column("district", lazy_("District"), lambda row: name_of(row.district), [by_name(District)]),
        Column("state", lazy_("State"), lambda row: name_of(row.district.state), [by_name(State)]),
        Column("theme", lazy_("Theme"), lambda row: name_of(row.theme), [Need.theme_code]),
        Column("status", lazy_("Stage"), lambda row: NEED_STATUSES[row.status][0], [Need.status]),
        Column("urgency", lazy_("Urgency"), lambda row: URGENCIES[row.urgency][0], [reads.urgency_order()]),
        Column("cost", lazy_("Cost (₹)"), lambda row: row.cost_inr, [Need.cost_inr], numeric=True),
        Column("covered", lazy_("Covered by a scheme (per cent)"), _listed_share, numeric=True),
        Column("left", lazy_("Still to find (₹)"), _to_find, [left_order()], numeric=True),
    ]


def _covered(need: Need) -> int | None:
    """What a scheme covers: nothing where none is known, not known where one is and its part is not."""
    if need.scheme_code is None:
        return 0
    return covered_amount(need.cost_inr, need.covered_inr, need.covered_percent)


def _share(need: Need) -> float | None:
    return covered_share(need.cost_inr, need.covered_inr, need.covered_percent)


def _listed_share(need: Need) -> float | None:
    share = _share(need)
    return None if share is None else round(share, 1)


def _to_find(need: Need) -> int | None:
    return money_to_find(need.cost_inr, _covered(need), [row.pledged_inr for row in need.partners])


@blueprint.route("/needs/new", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def new_need() -> ResponseReturnValue:
    """Posts a need from its first few fields; everything else can be told on its page."""
    district = current_user.organisation.district
    if not access.can_post_needs(current_user):
        raise NotAllowed
    form = NewNeedForm()
    fill_new_need(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            return _create(district, form)
    return render_template(
        "registry/new_need.html", form=form, district=district, trail=need_trail()
    ), 422 if form.is_submitted() else 200


def _create(district: District, form: NewNeedForm) -> ResponseReturnValue:
    need = verbs.create_need(by=current_user, district=district, text=read_new_need(form))
    flash(_("The need is posted as a draft. Add below what else is known of it."), "good")
    return redirect(url_for("registry.show_need", need_id=need.id))


def _shown(need: Need) -> dict[str, object]:
    """What both the page and the sheet of a need show."""
    return {
        "need": need,
        "left": _to_find(need),
        "covered": _covered(need) if need.scheme_code else None,
        "share": _share(need),
        "scheme": reads.find_scheme(need.scheme_code),
        "sources": sources_by_id(),
        "statuses": NEED_STATUSES,
        "urgencies": URGENCIES,
        "groups": GROUPS,
    }


@blueprint.get(NEED)
@requires(Permission.VIEW_NEEDS)
def show_need(need_id: int) -> ResponseReturnValue:
    """One need: what is asked, which figure it moves, for whom, at what cost, who takes part, its history."""
    need = reads.get_need(current_user, need_id)
    history = reads.list_need_steps(need)
    return render_template(
        "registry/show_need.html",
        **_shown(need),
        history=history,
        talks=list_need_talks(current_user, need),
        documents=list_need_documents(need),
        checked_at=max((row.created_at for row in history if row.new_status == "verified"), default=None),
        file_kinds=FILE_KINDS,
        tasks=NEED_TASKS,
        day=today(),
        can_attach=access.can_attach_to_need(current_user, need),
        can_delegate=access.can_delegate_need(current_user, need),
        can_return=access.can_return_need(current_user, need),
        trail=need_trail(),
        roles=ROLE_WORDS,
        can_edit=access.can_edit_need(current_user, need),
        can_partner=access.can_edit_need_partners(current_user, need),
        can_step=access.can_step_need(current_user, need),
        panels={spot: draw_panels(f"need.{spot}", need) for spot in ("next", "more")},
    )


@blueprint.get(NEED + "/sheet")
@requires(Permission.VIEW_NEEDS)
def print_need(need_id: int) -> ResponseReturnValue:
    """A need on one sheet of paper, in the language in force."""
    need = reads.get_need(current_user, need_id)
    return render_template(
        "registry/print_need.html",
        **_shown(need),
        documents=list_need_documents(need),
        trail=need_trail(need),
        day=today(),
    )
