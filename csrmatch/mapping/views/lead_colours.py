"""One colour for each lead CPSE on the tile maps of plans and of published mappings, and their legend."""

from collections import Counter
from collections.abc import Iterable

__all__ = ["lead_classes", "lead_legend"]

_CATEGORIES = 12


def lead_classes(leads: Iterable[str]) -> dict[str, str]:
    """A class of colour for each code, given once for every district led; the smallest share the last one."""
    count = Counter(leads)
    order = sorted(count, key=lambda code: (-count[code], code))
    return {code: f"c{min(index, _CATEGORIES - 1)}" for index, code in enumerate(order)}


def lead_legend(leads: Iterable[str]) -> list[tuple[str, str]]:
    """Each class of colour with the CPSEs that share it."""
    shared: dict[str, list[str]] = {}
    for code, kind in lead_classes(leads).items():
        shared.setdefault(kind, []).append(code)
    return [(kind, ", ".join(codes)) for kind, codes in shared.items()]
