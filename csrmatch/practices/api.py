"""Operations on practices: list, show, write one down, take it to its next state."""

from datetime import date, datetime
from typing import Any

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.indicators.queries import list_themes
from csrmatch.places.queries import list_districts
from csrmatch.practices import queries as reads_of
from csrmatch.practices import services as verbs
from csrmatch.practices.access import can_step_practice
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import EvidenceKind, Gap, OriginKind, PracticeStatus, find_gaps
from csrmatch.practices.services.texts import text_of
from csrmatch.practices.stories import known_of
from csrmatch.registry.api.asked import PlacedAsked
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, answer_page, answer_record, cut_page, expected_version
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import (
    Asked,
    Conditions,
    Money,
    NewConditions,
    Sent,
    SentMoney,
    Told,
    WholeNumber,
    line,
    lines,
)

__all__: list[str] = []

_PRACTICE = "/practices/<int(max=2147483647):practice_id>"
_ORDERS = {"id": Order(Practice.id), "changed_at": Order(Practice.changed_at, "moment")}
_PLAIN = (
    "title_en",
    "title_hi",
    "problem",
    "done",
    "elsewhere",
    "cost_inr",
    "unit_cost_inr",
    "cost_unit",
    "cost_period",
    "cost_note",
    "evidence",
    "evidence_text",
    "figure_what",
    "figure_before",
    "figure_after",
    "figure_source",
    "figure_on",
    "run_by",
    "contact_office",
    "contact_designation",
    "origin",
    "citation",
)


class PracticePath(Asked):
    """Which practice."""

    practice_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class PracticesAsked(PlacedAsked):
    """Which practices, in which order."""

    cpse: str | None = Field(None, max_length=40, description="The code of the company that runs it.")
    evidence: EvidenceKind | None = None
    origin: OriginKind | None = None
    status: PracticeStatus | None = None


class ChangeablePart(Told):
    """A part that may change from place to place, and how."""

    what: str
    how: str


class PracticeTold(Told):
    """A practice; `not_known` names what nobody has told of it yet. An empty text is not known either."""

    id: int
    code: str
    version: int
    status: PracticeStatus
    title_en: str | None
    title_hi: str | None
    problem: str
    themes: list[str]
    target_groups: list[TargetGroup]
    states: list[int] = Field(description="LGD codes of states in the whole of which it worked.")
    districts: list[int] = Field(description="LGD codes of districts in which it worked.")
    elsewhere: str
    done: str
    core: list[str]
    changeable: list[ChangeablePart]
    cost_inr: Money
    unit_cost_inr: Money
    cost_unit: str
    cost_period: str
    cost_note: str
    evidence: EvidenceKind | None
    evidence_text: str
    figure_what: str
    figure_before: float | None
    figure_after: float | None
    figure_source: str
    figure_on: date | None
    cpse: str | None
    run_by: str
    contact_office: str
    contact_designation: str
    origin: OriginKind
    citation: str
    source: str | None
    not_known: list[Gap]
    created_at: datetime
    changed_at: datetime


class PracticesTold(Told):
    """A page of practices."""

    items: list[PracticeTold]
    next: str | None


class ChangeableSent(Sent):
    """A part that may change from place to place, and how; the part has no colon, both fit 300 letters."""

    what: line(300) = Field(min_length=1)  # type: ignore[valid-type]
    how: line(300) = None  # type: ignore[valid-type]


class PracticeSent(Sent):
    """What is known of a practice; a title in one language is enough, and what is left out is not known."""

    title_en: line(200) = None  # type: ignore[valid-type]
    title_hi: line(200) = None  # type: ignore[valid-type]
    problem: lines(4_000) = None  # type: ignore[valid-type]
    done: lines(4_000) = None  # type: ignore[valid-type]
    themes: list[str] = Field([], max_length=6)
    target_groups: list[TargetGroup] = Field([], max_length=10)
    states: list[WholeNumber] = Field([], max_length=40)
    districts: list[WholeNumber] = Field([], max_length=120)
    elsewhere: line(300) = None  # type: ignore[valid-type]
    core: list[line(300)] = Field([], max_length=20)  # type: ignore[valid-type]
    changeable: list[ChangeableSent] = Field([], max_length=20)
    cost_inr: SentMoney = None
    unit_cost_inr: SentMoney = None
    cost_unit: line(80) = None  # type: ignore[valid-type]
    cost_period: line(80) = None  # type: ignore[valid-type]
    cost_note: lines(4_000) = None  # type: ignore[valid-type]
    evidence: EvidenceKind | None = None
    evidence_text: lines(4_000) = None  # type: ignore[valid-type]
    figure_what: line(200) = None  # type: ignore[valid-type]
    figure_before: float | None = Field(None, gt=-(10**12), lt=10**12, description="At most 4 decimals.")
    figure_after: float | None = Field(None, gt=-(10**12), lt=10**12, description="At most 4 decimals.")
    figure_source: line(200) = None  # type: ignore[valid-type]
    figure_on: date | None = None
    cpse: line(40) = None  # type: ignore[valid-type]
    run_by: line(200) = None  # type: ignore[valid-type]
    contact_office: line(200) = None  # type: ignore[valid-type]
    contact_designation: line(120) = None  # type: ignore[valid-type]
    origin: OriginKind = OriginKind.OWN_WORK
    citation: line(400) = None  # type: ignore[valid-type]


