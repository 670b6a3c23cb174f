"""A challenge or a request becomes a need of its district, posted by the collector's office."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.registry.access import can_post_needs, only_visible_needs
from csrmatch.registry.forms.fields import options
from csrmatch.registry.forms.needs import NewNeedForm
from csrmatch.registry.models import Need
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.needs import create_need
from csrmatch.registry.views.choices import theme_options
from csrmatch.registry.wording.needs import NEED_STATUSES
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Receiver, Target, WorkTold, again_field, register_target

__all__: list[str] = []


class MadeNeedForm(NewNeedForm):
    """A new need, filled from what was said."""

    means_again = again_field()


def _can_make(viewer: User, takeaway: Takeaway) -> bool:
    is_here = takeaway.district_id in {None, viewer.organisation.district_id}
    return can_post_needs(viewer) and is_here


def _open_form(_viewer: User, takeaway: Takeaway) -> MadeNeedForm:
    title = title_of(takeaway.text)
    given = {
        "title_hi" if takeaway.language == "hi" else "title_en": title,
        "theme": takeaway.theme_code or "",
        "asked": takeaway.text,
    }
    form = MadeNeedForm(data=given)
    form.theme.choices = options([("", _("Choose a theme")), *theme_options()])
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    district = by.organisation.district
    if district is None:
        raise NotAllowed
    text = NeedText(
        theme_code=form.theme.data,
        title_en=form.title_en.data or None,
        title_hi=form.title_hi.data or None,
        block=form.block.data or None,
        asked=form.asked.data or None,
        cost_inr=form.cost_inr.data,
    )
    return create_need(by=by, district=district, text=text).id


def _describe(viewer: User, ids: Sequence[int]) -> Mapping[int, WorkTold]:
    query = only_visible_needs(viewer, select(Need)).where(Need.id.in_(ids)).order_by(Need.id)
    return {
        row.id: WorkTold(
            f"{row.code} {name_of(row, 'title')}",
            *NEED_STATUSES[row.status],
            "registry.show_need",
            {"need_id": row.id},
        )
        for row in db.session.scalars(query)
    }


register_target(
    Target(
        kind="need",
        word=lazy_("Need"),
        act=lazy_("Post it as a need"),
        hand=lazy_("Propose it to the district"),
        position=10,
        from_kinds=frozenset({TakeawayKind.CHALLENGE, TakeawayKind.REQUEST}),
        can_make=_can_make,
        open_form=_open_form,
        make=_make,
        describe=_describe,
        lead=lazy_("A draft is posted for your district; figure, people and urgency are added on its page."),
        of_page="need.more",
        receiver=Receiver.DISTRICT,
    )
)
