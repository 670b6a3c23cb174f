"""A request or a challenge becomes a request for support, asked by the company that said it."""

from typing import Any

from csrmatch.accounts.models import User
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_
from csrmatch.registry.access.support import can_ask_support
from csrmatch.registry.forms.support import NewSupportForm, fill_support, read_support
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.services.support import ask_support
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Receiver, Target, again_field, register_target

__all__: list[str] = []


class MadeSupportForm(NewSupportForm):
    """A new request for support, filled from what was said."""

    means_again = again_field()


def _can_make(viewer: User, takeaway: Takeaway) -> bool:
    if not can_ask_support(viewer):
        return False
    return takeaway.cpse is None or takeaway.cpse.organisation_id == viewer.organisation_id


def _open_form(_viewer: User, takeaway: Takeaway) -> MadeSupportForm:
    given = {
        "title_hi" if takeaway.language == "hi" else "title_en": title_of(takeaway.text),
        "theme": takeaway.theme_code or "",
        "district": str(takeaway.district.lgd) if takeaway.district else "",
        "asked": takeaway.text,
    }
    form = MadeSupportForm(data=given)
    fill_support(form, [("", _("Choose a theme"))])
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    cpse = find_cpse_of(by.organisation_id)
    if cpse is None:
        raise NotAllowed
    return ask_support(by=by, cpse=cpse, text=read_support(form)).id


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
        lead=lazy_("All other CPSEs can read the request and pledge."),
        page=("registry.show_support", "request_id"),
        of_page="support.more",
        receiver=Receiver.CPSE,
    )
)
