"""Tells a record of an overlap in words: all of it to those who may read it, its bare facts to others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from csrmatch.i18n import _, format_day, name_of
from csrmatch.places.models import District
from csrmatch.registry.models import Need, Programme, Project
from csrmatch.registry.rules.overlaps import RecordKind
from csrmatch.registry.rules.programmes import ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.rules.years import year_of
from csrmatch.registry.wording.needs import NEED_STATUSES
from csrmatch.registry.wording.overlaps import RECORD_KINDS
from csrmatch.registry.wording.programmes import PROGRAMME_KINDS, PROGRAMME_REACHES
from csrmatch.registry.wording.projects import GROUPS, PROJECT_STATUSES

__all__ = ["Card", "tell_record"]

Record = Need | Project | Programme


@dataclass(frozen=True)
class Card:
    """A record in words; of one that is not open to the reader title, people and number are None."""

    kind: RecordKind
    kind_words: str
    key: int
    is_open: bool
    title: str | None
    code: str | None
    owner: str
    themes: str
    places: str
    groups: str | None
    period: str
    stage: str
    scheme_code: str | None

    @property
    def label(self) -> str:
        """What the record is called in a list."""
        if self.title is not None:
            return self.title
        return _("A project of %(company)s", company=self.owner)


def label_of(record: Record, *, is_open: bool) -> str:
    """What a record is called in a list; of a project that is not open to the reader only whose it is."""
    if not is_open and isinstance(record, Project):
        return _("A project of %(company)s", company=name_of(record.cpse))
    return name_of(record) if isinstance(record, Programme) else name_of(record, "title")


def tell_record(record: Record, *, is_open: bool, districts: Mapping[int, District]) -> Card:
    """A record in words, in the language in force."""
    if isinstance(record, Need):
        return _tell_need(record)
    if isinstance(record, Project):
        return _tell_project(record, is_open, districts)
    return _tell_programme(record, districts)


def _tell_need(need: Need) -> Card:
    return Card(
        kind=RecordKind.NEED,
        kind_words=str(RECORD_KINDS[RecordKind.NEED]),
        key=need.id,
        is_open=True,
        title=name_of(need, "title"),
        code=need.code,
        owner=_("Collector's office of %(district)s", district=name_of(need.district)),
        themes=name_of(need.theme),
        places=name_of(need.district),
        groups=_say_groups([row.group for row in need.groups]),
        period=_("until it is met"),
        stage=str(NEED_STATUSES[need.status][0]),
        scheme_code=need.scheme_code,
    )


def _tell_project(project: Project, is_open: bool, districts: Mapping[int, District]) -> Card:
    places = sorted(name_of(districts[row.district_id]) for row in project.districts)
    return Card(
        kind=RecordKind.PROJECT,
        kind_words=str(RECORD_KINDS[RecordKind.PROJECT]),
        key=project.id,
        is_open=is_open,
        title=name_of(project, "title") if is_open else None,
        code=project.code if is_open else None,
        owner=name_of(project.cpse),
        themes=", ".join(name_of(row.theme) for row in project.themes),
        places=", ".join(places),
        groups=_say_groups([row.group for row in project.groups]) if is_open else None,
        period=_say_years(project.starts_on, project.ends_on),
        stage=str(PROJECT_STATUSES[project.status][0]),
        scheme_code=None,
    )


def _tell_programme(programme: Programme, districts: Mapping[int, District]) -> Card:
    places = sorted(name_of(districts[row.district_id]) for row in programme.districts)
    words = str(PROGRAMME_REACHES[programme.reach])
    if programme.reach is ProgrammeReach.STATE and programme.state is not None:
        words = name_of(programme.state)
    retired = programme.retired_on
    return Card(
        kind=RecordKind.PROGRAMME,
        kind_words=str(PROGRAMME_KINDS[programme.kind]),
        key=programme.id,
        is_open=True,
        title=name_of(programme),
        code=programme.code,
        owner=programme.run_by,
        themes=name_of(programme.theme),
        places=", ".join(places) or words,
        groups=_say_groups([row.group for row in programme.groups]),
        period=_say_years(programme.starts_on, programme.ends_on, is_open_ended=True),
        stage=_("retired on %(day)s", day=format_day(retired)) if retired else _("runs"),
        scheme_code=programme.scheme_code,
    )


def _say_groups(groups: list[TargetGroup]) -> str:
    return ", ".join(str(GROUPS[group]) for group in groups) or _("not known")


def _say_years(starts_on: date | None, ends_on: date | None, *, is_open_ended: bool = False) -> str:
    """The financial years of a period: what is public of a project's dates."""
    first = year_of(starts_on) if starts_on else None
    last = year_of(ends_on) if ends_on else None
    if first and last:
        return first if first == last else _("%(first)s to %(last)s", first=first, last=last)
    if first:
        return _("since %(year)s", year=first) if is_open_ended else _("from %(year)s", year=first)
    if last:
        return _("until %(year)s", year=last)
    return _("no end set") if is_open_ended else _("not known")
