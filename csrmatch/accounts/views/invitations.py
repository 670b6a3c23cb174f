"""Invitations: a link by which a person sets a password and comes in."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.forms import AcceptForm, InvitationFilter, InviteForm, PlainForm
from csrmatch.accounts.models import Invitation, Organisation
from csrmatch.accounts.queries import (
    find_invitation,
    get_invitation,
    get_organisation,
    search_invitations,
)
from csrmatch.accounts.services import (
    accept_invitation as use_invitation,
)
from csrmatch.accounts.services import (
    invite_user,
    open_session,
)
from csrmatch.accounts.services import (
    renew_invitation as make_new_link,
)
from csrmatch.accounts.services import (
    withdraw_invitation as close_invitation,
)
from csrmatch.accounts.signing_in import LANGUAGE_COOKIE, act_as, remember_browser, signed_in_person
from csrmatch.accounts.views.blueprint import blueprint
from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.db import now
from csrmatch.errors import Missing
from csrmatch.i18n import _, format_ist, lazy_, name_of, set_language
from csrmatch.roles import Permission
from csrmatch.web.guards import public, requires
from csrmatch.web.refusals import telling_refusals_at
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

# Where the browser keeps a new link until the page that shows it once.
_NEW_LINK = "new_link"

_COLUMNS = [
    Column[Invitation]("name", lazy_("Name"), lambda row: row.name, [Invitation.name]),
    Column[Invitation]("email", lazy_("E-mail address"), lambda row: row.email, [Invitation.email]),
    Column[Invitation](
        "organisation",
        lazy_("Organisation"),
        lambda row: name_of(row.organisation),
        [Organisation.name_en],
    ),
    Column[Invitation]("role", lazy_("Role"), lambda row: str(ROLE_WORDS[row.role]), [Invitation.role]),
    Column[Invitation](
        "expires", lazy_("Valid until"), lambda row: format_ist(row.expires_at), [Invitation.expires_at]
    ),
]


@blueprint.get("/users/invitations")
@requires(Permission.INVITE_COLLEAGUES)
def list_invitations() -> ResponseReturnValue:
    """The invitations nobody has used yet."""
    filters = InvitationFilter(request.args)
    query = search_invitations(current_user, text=filters.text.data)
    table = build_table(query, _COLUMNS, default_sort="expires", tie=[Invitation.id], filters=filters)
    if asks_for_file():
        return send_table(table, _("Invitations"))
    return render_template("accounts/list_invitations.html", table=table, role_words=ROLE_WORDS, moment=now())


@blueprint.route("/users/invitations/new", methods=["GET", "POST"])
@requires(Permission.INVITE_COLLEAGUES)
def new_invitation() -> ResponseReturnValue:
    """Invites a person to act for an organisation."""
    form = InviteForm(current_user)
    if not form.is_submitted():
        form.begin_with(request.args.get("organisation", type=int))
    if not form.validate_on_submit():
        return render_template("accounts/new_invitation.html", form=form), 422 if form.is_submitted() else 200
    with telling_refusals_at(form.email):
        invitation, token = invite_user(
            by=signed_in_person(),
            email=form.email.data,
            name=form.name.data,
            designation=form.designation.data or "",
            role=form.role.data,
            organisation=get_organisation(form.organisation_id.data),
            language=form.language.data,
            scope=form.scope.data or None,
        )
        session[_NEW_LINK] = [invitation.id, token]
        return redirect(url_for("accounts.show_invitation", invitation_id=invitation.id))
    return render_template("accounts/new_invitation.html", form=form), 422


@blueprint.get("/users/invitations/<int(max=2147483647):invitation_id>")
@requires(Permission.INVITE_COLLEAGUES)
def show_invitation(invitation_id: int) -> ResponseReturnValue:
    """One open invitation; its link is shown the first time only."""
    invitation = get_invitation(current_user, invitation_id)
    kept_for, token = session.pop(_NEW_LINK, (None, None))
    link = None
    if kept_for == invitation.id:
        link = url_for("accounts.accept_invitation", token=token, _external=True)
    return render_template(
        "accounts/show_invitation.html",
        invitation=invitation,
        link=link,
        role=ROLE_WORDS[invitation.role],
        is_late=invitation.expires_at <= now(),
        form=PlainForm(formdata=None),
    )


@blueprint.post("/users/invitations/<int(max=2147483647):invitation_id>/withdraw")
@requires(Permission.INVITE_COLLEAGUES)
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Makes the link of an invitation worthless."""
    invitation = get_invitation(current_user, invitation_id)
    close_invitation(by=signed_in_person(), invitation=invitation)
    flash(_("The invitation of %(name)s is withdrawn.", name=invitation.name), "good")
    return redirect(url_for("accounts.list_invitations"))


@blueprint.post("/users/invitations/<int(max=2147483647):invitation_id>/renew")
@requires(Permission.INVITE_COLLEAGUES)
def renew_invitation(invitation_id: int) -> ResponseReturnValue:
    """Makes a new link in place of one that was lost or is too old."""
    invitation = get_invitation(current_user, invitation_id)
    session[_NEW_LINK] = [invitation.id, make_new_link(by=signed_in_person(), invitation=invitation)]
    return redirect(url_for("accounts.show_invitation", invitation_id=invitation.id))


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Lets an invited person choose a password and come in."""
    invitation = find_invitation(token)
    if invitation is None:
        raise Missing
    if LANGUAGE_COOKIE not in request.cookies:
        set_language(invitation.language)
    form = AcceptForm()
    if form.validate_on_submit():
        with telling_refusals_at(form.password):
            user = use_invitation(token=token, password=form.password.data)
            act_as(user)
            remember_browser(open_session(user))
            return redirect(url_for("home.show_home"))
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "accounts/accept_invitation.html",
        form=form,
        invitation=invitation,
        role=ROLE_WORDS[invitation.role],
    )
    return page, status
