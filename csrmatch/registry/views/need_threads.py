"""Pages of what companies and the collector's office say to each other about a need."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.comments.forms import CorrectionForm, NewCommentForm, SettleForm, StrikeCommentForm
from csrmatch.comments.models import Comment
from csrmatch.comments.queries import find_last_speakers, get_comment, list_comments
from csrmatch.comments.rules import can_correct_comment
from csrmatch.comments.services import correct_comment, settle_thread, strike_comment
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.registry import access
from csrmatch.registry.models import Cpse, Need, NeedThread
from csrmatch.registry.queries.need_threads import get_talk_partner
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.services.need_threads import comment_on_need
from csrmatch.registry.views.needs import NEED, need_trail
from csrmatch.registry.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

THREAD = NEED + "/comments/<code>"
COMMENT = THREAD + "/<int(max=2147483647):comment_id>"


def _trail(need: Need, cpse: Cpse) -> list[tuple[str, str]]:
    return [*need_trail(need), (_("Comments with %(cpse)s", cpse=name_of(cpse)), _address(need, cpse))]


def _address(need: Need, cpse: Cpse) -> str:
    return url_for("registry.show_need_thread", need_id=need.id, code=cpse.code)


def _open(need_id: int, code: str) -> tuple[Need, Cpse, NeedThread | None]:
    """A need, a company and their thread: what the person may not read is missing."""
    need = get_need(current_user, need_id, for_change=request.method == "POST")
    return need, *get_talk_partner(current_user, need, code)


def _comment(need_id: int, code: str, comment_id: int) -> tuple[Need, Cpse, Comment]:
    need, cpse, thread = _open(need_id, code)
    if thread is None:
        raise Missing
    return need, cpse, get_comment(thread.thread, comment_id)


@blueprint.get(THREAD)
@requires(Permission.VIEW_NEEDS)
def show_need_thread(need_id: int, code: str) -> ResponseReturnValue:
    """What a company and the collector's office said to each other about the need."""
    need, cpse, thread = _open(need_id, code)
    comments = list_comments(thread.thread) if thread else []
    waiting = find_last_speakers([thread.thread]) if thread else {}
    may_say = access.can_comment_on_need(current_user, need, cpse)
    speaker = waiting.get(thread.thread_id) if thread else None
    return render_template(
        "registry/show_need_thread.html",
        need=need,
        cpse=cpse,
        comments=comments,
        roles=ROLE_WORDS,
        form=NewCommentForm(formdata=None) if may_say else None,
        settle=SettleForm(formdata=None) if may_say and _is_other(speaker) else None,
        may_correct={row.id for row in comments if may_say and _is_own(row)},
        may_strike={row.id for row in comments if access.can_strike_comment(current_user, need, row)},
        trail=need_trail(need),
    )


def _is_other(speaker: int | None) -> bool:
    return speaker is not None and speaker != current_user.organisation_id


def _is_own(comment: Comment) -> bool:
    return can_correct_comment(current_user.id, comment.by_id, is_struck=comment.struck_at is not None)


@blueprint.route(THREAD + "/new", methods=["GET", "POST"])
@requires(Permission.COMMENT_ON_NEEDS)
def new_need_comment(need_id: int, code: str) -> ResponseReturnValue:
    """Says something to the other side."""
    need, cpse, _thread = _open(need_id, code)
    if not access.can_comment_on_need(current_user, need, cpse):
        raise NotAllowed
    form = NewCommentForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            comment = comment_on_need(need=need, cpse=cpse, by=current_user, text=form.text.data)
            return redirect(f"{_address(need, cpse)}#comment-{comment.id}")
    return render_template(
        "registry/new_need_comment.html", need=need, cpse=cpse, form=form, trail=_trail(need, cpse)
    ), 422 if form.is_submitted() else 200


@blueprint.route(COMMENT + "/edit", methods=["GET", "POST"])
@requires(Permission.COMMENT_ON_NEEDS)
def edit_need_comment(need_id: int, code: str, comment_id: int) -> ResponseReturnValue:
    """Corrects one's own comment; what it said before stays with it."""
    need, cpse, comment = _comment(need_id, code, comment_id)
    if not _is_own(comment) or not access.can_comment_on_need(current_user, need, cpse):
        raise NotAllowed
    form = CorrectionForm(version=comment.version, text=comment.text)
    if form.validate_on_submit():
        with telling_refusals(form):
            correct_comment(comment=comment, by=current_user, version=form.version.data, text=form.text.data)
            return redirect(f"{_address(need, cpse)}#comment-{comment.id}")
    return render_template(
        "registry/edit_need_comment.html", need=need, cpse=cpse, form=form, trail=_trail(need, cpse)
    ), 422 if form.is_submitted() else 200


@blueprint.route(COMMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.COMMENT_ON_NEEDS)
def strike_need_comment(need_id: int, code: str, comment_id: int) -> ResponseReturnValue:
    """Takes a comment out of sight; that it was there and why it was struck stays to be seen."""
    need, cpse, comment = _comment(need_id, code, comment_id)
    if not access.can_strike_comment(current_user, need, comment):
        raise NotAllowed
    form = StrikeCommentForm(version=comment.version)
    if form.validate_on_submit():
        strike_comment(comment=comment, by=current_user, version=form.version.data, reason=form.reason.data)
        flash(_("The comment is struck. The record of it stays."), "good")
        return redirect(_address(need, cpse))
    return render_template(
        "registry/strike_need_comment.html",
        need=need,
        comment=comment,
        cpse=cpse,
        form=form,
        trail=_trail(need, cpse),
    ), 422 if form.is_submitted() else 200


@blueprint.post(THREAD + "/settle")
@requires(Permission.COMMENT_ON_NEEDS)
def settle_need_thread(need_id: int, code: str) -> ResponseReturnValue:
    """Says that what the other side said last needs no answer."""
    need, cpse, thread = _open(need_id, code)
    if thread is None or not access.can_comment_on_need(current_user, need, cpse):
        raise NotAllowed
    form = SettleForm()
    if form.validate_on_submit():
        settle_thread(thread=thread.thread, by=current_user)
        flash(_("Nothing waits for you here any more."), "good")
    return redirect(_address(need, cpse))
