"""What of the registry can be found: districts, companies, needs, projects and what belongs to them."""

from csrmatch.registry.searching import (
    companies,
    documents,
    needs,
    overlaps,
    places,
    programmes,
    projects,
    support,
    terms,
    threads,
)
from csrmatch.search.kinds import register_kind

__all__ = [
    "companies",
    "documents",
    "needs",
    "overlaps",
    "places",
    "programmes",
    "projects",
    "support",
    "terms",
    "threads",
]

for _room in (places, companies, needs, projects, documents, threads, programmes, overlaps, terms, support):
    for _kind in _room.KINDS:
        register_kind(_kind)
