"""What the library shows on the page of a need: practices that may fit it, each with the reason."""

from flask import render_template
from flask_login import current_user

from csrmatch.i18n import _, name_of, ngettext
from csrmatch.practices.queries import Suggestion, list_suggested
from csrmatch.practices.stories import place_names
from csrmatch.registry.models import Need
from csrmatch.roles import Permission, allows
from csrmatch.web.panels import register_panel

__all__ = ["draw_suggested", "reasons_of"]

_MOST = 3


def draw_suggested(need: Need) -> str | None:
    """The practices of the library most like the need; nothing where there is none."""
    if not allows(current_user.role, Permission.VIEW_PRACTICES):
        return None
    found = list_suggested(need, _MOST)
    if not found:
        return None
    rows = [(row.practice, reasons_of(row, need), row.is_only_named) for row in found]
    return render_template("practices/_suggested.html", rows=rows, theme=need.theme_code)


def reasons_of(found: Suggestion, need: Need) -> str:
    """Why a practice is shown on a need's page, as one line: theme, place, people."""
    reasons = [_("same theme")] if found.same_theme else []
    if found.same_district:
        reasons.append(_("worked in %(place)s", place=name_of(need.district)))
    elif found.practice.places:
        shown = place_names(found.practice)
        here = next((name for name in shown if name.endswith(name_of(need.district.state))), shown[0])
        reasons.append(_("worked in %(place)s", place=here))
    if found.shared_groups:
        groups = ngettext(
            "for %(num)s group of the same people",
            "for %(num)s groups of the same people",
            found.shared_groups,
        )
        reasons.append(groups)
    return "; ".join(reasons)


register_panel("need.more", "practices", draw_suggested, position=30)
