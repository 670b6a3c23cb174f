"""Projects that companies keep in the register, beside what they filed of earlier years."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from csrmatch.mapping.tables.rows import ProjectRow
from csrmatch.registry.rules.projects import ProjectStatus

__all__ = [
    "COUNTED_PROJECTS",
    "RegisteredProject",
    "is_on_time",
    "is_verified",
    "projects_from_register",
]

# What is only proposed or approved has shown nothing yet, and a company's proposal is its own affair.
COUNTED_PROJECTS = frozenset(
    {
        ProjectStatus.UNDER_WAY,
        ProjectStatus.SUSPENDED,
        ProjectStatus.COMPLETED,
        ProjectStatus.CLOSED,
    }
)


@dataclass(frozen=True)
class RegisteredProject:
    """A project of the register with its splits in per cent, its money by year and how it came out.

    `first_year` is the year to which it belongs where no money is recorded; a share of money for no district
    of the register has the LGD code None.
    """

    cpse: str
    title: str
    status: ProjectStatus
    first_year: str
    themes: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str | None, str | None, int], ...] = ((None, None, 100),)
    years: tuple[tuple[str, int | None, int | None], ...] = ()
    on_time: bool | None = None
    results_verified: bool | None = None


def is_on_time(
    status: ProjectStatus, ends_on: date | None, completed_on: date | None, day: date
) -> bool | None:
    """Whether a project kept its last day; None where that cannot be said.

    One that is completed did if it was completed by then; one still under way after it did not. A suspended
    or closed one says nothing: it may have been stopped for good reasons.
    """
    if ends_on is None:
        return None
    if status is ProjectStatus.COMPLETED and completed_on is not None:
        return completed_on <= ends_on
    if status is ProjectStatus.UNDER_WAY and day > ends_on:
        return False
    return None


def is_verified(status: ProjectStatus, results: Collection[tuple[bool, bool]]) -> bool | None:
    """Whether a completed project proved what it aimed at; each result is (measured, with evidence).

    Every result it named must have been measured and carry evidence. One that named none says nothing: to
    be silent is not to fail.
    """
    if status is not ProjectStatus.COMPLETED or not results:
        return None
    return all(measured and proven for measured, proven in results)


def projects_from_register(
    registered: Iterable[RegisteredProject], filed: Collection[tuple[str, str]]
) -> list[ProjectRow]:
    """Rows by theme, place and year for each project that has begun and names its themes.

    `filed` are the companies and years with trusted filings: a filing holds the whole year of a company, so
    that the spending of a registered project of that year is in it already and is not counted again. Where
    money is split, the parts sum to the whole. How a project came out stands in one row alone, the first of
    its latest year, so that it counts once.
    """
    found: list[ProjectRow] = []
    for project in registered:
        if not project.themes or not _has_begun(project):
            continue
        rows = [row for year in _years(project) for row in _rows(project, year, filed)]
        first = replace(rows[0], on_time=project.on_time, results_verified=project.results_verified)
        found += [first, *rows[1:]]
    return found


def _has_begun(project: RegisteredProject) -> bool:
    """Whether a project counts at all; one that was closed before anything was spent never began."""
    if project.status is ProjectStatus.CLOSED:
        return any(spent for _, _, spent in project.years)
    return project.status in COUNTED_PROJECTS


def _years(project: RegisteredProject) -> Sequence[tuple[str, int | None, int | None]]:
    """The years with money, the latest first; without any the first year, its money not known."""
    return sorted(project.years, reverse=True) or [(project.first_year, None, None)]


def _rows(
    project: RegisteredProject,
    of_year: tuple[str, int | None, int | None],
    filed: Collection[tuple[str, str]],
) -> Iterator[ProjectRow]:
    year, outlay, spent = of_year
    is_filed = (project.cpse, year) in filed
    cells = [
        (theme, lgd, state, of_theme * of_place)
        for theme, of_theme in project.themes
        for lgd, state, of_place in project.places
    ]
    weights = [cell[3] for cell in cells]
    shares = zip(_split(outlay, weights), _split(None if is_filed else spent, weights), strict=True)
    for (theme, lgd, state, _), (part_outlay, part_spent) in zip(cells, shares, strict=True):
        yield ProjectRow(
            cpse=project.cpse,
            theme=theme,
            year=year,
            spent_inr=part_spent,
            title=project.title,
            lgd=lgd,
            state=state,
            outlay_inr=part_outlay,
            status=f"registered; {project.status}" + ("; spending as filed" if is_filed else ""),
        )


def _split(amount: int | None, weights: Sequence[int]) -> list[int | None]:
    """An amount in parts by weight that sum to it: each up to where the sum of the parts so far lies."""
    if amount is None:
        return [None] * len(weights)
    total, passed, given = sum(weights), 0, 0
    parts: list[int | None] = []
    for weight in weights:
        passed += weight
        upto = amount * passed // total
        parts.append(upto - given)
        given = upto
    return parts
