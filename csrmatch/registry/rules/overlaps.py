"""Decisions about overlaps on plain values: how alike two records are, and what becomes of a case."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from csrmatch.folding import fold
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.rules.titles import title_likeness

__all__ = [
    "ALIKE_FROM",
    "CASE_FROM",
    "CaseState",
    "CaseStepKind",
    "Facts",
    "Likeness",
    "Reason",
    "RecordKind",
    "Verdict",
    "compare",
    "digest_pair",
    "name_pair",
    "state_of",
]


class RecordKind(StrEnum):
    """What may overlap with what."""

    NEED = "need"
    PROJECT = "project"
    PROGRAMME = "programme"


class Reason(StrEnum):
    """What two records have in common."""

    DISTRICT = "district"
    THEME = "theme"
    GROUP = "group"
    PERIOD = "period"
    TITLE = "title"
    SCHEME = "scheme"


class CaseState(StrEnum):
    """Where a case stands: it waits for a word, it has one, or one of its records has ended."""

    OPEN = "open"
    ANSWERED = "answered"
    ENDED = "ended"


class Verdict(StrEnum):
    """What the offices say about an overlap."""

    COMPLEMENTARY = "complementary"
    JOINED = "joined"
    STOPPED = "stopped"
    NOT_THE_SAME = "not_the_same"


class CaseStepKind(StrEnum):
    """What can happen to a case."""

    OPENED = "opened"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CHANGED = "changed"
    ENDED = "ended"
    RETURNED = "returned"


@dataclass(frozen=True)
class Facts:
    """What of a record is compared; an empty set and a day that is None are not known.

    `owner` is whoever answers for the record. `titles` are its names in either language, as written.
    `partners` are the owners it was agreed with, so that a project that answers a need is no overlap.
    """

    kind: RecordKind
    key: int
    owner: str
    districts: frozenset[int]
    themes: frozenset[str]
    groups: frozenset[TargetGroup] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    titles: tuple[str, ...] = ()
    scheme: str | None = None
    partners: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The record's name in a pair."""
        return f"{self.kind.value}:{self.key}"


@dataclass(frozen=True)
class Likeness:
    """How alike two records are, of 100, and what they have in common."""

    score: int
    reasons: tuple[Reason, ...]
    districts: frozenset[int]
    themes: frozenset[str]

    @property
    def is_case(self) -> bool:
        """Whether the pair belongs in the register, not only before the eyes of who is writing.

        Many things go on in one district for the same people: the purpose must be alike too.
        """
        is_alike = Reason.TITLE in self.reasons or Reason.SCHEME in self.reasons
        return is_alike and self.score >= CASE_FROM


# Of 100.
_DISTRICT, _THEME, _GROUP, _PERIOD, _TITLE = 15, 15, 15, 15, 40
CASE_FROM = 70
ALIKE_FROM = 0.55
_NOT_KNOWN = 0.5
_NEVER_COMPARED = frozenset({RecordKind.PROJECT})


def compare(one: Facts, other: Facts) -> Likeness | None:
    """How alike two records are; None where they cannot overlap.

    They cannot without a district and a theme in common, with periods known to lie apart, within one
    company's own portfolio, or where one answers the other by agreement. What is not known counts half.
    """
    districts, themes = one.districts & other.districts, one.themes & other.themes
    if not districts or not themes or _meet(one, other) is False or _belong_together(one, other):
        return None
    groups, period = _share_people(one, other), _meet(one, other)
    is_same_scheme = _is_of_scheme(one, other)
    titles = 1.0 if is_same_scheme else _titles(one, other)
    score = _DISTRICT + _THEME + _TITLE * titles
    score += _GROUP * _weigh(groups) + _PERIOD * _weigh(period)
    found = {
        Reason.DISTRICT: True,
        Reason.THEME: True,
        Reason.GROUP: groups,
        Reason.PERIOD: period,
        Reason.TITLE: not is_same_scheme and titles >= ALIKE_FROM,
        Reason.SCHEME: is_same_scheme,
    }
    reasons = tuple(reason for reason, applies in found.items() if applies)
    return Likeness(round(score), reasons, districts, themes)


def _is_of_scheme(one: Facts, other: Facts) -> bool:
    """Whether one is a scheme under which the other falls; that two fall under one makes them no twins."""
    has_programme = RecordKind.PROGRAMME in {one.kind, other.kind}
    return has_programme and one.scheme is not None and one.scheme == other.scheme


def _weigh(fact: bool | None) -> float:
    return _NOT_KNOWN if fact is None else float(fact)


def _belong_together(one: Facts, other: Facts) -> bool:
    if one.name == other.name or one.owner in other.partners or other.owner in one.partners:
        return True
    return one.kind is other.kind and one.kind in _NEVER_COMPARED and one.owner == other.owner


def _share_people(one: Facts, other: Facts) -> bool | None:
    """Whether they are for the same people; what is for everyone is for each group too."""
    if not one.groups or not other.groups:
        return None
    everyone = TargetGroup.EVERYONE
    return bool(one.groups & other.groups) or everyone in one.groups or everyone in other.groups


def _meet(one: Facts, other: Facts) -> bool | None:
    """Whether the periods have a day in common; an end that is not known is open."""
    if (one.starts_on is None and one.ends_on is None) or (other.starts_on is None and other.ends_on is None):
        return None
    starts = max(day for day in (one.starts_on, other.starts_on, date.min) if day is not None)
    ends = min(day for day in (one.ends_on, other.ends_on, date.max) if day is not None)
    return starts <= ends


def _titles(one: Facts, other: Facts) -> float:
    pairs = ((first, second) for first in one.titles for second in other.titles)
    return max((title_likeness(first, second) for first, second in pairs), default=0.0)


def name_pair(one: Facts, other: Facts) -> str:
    """The name of an unordered pair: the same whichever is given first."""
    return "|".join(sorted((one.name, other.name)))


def digest_pair(one: Facts, other: Facts) -> str:
    """A digest of what was compared; another spelling of a title by the same sound changes nothing."""
    told = [_tell(facts) for facts in sorted((one, other), key=lambda facts: facts.name)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _tell(facts: Facts) -> list[object]:
    return [
        facts.name,
        sorted(facts.districts),
        sorted(facts.themes),
        sorted(facts.groups),
        str(facts.starts_on),
        str(facts.ends_on),
        sorted(fold(title) for title in facts.titles),
        facts.scheme,
    ]


def state_of(answered_digest: str | None, digest: str) -> CaseState:
    """The state of a case whose records both run: a verdict holds as long as the facts it was given on."""
    return CaseState.ANSWERED if answered_digest == digest else CaseState.OPEN
