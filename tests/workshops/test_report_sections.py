"""The sections of the report that come from the list of people, the room and the feedback form."""

from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.documents.parts import Heading, Part, Picture, Table
from csrmatch.i18n import speaking
from csrmatch.roles import Role
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.models import FeedbackForm, Workshop
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.room import RoomSide, Stance
from csrmatch.workshops.rules.workshops import WorkshopStatus, WorkshopStep
from csrmatch.workshops.services.report import read_record
from csrmatch.workshops.services.workshops import step_workshop
from tests.workshops.factories import make_workshop
from tests.workshops.feedback import answer, end_form, make_form
from tests.workshops.participants import make_held_workshop, make_person, person_of
from tests.workshops.rooms import put_pair, say


def parts_of(workshop_id: int) -> list[Part]:
    return list(compose_report(read_record(db.session.get_one(Workshop, workshop_id))).parts)


def table_under(parts: list[Part], head: str) -> Table:
    at = parts.index(Heading(head))
    return next(part for part in parts[at:] if isinstance(part, Table))


def close(workshop_id: int) -> None:
    workshop, dpe = db.session.get_one(Workshop, workshop_id), person_of(Role.DPE_STAFF)
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.CLOSE)


class TestGroups:
    def test_groups_are_counted_in_a_picture_and_a_table_that_name_nobody(
        self, sqlite_app: Application
    ) -> None:
        def make() -> int:
            workshop = make_workshop()
            for number, group in enumerate(
                (ParticipantGroup.CPSE, ParticipantGroup.CPSE, ParticipantGroup.DPE)
            ):
                make_person(workshop, f"Hidden Person {number}", group=group)
            return workshop.id

        parts = parts_of(run_write(make))
        at = next(i for i, part in enumerate(parts) if part == Heading("Participants by group"))
        picture, table = parts[at + 1 : at + 3]
        assert isinstance(picture, Picture)
        assert isinstance(table, Table)
        assert "CPSE: 2" in picture.alt
        assert [row[:2] for row in table.rows] == [
            ["Department of Public Enterprises", "1"],
            ["CPSE", "2"],
            ["Total", "3"],
        ]
        assert "Hidden" not in str(parts)

    def test_where_nobody_is_on_the_list_there_is_no_such_section(self, sqlite_app: Application) -> None:
        parts = parts_of(run_write(lambda: make_workshop().id))
        assert Heading("Participants by group") not in parts


class TestRoom:
    def test_a_pair_is_told_with_who_agreed_and_who_did_not(self, sqlite_app: Application) -> None:
        def make() -> int:
            workshop = make_workshop()
            pair = put_pair(workshop)
            say(pair, RoomSide.DISTRICT)
            say(pair, RoomSide.CPSE, Stance.NOT_AGREED, note="The board has not met.")
            return workshop.id

        parts = parts_of(run_write(make))
        (row,) = table_under(parts, "Pairs spoken of in the room").rows
        assert row[:3] == ["Dantewada", "NMDC Ltd.", "not agreed"]
        assert "Ravi Kumar, Officer on the day, An office for the district: agreed in the room" in row[3]
        assert "for the CPSE: not agreed (The board has not met.)" in row[3]
        assert len(row[3].splitlines()) == 2
        assert any("A pair is a proposal until both sides" in str(part) for part in parts)

    def test_a_hindi_report_names_both_of_a_pair_in_hindi(self, sqlite_app: Application) -> None:
        number = run_write(lambda: put_pair(make_workshop()).workshop_id)
        with speaking("hi"):
            parts = parts_of(number)
            (row,) = table_under(parts, "कार्यशाला में चर्चित जोड़ियाँ").rows
        assert row[:2] == ["दंतेवाड़ा (दक्षिण बस्तर)", "एनएमडीसी लिमिटेड"]

    def test_where_no_pair_was_spoken_of_there_is_no_such_section(self, sqlite_app: Application) -> None:
        parts = parts_of(run_write(lambda: make_workshop().id))
        assert Heading("Pairs spoken of in the room") not in parts


class TestFeedback:
    def test_answers_are_counted_and_no_remark_is_printed(self, sqlite_app: Application) -> None:
        def make() -> int:
            workshop = make_held_workshop(WorkshopStatus.HELD, in_days=-2)
            form = make_form(workshop)
            for grade in (4, 4, 5):
                answer(form, useful=grade, remarks="A secret remark")
            return workshop.id

        number = run_write(make)
        assert Heading("Feedback") not in parts_of(number), "answers still come"
        run_write(lambda: close(number))
        assert Heading("Feedback") not in parts_of(number), "it may be opened again, and one more answer come"

        def end() -> int:
            end_form(db.session.scalars(select(FeedbackForm)).one())
            return number

        parts = parts_of(run_write(end))
        useful = table_under(parts, "Feedback")
        assert useful.caption == "How useful was the workshop to you?"
        assert [row[1] for row in useful.rows] == ["0", "0", "0", "2", "1", "0"]
        assert "secret" not in str(parts)

    def test_with_fewer_than_three_answers_nothing_is_told(self, sqlite_app: Application) -> None:
        def make() -> int:
            workshop = make_held_workshop(WorkshopStatus.HELD, in_days=-2)
            form = make_form(workshop)
            for _number in range(2):
                answer(form, useful=4)
            end_form(form)
            close(workshop.id)
            return workshop.id

        assert Heading("Feedback") not in parts_of(run_write(make))
