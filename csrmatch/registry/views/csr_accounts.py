"""Pages of CSR accounts: the list of a year, one company's year, and keeping it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.i18n import _, format_day, lazy_, name_of
from csrmatch.reference import read_dpe_themes
from csrmatch.registry.access import acts_for, can_edit_account
from csrmatch.registry.forms.csr_accounts import (
    ACCOUNT_SECTIONS,
    AccountFilter,
    AccountForm,
    PublishForm,
    WithdrawForm,
)
from csrmatch.registry.forms.fields import options
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.pictures.accounts import draw_account
from csrmatch.registry.queries import get_cpse
from csrmatch.registry.queries.csr_accounts import (
    Account,
    AccountSearch,
    find_account,
    get_account,
    is_account_year,
    list_account_years,
    list_accounts_of_year,
    search_cpses_by_account,
)
from csrmatch.registry.rules import CITATIONS, CsrRule, Due, DueState
from csrmatch.registry.rules.csr_law import penalty
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.registry.services.csr_accounts import NEW, publish_account, save_account, withdraw_account
from csrmatch.registry.views.choices import ministry_options
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.accounts import BREAKABLE, CITED, DUE_STATES, DUTIES, RULES, VERDICTS
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_csr_accounts"]

_ACCOUNT = "/cpses/<code>/csr-accounts/<year>"
# The transfers whose neglect section 135(7) punishes.
_PENALISED = {CsrRule.UNSPENT_ONGOING, CsrRule.UNSPENT_OTHER, CsrRule.ACCOUNT_FUND}


@blueprint.context_processor
def words() -> dict[str, object]:
    """The words that the templates of accounts choose by code."""
    return {
        "RULES": RULES,
        "CITED": CITED,
        "DUTIES": DUTIES,
        "VERDICTS": VERDICTS,
        "DUE_STATES": DUE_STATES,
        "citations": CITATIONS,
        "penalised": _PENALISED,
        "figure_words": ACCOUNT_WORDS,
        "account_state": account_state,
        "penalty": penalty,
    }


@blueprint.get("/csr-accounts")
@requires(Permission.VIEW_CSR_ACCOUNTS)
def list_csr_accounts() -> ResponseReturnValue:
    """Every CPSE with its account of one year, filled in or not: filtered, sorted, paged, or as a file."""
    day = today()
    years = list_account_years(day)
    filters = AccountFilter(request.args)
    filters.year.choices = options([(year, year) for year in years])
    filters.ministry.choices = all_or(ministry_options())
    # The year that ended last is the one that is asked about.
    usual = shift_year(year_of(day), -1)
    if filters.year.data not in years:
        filters.year.data = usual
    year = filters.year.data
    search = _read_search(filters)
    accounts = list_accounts_of_year(current_user, year, day)
    # Who looks for one duty is told when that one is due, not what comes before it.
    dues = {
        key: due
        for key, account in accounts.items()
        if (due := account.standing.find_due(search.duty, search.due))
    }
    table = build_table(
        search_cpses_by_account(current_user, year, search, accounts),
        _list_columns(accounts, dues),
        default_sort="name",
        tie=[Cpse.code],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, f"csr-accounts-{year}")
    return render_template(
        "registry/list_csr_accounts.html",
        table=table,
        accounts=accounts,
        dues=dues,
        year=year,
        rule_names=BREAKABLE,
    )


def _read_search(filters: AccountFilter) -> AccountSearch:
    """What the list is narrowed by; what means nothing narrows nothing."""
    if not filters.validate():
        return AccountSearch()
    return AccountSearch(
        text=filters.q.data or None,
        state=filters.state.data or None,
        ministry=filters.ministry.data or None,
        broken=filters.broken.data or None,
        duty=CsrRule(filters.duty.data) if filters.duty.data else None,
        due=DueState(filters.due.data) if filters.due.data else None,
    )


def _list_columns(accounts: dict[int, Account], dues: dict[int, Due]) -> list[Column[Cpse]]:
    """What the list and its file say of a CPSE's account; blank where it is not known."""
    standings = {key: account.standing for key, account in accounts.items()}
    columns: list[Column[Cpse]] = [
        Column("name", lazy_("CPSE"), name_of, [by_name(Cpse)]),
        Column("state", lazy_("Account"), lambda row: account_state(accounts.get(row.id))[0]),
    ]
    amounts = (
        ("owed", lazy_("Obligation (₹)"), "obligation_inr"),
        ("spent", lazy_("Spent (₹)"), "spent_inr"),
        ("unspent", lazy_("Not spent of the obligation (₹)"), "shortfall_inr"),
    )
    for key, label, name in amounts:
        values = {
            number: amount
            for number, standing in standings.items()
            if (amount := getattr(standing, name)) is not None
        }
        columns.append(Column(key, label, _looked_up(values), [by_value(Cpse.id, values)], numeric=True))
    broken = {key: len(standing.broken) for key, standing in standings.items()}
    days = {key: due.due_on.toordinal() for key, due in dues.items()}
    return [
        *columns,
        Column(
            "broken",
            lazy_("Rules not kept"),
            lambda row: broken.get(row.id),
            [by_value(Cpse.id, broken)],
            numeric=True,
        ),
        Column("due", lazy_("Due next"), lambda row: due_words(dues.get(row.id)), [by_value(Cpse.id, days)]),
    ]


