"""What of the registry can be found: districts, companies, needs, projects, programmes, and their terms."""

from csrmatch.registry.searching import companies, documents, needs, places, programmes, projects, terms
from csrmatch.search.kinds import register_kind

__all__ = ["companies", "documents", "needs", "places", "programmes", "projects", "terms"]

for _room in (places, companies, needs, projects, documents, programmes, terms):
    for _kind in _room.KINDS:
        register_kind(_kind)
