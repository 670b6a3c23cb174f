"""What all pages of practices share: the blueprint, the addresses, the way to a page, who may change one."""

from collections.abc import Callable

from flask import Blueprint, request, url_for
from flask_login import current_user

from csrmatch.errors import NotAllowed
from csrmatch.i18n import _
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import get_practice

__all__ = ["PRACTICE", "blueprint", "practice_to_change", "practice_trail"]

blueprint = Blueprint("practices", __name__)
PRACTICE = "/practices/<int(max=2147483647):practice_id>"


def practice_trail(practice: Practice | None = None) -> list[tuple[str, str]]:
    """The way to a page below the library or below a practice."""
    trail = [(_("Practices"), url_for("practices.list_practices"))]
    if practice is not None:
        trail.append((practice.code, url_for("practices.show_practice", practice_id=practice.id)))
    return trail


def practice_to_change(practice_id: int, allowed: Callable[..., bool]) -> Practice:
    """A practice the person may change: one they may not see is missing, one they may only read refused."""
    practice = get_practice(current_user, practice_id, for_change=request.method == "POST")
    if not allowed(current_user, practice):
        raise NotAllowed
    return practice
