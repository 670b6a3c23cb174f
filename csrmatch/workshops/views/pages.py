"""What all pages of workshops share: the blueprint, the way to a page, the workshop it is about."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.workshops.access.workshops import can_edit
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.tabs import draw_tabs
from csrmatch.workshops.wording.workshops import tell_series

__all__ = ["WORKSHOP", "blueprint", "workshop_to_edit", "workshop_trail"]

# The address of one workshop, below that of all.
WORKSHOP = "/<int(max=2147483647):workshop_id>"

blueprint = Blueprint("workshops", __name__, url_prefix="/workshops")
blueprint.add_app_template_global(draw_tabs)
blueprint.add_app_template_filter(tell_series, "series")


def workshop_trail(workshop: Workshop | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of workshops or below a workshop."""
    trail = [(_("Workshops"), url_for("workshops.list_workshops"))]
    if workshop is not None:
        label = tell_series(workshop) or name_of(workshop, "title")
        trail.append((label, url_for("workshops.show_workshop", workshop_id=workshop.id)))
    return trail


def workshop_to_edit(workshop_id: int) -> Workshop:
    """A workshop the person may change, held while it is changed: one they may only read is refused."""
    workshop = get_workshop(current_user, workshop_id, for_change=request.method == "POST")
    if not can_edit(current_user, workshop):
        raise NotAllowed
    return workshop
