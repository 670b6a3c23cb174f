"""What the report is written from: read at once, and told apart by one sum from every other state of it."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import inspect

from csrmatch.app import Application
from csrmatch.db import Model, db, run_write
from csrmatch.documents.report import Report
from csrmatch.i18n import LANGUAGES, lazy_, speaking
from csrmatch.jobs.running import run_job
from csrmatch.roles import Role
from csrmatch.workshops.documents import sections
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.documents.digest import digest_record
from csrmatch.workshops.documents.sections import ReportRecord, Section
from csrmatch.workshops.models import Speaker, Takeaway, Talk, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.queries.participants import GroupCount
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.rules.room import RoomSide, Stance
from csrmatch.workshops.rules.takeaways import TakeawayKind
from csrmatch.workshops.rules.workshops import WorkshopStatus, WorkshopStep
from csrmatch.workshops.services.agenda import SpeakerText, TalkText, change_talk
from csrmatch.workshops.services.report import ReportText, change_report, make_report_soon, read_record
from csrmatch.workshops.services.workshops import step_workshop
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.feedback import answer, end_form, make_form
from tests.workshops.participants import make_person
from tests.workshops.rooms import put_pair, say
from tests.workshops.takeaways import find_talk, make_takeaway


def load(number: int) -> Workshop:
    return db.session.get_one(Workshop, number)


def make_full(pairs: int = 1) -> int:
    """A workshop with something for every section: so many pairs, people, notes and answers."""
    workshop, dpe = make_workshop(status=WorkshopStatus.HELD), find_person(Role.DPE_STAFF)
    for lgd, code in [(376, "NMDC"), (636, "SECL"), (637, "SAIL"), (383, "NTPC")][:pairs]:
        pair = put_pair(workshop, lgd, code)
        say(pair, RoomSide.DISTRICT)
        say(pair, RoomSide.CPSE, Stance.NOT_AGREED, note="The board has not met.")
        about = {"district": str(lgd), "organisation": f"cpse:{code}", "item": f"t{find_talk(workshop).id}"}
        make_takeaway(workshop, dpe, f"Two vans, {code}", kind="request", asked_of="NMDC", **about)
        make_takeaway(
            workshop,
            dpe,
            f"दो गाड़ियाँ, {code}",
            kind="commitment",
            by_whom="Ms. B",
            due_on=date(2027, 3, 31),
            speaker_name="Ravi Kumar",
            organisation="District office",
        )
        make_person(workshop, f"Person {code}", email=None, group=ParticipantGroup.DPE)
    form = make_form(workshop)
    for grade in (4, 4, *([5] * pairs)):
        answer(form, useful=grade, objective="yes")
    end_form(form)
    text = ReportText(
        foreword_en="Before all.", foreword_hi="सबसे पहले।", thanks_en="Thanks.", thanks_hi="आभार।"
    )
    change_report(workshop=workshop, by=dpe, version=None, text=text)
    step_workshop(workshop=workshop, by=dpe, version=None, step=WorkshopStep.CLOSE)
    return workshop.id


def compose(record: ReportRecord) -> dict[str, Report]:
    composed = {}
    for language in LANGUAGES:
        with speaking(language):
            composed[language] = compose_report(record)
    return composed


class TestReading:
    def test_composing_reads_nothing_that_was_not_read_before(self, sqlite_app: Application) -> None:
        number = run_write(make_full)
        with db.session.no_autoflush, counted_statements(sqlite_app.test_client()) as statements:
            record = read_record(load(number))
            read = len(statements)
            assert len(compose(record)["en"].parts) > 20
            digest_record(record)
            assert statements[read:] == []


def things_in(value: object, seen: set[int]) -> Iterator[Any]:
    """Every record and every plain value of several fields that a record holds, each once."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, list | tuple):
        for held in value:
            yield from things_in(held, seen)
    elif isinstance(value, Model) or (is_dataclass(value) and not isinstance(value, type)):
        yield value
        names = inspect(value).dict if isinstance(value, Model) else [item.name for item in fields(value)]
        for name in list(names):
            yield from things_in(getattr(value, name), seen)