def _looked_up(values: dict[int, int]) -> Callable[[Cpse], object]:
    return lambda row: values.get(row.id)


def account_state(account: Account | None) -> tuple[str, str]:
    """Whether an account is filled in and shown, in words and as the kind of its tag."""
    if account is None:
        return _("not filled in"), "warn"
    return (_("shown to all offices"), "good") if account.row.published_at else (_("draft"), "")


def due_words(due: Due | None) -> str | None:
    """What is due next and when; None where nothing is."""
    return f"{format_day(due.due_on)}: {DUTIES[due.rule]}" if due else None


@blueprint.get(_ACCOUNT)
@requires(Permission.VIEW_CPSES)
def show_csr_account(code: str, year: str) -> ResponseReturnValue:
    """Where a CPSE stands with one year: what it owes, what is due when, and why."""
    cpse = get_cpse(code)
    account = get_account(current_user, cpse, year, today())
    may_edit = can_edit_account(current_user, cpse)
    version = account.row.version if account else NEW
    theme = next((row for row in read_dpe_themes() if row.year == year and row.status != "not_known"), None)
    return render_template(
        "registry/show_csr_account.html",
        cpse=cpse,
        year=year,
        account=account,
        state=account_state(account),
        picture=draw_account(account.row, account.standing) if account else None,
        theme=name_of(theme) if theme else None,
        may_edit=may_edit,
        may_bring_in=acts_for(current_user, cpse),
        publish_form=PublishForm(formdata=None, version=version),
        withdraw_form=WithdrawForm(formdata=None, version=version),
    )


def _account_for_change(code: str, year: str) -> tuple[Cpse, CsrAccount | None]:
    """The CPSE and its account, if the person may keep it: to anybody else it is missing."""
    cpse = get_cpse(code)
    if not is_account_year(year, today()) or not can_edit_account(current_user, cpse):
        raise Missing
    return cpse, find_account(current_user, cpse, year, for_change=request.method == "POST")


@blueprint.route(_ACCOUNT + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_CSR_ACCOUNTS)
def edit_csr_account(code: str, year: str) -> ResponseReturnValue:
    """Fills in or changes the figures of one year."""
    cpse, account = _account_for_change(code, year)
    form = AccountForm(obj=account, version=account.version if account else NEW)
    if not form.is_submitted() and account is not None:
        form.profit_years.data = str(account.profit_years)
    form.name_years(year)
    if form.validate_on_submit():
        save_account(
            cpse=cpse,
            financial_year=year,
            by=current_user,
            version=form.version.data,
            values=form.values(),
        )
        flash(_("Saved."), "good")
        return redirect(url_for("registry.show_csr_account", code=cpse.code, year=year))
    return render_template(
        "registry/edit_csr_account.html", cpse=cpse, year=year, form=form, sections=ACCOUNT_SECTIONS
    ), 422 if form.is_submitted() else 200


@blueprint.post(_ACCOUNT + "/publish")
@requires(Permission.EDIT_CSR_ACCOUNTS)
def publish_csr_account(code: str, year: str) -> ResponseReturnValue:
    """Shows the account to all offices."""
    cpse, account = _account_for_change(code, year)
    if account is None:
        raise Missing
    form = PublishForm()
    if form.validate_on_submit():
        publish_account(account=account, by=current_user, version=form.version.data)
        flash(_("All offices can see the account now."), "good")
    return _back_to_account(cpse, year, form)


@blueprint.post(_ACCOUNT + "/withdraw")
@requires(Permission.EDIT_CSR_ACCOUNTS)
def withdraw_csr_account(code: str, year: str) -> ResponseReturnValue:
    """Shows the account no longer to other offices; the reason stays in the log."""
    cpse, account = _account_for_change(code, year)
    if account is None:
        raise Missing
    form = WithdrawForm()
    if form.validate_on_submit():
        version, reason = form.version.data, form.reason.data
        withdraw_account(account=account, by=current_user, version=version, reason=reason)
        flash(_("Only its own office, DPE and the auditor see the account now."), "good")
    return _back_to_account(cpse, year, form)


def _back_to_account(cpse: Cpse, year: str, form: PublishForm | WithdrawForm) -> ResponseReturnValue:
    """To the account's page, with whatever was wrong with what was sent."""
    for errors in form.errors.values():
        flash(str(errors[0]), "bad")
    return redirect(url_for("registry.show_csr_account", code=cpse.code, year=year))
