"""What each kind of record is asked about: which targets its routes have, one line a kind."""

from collections.abc import Callable

from csrmatch.roles import Role
from tests.faults.action_world import action_targets, is_action
from tests.faults.consent_world import consent_targets, is_consent
from tests.faults.feedback_world import feedback_targets, is_feedback
from tests.faults.import_targets import import_targets, is_import
from tests.faults.mapping_api import is_mapping_operation, mapping_operation_targets
from tests.faults.outcome_access import is_series, series_targets
from tests.faults.overlap_world import is_overlap, overlap_targets
from tests.faults.participant_world import is_participant, participant_targets
from tests.faults.practice_world import is_practice, practice_targets
from tests.faults.publication_world import is_publication, publication_targets
from tests.faults.report_world import is_report, report_targets
from tests.faults.room_world import is_room, room_targets
from tests.faults.support_world import is_support, support_targets
from tests.faults.takeaway_world import is_takeaway, takeaway_targets
from tests.faults.talk_targets import is_talk, talk_targets
from tests.faults.workshop_world import is_workshop, workshop_targets
from tests.faults.world import World

__all__ = ["case_targets"]

Targets = dict[str, dict[str, object]]

# The first kind to which a route belongs says what it is asked about.
_KINDS: tuple[tuple[Callable[[str], bool], Callable[[World, str, Role], Targets]], ...] = (
    (is_overlap, lambda world, route, role: overlap_targets(world.programmes, world.overlaps, route, role)),
    (is_mapping_operation, mapping_operation_targets),
    (is_publication, lambda world, route, _role: publication_targets(world.published, route)),
    (is_consent, lambda world, route, role: consent_targets(world.consent, route, role)),
    (is_practice, lambda world, route, role: practice_targets(world.practices, route, role)),
    (is_support, lambda world, route, _role: support_targets(world.support, route)),
    (is_action, lambda world, route, role: action_targets(world.actions, route, role)),
    (is_report, lambda world, route, role: report_targets(world.workshops, route, role)),
    (is_feedback, lambda world, route, role: feedback_targets(world.feedback, route, role)),
    (is_participant, lambda world, route, role: participant_targets(world.participants, route, role)),
    (is_room, room_targets),
    (is_takeaway, lambda world, route, role: takeaway_targets(world.workshops, world.takeaways, route, role)),
    (is_series, lambda world, _route, _role: series_targets(world.workshops)),
    (is_workshop, lambda world, route, role: workshop_targets(world.workshops, route, role)),
    (is_import, import_targets),
    (is_talk, talk_targets),
)


def case_targets(world: World, endpoint: str, role: Role) -> Targets:
    """What a route is asked about that belongs to one of these kinds; nothing for any other."""
    for belongs, find in _KINDS:
        if belongs(endpoint):
            return find(world, endpoint, role)
    return {}
