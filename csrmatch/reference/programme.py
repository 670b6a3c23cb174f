"""Law, goals, schemes, annual themes, terms, practices, and the sources every table cites."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from csrmatch.reference.reading import read_table


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """An item of Schedule VII of the Companies Act, 2013 in own words; the first theme is the nearest."""

    item: str
    number: int
    name_en: str
    name_hi: str
    covers_en: str
    covers_hi: str
    themes: tuple[str, ...]
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the 17 Sustainable Development Goals by its short title."""

    number: int
    name_en: str
    name_hi: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A Government scheme that CSR work may duplicate; a match is a question to answer, not a bar."""

    code: str
    name_en: str
    name_hi: str
    theme: str
    run_by_en: str
    district_officer_en: str | None
    schedule_vii_items: tuple[str, ...]
    what_en: str | None
    overlap_note_en: str | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class AnnualTheme:
    """The common theme of CSR for a financial year; names are None where `status` is not_known."""

    year: str
    name_en: str | None
    name_hi: str | None
    themes: tuple[str, ...]
    status: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field in English and Hindi; `basis` is seen_in_use, standard_term or own_rendering."""

    group: str
    term_en: str
    term_hi: str
    note: str | None
    basis: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Practice:
    """What a source names as a good practice; `evidence` tells how little is known of it: no cost, no result.

    Its `kind` is a practice, an award case of which only the district is known, or a book of practices;
    `says` is what the source tells of it, in own words.
    """

    number: int
    kind: str
    name_en: str
    name_hi: str
    state_lgd: int | None
    lgd: int | None
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    cpse: str | None
    subject_en: str
    says_en: str | None
    says_hi: str | None
    evidence: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: full citation, licence, and the day they were read."""

    id: str
    title: str
    publisher: str
    address: str | None
    commit: str | None
    path: str | None
    licence: str
    read_on: date
    note: str | None


@cache
def read_schedule_vii() -> tuple[ScheduleItem, ...]:
    """The 12 items, i to xii."""
    return read_table("schedule_vii", ScheduleItem)


@cache
def read_sdgs() -> tuple[Goal, ...]:
    """Goals 1 to 17."""
    return read_table("sdgs", Goal)


@cache
def read_schemes() -> tuple[Scheme, ...]:
    """Schemes by theme."""
    return read_table("schemes", Scheme)


@cache
def read_dpe_themes() -> tuple[AnnualTheme, ...]:
    """The annual theme of each financial year since 2018-19."""
    return read_table("dpe_themes", AnnualTheme)


@cache
def read_glossary() -> tuple[Term, ...]:
    """166 terms by group."""
    return read_table("glossary", Term)


@cache
def read_practices() -> tuple[Practice, ...]:
    """17 practices by name only, six award cases of which no practice is known, and a book not yet read."""
    return read_table("practices", Practice)


@cache
def read_sources() -> tuple[Source, ...]:
    """Every source that a row of the other tables names in its `source`."""
    return read_table("sources", Source)
