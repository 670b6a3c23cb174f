"""The agenda as a file: PDF, Word, or a calendar."""

from flask import Response, current_app
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.db import now, today
from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.errors import Missing
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.links import whole_url
from csrmatch.workshops.documents.agenda import agenda_data, agenda_pdf, agenda_word
from csrmatch.workshops.documents.calendar import agenda_calendar
from csrmatch.workshops.queries.agenda import get_agenda, list_revisions
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.views.pages import WORKSHOP, blueprint

__all__: list[str] = []

_KINDS = {**DOCUMENT_KINDS, "ics": "text/calendar; charset=utf-8"}


@blueprint.get(WORKSHOP + "/agenda/<kind>")
@requires(Permission.VIEW_WORKSHOPS)
def download_agenda(workshop_id: int, kind: str) -> Response:
    """The agenda in the reader's language as `pdf`, `docx` or `ics`."""
    workshop = get_workshop(current_user, workshop_id)
    if kind not in _KINDS:
        raise Missing
    days = get_agenda(workshop)
    with_names = can_see_names(current_user)
    if kind == "ics":
        link = whole_url("workshops.show_agenda", workshop_id=workshop.id)
        content = agenda_calendar(
            workshop,
            days,
            list_revisions(workshop),
            link=link,
            sender=current_app.config["MAIL_SENDER"],
            stamp=now(),
            with_names=with_names,
        )
    else:
        data = agenda_data(workshop, days, today(), with_names=with_names)
        content = (agenda_pdf if kind == "pdf" else agenda_word)(data, today())
    return send_file_bytes(content, f"{workshop.code}-agenda.{kind}", _KINDS[kind])
