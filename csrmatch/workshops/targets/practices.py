"""A practice that was told goes to the library, as a draft of whoever writes it down."""

from typing import Any

from flask import url_for

from csrmatch.accounts.models import User
from csrmatch.i18n import lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.practices.access import can_write_practices
from csrmatch.practices.forms import NewPracticeForm, read_text
from csrmatch.practices.origins import OriginRecord, register_origin
from csrmatch.practices.queries import find_practice_of
from csrmatch.practices.rules import OriginKind
from csrmatch.practices.services import add_practice
from csrmatch.registry.forms.fields import options
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.queries.takeaways import find_takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Target, again_field, register_target

__all__: list[str] = []
_ORIGIN = "workshops.takeaway"


class MadePracticeForm(NewPracticeForm):
    """A new practice, filled from what was said."""

    means_again = again_field()


def _can_make(viewer: User, _takeaway: Takeaway) -> bool:
    return can_write_practices(viewer)


def _open_form(_viewer: User, takeaway: Takeaway) -> MadePracticeForm:
    given = {
        "title_hi" if takeaway.language == "hi" else "title_en": title_of(takeaway.text),
        "done": takeaway.text,
        "themes": [takeaway.theme_code] if takeaway.theme_code else [],
        "origin": OriginKind.WORKSHOP.value,
        "citation": f"{name_of(takeaway.workshop, 'title')}, {takeaway.code}",
    }
    form = MadePracticeForm(data=given)
    form.themes.choices = options(theme_options())
    return form


def _make(by: User, takeaway: Takeaway, form: Any) -> int:
    # A record gives one practice; another one that is meant is linked to the takeaway alone.
    record: OriginRecord | None = OriginRecord(_ORIGIN, takeaway.id)
    if record is not None and find_practice_of(record) is not None:
        record = None
    return add_practice(by=by, text=read_text(form, {}), taken_from=record).id


def _find(viewer: User, takeaway_id: int) -> tuple[str, str] | None:
    """A takeaway as the page of a practice shows where it is from."""
    row = find_takeaway(viewer, takeaway_id)
    if row is None:
        return None
    return title_of(row.text), url_for(
        "workshops.show_takeaway", workshop_id=row.workshop_id, takeaway_id=row.id
    )


register_origin(_ORIGIN, lazy_("Takeaway"), _find)
register_target(
    Target(
        kind="practice",
        word=lazy_("Practice"),
        act=lazy_("Write it down for the library"),
        position=25,
        from_kinds=frozenset({TakeawayKind.PRACTICE, TakeawayKind.INSIGHT}),
        can_make=_can_make,
        open_form=_open_form,
        make=_make,
        lead=lazy_("It is a draft of your office until it is offered to the library and taken in."),
        page=("practices.show_practice", "practice_id"),
        of_page="practice.more",
    )
)
