"""Proposed pairs as what action points are about, and the action points on their pages."""

from flask import url_for

from csrmatch.actions.panels import draw_actions_about
from csrmatch.actions.subjects import register_subject
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import ProposedPair
from csrmatch.mapping.queries import action_subjects as reads
from csrmatch.web.panels import register_panel

__all__: list[str] = []

register_subject(
    "pair",
    lazy_("Proposed pair"),
    reads.find_pairs,
    lambda about: url_for("mapping.show_proposed_pair", pair_id=about.record_id),
    reads.visible_pairs,
)


def _draw_of_pair(pair: ProposedPair) -> str | None:
    return draw_actions_about("pair", pair.id)


register_panel("pair.next", "actions", _draw_of_pair, position=20)
