"""The people who may sign in: list, page, disable, enable."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_manage, can_see_person
from csrmatch.accounts.forms import ConfirmForm, UserFilter
from csrmatch.accounts.models import Organisation, User
from csrmatch.accounts.queries import get_user, search_users
from csrmatch.accounts.services import set_enabled
from csrmatch.accounts.showing import shown_name
from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.accounts.views.blueprint import blueprint
from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.roles import Permission, allows
from csrmatch.web.guards import requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

register_navigation(
    NavigationEntry(lazy_("People"), "accounts.list_users", Permission.VIEW_USERS, 80, is_seldom=True)
)


def _columns() -> list[Column[User]]:
    columns = [
        Column[User]("name", lazy_("Name"), shown_name, [User.name]),
        Column[User](
            "organisation",
            lazy_("Organisation"),
            lambda user: name_of(user.organisation),
            [Organisation.name_en],
        ),
        Column[User]("role", lazy_("Role"), lambda user: str(ROLE_WORDS[user.role]), [User.role]),
        Column[User](
            "state",
            lazy_("Account"),
            lambda user: _("enabled") if user.is_enabled else _("disabled"),
            [User.is_enabled],
        ),
    ]
    if not allows(current_user.role, Permission.INVITE_COLLEAGUES):
        # The order of names would tell them.
        columns[0] = Column[User]("name", lazy_("Name"), shown_name, [User.id])
        return columns
    return [
        columns[0],
        Column[User]("email", lazy_("E-mail address"), lambda user: user.email, [User.email]),
        *columns[1:],
    ]


@blueprint.get("/users")
@requires(Permission.VIEW_USERS)
def list_users() -> ResponseReturnValue:
    """Everyone the reader may see, to filter, sort, page and download."""
    filters = UserFilter(request.args)
    query = search_users(
        current_user,
        text=filters.text.data,
        role=filters.chosen_role,
        enabled=filters.chosen_state,
    )
    table = build_table(query, _columns(), default_sort="name", tie=[User.id], filters=filters)
    if asks_for_file():
        return send_table(table, _("People"))
    return render_template("accounts/list_users.html", table=table, role_words=ROLE_WORDS)


@blueprint.get("/users/<int(max=2147483647):user_id>")
@requires(Permission.VIEW_USERS)
def show_user(user_id: int) -> ResponseReturnValue:
    """One person, and whether they may sign in."""
    user = get_user(current_user, user_id)
    return render_template(
        "accounts/show_user.html",
        user=user,
        name=shown_name(user),
        is_shown=can_see_person(current_user, user),
        role=ROLE_WORDS[user.role],
        form=ConfirmForm(formdata=None, obj=user) if can_manage(current_user, user) else None,
    )


@blueprint.post("/users/<int(max=2147483647):user_id>/disable")
@requires(Permission.INVITE_COLLEAGUES)
def disable_user(user_id: int) -> ResponseReturnValue:
    """Signs a person out everywhere and lets them in no more."""
    return _set_enabled(user_id, enabled=False)


@blueprint.post("/users/<int(max=2147483647):user_id>/enable")
@requires(Permission.INVITE_COLLEAGUES)
def enable_user(user_id: int) -> ResponseReturnValue:
    """Lets a person sign in again."""
    return _set_enabled(user_id, enabled=True)


def _set_enabled(user_id: int, *, enabled: bool) -> ResponseReturnValue:
    user = get_user(current_user, user_id)
    if not can_manage(current_user, user):
        raise NotAllowed
    form = ConfirmForm()
    if not form.validate_on_submit():
        flash(_("Open the page again: it was sent without its version."), "bad")
        return redirect(url_for("accounts.show_user", user_id=user.id))
    set_enabled(by=signed_in_person(), user=user, enabled=enabled, version=form.version.data)
    words = _("%(name)s may sign in again.") if enabled else _("%(name)s may no longer sign in.")
    flash(words % {"name": user.name}, "good")
    return redirect(url_for("accounts.show_user", user_id=user.id))
