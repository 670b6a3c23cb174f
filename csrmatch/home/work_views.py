"""What goes on behind the pages: a job's progress, the outgoing mail."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select, select

from csrmatch.accounts.models import Organisation, User
from csrmatch.audit.recording import note_event
from csrmatch.audit.words import register_words
from csrmatch.db import db, lock_row
from csrmatch.errors import Missing
from csrmatch.home.forms import MailFilter, RetryForm
from csrmatch.home.views import blueprint
from csrmatch.home.words import JOB_STATES, MAIL_KINDS, MAIL_STATES
from csrmatch.i18n import _, format_ist, lazy_, name_of
from csrmatch.jobs import JobState, find_job
from csrmatch.jobs.transport import find_share
from csrmatch.mail import MailState, OutgoingMail, retry_mail
from csrmatch.mail.sending import has_server
from csrmatch.roles import Permission, Role
from csrmatch.web.guards import requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.sorting import by_name
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_mail", "send_mail_again", "show_job"]

_SECONDS = 5

register_navigation(
    NavigationEntry(lazy_("Mail"), "home.list_mail", Permission.VIEW_MAIL, 95, is_seldom=True)
)
register_words(
    "outgoing_mail",
    lazy_("Mail"),
    columns={
        "kind": lazy_("Kind"),
        "person": lazy_("Person"),
        "texts": lazy_("Texts of sent mail"),
        "jobs": lazy_("Rows of finished jobs"),
        "before": lazy_("Older than"),
    },
)


@blueprint.get("/jobs/<int(max=2147483647):job_id>")
@requires(Permission.VIEW_HOME)
def show_job(job_id: int) -> ResponseReturnValue:
    """How far a job is that the person asked for; DPE sees every job."""
    job = find_job(job_id)
    if job is None or not (job.by_id == current_user.id or current_user.role is Role.DPE_STAFF):
        raise Missing
    is_over = job.state in {JobState.DONE, JobState.FAILED}
    share = job.progress if is_over else (find_share(job.id) or 0.0)
    return render_template(
        "home/show_job.html", job=job, is_over=is_over, share=share, states=JOB_STATES, seconds=_SECONDS
    )


@blueprint.get("/mail")
@requires(Permission.VIEW_MAIL)
def list_mail() -> ResponseReturnValue:
    """The outgoing mail: whether each went out, to which office, never what it says."""
    filters = MailFilter(request.args)
    chosen = filters.data if filters.validate() else {}
    table = build_table(
        _search(chosen.get("state"), chosen.get("kind")),
        _columns(),
        default_sort="made",
        tie=[OutgoingMail.id],
        filters=filters,
        newest_first=True,
    )
    people = {row.person_id for row in table.rows if row.person_id is not None}
    found = db.session.scalars(select(User).where(User.id.in_(people)).order_by(User.id))
    if asks_for_file():
        return send_table(table, "mail")
    return render_template(
        "home/list_mail.html",
        table=table,
        people={user.id: user for user in found},
        form=RetryForm(formdata=None),
        words={"states": MAIL_STATES, "kinds": MAIL_KINDS},
        server=current_app.config["MAIL_HOST"] if has_server(current_app.config) else None,
    )


def _search(state: str | None, kind: str | None) -> Select[OutgoingMail]:
    query = (
        select(OutgoingMail).outerjoin(User, User.id == OutgoingMail.person_id).outerjoin(User.organisation)
    )
    if state:
        query = query.where(OutgoingMail.state == MailState(state))
    return query.where(OutgoingMail.kind == kind) if kind else query


def _columns() -> list[Column[OutgoingMail]]:
    return [
        Column("made", lazy_("Written"), lambda row: format_ist(row.created_at), [OutgoingMail.created_at]),
        Column("kind", lazy_("Kind"), lambda row: MAIL_KINDS.get(row.kind, row.kind), [OutgoingMail.kind]),
        Column("office", lazy_("Office"), _office_of, [by_name(Organisation)]),
        Column("language", lazy_("Language"), lambda row: row.language, [OutgoingMail.language]),
        Column(
            "state", lazy_("State of the mail"), lambda row: MAIL_STATES[row.state][0], [OutgoingMail.state]
        ),
        Column("attempts", lazy_("Tries"), lambda row: row.attempts, [OutgoingMail.attempts], numeric=True),
        Column("error", lazy_("Last error"), lambda row: row.error, [OutgoingMail.error]),
        Column("sent", lazy_("Sent"), lambda row: format_ist(row.sent_at), [OutgoingMail.sent_at]),
    ]


def _office_of(mail: OutgoingMail) -> str:
    if mail.person_id is None:
        return _("a participant without an account")
    return name_of(db.session.get_one(User, mail.person_id).organisation)


@blueprint.post("/mail/<int(max=2147483647):mail_id>/retry")
@requires(Permission.VIEW_MAIL)
def send_mail_again(mail_id: int) -> ResponseReturnValue:
    """Tries once more to send a mail that was given up."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None:
        raise Missing
    if RetryForm().validate_on_submit():
        lock_row(mail)
        retry_mail(mail)
        note_event("retry", "outgoing_mail", mail.id, kind=mail.kind, person=mail.person_id)
        flash(_("The mail is in the queue again."), "good")
    return redirect(url_for("home.list_mail"))
