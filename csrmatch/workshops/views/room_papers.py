"""The paper of the room: the sheet that both sides sign."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.documents.letters import LETTER_WRITERS
from csrmatch.errors import NotAllowed
from csrmatch.i18n import speaking
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.workshops.access.room import can_print_sheet
from csrmatch.workshops.documents.signatures import signature_sheet
from csrmatch.workshops.queries.room import list_room_outcomes
from csrmatch.workshops.queries.workshops import get_workshop, list_days
from csrmatch.workshops.views.pages import WORKSHOP, blueprint

__all__: list[str] = []


@blueprint.get(WORKSHOP + "/mapping/signatures-<any('en', 'hi'):language>.<any('pdf', 'docx'):kind>")
@requires(Permission.TAKE_NOTES)
def download_signatures(workshop_id: int, language: str, kind: str) -> ResponseReturnValue:
    """The sheet with the pairs agreed in the room and places to sign, in one of the two languages."""
    workshop = get_workshop(current_user, workshop_id)
    if not can_print_sheet(current_user, workshop):
        raise NotAllowed
    day = today()
    with speaking(language):
        days = [item.held_on for item in list_days(workshop)]
        letter = signature_sheet(workshop, days, list_room_outcomes(workshop), day)
        content = LETTER_WRITERS[kind](letter, day)
    return send_file_bytes(content, f"signatures-{workshop.code}-{language}.{kind}", DOCUMENT_KINDS[kind])
