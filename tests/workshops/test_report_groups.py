"""The section of the report that counts who took part: by group, and by nobody's name."""

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.documents.parts import Heading, Picture, Table
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.services.report import read_record
from tests.workshops.factories import make_workshop
from tests.workshops.people import make_person


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

        parts = compose_report(read_record(db.session.get_one(Workshop, run_write(make)))).parts
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
        made = run_write(lambda: make_workshop().id)
        parts = compose_report(read_record(db.session.get_one(Workshop, made))).parts
        assert Heading("Participants by group") not in parts