def other(value: object) -> object:
    """Another value of the same type; None where there is none to think of."""
    match value:
        case bool():
            return not value
        case Enum():
            return next((one for one in type(value) if one is not value), None)
        case str():
            return f"{value} otherwise"
        case int() | float():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case time():
            return value.replace(minute=59)
    return None


def change_all(record: ReportRecord) -> Iterator[tuple[str, str]]:
    """Changes one value of the record after the other, each put back before the next; gives where it was."""
    for thing in things_in(record, set()):
        held = inspect(thing).dict if isinstance(thing, Model) else vars(thing)
        for name, value in list(held.items()):
            if (changed := other(value)) is not None:
                held[name] = changed
                yield type(thing).__name__, name
                held[name] = value


class TestDigest:
    def test_whatever_a_section_tells_is_in_the_sum_and_nothing_that_none_tells(
        self, sqlite_app: Application
    ) -> None:
        number = run_write(make_full)
        record = read_record(load(number))
        first, whole = compose(record), digest_record(record)
        told, summed = set(), set()
        for place in change_all(record):
            summed |= {place} if digest_record(record) != whole else set()
            try:
                told |= {place} if compose(record) != first else set()
            except (KeyError, ValueError):
                # Such a value cannot be: a grade beyond the scale, an answer that no question has.
                continue
        assert told - summed == set()
        assert len(told) > 50, sorted(told)
        assert {kind for kind, _name in told} >= {
            *("Workshop", "WorkshopDay", "WorkshopSession", "Talk", "Speaker", "Takeaway", "Organisation"),
            *("WorkshopReport", "GroupCount", "OutcomeOfPair", "OutcomeVoice", "OptionCount", "Theme"),
        }
        # The numbers of a workshop and of its rows, who wrote it down and when.
        kept = {"version", "changed_at", "changed_by_id", "taken_at", "recorded_at", "position", "pair_id"}
        assert {name for _kind, name in summed} & kept == set()
        assert {kind for kind, name in summed if name == "id"} == {"Workshop"}

    def test_it_is_the_same_in_every_process_language_and_database(self, app: Application) -> None:
        def make() -> str:
            workshop = make_workshop(status=WorkshopStatus.HELD)
            return digest_record(read_record(workshop))

        written = run_write(make)
        db.session.expire_all()
        read = digest_record(read_record(load(1)))
        assert read == written
        with speaking("hi"):
            assert digest_record(read_record(load(1))) == written

    def test_a_record_keeps_its_sum_from_one_version_to_the_next(self) -> None:
        talk = Talk(topic_hi="पोषण", speakers=[Speaker(name_en="Dr. A")])
        session = WorkshopSession(
            kind=SessionKind.EXPERTS, title_en="Experts", starts_at=time(10), talks=[talk]
        )
        day = WorkshopDay(number=1, held_on=date(2026, 2, 9), sessions=[session])
        workshop = Workshop(id=7, title_en="Fifth", year=2026, is_about=False, status=WorkshopStatus.HELD)
        note = Takeaway(kind=TakeawayKind.REQUEST, text="Two vans", talk=talk, due_on=date(2026, 3, 1))
        record = ReportRecord(workshop, [day], None, [note], [GroupCount(ParticipantGroup.DPE, 3, 2, 1)])
        # Issues that were made bear such sums. Where another one is due, all of them say "has changed".
        assert digest_record(record) == "53b9d7911f8168f84c612ca3471d70444396969dda79d243b293dda8ac8f2f43"


def issue(number: int) -> None:
    """Makes an issue of the report."""

    def ask() -> int:
        workshop, dpe = load(number), find_person(Role.DPE_STAFF)
        made = make_report_soon(
            workshop=workshop, by=dpe, languages=["en"], formats=[ReportFormat.WORD], is_draft=True
        )
        return made.id

    assert run_job(run_write(ask))


