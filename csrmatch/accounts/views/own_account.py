"""One's own account: password, language, signed-in browsers."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.forms import LanguageForm, MailForm, PasswordForm, PlainForm
from csrmatch.accounts.queries import hash_token, list_sessions
from csrmatch.accounts.services import (
    change_language as remember_language,
)
from csrmatch.accounts.services import (
    change_mail as remember_mail,
)
from csrmatch.accounts.services import (
    change_password as store_password,
)
from csrmatch.accounts.services import (
    end_sessions_of,
)
from csrmatch.accounts.signing_in import TOKEN_KEY, keep_language, signed_in_person
from csrmatch.accounts.views.blueprint import blueprint
from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.db import now
from csrmatch.i18n import _, set_language
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals_at


def _page(
    status: int,
    *,
    password: PasswordForm | None = None,
    language: LanguageForm | None = None,
    mail: MailForm | None = None,
) -> ResponseReturnValue:
    sessions = [found for found in list_sessions(current_user) if found.expires_at > now()]
    page = render_template(
        "accounts/show_account.html",
        password_form=password or PasswordForm(formdata=None),
        language_form=language or LanguageForm(formdata=None, obj=current_user),
        mail_form=mail or MailForm(formdata=None, obj=current_user),
        end_form=PlainForm(formdata=None),
        sessions=sessions,
        this_one=hash_token(session[TOKEN_KEY]),
        role=ROLE_WORDS[current_user.role],
    )
    return page, status


@blueprint.get("/account")
@requires(Permission.VIEW_HOME)
def show_account() -> ResponseReturnValue:
    """Who I am here, my password, my language, and where I am signed in."""
    return _page(200)


@blueprint.post("/account/password")
@requires(Permission.VIEW_HOME)
def change_password() -> ResponseReturnValue:
    """Changes the password and signs out everywhere else."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(422, password=form)
    with telling_refusals_at(form.current):
        store_password(
            user=signed_in_person(),
            current=form.current.data,
            new=form.password.data,
            keep=session[TOKEN_KEY],
        )
        flash(_("Your password is changed. You are signed out everywhere else."), "good")
        return redirect(url_for("accounts.show_account"))
    return _page(422, password=form)


@blueprint.post("/account/language")
@requires(Permission.VIEW_HOME)
def change_language() -> ResponseReturnValue:
    """Remembers the language, in the account and in this browser."""
    form = LanguageForm()
    if not form.validate_on_submit():
        return _page(422, language=form)
    remember_language(user=signed_in_person(), language=form.language.data)
    set_language(form.language.data)
    flash(_("Your language is changed."), "good")
    response = redirect(url_for("accounts.show_account"))
    keep_language(response, form.language.data)
    return response


@blueprint.post("/account/mail")
@requires(Permission.VIEW_HOME)
def change_mail() -> ResponseReturnValue:
    """Remembers what the person wishes to be written to about."""
    form = MailForm()
    if not form.validate_on_submit():
        return _page(422, mail=form)
    remember_mail(user=signed_in_person(), digest=form.digest.data, early_reminders=form.early_reminders.data)
    flash(_("What you are written to is changed."), "good")
    return redirect(url_for("accounts.show_account"))


@blueprint.post("/account/sessions/end-others")
@requires(Permission.VIEW_HOME)
def end_other_sessions() -> ResponseReturnValue:
    """Signs out everywhere but here."""
    end_sessions_of(signed_in_person(), but=session[TOKEN_KEY])
    flash(_("You are signed out everywhere else."), "good")
    return redirect(url_for("accounts.show_account"))
