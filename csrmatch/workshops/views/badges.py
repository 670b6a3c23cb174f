"""The badges of a workshop, as one PDF."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, current_language, name_of
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.workshops.access.participants import can_open_door
from csrmatch.workshops.documents.badges import Badge, write_badges
from csrmatch.workshops.models import Participant
from csrmatch.workshops.queries.participants import list_participants as list_people
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.participants import EXPECTED
from csrmatch.workshops.signed_links import badge_code
from csrmatch.workshops.views.pages import blueprint
from csrmatch.workshops.views.participants import PARTICIPANTS
from csrmatch.workshops.wording.participants import GROUPS, organisation_of

__all__: list[str] = []


@blueprint.get(PARTICIPANTS + "/badges")
@requires(Permission.CHECK_IN_PEOPLE)
def download_badges(workshop_id: int) -> ResponseReturnValue:
    """The badges of all who may come, or of the one whose number is asked for."""
    workshop = get_workshop(current_user, workshop_id)
    if not can_open_door(current_user, workshop):
        raise NotAllowed
    people = [row for row in list_people(workshop) if row.status in EXPECTED]
    only = request.args.get("person", type=int)
    if only is not None:
        people = [row for row in people if row.id == only]
        if not people:
            raise Missing
    content = write_badges(
        [_badge(row) for row in people],
        language=current_language(),
        title=name_of(workshop, "title"),
        day=today(),
        speaker_words=_("speaker"),
        picture_words=_("Code of the badge"),
    )
    return send_file_bytes(content, f"badges-{workshop.code}.pdf", "application/pdf")


def _badge(row: Participant) -> Badge:
    names = [row.name_hi, row.name_en] if current_language() == "hi" else [row.name_en, row.name_hi]
    return Badge(
        names=[name for name in names if name],
        designation=name_of(row, "designation"),
        organisation=organisation_of(row),
        group=row.group.value,
        group_words=str(GROUPS[row.group]),
        is_speaker=row.is_speaker,
        code=row.code,
        signed=badge_code(row.id),
    )
