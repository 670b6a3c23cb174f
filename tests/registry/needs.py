"""Makes needs for tests, with every part filled or with a title only, and takes them along their life."""

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db
from csrmatch.indicators.queries import list_readings
from csrmatch.registry.models import Cpse, Need
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText, need_text_of
from csrmatch.registry.services.overlaps import following_later
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD
from tests.registry.projects import find_district

__all__ = ["WAYS", "fill_need", "make_need", "officers_of", "take_to"]

_LONG_WAY = (NeedStatus.VERIFIED, NeedStatus.OPEN, NeedStatus.TAKEN_UP, NeedStatus.MET)
# By which steps a new draft comes to each state.
WAYS: dict[NeedStatus, tuple[NeedStatus, ...]] = {
    NeedStatus.DRAFT: (),
    **{status: _LONG_WAY[: place + 1] for place, status in enumerate(_LONG_WAY)},
    NeedStatus.WITHDRAWN: (NeedStatus.WITHDRAWN,),
}


def officers_of(lgd: int) -> tuple[User, User]:
    """Two officers of a collector's office, made where they are missing."""
    district = find_district(lgd)
    office = db.session.scalars(select(Organisation).where(Organisation.district_id == district.id)).one()
    wanted = (User.organisation_id == office.id, User.role == Role.DISTRICT_OFFICER)
    found = list(db.session.scalars(select(User).where(*wanted).order_by(User.id)))
    for number in range(len(found), 2):
        email = f"office{number}.{lgd}@example.test"
        found.append(
            factories.make_user(Role.DISTRICT_OFFICER, email=email, password=PASSWORD, organisation=office)
        )
    return found[0], found[1]


def make_need(
    title: str = "Solar pumps for forty hamlets", *, lgd: int = 376, by: User | None = None
) -> Need:
    """A need of a district that somebody of its office posted."""
    text = NeedText(theme_code="AW", title_en=title)
    return verbs.create_need(by=by or officers_of(lgd)[0], district=find_district(lgd), text=text)


@following_later()
def fill_need(need: Need) -> None:
    """Fills every part of a draft but its partners."""
    by = officers_of(need.district.lgd)[0]
    text = NeedText(
        theme_code="IN",
        title_en=need.title_en,
        title_hi=need.title_hi,
        block="Kuakonda",
        asked="Pumps with panels, run by the women's groups.",
        urgency=Urgency.HIGH,
        urgency_reason="The wells fall dry in April.",
        cost_inr=20_000_000,
        scheme_code="jal-jeevan-mission",
        covered_inr=5_000_000,
    )
    verbs.change_need(need=need, by=by, version=need.version, text=text)
    reading = next(row for row in list_readings(need.district) if row.value is not None)
    verbs.change_need_figure(need=need, by=by, version=need.version, reading=reading)
    heads = {TargetGroup.ST: 1_800, TargetGroup.WOMEN: None}
    verbs.change_need_people(need=need, by=by, version=need.version, heads=heads)
    assert need_text_of(need) == text


@following_later()
def take_to(need: Need, status: NeedStatus) -> None:
    """Takes a new draft to a state step by step; a colleague of its author takes them."""
    by = officers_of(need.district.lgd)[1]
    for step in WAYS[status]:
        if step is NeedStatus.TAKEN_UP:
            nmdc = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
            verbs.change_need_partners(need=need, by=by, version=need.version, pledges={nmdc: 10_000_000})
        verbs.step_need(need=need, by=by, version=need.version, status=step, reason="A reason.")
