"""Decisions about figures on plain values: what is worse than what, and by how much."""

__all__ = ["shortfall"]


def shortfall(value: float | None, benchmark: float | None, better: str | None) -> float | None:
    """How far a value lies on the worse side of its benchmark, in its own unit; below 0 it is better.

    None where either is not known, or where neither direction counts as better.
    """
    if value is None or benchmark is None or better not in {"higher", "lower"}:
        return None
    return benchmark - value if better == "higher" else value - benchmark
