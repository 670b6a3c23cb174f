"""Signing in and out, and the language of the page."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.forms import SignInForm
from csrmatch.accounts.services import SignInRefused, check_sign_in, end_session, open_session
from csrmatch.accounts.signing_in import (
    TOKEN_KEY,
    act_as,
    forget_browser,
    keep_language,
    remember_browser,
)
from csrmatch.accounts.views.blueprint import blueprint
from csrmatch.i18n import LANGUAGES
from csrmatch.web.guards import is_local_path, public


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Signs a person in; a wrong try is counted and told without telling which part was wrong."""
    form = SignInForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    outcome = check_sign_in(
        email=form.email.data, password=form.password.data, address=request.remote_addr or "-"
    )
    if isinstance(outcome, SignInRefused):
        form.password.errors = [*form.password.errors, outcome.text]
        return render_template("accounts/sign_in.html", form=form), 422
    if session.get(TOKEN_KEY):
        end_session(session[TOKEN_KEY])
    act_as(outcome)
    remember_browser(open_session(outcome))
    target = form.next.data if is_local_path(form.next.data) else url_for("home.show_home")
    return redirect(target)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Ends this browser's session on the server."""
    if session.get(TOKEN_KEY):
        end_session(session[TOKEN_KEY])
    forget_browser()
    return redirect(url_for("home.show_front_page"))


@blueprint.get("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """Remembers the language in this browser and goes back to the page it was chosen on."""
    back = request.args.get("next")
    home = url_for("home.show_home" if current_user.is_authenticated else "home.show_front_page")
    response = redirect(back if back and is_local_path(back) else home)
    if code in LANGUAGES:
        keep_language(response, code)
    return response
