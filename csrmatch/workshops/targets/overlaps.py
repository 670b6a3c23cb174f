"""What was said about doubled work is tied to its case in the register of overlaps.

Cases open by themselves where two records are alike, so a takeaway is tied to one that is there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from wtforms.validators import InputRequired

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import lazy_, name_of
from csrmatch.registry.access import only_visible_overlaps
from csrmatch.registry.forms.fields import choose, options
from csrmatch.registry.models import OverlapCase
from csrmatch.registry.queries.overlaps import OverlapSearch, search_overlaps
from csrmatch.registry.rules.overlaps import RecordKind
from csrmatch.registry.wording.overlaps import CASE_STATES, RECORD_KINDS
from csrmatch.roles import Permission, allows
from csrmatch.web.forms import CreateForm
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind
from csrmatch.workshops.targets import Target, WorkTold, again_field, register_target

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
    query = search_overlaps(viewer, search).order_by(OverlapCase.score.desc(), OverlapCase.id)
    return list(db.session.scalars(query.limit(_MOST)).unique())


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
    query = only_visible_overlaps(by, select(OverlapCase.id)).where(OverlapCase.id == int(form.case.data))
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def _describe(viewer: User, ids: Sequence[int]) -> Mapping[int, WorkTold]:
    query = only_visible_overlaps(viewer, select(OverlapCase)).where(OverlapCase.id.in_(ids))
    return {
        row.id: WorkTold(row.code, *CASE_STATES[row.state], "registry.show_overlap", {"case_id": row.id})
        for row in db.session.scalars(query.order_by(OverlapCase.id))
    }


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
        describe=_describe,
        lead=lazy_("Cases open by themselves where two records are alike; the note is kept beside the case."),
        of_page="overlap.more",
    )
)
