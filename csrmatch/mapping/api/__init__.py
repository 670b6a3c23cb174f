"""The operations of the API on mappings: what is published, what is proposed, and what a side says of it."""

from csrmatch.mapping.api import proposals, proposed_pairs, publications

__all__ = ["proposals", "proposed_pairs", "publications"]