def reword_talk(workshop: Workshop) -> None:
    talk = find_talk(workshop)
    text = TalkText(topic_en=talk.topic_en, said_en="Every third.", speakers=(SpeakerText(name_en="A"),))
    change_talk(workshop=workshop, talk=talk, by=find_person(Role.DPE_STAFF), version=None, text=text)


def write_foreword(workshop: Workshop) -> None:
    text = ReportText(foreword_hi="सबसे पहले।")
    change_report(workshop=workshop, by=find_person(Role.DPE_STAFF), version=None, text=text)


def speak_of_a_pair(workshop: Workshop) -> None:
    say(put_pair(workshop), RoomSide.DISTRICT)


CHANGES: dict[str, Callable[[Workshop], object]] = {
    "a talk": reword_talk,
    "a participant": lambda workshop: make_person(workshop, "Somebody", email=None),
    "a note": lambda workshop: make_takeaway(workshop, find_person(Role.DPE_STAFF)),
    "a pair": speak_of_a_pair,
    "the foreword": write_foreword,
}


class TestPage:
    TOLD = "The record has changed since issue 1"

    @pytest.mark.parametrize("change", CHANGES)
    def test_a_change_of_each_part_is_told_and_none_where_nothing_changed(
        self, sqlite_app: Application, change: str
    ) -> None:
        number = run_write(lambda: make_workshop(status=WorkshopStatus.HELD).id)
        issue(number)
        page, address = sign_in(sqlite_app, "dpe_staff@example.test"), f"/workshops/{number}/report"
        for language in ("en", "hi"):
            page.set_cookie("language", language)
            # That the record is open is told; nothing else is.
            assert page.get(address).text.count("flash-warn") == 1
        page.set_cookie("language", "en")

        def do() -> int:
            CHANGES[change](load(number))
            return 0

        run_write(do)
        assert self.TOLD in page.get(address).text

    def test_what_is_left_out_of_the_report_changes_nothing_of_it(self, sqlite_app: Application) -> None:
        def make() -> int:
            workshop = make_workshop(status=WorkshopStatus.HELD)
            text = ReportText(left_out=("groups", "room", "takeaways"))
            change_report(workshop=workshop, by=find_person(Role.DPE_STAFF), version=None, text=text)
            return workshop.id

        number = run_write(make)
        first = digest_record(read_record(load(number)))

        def change() -> int:
            for name in ("a participant", "a note", "a pair"):
                CHANGES[name](load(number))
            return 0

        run_write(change)
        assert digest_record(read_record(load(number))) == first

    def test_it_takes_as_many_statements_however_long_the_record_is(self, sqlite_app: Application) -> None:
        page, counts = sign_in(sqlite_app, "dpe_staff@example.test"), []
        made = [run_write(lambda: make_workshop(status=WorkshopStatus.HELD).id)]
        made += [run_write(lambda pairs=pairs: make_full(pairs)) for pairs in (1, 4)]
        for number in made:
            issue(number)
            with counted_statements(page) as statements:
                assert "Issue 1" in page.get(f"/workshops/{number}/report").text
            counts.append(len(statements))
        # Where answers are told four read them: the questions, how many, what, the sessions.
        assert counts == [12, 16, 16]

    def test_it_writes_no_section(self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
        number = run_write(make_full)
        issue(number)

        def fail(_record: ReportRecord) -> None:
            raise AssertionError

        page, address = sign_in(sqlite_app, "dpe_staff@example.test"), f"/workshops/{number}/report"
        monkeypatch.setitem(sections._sections, "loud", Section("loud", lazy_("Report"), 1, fail))
        assert page.get(address).status_code == 200
        with pytest.raises(AssertionError):
            page.get(f"{address}/preview")
