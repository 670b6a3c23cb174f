"""What a practice says, on plain values: as given, checked, kept as an old wording, and told in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from csrmatch.errors import DomainError
from csrmatch.i18n import LazyText, _, format_day, format_inr_exact, format_number, lazy_
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import LONGEST_LINE, EvidenceKind, OriginKind, PartKind, is_line_of
from csrmatch.practices.wording import EVIDENCE, ORIGINS
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.wording.projects import GROUPS

__all__ = [
    "Changeable",
    "PracticeText",
    "check_text",
    "find_text_problems",
    "keep_text",
    "plain_columns",
    "read_kept",
    "tell_text",
    "text_of",
]

# How the office is reached is for readers of the page; no old wording keeps it.
_NOT_KEPT = frozenset({"contact_mail", "contact_phone"})
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,60}")
_DECIMALS = 4
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{4,38}")


@dataclass(frozen=True)
class Changeable:
    """A part that may change from place to place, and how."""

    what: str
    how: str = ""


@dataclass(frozen=True)
class PracticeText:
    """All that is said of a practice; only a title is needed. None, and nothing, is not known.

    `places` are pairs of the LGD codes of a state and of a district in it, or None for the whole state;
    `cpse` is the code of the company that runs it. The parts stand in their order.
    """

    title_en: str | None = None
    title_hi: str | None = None
    problem: str = ""
    themes: tuple[str, ...] = ()
    groups: tuple[TargetGroup, ...] = ()
    places: tuple[tuple[int, int | None], ...] = ()
    elsewhere: str = ""
    done: str = ""
    core: tuple[str, ...] = ()
    changeable: tuple[Changeable, ...] = ()
    cost_inr: int | None = None
    unit_cost_inr: int | None = None
    cost_unit: str = ""
    cost_period: str = ""
    cost_note: str = ""
    evidence: EvidenceKind | None = None
    evidence_text: str = ""
    figure_what: str = ""
    figure_before: float | None = None
    figure_after: float | None = None
    figure_source: str = ""
    figure_on: date | None = None
    cpse: str | None = None
    run_by: str = ""
    contact_office: str = ""
    contact_designation: str = ""
    contact_mail: str = ""
    contact_phone: str = ""
    origin: OriginKind = OriginKind.OWN_WORK
    citation: str = ""

    def __post_init__(self) -> None:
        """What has no order of its own stands in one order, so that equal texts are equal."""
        for name, key in (("themes", str), ("groups", str), ("places", _place_key)):
            given = dict.fromkeys(getattr(self, name))
            object.__setattr__(self, name, tuple(sorted(given, key=key)))


def _place_key(place: tuple[int, int | None]) -> tuple[int, int]:
    return place[0], place[1] or 0


# What is kept in rows of its own, or under the number of another record.
_IN_ROWS = frozenset({"themes", "groups", "places", "core", "changeable", "cpse"})


def plain_columns(text: PracticeText) -> dict[str, Any]:
    """The columns of a practice itself that a text fills."""
    return {item.name: getattr(text, item.name) for item in fields(text) if item.name not in _IN_ROWS}


def text_of(practice: Practice) -> PracticeText:
    """The text a practice holds now."""
    of_kind: dict[PartKind, list[Changeable]] = {kind: [] for kind in PartKind}
    for part in practice.parts:
        of_kind[part.kind].append(Changeable(part.what, part.how))
    return PracticeText(
        **{
            item.name: getattr(practice, item.name)
            for item in fields(PracticeText)
            if item.name not in _IN_ROWS
        },
        themes=tuple(row.theme_code for row in practice.themes),
        groups=tuple(row.group for row in practice.groups),
        places=tuple((row.state.lgd, row.district.lgd if row.district else None) for row in practice.places),
        core=tuple(part.what for part in of_kind[PartKind.CORE]),
        changeable=tuple(of_kind[PartKind.CHANGEABLE]),
        cpse=practice.cpse.code if practice.cpse else None,
    )


def keep_text(text: PracticeText) -> dict[str, Any]:
    """A text as an old wording is kept: plain values, without how the office is reached."""
    kept = {name: value for name, value in asdict(text).items() if name not in _NOT_KEPT}
    return {**kept, "figure_on": text.figure_on.isoformat() if text.figure_on else None}


def read_kept(told: Mapping[str, Any]) -> PracticeText:
    """The text of an old wording."""
    values = {name: value for name, value in told.items() if value is not None}
    readers: dict[str, Any] = {
        "themes": tuple,
        "groups": lambda rows: tuple(TargetGroup(code) for code in rows),
        "places": lambda rows: tuple((state, district) for state, district in rows),
        "core": tuple,
        "changeable": lambda rows: tuple(Changeable(**row) for row in rows),
        "evidence": EvidenceKind,
        "figure_on": date.fromisoformat,
        "origin": OriginKind,
    }
    return PracticeText(**{name: readers.get(name, lambda it: it)(value) for name, value in values.items()})


def check_text(text: PracticeText) -> None:
    """Refuses a practice without a title, a source that is not named, or figures from nowhere."""
    for _field, problem in find_text_problems(text):
        raise DomainError(problem)


def find_text_problems(text: PracticeText) -> list[tuple[str, LazyText]]:
    """All for which a text is refused, each with the field it is about."""
    has_figure = text.figure_before is not None or text.figure_after is not None
    unnamed = lazy_("Say what the figures before and after measure, and in which unit.")
    too_fine = lazy_("A figure has at most %(most)s decimals.", most=_DECIMALS)
    problems = [
        (
            "title_en",
            not text.title_en and not text.title_hi,
            lazy_("Enter a title, in English or in Hindi."),
        ),
        (
            "citation",
            text.origin is OriginKind.PUBLISHED and not text.citation,
            lazy_("Name the published source: title, publisher, year."),
        ),
        ("cost_inr", (text.cost_inr or 0) < 0, lazy_("An amount is 0 or more.")),
        ("unit_cost_inr", (text.unit_cost_inr or 0) < 0, lazy_("An amount is 0 or more.")),
        (
            "cost_unit",
            text.unit_cost_inr is not None and not text.cost_unit,
            lazy_("Say for what the cost of one is meant: a child, a centre, a village."),
        ),
        (
            "changeable",
            not all(is_line_of(part.what, part.how) for part in text.changeable),
            lazy_(
                "Name each part that may change, without a colon; both have at most %(most)s letters.",
                most=LONGEST_LINE,
            ),
        ),
        *((name, _is_too_fine(getattr(text, name)), too_fine) for name in ("figure_before", "figure_after")),
        ("figure_what", has_figure and not text.figure_what, unnamed),
        ("figure_source", has_figure and not text.figure_source, lazy_("Name the source of the figures.")),
        ("figure_on", has_figure and text.figure_on is None, lazy_("Enter the day of the later figure.")),
        (
            "contact_mail",
            bool(text.contact_mail) and not _MAIL.fullmatch(text.contact_mail),
            lazy_("Enter a mail address as in name@example.in."),
        ),
        (
            "contact_phone",
            bool(text.contact_phone) and not _PHONE.fullmatch(text.contact_phone),
            lazy_("Enter a telephone number in digits, as in 07856 252 000."),
        ),
        (
            "contact_office",
            bool(text.contact_mail or text.contact_phone) and not text.contact_office,
            lazy_("Name the office that is reached so."),
        ),
    ]
    return [(field, words) for field, applies, words in problems if applies]


def _is_too_fine(figure: float | None) -> bool:
    return figure is not None and round(figure, _DECIMALS) != figure


def tell_text(text: PracticeText, places: Sequence[str]) -> dict[str, object]:
    """A practice's text in words, field by field, for whoever may change it."""
    return {
        _("Title in English"): text.title_en,
        _("Title in Hindi"): text.title_hi,
        _("What problem it answers"): text.problem or None,
        _("Themes"): ", ".join(text.themes) or None,
        _("For whom"): ", ".join(str(GROUPS[group]) for group in text.groups) or None,
        _("Where it worked"): "\n".join([*places, text.elsewhere]).strip() or None,
        _("What was done"): text.done or None,
        _("Must stay"): "\n".join(text.core) or None,
        _("May change"): "\n".join(f"{part.what}: {part.how}" for part in text.changeable) or None,
        _("Cost"): _tell_cost(text),
        _("Evidence"): str(EVIDENCE[text.evidence][0]) if text.evidence else None,
        _("What the evidence says"): text.evidence_text or None,
        _("Figures before and after"): _tell_figures(text),
        _("Run by"): " ".join(filter(None, [text.cpse, text.run_by])) or None,
        _("Contact"): ", ".join(
            filter(
                None,
                [text.contact_office, text.contact_designation, text.contact_mail, text.contact_phone],
            )
        )
        or None,
        _("Where it is known from"): f"{ORIGINS[text.origin]} {text.citation}".strip(),
    }


def _tell_cost(text: PracticeText) -> str | None:
    parts = [
        "" if text.cost_inr is None else format_inr_exact(text.cost_inr),
        "" if text.unit_cost_inr is None else f"{format_inr_exact(text.unit_cost_inr)} / {text.cost_unit}",
        text.cost_period,
        text.cost_note,
    ]
    return "; ".join(filter(None, parts)) or None


def _tell_figures(text: PracticeText) -> str | None:
    if not text.figure_what:
        return None
    before, after = (
        _("not known") if value is None else format_number(value, 2)
        for value in (text.figure_before, text.figure_after)
    )
    return f"{text.figure_what}: {before} → {after} ({text.figure_source}, {format_day(text.figure_on)})"
