"""Who spoke at earlier workshops: offered once, and found in either script where they are many."""

import pytest
from bs4 import BeautifulSoup

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Speaker, Workshop, WorkshopSession
from csrmatch.workshops.queries import agenda as reads
from csrmatch.workshops.queries.agenda import list_earlier_speakers
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.workshops.factories import find_person, make_workshop


@pytest.fixture
def workshop(app: Application) -> int:
    """The number of a workshop with three speakers."""
    return run_write(lambda: make_workshop().id)


def told(found: list[Speaker], is_cut: bool) -> tuple[list[str], bool]:
    return [str(row.name_en or row.name_hi) for row in found], is_cut


def look(text: str = "") -> tuple[list[str], bool]:
    return told(*list_earlier_speakers(find_person(Role.DPE_STAFF), text))


class TestEarlierSpeakers:
    def test_are_offered_once_in_whatever_script(self, workshop: int) -> None:
        run_write(lambda: make_workshop("Another").id)
        assert look() == (["Asha Verma", "Ravi Kumar", "मीना साहू"], False)

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("verma", ["Asha Verma"]),
            ("वर्मा", ["Asha Verma"]),
            ("mina", ["मीना साहू"]),
            ("public enterprises", ["Asha Verma"]),
            ("nobody of that name", []),
        ],
    )
    def test_are_found_by_name_and_office_in_either_script(
        self, workshop: int, text: str, names: list[str]
    ) -> None:
        assert look(text) == (names, False)

    def test_of_many_the_last_are_offered_and_all_are_found(
        self, workshop: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reads, "MOST_OFFERED", 2)
        assert look() == (["Ravi Kumar", "मीना साहू"], True)
        assert look("asha") == (["Asha Verma"], False)
        monkeypatch.setattr(reads, "MOST_OFFERED", 3)
        assert look() == (["Asha Verma", "Ravi Kumar", "मीना साहू"], False)

    def test_those_of_workshops_that_a_person_does_not_see_are_not_among_them(self, workshop: int) -> None:
        stranger = find_person(Role.CHAIR)
        assert len(list_earlier_speakers(stranger)[0]) == 3

        def plan() -> None:
            db.session.get_one(Workshop, workshop).status = WorkshopStatus.PLANNED

        run_write(plan)
        assert list_earlier_speakers(find_person(Role.CHAIR)) == ([], False)


class TestNewTalk:
    def test_says_where_not_all_are_offered_and_looks_for_them(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = run_write(lambda: make_workshop().id)
        session = db.session.query(WorkshopSession).filter_by(title_en="Discussion").one().id
        db.session.rollback()
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = f"/workshops/{number}/sessions/{session}/talks/new"
        assert "Look for an earlier speaker" not in client.get(page).text
        monkeypatch.setattr(reads, "MOST_OFFERED", 1)
        assert "The 1 who were written down last; look for others above." in client.get(page).text
        form = read_form(client, page)
        for name, text in {"earlier_text": "asha", "take": "look", "topic_en": "Summing up"}.items():
            form.setlist(name, [text])
        answer = client.post(page, data=form)
        assert answer.status_code == 200
        fields = BeautifulSoup(answer.text, "html.parser")
        assert [row.text for row in fields.select("#earlier option")][1:] == [
            "Asha Verma, Additional Secretary, Department of Public Enterprises"
        ]
        topic = fields.select_one("#topic_en")
        assert topic is not None
        assert topic["value"] == "Summing up"
        assert "written down last" not in answer.text
        form.setlist("earlier_text", ["nobody at all"])
        assert "Nobody who spoke earlier is found so." in client.post(page, data=form).text
