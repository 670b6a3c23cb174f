"""Lays out bands of money between two columns of names, as numbers and places; nothing is drawn here."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Band", "Flow", "Node", "Sankey", "lay_sankey", "merge_small", "wrap_words"]

WIDTH = 760.0
_LEFT, _RIGHT = 150.0, 500.0
_BAR = 12.0
_HEIGHT = 320.0
_LINE = 17.0
_GAP = 10.0
_LETTERS = 29


@dataclass(frozen=True)
class Flow:
    """So many rupees from one key to another."""

    source: str
    target: str
    inr: int


@dataclass(frozen=True)
class Node:
    """A bar with its name in lines; `text_y` is the middle of its first line."""

    key: str
    lines: tuple[str, ...]
    inr: int
    x: float
    y: float
    height: float
    text_y: float
    kind: str


@dataclass(frozen=True)
class Band:
    """A band between two bars: the path of its outline, its colour class, and what it carries."""

    path: str
    kind: str
    source: str
    target: str
    inr: int


@dataclass(frozen=True)
class Sankey:
    """The whole picture."""

    width: float
    height: float
    bar: float
    sources: Sequence[Node]
    targets: Sequence[Node]
    bands: Sequence[Band]


def merge_small(flows: Sequence[Flow], most: int, rest: str, *, by_target: bool = False) -> list[Flow]:
    """The flows with all but the largest keys of one side put together under one key."""

    def key(flow: Flow) -> str:
        return flow.target if by_target else flow.source

    totals: Counter[str] = Counter()
    for flow in flows:
        totals[key(flow)] += flow.inr
    if len(totals) <= most:
        return list(flows)
    kept = {name for name, _inr in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[: most - 1]}
    merged: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        source = flow.source if by_target or flow.source in kept else rest
        target = rest if by_target and flow.target not in kept else flow.target
        merged[source, target] += flow.inr
    return [Flow(source, target, inr) for (source, target), inr in merged.items()]


def lay_sankey(flows: Sequence[Flow], label: Callable[[str], str], money: Callable[[int], str]) -> Sankey:
    """The picture of the flows: the largest bars on top, each high enough for its name and its amount."""
    given, taken = _totals(flows, "source"), _totals(flows, "target")
    all_inr = sum(given.values()) or 1
    scale = _HEIGHT / all_inr
    kinds = {key: f"c{min(place, 11)}" for place, key in enumerate(given)}
    sources = _column(given, lambda key: (label(key),), money, scale, _LEFT, kinds)
    targets = _column(
        taken,
        lambda key: wrap_words(label(key), _LETTERS, 3),
        money,
        scale,
        _RIGHT - _BAR,
        dict.fromkeys(taken, ""),
    )
    height = max(_bottom(sources), _bottom(targets))
    sources, targets = _centred(sources, height), _centred(targets, height)
    return Sankey(WIDTH, height, _BAR, sources, targets, _bands(flows, sources, targets, scale, kinds))


def _totals(flows: Sequence[Flow], side: str) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for flow in flows:
        totals[getattr(flow, side)] += flow.inr
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))


def _column(
    totals: dict[str, int],
    name: Callable[[str], tuple[str, ...]],
    money: Callable[[int], str],
    scale: float,
    x: float,
    kinds: dict[str, str],
) -> list[Node]:
    """Bars below each other, each in a slot as high as its bar or its lines need."""
    nodes, top = [], 0.0
    for key, inr in totals.items():
        lines = (*name(key), money(inr))
        bar = max(2.0, inr * scale)
        slot = max(bar, len(lines) * _LINE)
        text_y = top + slot / 2 - (len(lines) - 1) * _LINE / 2
        nodes.append(Node(key, lines, inr, x, top + (slot - bar) / 2, bar, text_y, kinds[key]))
        top += slot + _GAP
    return nodes


def _bottom(nodes: Sequence[Node]) -> float:
    return max((_end(node) for node in nodes), default=0.0)


def _end(node: Node) -> float:
    return max(node.y + node.height, node.text_y + (len(node.lines) - 0.5) * _LINE)


def _centred(nodes: Sequence[Node], height: float) -> list[Node]:
    """The column moved to the middle of the height."""
    shift = (height - _bottom(nodes)) / 2
    return [
        Node(**{**vars(node), "y": round(node.y + shift, 1), "text_y": round(node.text_y + shift, 1)})
        for node in nodes
    ]


def _bands(
    flows: Sequence[Flow],
    sources: Sequence[Node],
    targets: Sequence[Node],
    scale: float,
    kinds: dict[str, str],
) -> list[Band]:
    """Bands in the order of the bars, so that they cross as little as can be."""
    at_source = {node.key: node.y for node in sources}
    at_target = {node.key: node.y for node in targets}
    place = {node.key: index for index, node in enumerate(targets)}
    first = {node.key: index for index, node in enumerate(sources)}
    bands = []
    for flow in sorted(flows, key=lambda flow: (first[flow.source], place[flow.target])):
        thick = flow.inr * scale
        start, end = at_source[flow.source], at_target[flow.target]
        at_source[flow.source] += thick
        at_target[flow.target] += thick
        path = _outline(start, end, max(thick, 1.0))
        bands.append(Band(path, kinds[flow.source], flow.source, flow.target, flow.inr))
    return bands


def _outline(start: float, end: float, thick: float) -> str:
    x1, x2 = _LEFT + _BAR, _RIGHT - _BAR
    middle = (x1 + x2) / 2
    return (
        f"M{x1:.0f} {start:.1f}C{middle:.0f} {start:.1f} {middle:.0f} {end:.1f} {x2:.0f} {end:.1f}"
        f"V{end + thick:.1f}C{middle:.0f} {end + thick:.1f} {middle:.0f} {start + thick:.1f} "
        f"{x1:.0f} {start + thick:.1f}Z"
    )


def wrap_words(text: str, letters: int, most: int) -> tuple[str, ...]:
    """The text in at most so many lines, cut between words; what does not fit ends in an ellipsis.

    Marks that stand above or below a letter take no place of their own.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and _length(lines[-1]) + 1 + _length(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], f"{lines[most - 1]} …")


def _length(text: str) -> int:
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
