"""What cannot be right in an agenda is told on its page to those who can put it right."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import run_write
from tests.form_filling import send, text_of
from tests.workshops.factories import make_workshop
from tests.workshops.test_agenda_views import find_session, find_talk


@pytest.fixture
def workshop(sqlite_app: Application) -> str:
    """The address of a workshop with an agenda."""
    return f"/workshops/{run_write(lambda: make_workshop().id)}"


class TestClashesOnThePage:
    def test_who_holds_the_workshop_is_told_and_readers_are_not(
        self, dpe_page: FlaskClient, reader_page: FlaskClient, workshop: str
    ) -> None:
        page = f"{workshop}/sessions/{find_session('Discussion')}/talks/new"
        send(dpe_page, page, topic_en="First", speaker_1_name_en="Dr. Asha Varma", minutes="60")
        page = f"{workshop}/days/2/sessions/new"
        send(dpe_page, page, title_en="Side event", starts_at="10:30", ends_at="11:30", room_en="Hall B")
        page = f"{workshop}/sessions/{find_session('Side event')}/talks/new"
        send(dpe_page, page, topic_en="Second", speaker_1_name_hi="आशा वर्मा", minutes="30")
        told = text_of(dpe_page.get(f"{workshop}/agenda"))
        assert "Dr. Asha Varma speaks twice at the same time: First, and Second." in told
        assert "Side event stands after Vote of thanks, but begins earlier." in told
        assert "At the same time and place" not in told
        assert "speaks twice" not in text_of(reader_page.get(f"{workshop}/agenda"))

    def test_talks_at_the_same_time_and_talks_that_overrun_are_told_where_they_stand(
        self, dpe_page: FlaskClient, workshop: str
    ) -> None:
        page = f"{workshop}/sessions/{find_session('What districts need')}/talks/new"
        send(dpe_page, page, topic_en="Beside it", topic_hi="साथ में", starts_at="11:15", minutes="10")
        send(dpe_page, page, topic_en="Late", topic_hi="देर से", starts_at="12:50", minutes="5")
        send(dpe_page, page, topic_en="Too late", topic_hi="और देर से", starts_at="", minutes="20")
        beside, late = find_talk("Beside it"), find_talk("Too late")
        answer = dpe_page.get(f"{workshop}/agenda")
        told = text_of(answer)
        assert (
            "At the same time within What districts need: Anaemia among young women in Dantewada, and "
            "Beside it." in told
        )
        assert "Too late is not within the time of What districts need." in told
        links = BeautifulSoup(answer.text, "html.parser").select("#agenda .flash-warn a")
        assert [row["href"] for row in links] == [f"#talk-{late}", f"#talk-{beside}"]
        dpe_page.get("/language/hi")
        hindi = BeautifulSoup(dpe_page.get(f"{workshop}/agenda").text, "html.parser")
        outside, overlap = (row.text for row in hindi.select("#agenda .flash-warn a"))
        assert "और देर से" in outside
        assert "दंतेवाड़ा की युवतियों में रक्ताल्पता" in overlap
        assert "साथ में" in overlap
