"""The kinds of records that notes become: each told by its own steps, and only to whom it may be told."""

from collections.abc import Callable
from datetime import date

import pytest

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.practices.models import Practice
from csrmatch.registry.models import OverlapCase, SupportRequest
from csrmatch.registry.rules.overlaps import Verdict
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.registry.services.overlaps import answer_overlap
from csrmatch.registry.services.support import close_support
from csrmatch.roles import Role
from csrmatch.workshops.queries.outcomes import Outcome, follow_workshop, list_outcomes
from csrmatch.workshops.rules.outcomes import Horizon
from tests.practices.practices import make_practice, take_to_library
from tests.registry.overlaps import find_case, make_overlapping_need, make_programme
from tests.registry.support import make_support, speaker_of
from tests.workshops.factories import find_person
from tests.workshops.outcomes import LAST, TODAY, link, make_followed_workshop, make_need, make_note, turn_to

# After three months and before six.
LATER = date(2026, 7, 1)


@pytest.fixture
def number(app: Application) -> int:
    return make_followed_workshop()


def told(number: int, role: Role = Role.DPE_STAFF) -> Outcome:
    viewer = find_person(role)
    with turn_to(TODAY):
        return list_outcomes(viewer, [follow_workshop(viewer, number)])[0]


def states(outcome: Outcome) -> list[tuple[str, str]]:
    """The stage and the record's own state at each horizon."""
    return [(outcome.points[each].stage.value, outcome.points[each].code) for each in Horizon]


def make(number: int, kind: str, text: str, record: str, act: Callable[[], int]) -> int:
    """A note of that kind and the record it became; gives the record's number."""
    note = make_note(number, text, kind)

    def tie() -> int:
        found = act()
        link(note, record, found)
        return found

    with turn_to(LAST):
        return run_write(tie)


def make_case() -> int:
    need, programme = make_overlapping_need(), make_programme()
    case = find_case(need, programme)
    assert case is not None
    return case.id


def test_a_request_for_support_is_open_until_the_day_it_was_closed(number: int) -> None:
    asked = make(number, "request", "ALIMCO asks for support", "support", lambda: make_support().id)

    def close() -> None:
        request = db.session.get_one(SupportRequest, asked)
        by = speaker_of("NMDC")
        close_support(
            request=request, by=by, version=request.version, status=SupportStatus.MET, reason="Given."
        )

    assert states(told(number))[-1] == ("under_way", "open")
    with turn_to(LATER):
        run_write(close)
    outcome = told(number, Role.AGENCY)
    assert states(outcome) == [("under_way", "open"), ("done", "met"), ("not_due", ""), ("done", "met")]
    assert outcome.records[0].code == f"S-{asked:04d}"


def test_a_practice_is_told_to_others_once_it_is_in_the_library(number: int) -> None:
    made = make(number, "practice", "Poultry for hostels", "practice", lambda: make_practice().id)
    assert states(told(number, Role.AGENCY))[0] == ("hidden", "")
    assert told(number, Role.AGENCY).hidden == 1
    with turn_to(LATER):
        run_write(lambda: take_to_library(db.session.get_one(Practice, made)).id)
    assert states(told(number, Role.AGENCY))[:2] == [("under_way", "draft"), ("done", "library")]


def test_an_overlap_is_done_once_its_offices_said_what_it_is(number: int) -> None:
    tied = make(number, "request", "Toilets are built twice", "overlap", make_case)

    def say() -> None:
        case = db.session.get_one(OverlapCase, tied)
        answer_overlap(
            case=case,
            by=find_person(Role.DPE_STAFF),
            version=case.version,
            verdict=Verdict.JOINED,
            reason="One goes on for both.",
        )

    with turn_to(LATER):
        run_write(say)
    outcome = told(number)
    assert states(outcome)[:2] == [("under_way", "open"), ("done", "answered")]
    assert (outcome.records[0].code, outcome.records[0].title_en) == (f"V-{tied:04d}", None)
    assert told(number, Role.AGENCY).hidden == 1


def test_a_draft_of_a_need_is_told_to_its_district_and_to_no_company(number: int) -> None:
    make_need(make_note(number, "A clinic", "request"), {})
    assert told(number, Role.DISTRICT_OFFICER).hidden == 0
    assert (told(number, Role.CPSE_OFFICER).hidden, told(number, Role.CPSE_OFFICER).records) == (1, [])
