"""What the world holds of workshops: their agenda, people, notes, mapping in the room, reports, feedback."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.roles import Role
from tests.faults.feedback_world import make_feedback
from tests.faults.participant_world import make_participants
from tests.faults.report_world import make_issues
from tests.faults.room_world import make_rooms
from tests.faults.takeaway_world import make_takeaways
from tests.faults.workshop_world import make_workshops

if TYPE_CHECKING:
    from tests.faults.world import World

__all__ = ["WorkshopParts", "make_workshop_parts"]


@dataclass
class WorkshopParts:
    """The numbers of workshops and of what belongs to them, by what each is to the one who asks."""

    # Workshops: own, closed, planned, far, and what belongs to them.
    workshops: dict[str, int] = field(default_factory=dict)
    feedback: dict[str, Any] = field(default_factory=dict)
    # The people of workshops: of each its number, a person, a list; links, and a day at whose door they come.
    participants: dict[str, Any] = field(default_factory=dict)
    # What belongs to them: pairs in the room, and voices on them.
    room: dict[str, int] = field(default_factory=dict)
    # What was taken down at them, and what of it was handed to whom.
    takeaways: dict[str, int] = field(default_factory=dict)


def make_workshop_parts(world: "World") -> None:
    """Makes workshops that the standard people hold or see, and some of a foreign office."""
    foreign = db.session.get_one(User, world.people[Role.UNICEF_OFFICER]["far"])
    world.workshops = make_workshops(foreign)
    world.workshops |= make_issues(world.workshops)
    world.participants = make_participants(foreign)
    world.feedback = make_feedback(foreign)
    world.room = make_rooms(world.workshops, world.exercise)
    world.takeaways = make_takeaways(world.workshops)
