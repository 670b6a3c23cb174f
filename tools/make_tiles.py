"""Lays the 112 aspirational districts out as equal tiles and writes csrmatch/places/tiles.csv.

`python tools/make_tiles.py DISTRICTS.csv` reads the columns lgd, state, name_en, name_hi, hq_lat and hq_lon.
The headquarters are projected to equal areas and spread to an even density; an assignment gives each its
nearest free cell; then swaps of two cells that lower the cost (torn states, long state borders, neighbours
moved apart, distance from the place) are taken until none is left. The same input gives the same layout.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

OUTPUT = Path(__file__).resolve().parent.parent / "csrmatch" / "places" / "tiles.csv"
COLUMNS, ROWS = 12, 14
EVEN = 0.62
NEIGHBOURS = 4
TORN, BORDER, APART, MOVED = 30.0, 0.9, 0.5, 0.22
STEPS, HOT, COLD = 260_000, 6.0, 0.02
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
VIRAMA, NASAL, SIGNS = "\u094d", "\u0901\u0902\u0903", range(0x093A, 0x0950)

Cell = tuple[int, int]


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres east and south on the cylindrical equal-area map that is true at 22° N."""
    true = math.cos(math.radians(22))
    return 6371 * math.radians(longitude) * true, -6371 * math.sin(math.radians(latitude)) / true


def spread(values: np.ndarray, cells: int) -> np.ndarray:
    """Positions in [0, cells − 1], between the true place and an even density."""
    true = (values - values.min()) / (values.max() - values.min())
    even = (rankdata(values) - 1) / (len(values) - 1)
    return np.asarray(((1 - EVEN) * true + EVEN * even) * (cells - 1))


class Layout:
    """Districts on cells, with the cost of the parts that a swap can change."""

    def __init__(self, places: np.ndarray, states: list[str], near: list[list[int]]) -> None:
        self.places, self.states, self.near = places, states, near
        grid = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
        distance = ((places[:, None, :] - np.array(grid)[None, :, :]) ** 2).sum(axis=2)
        _, chosen = linear_sum_assignment(distance)
        self.cell: list[Cell] = [grid[index] for index in chosen]
        self.at: dict[Cell, int] = {cell: index for index, cell in enumerate(self.cell)}

    def state_cost(self, state: str) -> float:
        """How torn a state is, and how long its border."""
        cells = {self.cell[index] for index, name in enumerate(self.states) if name == state}
        border = sum((c + x, r + y) not in cells for c, r in cells for x, y in SIDES)
        pieces, left = 0, set(cells)
        while left:
            pieces += 1
            open_cells = [left.pop()]
            while open_cells:
                column, row = open_cells.pop()
                for x, y in SIDES:
                    if (side := (column + x, row + y)) in left:
                        left.remove(side)
                        open_cells.append(side)
        return TORN * (pieces - 1) + BORDER * border

    def place_cost(self, indexes: set[int]) -> float:
        """How far districts lie from their places, and from their neighbours in the land."""
        total = 0.0
        for index in indexes:
            column, row = self.cell[index]
            x, y = self.places[index]
            total += MOVED * ((column - x) ** 2 + (row - y) ** 2)
            for other in self.near[index]:
                gap = abs(column - self.cell[other][0]) + abs(row - self.cell[other][1]) - 1
                total += APART * gap
        return total

    def cost_around(self, first: int, second: int | None) -> float:
        """The cost of everything that moving these two can change."""
        moved = {first} if second is None else {first, second}
        states = {self.states[index] for index in moved}
        touched = moved | {other for index in moved for other in self.near[index]}
        return sum(self.state_cost(state) for state in sorted(states)) + self.place_cost(touched)

    def swap(self, first: int, cell: Cell) -> int | None:
        """Moves a district to a cell, and whoever is there to the district's old cell."""
        second, old = self.at.pop(cell, None), self.cell[first]
        del self.at[old]
        self.at[cell], self.cell[first] = first, cell
        if second is not None:
            self.at[old], self.cell[second] = second, old
        return second

    def anneal(self) -> None:
        """Swaps at falling temperature, always from the same seed."""
        chance = random.Random(112)  # noqa: S311 (a layout, not a secret)
        for step in range(STEPS):
            heat = HOT * (COLD / HOT) ** (step / STEPS)
            first = chance.randrange(len(self.cell))
            old = self.cell[first]
            cell = (old[0] + chance.randint(-3, 3), old[1] + chance.randint(-3, 3))
            if cell == old or not (0 <= cell[0] < COLUMNS and 0 <= cell[1] < ROWS):
                continue
            second = self.at.get(cell)
            before = self.cost_around(first, second)
            self.swap(first, cell)
            rise = self.cost_around(first, second) - before
            if rise > 0 and chance.random() >= math.exp(-rise / heat):
                self.swap(first, old)


def first_free(candidates: Iterable[str], taken: set[str]) -> str:
    """The first candidate that is not taken, which is taken now."""
    code = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(code)
    return code


def latin_candidates(name: str) -> Iterator[str]:
    """Three capitals of a name: the first three letters, then ever later ones."""
    letters = [letter for letter in name.upper() if letter.isascii() and letter.isalpha()]
    for last in range(2, len(letters)):
        for middle in range(last - 1, 0, -1):
            yield letters[0] + letters[middle] + letters[last]


def hindi_candidates(name: str) -> Iterator[str]:
    """Two letters of a Hindi name with their vowel signs: the first, and ever later ones."""
    syllables: list[str] = []
    for sign in name.replace(".", "").replace(" ", ""):
        joins = ord(sign) in SIGNS or sign in NASAL or (syllables and syllables[-1].endswith(VIRAMA))
        if joins and syllables:
            syllables[-1] += sign
        else:
            syllables.append(sign)
    for later in range(1, len(syllables)):
        yield syllables[0] + syllables[later]
    yield "".join(syllables[:3])


def main() -> None:
    """Reads the districts, lays them out and writes the table by LGD code."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        districts = sorted(csv.DictReader(file), key=lambda row: int(row["lgd"]))
    points = [project(float(row["hq_lat"]), float(row["hq_lon"])) for row in districts]
    land = np.array(points)
    places = np.column_stack([spread(land[:, 0], COLUMNS), spread(land[:, 1], ROWS)])
    gaps = ((land[:, None, :] - land[None, :, :]) ** 2).sum(axis=2)
    near = [[int(j) for j in np.argsort(line)[1 : NEIGHBOURS + 1]] for line in gaps]
    layout = Layout(places, [row["state"] for row in districts], near)
    layout.anneal()
    latin: set[str] = set()
    hindi: set[str] = set()
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["lgd", "col", "row", "code_en", "code_hi"])
        for row, (column, line) in zip(districts, layout.cell, strict=True):
            short = first_free(latin_candidates(row["name_en"]), latin)
            writer.writerow(
                [row["lgd"], column, line, short, first_free(hindi_candidates(row["name_hi"]), hindi)]
            )
    torn = {state for state in layout.states if layout.state_cost(state) >= TORN}
    print("States in more than one piece:", ", ".join(sorted(torn)) or "none")


if __name__ == "__main__":
    main()
