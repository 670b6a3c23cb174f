"""The list of the data check: every office with what it lacks, who supplies it, and when it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from csrmatch.accounts.models import User
from csrmatch.db import now
from csrmatch.i18n import _, current_language, format_day, format_ist, lazy_, name_of
from csrmatch.mapping.checking import CpseCheck, OfficeCheck, check_data, check_offices
from csrmatch.mapping.forms.data import DataFilter
from csrmatch.mapping.models import Exercise, FactRequest
from csrmatch.mapping.queries.facts import (
    Contact,
    list_contacts,
    list_fact_requests,
    list_records,
    requests_by_office,
)
from csrmatch.mapping.queries.inputs import Gathered
from csrmatch.mapping.rules.facts import ASKED_AGAIN_AFTER, Fact, facts_to_ask
from csrmatch.mapping.tables import CpseRow, DistrictRow
from csrmatch.mapping.wording import data as words
from csrmatch.mapping.wording.codes import name_of_state
from csrmatch.registry.queries.answers import list_ministries
from csrmatch.registry.wording.answers import quarter_words
from csrmatch.web.forms import all_or
from csrmatch.web.held import HeldColumn, hold_table
from csrmatch.web.tables import Table, asks_for_file

__all__ = ["Line", "lay_table", "list_lines", "narrow", "read_filters"]


@dataclass(frozen=True)
class Line:
    """One office of the check with who can supply its facts and what it was asked for, the newest first.

    `place` is the state of a district or the ministry of a CPSE, in the language in force.
    """

    office: OfficeCheck
    place: str | None
    contact: Contact | None
    requests: Sequence[FactRequest]

    @property
    def officers(self) -> tuple[User, ...]:
        """The people of the office who can supply its facts."""
        return self.contact.officers if self.contact else ()

    @property
    def last(self) -> FactRequest | None:
        """What it was asked for last."""
        return self.requests[0] if self.requests else None

    def to_ask(self) -> tuple[Fact, ...]:
        """What it lacks and was not asked for in the last days."""
        moment = now()
        lately = [
            fact for row in self.requests if moment - row.asked_at < ASKED_AGAIN_AFTER for fact in row.facts
        ]
        return facts_to_ask(self.office.facts, lately)


def list_lines(exercise: Exercise, gathered: Gathered, day: date) -> list[Line]:
    """Every office of an exercise as the check finds it."""
    held = list_records(
        district_ids=gathered.district_ids,
        cpse_ids=gathered.cpse_ids,
        needs=gathered.needs,
        projects=gathered.projects,
        day=day,
    )
    check = check_data(gathered)
    offices = check_offices(check, held.districts, held.cpses, year=exercise.financial_year, day=day)
    numbers = [row.record.organisation_id for row in offices if row.record.organisation_id is not None]
    contacts = list_contacts(numbers)
    asked = requests_by_office(list_fact_requests(exercise))
    ministries = _ministries()
    return [
        Line(
            office,
            _place(office, ministries),
            contacts.get(office.record.organisation_id or 0),
            asked.get(f"{'cpse' if office.is_cpse else 'district'} {office.record.number}", ()),
        )
        for office in offices
    ]


def _ministries() -> dict[str, str]:
    """The names of the ministries in the language in force, by their English ones."""
    in_hindi = current_language() == "hi"
    return {english: hindi if in_hindi and hindi else english for english, hindi in list_ministries()}


def _place(office: OfficeCheck, ministries: Mapping[str, str]) -> str | None:
    state, ministry = _state(office), _ministry(office)
    return name_of_state(state) if state else ministries.get(ministry or "", ministry)


def read_filters(lines: Sequence[Line]) -> DataFilter:
    """The filter of the list, with the states and ministries that take part."""
    filters = DataFilter(request.args)
    states = {(line.place or "", code) for line in lines if (code := _state(line.office))}
    ministries = {(line.place or "", code) for line in lines if (code := _ministry(line.office))}
    filters.state.choices = all_or(((code, name) for name, code in sorted(states)), _("All states"))
    filters.ministry.choices = all_or(
        ((code, name) for name, code in sorted(ministries)), _("All ministries")
    )
    return filters


def narrow(lines: Sequence[Line], filters: DataFilter) -> list[Line]:
    """The offices that are asked for; a value that means nothing narrows nothing."""
    wanted = filters.data if filters.validate() else {}
    text = (wanted.get("q") or "").casefold()
    return [
        line
        for line in lines
        if text in f"{line.office.code} {' '.join(_names(line.office))}".casefold()
        and wanted.get("office") in {None, "", line.office.key.partition("-")[0]}
        and _has_fact(line.office, wanted.get("fact"))
        and wanted.get("state") in {None, "", _state(line.office)}
        and wanted.get("ministry") in {None, "", _ministry(line.office)}
    ]


def _names(office: OfficeCheck) -> list[str]:
    row = office.row
    return [row.name_en, row.name_hi or ""]


def _has_fact(office: OfficeCheck, code: str | None) -> bool:
    return not code or (bool(office.facts) if code == "any" else code in office.facts)


def _state(office: OfficeCheck) -> str | None:
    row = office.row
    return row.state if isinstance(row, DistrictRow) else None


def _ministry(office: OfficeCheck) -> str | None:
    row = office.row
    return row.ministry if isinstance(row, CpseRow) else None


def lay_table(lines: Sequence[Line], filters: DataFilter) -> Table[Line]:
    """The list: those that lack most first, among them by name; a file has more columns than the page."""
    lines = sorted(lines, key=lambda line: (line.office.is_cpse, name_of(line.office.row).casefold()))
    columns = _FILE_COLUMNS if asks_for_file() else _COLUMNS
    return hold_table(lines, columns, default_sort="facts", filters=filters, greatest_first=True)


def _facts_told(line: Line) -> str:
    return "; ".join(words.tell_fact(fact, line.office) for fact in line.office.facts)


def _asked_told(line: Line) -> str | None:
    return format_ist(line.last.asked_at) if line.last else None


def _days(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


_NAME: HeldColumn[Line] = HeldColumn(
    "name",
    lazy_("Office"),
    lambda line: name_of(line.office.row),
    by=lambda line: name_of(line.office.row).casefold(),
)
_FACTS: HeldColumn[Line] = HeldColumn(
    "facts", lazy_("Missing or old"), _facts_told, by=lambda line: len(line.office.facts)
)
_SIGN: HeldColumn[Line] = HeldColumn(
    "sign",
    lazy_("Last sign of the office"),
    lambda line: format_day(line.office.record.last_sign_on) if line.office.record.last_sign_on else None,
    by=lambda line: _days(line.office.record.last_sign_on),
)
_ASKED: HeldColumn[Line] = HeldColumn(
    "asked", lazy_("Last asked"), _asked_told, by=lambda line: line.last.asked_at if line.last else None
)
_COLUMNS: tuple[HeldColumn[Line], ...] = (
    _NAME,
    HeldColumn("known", lazy_("What is known"), lambda line: None),
    _FACTS,
    _SIGN,
    HeldColumn(
        "officers",
        lazy_("Who supplies it"),
        lambda line: len(line.officers),
        by=lambda line: len(line.officers),
    ),
    _ASKED,
)


def _of_cpse(line: Line) -> CpseCheck | None:
    return line.office.check if isinstance(line.office.check, CpseCheck) else None


_FILE_COLUMNS: tuple[HeldColumn[Line], ...] = (
    _NAME,
    HeldColumn("code", lazy_("Code"), lambda line: line.office.code),
    HeldColumn(
        "kind", lazy_("Kind of office"), lambda line: _("CPSE") if line.office.is_cpse else _("District")
    ),
    HeldColumn("place", lazy_("State or ministry"), lambda line: line.place),
    _FACTS,
    HeldColumn(
        "free",
        lazy_("Free money in rupees"),
        lambda line: check.row.free_inr if (check := _of_cpse(line)) else None,
        numeric=True,
    ),
    HeldColumn(
        "origin",
        lazy_("From where"),
        lambda line: words.tell_money(check.money) if (check := _of_cpse(line)) else None,
    ),
    HeldColumn("places", lazy_("Places known"), lambda line: _count(line, "places"), numeric=True),
    HeldColumn("filings", lazy_("Filings"), lambda line: _count(line, "filings"), numeric=True),
    HeldColumn("doubtful", lazy_("of them doubtful"), lambda line: _count(line, "doubtful"), numeric=True),
    HeldColumn("latest", lazy_("Latest year filed"), lambda line: _count(line, "latest_year")),
    HeldColumn("projects", lazy_("Projects begun"), lambda line: _count(line, "projects"), numeric=True),
    HeldColumn("needs", lazy_("Needs verified"), lambda line: _count(line, "counted"), numeric=True),
    HeldColumn("drafts", lazy_("Needs that are drafts"), lambda line: _count(line, "drafts"), numeric=True),
    HeldColumn("ask", lazy_("Asked in rupees"), lambda line: _count(line, "ask_inr"), numeric=True),
    HeldColumn("figures", lazy_("Figures known"), lambda line: _count(line, "known"), numeric=True),
    HeldColumn(
        "withheld", lazy_("withheld: too few cases"), lambda line: _count(line, "withheld"), numeric=True
    ),
    _SIGN,
    HeldColumn(
        "answered",
        lazy_("Last quarter answered for"),
        lambda line: quarter_words(answered) if (answered := line.office.record.answered) else None,
    ),
    HeldColumn("officers", lazy_("Officers"), lambda line: len(line.officers), numeric=True),
    _ASKED,
)


def _count(line: Line, name: str) -> object:
    """A figure that only CPSEs, or only districts, have; None for the others."""
    return getattr(line.office.check, name, getattr(line.office.record, name, None))
