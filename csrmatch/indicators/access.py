"""For which districts a person enters figures, and which they may correct."""

from csrmatch.accounts.models import User
from csrmatch.indicators.models import ReportedFigure
from csrmatch.places.models import District
from csrmatch.roles import Permission, Role, allows

__all__ = ["can_correct_figure", "can_enter_figures"]


def can_enter_figures(viewer: User, district: District) -> bool:
    """A collector's office tells its own district's figures, a state its districts', UNICEF those of all."""
    if not allows(viewer.role, Permission.ENTER_FIGURES) or viewer.scope:
        return False
    office = viewer.organisation
    reaches = {
        Role.DISTRICT_OFFICER: office.district_id == district.id,
        Role.STATE_OFFICER: office.state_id == district.state_id,
        Role.UNICEF_OFFICER: True,
    }
    return reaches.get(viewer.role, False)


def can_correct_figure(viewer: User, figure: ReportedFigure) -> bool:
    """A figure is corrected by the office that told it, and by no other."""
    is_own = figure.organisation_id == viewer.organisation_id
    return is_own and can_enter_figures(viewer, figure.district)
