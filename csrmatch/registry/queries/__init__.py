"""The reads of the registry."""

from csrmatch.registry.queries.cpses import (
    NearPlace,
    count_places_by_cpse,
    count_places_by_district,
    find_cpse_of,
    get_cpse,
    get_place,
    list_filings,
    list_near_places,
    list_nodal_officers,
    list_spent_by_cpse,
    list_subsidiaries,
    search_cpses,
    select_filings,
)

__all__ = [
    "NearPlace",
    "count_places_by_cpse",
    "count_places_by_district",
    "find_cpse_of",
    "get_cpse",
    "get_place",
    "list_filings",
    "list_near_places",
    "list_nodal_officers",
    "list_spent_by_cpse",
    "list_subsidiaries",
    "search_cpses",
    "select_filings",
]
