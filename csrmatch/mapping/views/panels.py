"""What the mapping shows on the pages of districts and CPSEs: who is proposed to lead, and whom."""

from collections.abc import Mapping, Sequence

from flask import render_template
from flask_login import current_user

from csrmatch.i18n import name_of
from csrmatch.mapping.queries import LatestPlan, list_latest_plans
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission, allows
from csrmatch.web.panels import register_panel

__all__ = ["draw_lead", "draw_led"]

_FEW = 2


def draw_lead(district: District) -> str:
    """Who is proposed to lead a district; whoever may not see drafts is told that none is published."""
    return _draw("mapping/_lead.html", lgd=str(district.lgd))


def draw_led(subject: tuple[Cpse, Sequence[District]]) -> str:
    """Which of these districts a CPSE is proposed to lead, under the same rule."""
    cpse, districts = subject
    names = {str(row.lgd): name_of(row) for row in districts}
    return _draw("mapping/_led.html", code=cpse.code, names=names)


def _draw(
    template: str, *, lgd: str | None = None, code: str | None = None, names: Mapping[str, str] | None = None
) -> str:
    sees = allows(current_user.role, Permission.VIEW_EXERCISES)
    found: list[tuple[LatestPlan, list[tuple[str, str]]]] = []
    for proposal in list_latest_plans(current_user) if sees else ():
        pairs = [pair for pair in proposal.pairs if lgd in {None, pair[0]} and code in {None, pair[1]}]
        # An older proposal that says the same is not said again.
        if pairs and pairs not in [said for _proposal, said in found]:
            found.append((proposal, pairs))
    return render_template(
        template, proposals=found[:_FEW], sees_drafts=sees, lgd=lgd, code=code, district_names=names or {}
    )


register_panel("district.helps", "lead", draw_lead, position=10)
register_panel("cpse.districts", "led", draw_led, position=10)
