"""Tokens with which programs of an office sign in: list, new one, page, revoke."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_make_tokens
from csrmatch.accounts.forms import PlainForm, TokenFilter, TokenForm
from csrmatch.accounts.models import ApiToken, ApiTokenUse, Organisation, TokenScope, User
from csrmatch.accounts.queries import get_token, search_tokens
from csrmatch.accounts.services import make_token
from csrmatch.accounts.services import revoke_token as close_token
from csrmatch.accounts.showing import shown_name
from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.accounts.views.blueprint import blueprint
from csrmatch.accounts.words import SCOPE_WORDS
from csrmatch.db import now
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, format_ist, lazy_, name_of
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals, telling_refusals_at
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

# Where the browser keeps a new secret until the page that shows it once.
_NEW_TOKEN = "new_token"  # noqa: S105


def token_state(token: ApiToken) -> tuple[str, str]:
    """Whether a token still works and if not why, in words and as the kind of its tag."""
    maker = token.created_by
    if token.revoked_at is not None:
        return _("revoked"), ""
    if token.expires_at <= now():
        return _("expired"), ""
    is_there = (maker.role, maker.organisation_id) == (token.role, token.organisation_id)
    if not maker.is_enabled or not is_there or maker.scope:
        return _("its maker left"), "warn"
    return _("works"), "good"


def last_used(token: ApiToken) -> str:
    """When a token was used last, in words."""
    return format_ist(token.use.last_used_at) if token.use.last_used_at else _("never")


_COLUMNS = [
    Column[ApiToken]("name", lazy_("Name"), lambda row: row.name, [ApiToken.name]),
    Column[ApiToken]("prefix", lazy_("Begins with"), lambda row: row.prefix, [ApiToken.prefix]),
    Column[ApiToken](
        "organisation",
        lazy_("Organisation"),
        lambda row: name_of(row.organisation),
        [Organisation.name_en],
    ),
    Column[ApiToken](
        "scope", lazy_("What it may do"), lambda row: str(SCOPE_WORDS[row.scope]), [ApiToken.scope]
    ),
    Column[ApiToken]("maker", lazy_("Made by"), lambda row: shown_name(row.created_by), [User.name]),
    Column[ApiToken]("used", lazy_("Last used"), last_used, [ApiTokenUse.last_used_at]),
    Column[ApiToken](
        "expires", lazy_("Valid until"), lambda row: format_ist(row.expires_at), [ApiToken.expires_at]
    ),
    Column[ApiToken]("state", lazy_("Token"), lambda row: token_state(row)[0]),
]


def _ask_whether_allowed() -> None:
    """A block or a line department has the role of its office, but does not speak for it."""
    if not can_make_tokens(current_user):
        raise NotAllowed


@blueprint.get("/tokens")
@requires(Permission.MANAGE_TOKENS)
def list_tokens() -> ResponseReturnValue:
    """The tokens the reader may see, to filter, sort, page and download."""
    _ask_whether_allowed()
    filters = TokenFilter(request.args)
    query = search_tokens(
        current_user, text=filters.text.data, scope=filters.chosen_scope, live=filters.chosen_state
    ).join(ApiTokenUse, ApiTokenUse.token_id == ApiToken.id)
    table = build_table(query, _COLUMNS, default_sort="name", tie=[ApiToken.id], filters=filters)
    if asks_for_file():
        return send_table(table, _("Tokens for programs"))
    return render_template(
        "accounts/list_tokens.html",
        table=table,
        scope_words=SCOPE_WORDS,
        token_state=token_state,
        last_used=last_used,
    )


@blueprint.route("/tokens/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_TOKENS)
def new_token() -> ResponseReturnValue:
    """Makes a token for a program of one's own office."""
    _ask_whether_allowed()
    form = TokenForm()
    if form.validate_on_submit():
        with telling_refusals_at(form.last_on):
            token, secret = make_token(
                by=signed_in_person(),
                name=form.name.data,
                scope=TokenScope(form.scope.data),
                last_on=form.last_on.data,
            )
            session[_NEW_TOKEN] = [token.id, secret]
            return redirect(url_for("accounts.show_token", token_id=token.id))
    return render_template("accounts/new_token.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/tokens/<int(max=2147483647):token_id>")
@requires(Permission.MANAGE_TOKENS)
def show_token(token_id: int) -> ResponseReturnValue:
    """One token; its secret is shown the first time only."""
    token = get_token(current_user, token_id)
    kept_for, secret = session.pop(_NEW_TOKEN, (None, None))
    return render_template(
        "accounts/show_token.html",
        token=token,
        secret=secret if kept_for == token.id else None,
        scope=SCOPE_WORDS[token.scope],
        state=token_state(token),
        last_used=last_used(token),
        form=PlainForm(formdata=None) if token.revoked_at is None else None,
    )


@blueprint.post("/tokens/<int(max=2147483647):token_id>/revoke")
@requires(Permission.MANAGE_TOKENS)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Makes a token worthless at once."""
    token = get_token(current_user, token_id)
    with flashing_refusals():
        close_token(by=signed_in_person(), token=token)
        flash(_("The token “%(name)s” no longer works.", name=token.name), "good")
    return redirect(url_for("accounts.show_token", token_id=token.id))
