"""Needs for the furnished demonstration: one taken up with every part filled, one of a title only."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.indicators.queries import list_readings, pick_worst
from csrmatch.registry.models import Cpse
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText

__all__ = ["NEED_PAGES", "post_needs"]

_FULL, _DRAFT = "/needs/1", "/needs/2"

# Endpoint, name of the picture, address, who opens it.
NEED_PAGES: list[tuple[str, str, str, str]] = [
    ("registry.list_needs", "needs", "/needs", "district"),
    ("registry.list_needs", "needs-none", "/needs?q=zzzz", "cpse"),
    ("registry.new_need", "need-new", "/needs/new", "district"),
    ("registry.show_need", "need", _FULL, "district"),
    ("registry.show_need", "need-read-only", _FULL, "cpse"),
    ("registry.show_need", "need-bare", _DRAFT, "district"),
    ("registry.print_need", "need-sheet", f"{_FULL}/sheet", "cpse"),
    ("registry.edit_need", "need-edit", f"{_DRAFT}/edit", "district"),
    ("registry.edit_need_figure", "need-figure", f"{_DRAFT}/figure", "district"),
    ("registry.edit_need_people", "need-people", f"{_DRAFT}/people", "district"),
    ("registry.edit_need_partners", "need-partners", f"{_FULL}/partners", "district"),
    ("registry.step_need", "need-step", f"{_FULL}/step", "district"),
]


def post_needs() -> None:
    """Two needs of the demonstration's district with invented figures."""
    by = db.session.scalars(select(User).where(User.email == f"district@{DEMO_DOMAIN}")).one()
    district = by.organisation.district
    if district is None:
        raise LookupError("the demonstration has no district")
    full = verbs.create_need(
        by=by,
        district=district,
        text=NeedText(
            theme_code="HN",
            title_en="Sixty Anganwadi kitchens with clean stoves and shelves",
            title_hi="साठ आंगनवाड़ी रसोइयों के लिए स्वच्छ चूल्हे और अलमारियाँ",
            block="Kuakonda",
            asked="Stoves, shelves and vessels for sixty centres that cook over open fires. "
            "The women's groups that cook keep them; the department pays for the gas.",
            urgency=Urgency.HIGH,
            urgency_reason="In the rains nothing can be cooked at half of the centres.",
            cost_inr=9_000_000,
            scheme_code="saksham-anganwadi-poshan-2-0",
            covered_inr=2_400_000,
        ),
    )
    reading = pick_worst(list_readings(district), 1)[0]
    verbs.change_need_figure(need=full, by=by, version=full.version, reading=reading)
    heads = {TargetGroup.CHILDREN: 2_150, TargetGroup.WOMEN: 640, TargetGroup.PVTG: None}
    verbs.change_need_people(need=full, by=by, version=full.version, heads=heads)
    for status in (NeedStatus.VERIFIED, NeedStatus.OPEN):
        verbs.step_need(need=full, by=by, version=full.version, status=status, reason="")
    cpses = db.session.scalars(select(Cpse).where(Cpse.code.in_(["NMDC", "SAIL"])).order_by(Cpse.code))
    pledges = dict(zip(cpses, (4_000_000, 1_500_000), strict=True))
    verbs.change_need_partners(need=full, by=by, version=full.version, pledges=pledges)
    verbs.step_need(need=full, by=by, version=full.version, status=NeedStatus.TAKEN_UP, reason="")
    text = NeedText(theme_code="ED", title_en="A hostel wing for girls of class 9 to 12")
    verbs.create_need(by=by, district=district, text=text)
