"""A challenge or a request becomes a need of its district, posted by the collector's office."""

from typing import Any

from csrmatch.accounts.models import User
from csrmatch.errors import NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_post_needs
from csrmatch.registry.forms.needs import NewNeedForm, fill_new_need, read_new_need
from csrmatch.registry.services.needs import create_need
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Receiver, Target, again_field, register_target

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
    fill_new_need(form)
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    district = by.organisation.district
    if district is None:
        raise NotAllowed
    return create_need(by=by, district=district, text=read_new_need(form)).id


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
        lead=lazy_("A draft is posted for your district; figure, people and urgency are added on its page."),
        page=("registry.show_need", "need_id"),
        of_page="need.more",
        receiver=Receiver.DISTRICT,
    )
)
