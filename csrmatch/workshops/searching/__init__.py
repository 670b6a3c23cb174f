"""What of workshops can be found: the workshops, their talks, who spoke, and who takes part."""

from csrmatch.search.kinds import register_kind
from csrmatch.workshops.searching import agenda, participants, workshops

__all__ = ["agenda", "participants", "workshops"]

for _room in (workshops, agenda, participants):
    for _kind in _room.KINDS:
        register_kind(_kind)
