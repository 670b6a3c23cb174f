"""What of workshops can be found: the workshops, their talks, who spoke, and who takes part."""

from csrmatch.search.kinds import register_kind
from csrmatch.workshops.searching import agenda, participants, workshops

__all__ = ["agenda", "participants", "workshops"]

for _room in (workshops, agenda, participants):
"""What of workshops can be found: the workshops, their talks, who spoke, and what was taken down."""

from csrmatch.search.kinds import register_kind
from csrmatch.workshops.searching import agenda, takeaways, workshops

__all__ = ["agenda", "takeaways", "workshops"]

for _room in (workshops, agenda, takeaways):
    for _kind in _room.KINDS:
        register_kind(_kind)
