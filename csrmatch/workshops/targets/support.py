"""A request or a challenge becomes a request for support, asked by the company that said it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.places.queries import list_districts
from csrmatch.registry.access.support import can_ask_support
from csrmatch.registry.forms.fields import options
from csrmatch.registry.forms.support import NewSupportForm
from csrmatch.registry.models import SupportRequest
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.registry.services.support import SupportText, ask_support
from csrmatch.registry.views.choices import district_options, theme_options
from csrmatch.registry.wording.support import SUPPORT_STATUSES
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Receiver, Target, WorkTold, again_field, register_target

__all__: list[str] = []


class MadeSupportForm(NewSupportForm):
    """A new request for support, filled from what was said."""

    means_again = again_field()


def _can_make(viewer: User, takeaway: Takeaway) -> bool:
    if not can_ask_support(viewer):
        return False
    return takeaway.cpse is None or takeaway.cpse.organisation_id == viewer.organisation_id


def _open_form(_viewer: User, takeaway: Takeaway) -> MadeSupportForm:
    this = year_of(today())
    given = {
        "title_hi" if takeaway.language == "hi" else "title_en": title_of(takeaway.text),
        "theme": takeaway.theme_code or "",
        "district": str(takeaway.district.lgd) if takeaway.district else "",
        "asked": takeaway.text,
        "year": this,
    }
    form = MadeSupportForm(data=given)
    form.theme.choices = options([("", _("Choose a theme")), *theme_options()])
    form.district.choices = options([("", _("anywhere")), *district_options()])
    form.year.choices = options((year, year) for year in (this, shift_year(this, 1)))
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    cpse = find_cpse_of(by.organisation_id)
    if cpse is None:
        raise NotAllowed
    districts = {str(row.lgd): row for row in list_districts()}
    text = SupportText(
        theme_code=form.theme.data,
        financial_year=form.year.data,
        title_en=form.title_en.data or None,
        title_hi=form.title_hi.data or None,
        district=districts.get(form.district.data),
        asked=form.asked.data or "",
        ask_inr=form.ask_inr.data,
    )
    return ask_support(by=by, cpse=cpse, text=text).id


def _describe(_viewer: User, ids: Sequence[int]) -> Mapping[int, WorkTold]:
    query = select(SupportRequest).where(SupportRequest.id.in_(ids)).order_by(SupportRequest.id)
    return {
        row.id: WorkTold(
            f"{row.code} {name_of(row, 'title')}",
            *SUPPORT_STATUSES[row.status],
            "registry.show_support",
            {"request_id": row.id},
        )
        for row in db.session.scalars(query)
    }


register_target(
    Target(
        kind="support",
        word=lazy_("Request for support"),
        act=lazy_("Ask other CPSEs for it"),
        hand=lazy_("Propose it to the CPSE"),
        position=20,
        from_kinds=frozenset({TakeawayKind.CHALLENGE, TakeawayKind.REQUEST}),
        can_make=_can_make,
        open_form=_open_form,
        make=_make,
        describe=_describe,
        lead=lazy_("All other CPSEs can read the request and pledge."),
        of_page="support.more",
        receiver=Receiver.CPSE,
    )
)
