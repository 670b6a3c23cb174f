"""Pages of certificates: who has one, making them, the files, withdrawing, and checking one in public."""

import io
import zipfile
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.errors import Missing
from csrmatch.i18n import _, format_ist, lazy_
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.forms import all_or
from csrmatch.web.guards import public, requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table
from csrmatch.workshops.access.feedback import (
    can_see_all_certificates,
    can_see_certificate,
    can_see_givers,
)
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.forms import certificates as forms
from csrmatch.workshops.models import Certificate, Participant, Workshop
from csrmatch.workshops.queries import certificates as reads
from csrmatch.workshops.queries.participants import group_order, name_order
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.certificates import CERTIFIED, CertificateLanguage, plain_code, shown_code
from csrmatch.workshops.services import certificates as verbs
from csrmatch.workshops.views.feedback import workshop_to_hold
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.certificates import tell_days_there
from csrmatch.workshops.wording.participants import GROUPS, organisation_of, told_name

__all__: list[str] = []

_CERTIFICATES = WORKSHOP + "/certificates"
_ONE = _CERTIFICATES + "/<int(max=2147483647):certificate_id>"


def _trail(workshop: Workshop) -> list[tuple[str, str]]:
    return [
        *workshop_trail(workshop),
        (_("Certificates"), url_for("workshops.list_certificates", workshop_id=workshop.id)),
    ]


@blueprint.get(_CERTIFICATES)
@requires(Permission.VIEW_WORKSHOPS)
def list_certificates(workshop_id: int) -> ResponseReturnValue:
    """Who took part, on which days, and their certificates; others than the holders find themselves."""
    workshop = get_workshop(current_user, workshop_id)
    filters = forms.CertificateFilter(request.args)
    filters.has.choices = all_or([("yes", lazy_("made")), ("no", lazy_("not made"))])
    chosen = filters.has.data if filters.validate() else ""
    has = {"yes": True, "no": False}.get(chosen)
    days: dict[int, Any] = {}
    standing: dict[int, Certificate] = {}
    table = build_table(
        reads.search_certified(current_user, workshop, has=has),
        _columns(days, standing),
        default_sort="name",
        tie=[Participant.id],
        filters=filters,
    )
    ids = [row.id for row in table.rows]
    days |= reads.find_days_there(ids)
    standing |= reads.list_standing(ids)
    if asks_for_file():
        return send_table(table, f"certificates-{workshop.code}")
    sees_all = can_see_all_certificates(current_user, workshop)
    return render_template(
        "workshops/list_certificates.html",
        workshop=workshop,
        table=table,
        days=days,
        standing=standing,
        past=reads.list_past(workshop) if sees_all else [],
        groups=GROUPS,
        organisation_of=organisation_of,
        tell_days=tell_days_there,
        told_name=lambda row: told_name(row, current_user),
        can_hold=can_hold(current_user, workshop),
        can_open=lambda row: can_see_certificate(current_user, workshop, row),
        sees_all=sees_all,
        is_held=workshop.status in CERTIFIED,
        trail=workshop_trail(workshop),
    )


def _columns(days: dict[int, Any], standing: dict[int, Certificate]) -> list[Column[Participant]]:
    """What the list and its file say; `days` and `standing` are filled once its rows are known."""

    def of_certificate(tell: Any) -> Any:
        return lambda row: tell(standing[row.id]) if row.id in standing else None

    return [
        Column("name", lazy_("Name"), lambda row: told_name(row, current_user), _name_order()),
        Column("organisation", lazy_("Organisation"), organisation_of),
        Column("group", lazy_("Group"), lambda row: GROUPS[row.group], [group_order()]),
        Column("days", lazy_("Days attended"), lambda row: tell_days_there(days[row.id])),
        Column("number", lazy_("Certificate"), of_certificate(lambda one: one.number)),
        Column("made", lazy_("Made"), of_certificate(lambda one: format_ist(one.made_at))),
        Column("digest", lazy_("SHA-256 of the file"), of_certificate(lambda one: one.digest)),
    ]


def _name_order() -> list[Any]:
    """Who sees no names does not learn their order either."""
    return [name_order()] if can_see_names(current_user) else [Participant.id]


