"""A practice as it is read, in the reader's language: the same for its page, an old wording and the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from csrmatch.i18n import _, format_day, format_inr, format_number, name_of
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import name_places
from csrmatch.practices.rules import Gap, find_gaps, is_only_named
from csrmatch.practices.services.texts import Changeable, PracticeText, text_of
from csrmatch.practices.wording import EVIDENCE, GAPS, ORIGINS, TRUST
from csrmatch.reference import read_practices, read_sources
from csrmatch.reference.programme import Practice as Named
from csrmatch.registry.wording.projects import GROUPS

__all__ = ["Story", "known_of", "place_names", "source_says", "tell_old_story", "tell_story"]


@dataclass(frozen=True)
class Story:
    """All that a practice's page says, in words; what is None or empty is not known."""

    title: str
    problem: str
    themes: Sequence[str]
    groups: Sequence[str]
    places: Sequence[str]
    elsewhere: str
    run_by: str
    done: str
    core: Sequence[str]
    changeable: Sequence[Changeable]
    cost: Sequence[tuple[str, str | None]]
    cost_note: str
    evidence: str | None
    evidence_text: str
    figure: Sequence[tuple[str, str | None]]
    contact: str
    origin: str
    citation: str
    source_says: str | None
    address: str | None
    trust: str | None
    gaps: Sequence[Gap]

    @property
    def known(self) -> int:
        """How many of the things that a practice should tell are told."""
        return len(Gap) - len(self.gaps)

    @property
    def of(self) -> int:
        """How many there are."""
        return len(Gap)

    @property
    def missing(self) -> str:
        """What is not known, in words."""
        return ", ".join(str(GAPS[gap]) for gap in self.gaps)

    @property
    def is_only_named(self) -> bool:
        """Whether it is known by its name and little else."""
        return is_only_named(self.gaps)


def tell_story(practice: Practice) -> Story:
    """A practice as it stands, from what was loaded with it."""
    themes = {row.theme_code: name_of(row.theme) for row in practice.themes}
    cpse = name_of(practice.cpse) if practice.cpse else None
    return _tell(practice, text_of(practice), place_names(practice), themes, cpse)


def tell_old_story(practice: Practice, text: PracticeText, themes: Mapping[str, str]) -> Story:
    """An old wording of a practice; a company is told by its code."""
    return _tell(practice, text, name_places(text.places), themes, text.cpse)


def place_names(practice: Practice) -> list[str]:
    """Where a practice worked: states, and districts with their states, by name."""
    return sorted(
        f"{name_of(row.district)}, {name_of(row.state)}" if row.district else name_of(row.state)
        for row in practice.places
    )


def source_says(practice: Practice) -> str | None:
    """What the source of a practice that came with the product tells of it, in own words."""
    row = _named().get(practice.reference_number or 0)
    return name_of(row, "says") if row and row.says_en else None


@cache
def _named() -> dict[int, Named]:
    return {row.number: row for row in read_practices()}


def known_of(text: PracticeText) -> set[Gap]:
    """What a wording tells."""
    told: dict[Gap, object] = {
        Gap.PROBLEM: text.problem,
        Gap.PLACES: text.places or text.elsewhere,
        Gap.GROUPS: text.groups,
        Gap.RUN_BY: text.cpse or text.run_by,
        Gap.DONE: text.done,
        Gap.CORE: text.core,
        Gap.CHANGEABLE: text.changeable,
        Gap.COST: text.cost_inr is not None or text.unit_cost_inr is not None,
        Gap.EVIDENCE: text.evidence,
        Gap.CONTACT: text.contact_office,
    }
    return {gap for gap, value in told.items() if value}


def _tell(
    practice: Practice,
    text: PracticeText,
    places: Sequence[str],
    themes: Mapping[str, str],
    cpse: str | None,
) -> Story:
    source = next((row for row in read_sources() if row.id == practice.source), None)
    return Story(
        title=name_of(text, "title"),
        problem=text.problem,
        themes=[themes.get(code, code) for code in text.themes],
        groups=[str(GROUPS[group]) for group in text.groups],
        places=places,
        elsewhere=text.elsewhere,
        run_by=", ".join(filter(None, [cpse, text.run_by])),
        done=text.done,
        core=text.core,
        changeable=text.changeable,
        cost=_cost(text),
        cost_note=text.cost_note,
        evidence=str(EVIDENCE[text.evidence][0]) if text.evidence else None,
        evidence_text=text.evidence_text,
        figure=_figure(text),
        contact=", ".join(filter(None, [text.contact_designation, text.contact_office])),
        origin=str(ORIGINS[text.origin]),
        citation=text.citation,
        source_says=source_says(practice),
        address=source.address if source else None,
        trust=str(TRUST[practice.trust]) if practice.trust else None,
        gaps=find_gaps(known_of(text)),
    )


def _cost(text: PracticeText) -> list[tuple[str, str | None]]:
    """What is known of the cost, line by line; nothing where neither the whole nor one is known."""
    if text.cost_inr is None and text.unit_cost_inr is None:
        return []
    total = None if text.cost_inr is None else format_inr(text.cost_inr)
    one = (
        None
        if text.unit_cost_inr is None
        else _("%(amount)s for %(unit)s", amount=format_inr(text.unit_cost_inr), unit=text.cost_unit)
    )
    return [(_("In all"), total), (_("For one"), one), (_("Over which time"), text.cost_period or None)]


def _figure(text: PracticeText) -> list[tuple[str, str | None]]:
    if not text.figure_what:
        return []
    return [
        (_("What was measured"), text.figure_what),
        (_("Before"), None if text.figure_before is None else format_number(text.figure_before, 2)),
        (_("After"), None if text.figure_after is None else format_number(text.figure_after, 2)),
        (_("Source"), text.figure_source or None),
        (_("Date"), format_day(text.figure_on) if text.figure_on else None),
    ]
