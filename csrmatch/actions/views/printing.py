"""The Action Taken Report of a filtered list, as PDF or Word."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.actions import queries as reads
from csrmatch.actions.printing import write_action_report
from csrmatch.actions.views.actions import read_filter, read_search
from csrmatch.actions.views.pages import blueprint
from csrmatch.db import today
from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.documents.letters import LETTER_WRITERS
from csrmatch.i18n import current_language, name_of
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires

__all__: list[str] = []


@blueprint.get("/actions/report.<any(pdf,docx):kind>")
@requires(Permission.VIEW_ACTIONS)
def download_action_report(kind: str) -> ResponseReturnValue:
    """The action points that the same filter lists, point by point, in the language in force."""
    filters = read_filter()
    day = today()
    actions, counts = reads.list_for_report(current_user, read_search(filters), day)
    letter = write_action_report(
        actions,
        reads.latest_reports([row.id for row in actions]),
        office=name_of(current_user.organisation),
        chosen=_chosen(filters),
        counts=counts,
        day=day,
    )
    name = f"action-taken-report-{day.isoformat()}-{current_language()}.{kind}"
    return send_file_bytes(LETTER_WRITERS[kind](letter, day), name, DOCUMENT_KINDS[kind])


def _chosen(filters: Any) -> list[str]:
    """What the list is narrowed by, field by field, in words."""
    told = []
    for item in filters if filters.validate() else ():
        if not item.data or item.data == reads.Whose.ALL:
            continue
        words = str(item.data)
        if item.type == "SelectField":
            words = next((str(choice.label) for choice in item.iter_choices() if choice.selected), words)
        told.append(f"{item.label.text}: {words}")
    return told