class PracticeStepSent(Sent):
    """The next state of a practice, and why."""

    status: PracticeStatus
    reason: line(500) = Field(  # type: ignore[valid-type]
        None, description="Needed where a practice is sent back, retired or brought back."
    )


def _told(row: Practice) -> PracticeTold:
    text = text_of(row)
    return PracticeTold(
        **{name: getattr(row, name) for name in _PLAIN},
        id=row.id,
        code=row.code,
        version=row.version,
        status=row.status,
        themes=list(text.themes),
        target_groups=list(text.groups),
        states=[state for state, lgd in text.places if lgd is None],
        districts=[lgd for _state, lgd in text.places if lgd is not None],
        core=list(text.core),
        changeable=[ChangeablePart(what=part.what, how=part.how) for part in text.changeable],
        cpse=text.cpse,
        source=row.source,
        not_known=find_gaps(known_of(text)),
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


@api.get("/practices", **reads(lazy_("Practices that the office may see"), PracticesTold))
@allow_token(Permission.VIEW_PRACTICES)
def list_practices(query: PracticesAsked) -> Response:
    """The library, and what the office wrote, filtered and sorted."""
    search = reads_of.PracticeSearch(
        **query.narrowing(),
        cpse=query.cpse,
        evidence=query.evidence,
        origin=query.origin,
        status=query.status,
    )
    found = reads_of.search_practices(current_user, search)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Practice.id)
    return answer_page(PracticesTold(items=[_told(row) for row in rows], next=cursor), cursor)


@api.get(_PRACTICE, **reads(lazy_("One practice"), PracticeTold))
@allow_token(Permission.VIEW_PRACTICES)
def show_practice(path: PracticePath) -> Response:
    """All that is said of a practice, and what is not known."""
    return _answer(reads_of.get_practice(current_user, path.practice_id))


def _answer(row: Practice, *, status: int = 200) -> Response:
    location = url_for("api.show_practice", practice_id=row.id) if status == 201 else None
    return answer_record(_told(row), version=row.version, status=status, location=location)


@api.post("/practices", **writes(lazy_("Write a practice down"), PracticeTold, makes=True))
@allow_token(Permission.EDIT_PRACTICES)
def create_practice(body: PracticeSent, header: NewConditions) -> Response:
    """Makes a draft of the token's office; how the office is reached is typed on the page only."""
    practice = verbs.add_practice(by=signed_in_person(), text=_text(body))
    return _answer(practice, status=201)


def _text(body: PracticeSent) -> verbs.PracticeText:
    """What was sent, its codes checked."""
    if set(body.themes) - {theme.code for theme in list_themes()}:
        raise DomainError(lazy_("The theme is one of the codes of the list of themes."))
    states = {row.lgd: row.state.lgd for row in list_districts()} if body.districts else {}
    if set(body.districts) - states.keys():
        raise DomainError(lazy_("The district is one of the codes of the list of districts."))
    plain: dict[str, Any] = {}
    for name in _PLAIN:
        value = getattr(body, name)
        # A text that is not sent is an empty one, a figure or code that is not sent is none.
        plain[name] = "" if value is None and name in _TEXTS else value
    return verbs.PracticeText(
        **plain,
        themes=tuple(body.themes),
        groups=tuple(body.target_groups),
        places=(
            *((lgd, None) for lgd in body.states),
            *((states[lgd], lgd) for lgd in body.districts),
        ),
        core=tuple(part for part in body.core if part),
        changeable=tuple(
            verbs.Changeable(part.what or "", part.how or "")
            for part in body.changeable
            if part.what or part.how
        ),
        cpse=body.cpse,
    )


_NOT_TEXTS = {"title_en", "title_hi", "evidence", "origin", "figure_before", "figure_after", "figure_on"}
_TEXTS = set(_PLAIN) - _NOT_TEXTS - {"cost_inr", "unit_cost_inr"}


@api.put(_PRACTICE + "/status", **writes(lazy_("Take a practice to its next state"), PracticeTold))
@allow_token(Permission.EDIT_PRACTICES)
def step_practice(path: PracticePath, body: PracticeStepSent, header: Conditions) -> Response:
    """Offers a practice to the library, decides on an offer or retires one, as the pages do."""
    practice = reads_of.get_practice(current_user, path.practice_id, for_change=True)
    if not can_step_practice(current_user, practice):
        raise NotAllowed
    verbs.step_practice(
        practice=practice,
        by=signed_in_person(),
        version=expected_version(header),
        status=body.status,
        reason=body.reason or "",
    )
    return _answer(practice)
