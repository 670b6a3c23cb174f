"""What was said about doubled work is tied to its case in the register of overlaps.

Cases open by themselves where two records are alike, so a takeaway is tied to one that is there.
"""

from typing import Any

from wtforms.validators import InputRequired

from csrmatch.accounts.models import User
from csrmatch.i18n import lazy_, name_of
from csrmatch.registry.forms.fields import choose, options
from csrmatch.registry.models import OverlapCase
from csrmatch.registry.queries.overlaps import OverlapSearch, get_overlap, list_most_alike
from csrmatch.registry.rules.overlaps import RecordKind
from csrmatch.registry.wording.overlaps import RECORD_KINDS
from csrmatch.roles import Permission, allows
from csrmatch.web.forms import CreateForm
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind
from csrmatch.workshops.targets import Target, again_field, register_target

__all__: list[str] = []
_MOST = 60


class TieOverlapForm(CreateForm):
    """Which case was spoken of."""

    case = choose(
        lazy_("Case of overlap"),
        validators=[InputRequired(message=lazy_("Choose the case that was spoken of."))],
        description=lazy_(
            "Those that you may see, of the district and the theme of the note where it has them."
        ),
    )
    means_again = again_field()


def _can_make(viewer: User, _takeaway: Takeaway) -> bool:
    # Who may answer overlaps or look after them speaks of them; all others only read.
    return allows(viewer.role, Permission.ANSWER_OVERLAPS) or allows(viewer.role, Permission.EDIT_PROGRAMMES)


def _candidates(viewer: User, takeaway: Takeaway) -> list[OverlapCase]:
    search = OverlapSearch(district=takeaway.district, theme=takeaway.theme_code)
    return list_most_alike(viewer, search, _MOST)


def _label(case: OverlapCase) -> str:
    """A case by its number, its places and the kinds of its two records: titles may be another's own."""
    kinds = [
        RECORD_KINDS[
            RecordKind.NEED
            if side.need_id
            else RecordKind.PROJECT
            if side.project_id
            else RecordKind.PROGRAMME
        ]
        for side in case.sides
    ]
    places = ", ".join(name_of(row.district) for row in case.districts)
    return f"{case.code}: {' – '.join(str(kind) for kind in kinds)}, {places}"


def _open_form(viewer: User, takeaway: Takeaway) -> TieOverlapForm:
    form = TieOverlapForm()
    cases = _candidates(viewer, takeaway)
    form.case.choices = options((str(case.id), _label(case)) for case in cases)
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    return get_overlap(by, int(form.case.data)).id


register_target(
    Target(
        kind="overlap",
        word=lazy_("Overlap"),
        act=lazy_("Tie it to an overlap"),
        position=30,
        from_kinds=frozenset({TakeawayKind.CHALLENGE, TakeawayKind.REQUEST, TakeawayKind.INSIGHT}),
        can_make=_can_make,
        open_form=_open_form,
        make=_make,
        lead=lazy_("Cases open by themselves where two records are alike; the note is kept beside the case."),
        page=("registry.show_overlap", "case_id"),
        of_page="overlap.more",
    )
)
