"""What of the registry can be found: districts, companies, projects, needs, and what they speak of."""

from csrmatch.registry.searching import companies, needs, places, projects, terms
from csrmatch.search.kinds import register_kind

__all__ = ["companies", "needs", "places", "projects", "terms"]

for _room in (places, companies, needs, projects, terms):
    for _kind in _room.KINDS:
        register_kind(_kind)
