"""What of workshops can be found: the workshops, talks, speakers, participants, and what was taken down."""

from csrmatch.search.kinds import register_kind
from csrmatch.workshops.searching import agenda, participants, takeaways, workshops

__all__ = ["agenda", "participants", "takeaways", "workshops"]

for _room in (workshops, agenda, participants, takeaways):
    for _kind in _room.KINDS:
        register_kind(_kind)
