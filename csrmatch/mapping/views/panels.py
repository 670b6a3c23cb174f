"""What the mapping shows on the pages of districts and CPSEs: who is proposed to lead, and whom."""

from collections.abc import Mapping, Sequence

from flask import render_template
from flask_login import current_user

from csrmatch.i18n import name_of
from csrmatch.mapping.models import PublicationPair
from csrmatch.mapping.queries import LatestPlan, list_latest_plans
from csrmatch.mapping.queries.publications import find_published_lead, list_published_led
from csrmatch.mapping.views.published import pair_address
from csrmatch.mapping.wording.publications import STANDINGS
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission, allows
from csrmatch.web.panels import register_panel

__all__ = ["draw_lead", "draw_led"]

_FEW = 2


def draw_lead(district: District) -> str:
    """Who leads a district as published, and to whoever may see drafts, who is proposed to."""
    lead = find_published_lead(district)
    return _draw("mapping/_lead.html", [lead] if lead else [], lgd=str(district.lgd))


def draw_led(subject: tuple[Cpse, Sequence[District]]) -> str:
    """Which of these districts a CPSE is proposed to lead, under the same rule."""
    cpse, districts = subject
    names = {str(row.lgd): name_of(row) for row in districts}
    return _draw("mapping/_led.html", list_published_led(cpse), code=cpse.code, names=names)


def _draw(
    template: str,
    published: list[PublicationPair],
    *,
    lgd: str | None = None,
    code: str | None = None,
    names: Mapping[str, str] | None = None,
) -> str:
    sees = allows(current_user.role, Permission.VIEW_EXERCISES)
    found: list[tuple[LatestPlan, list[tuple[str, str]]]] = []
    for proposal in list_latest_plans(current_user) if sees else ():
        pairs = [pair for pair in proposal.pairs if lgd in {None, pair[0]} and code in {None, pair[1]}]
        # An older proposal that says the same is not said again.
        if pairs and pairs not in [said for _proposal, said in found]:
            found.append((proposal, pairs))
    return render_template(
        template,
        published=published,
        standings=STANDINGS,
        address=pair_address,
        proposals=found[:_FEW],
        sees_drafts=sees,
        lgd=lgd,
        code=code,
        district_names=names or {},
    )


register_panel("district.helps", "lead", draw_lead, position=10)
register_panel("cpse.districts", "led", draw_led, position=10)
