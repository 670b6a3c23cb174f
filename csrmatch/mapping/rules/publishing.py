"""When a mapping may be published and how a published one ends; plain values only."""

from collections.abc import Collection
from enum import StrEnum

from csrmatch.mapping.rules.consent import ProposalState, Standing

__all__ = ["Obstacle", "PublicationState", "find_obstacles", "scope_key_of"]


class PublicationState(StrEnum):
    """Whether a published version is in force; one that ended never comes back."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Obstacle(StrEnum):
    """What keeps a proposal from being published."""

    NOT_OPEN = "not_open"
    EMPTY = "empty"
    DECLINED = "declined"
    STALE = "stale"


def find_obstacles(
    state: ProposalState, standings: Collection[Standing], *, solved_from: str, stands_now: str
) -> tuple[Obstacle, ...]:
    """What keeps a proposal back: `solved_from` and `stands_now` are digests of its input, then and now.

    Pairs that wait for an answer or for a board may be published: as proposals, and so they are called.
    """
    found = {
        Obstacle.NOT_OPEN: state is not ProposalState.OPEN,
        Obstacle.EMPTY: not standings,
        Obstacle.DECLINED: Standing.DECLINED in standings,
        Obstacle.STALE: solved_from != stands_now,
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)


def scope_key_of(scope: str, *, state_lgd: int | None, root_id: int) -> str:
    """Whose districts a mapping is about, as one word of an address.

    A hand-picked exercise and the scenarios copied from it share the number of the first of them.
    """
    if state_lgd is not None:
        return f"state-{state_lgd}"
    return scope if scope == "nation" else f"{scope}-{root_id}"
