"""What of workshops can be found: the workshops, their talks, and who spoke."""

from csrmatch.search.kinds import register_kind
from csrmatch.workshops.searching import agenda, workshops

__all__ = ["agenda", "workshops"]

for _room in (workshops, agenda):
    for _kind in _room.KINDS:
        register_kind(_kind)