@blueprint.route(_CERTIFICATES + "/make", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def make_certificates(workshop_id: int) -> ResponseReturnValue:
    """Asks a worker for certificates of all who were there and have none, or of some of them."""
    workshop = workshop_to_hold(workshop_id)
    form = forms.MakeCertificatesForm()
    people = reads.list_without(workshop)
    form.people.choices = options(
        [(str(row.id), f"{told_name(row, current_user)} · {organisation_of(row)}") for row in people]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            job = verbs.certify_soon(
                workshop=workshop,
                by=current_user,
                language=CertificateLanguage(form.language.data),
                participant_ids=[int(number) for number in form.people.data or ()] or None,
            )
            return redirect(url_for("home.show_job", job_id=job.id))
    page = render_template(
        "workshops/make_certificates.html",
        workshop=workshop,
        form=form,
        count=len(people),
        is_held=workshop.status in CERTIFIED,
        trail=_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(_ONE + ".pdf")
@requires(Permission.VIEW_WORKSHOPS)
def download_certificate(workshop_id: int, certificate_id: int) -> ResponseReturnValue:
    """The file of a certificate as it was made, for those who hold the workshop and for the person."""
    workshop = get_workshop(current_user, workshop_id)
    certificate = reads.get_certificate(workshop, certificate_id)
    if not can_see_certificate(current_user, workshop, certificate):
        raise Missing
    return send_file_bytes(
        reads.get_certificate_file(certificate), _file_name(certificate), "application/pdf"
    )


def _file_name(certificate: Certificate) -> str:
    return f"certificate-{certificate.number.replace('/', '-')}.pdf"


@blueprint.get(_CERTIFICATES + ".zip")
@requires(Permission.EDIT_WORKSHOPS)
def download_certificates(workshop_id: int) -> ResponseReturnValue:
    """All certificates that stand, in one archive."""
    workshop = workshop_to_hold(workshop_id)
    rows = reads.list_standing_files(workshop)
    if not rows or not can_see_givers(current_user, workshop):
        raise Missing
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for row in rows:
            # A fixed moment: the same files give the same archive.
            archive.writestr(zipfile.ZipInfo(_file_name(row), (1980, 1, 1, 0, 0, 0)), row.content)
    return send_file_bytes(kept.getvalue(), f"certificates-{workshop.code}.zip", "application/zip")


@blueprint.route(_ONE + "/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def withdraw_certificate(workshop_id: int, certificate_id: int) -> ResponseReturnValue:
    """Says that a certificate no longer stands, and makes another if that is wished."""
    workshop = workshop_to_hold(workshop_id)
    certificate = reads.get_certificate(workshop, certificate_id)
    form = forms.WithdrawCertificateForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.withdraw_certificate(
                workshop=workshop, certificate=certificate, by=current_user, reason=form.reason.data
            )
            if form.anew.data:
                job = verbs.certify_soon(
                    workshop=workshop,
                    by=current_user,
                    language=certificate.language,
                    participant_ids=[certificate.participant_id],
                )
                return redirect(url_for("home.show_job", job_id=job.id))
            flash(_("The certificate is withdrawn. Whoever checks it is told so."), "good")
            return redirect(url_for("workshops.list_certificates", workshop_id=workshop.id))
    page = render_template(
        "workshops/withdraw_certificate.html",
        workshop=workshop,
        certificate=certificate,
        name=told_name(certificate.participant, current_user),
        form=form,
        trail=_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/certificates/check", defaults={"code": ""})
@blueprint.get("/certificates/check/<code>")
@public
def check_certificate(code: str) -> ResponseReturnValue:
    """Whether a certificate stands, for anybody who holds the paper: number, name and workshop, no more."""
    if not code and request.args.get("code"):
        return redirect(url_for("workshops.check_certificate", code=plain_code(request.args["code"]) or "-"))
    form = forms.CheckForm(code=shown_code(plain_code(code)))
    found = reads.find_certificate_of_code(plain_code(code)) if code else None
    page = render_template(
        "workshops/check_certificate.html",
        form=form,
        code=code,
        certificate=found,
        shown=shown_code(plain_code(code)),
    )
    return page, 404 if code and found is None else 200
