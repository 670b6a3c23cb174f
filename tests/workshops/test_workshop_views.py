"""The pages of workshops: the list, planning one, its life, copying it, who helps."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.i18n import speaking
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.workshops import WorkshopStatus, english_ordinal, hindi_ordinal
from csrmatch.workshops.wording.workshops import tell_dates
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form, send, text_of
from tests.workshops.factories import find_person, make_workshop


class TestCounting:
    @pytest.mark.parametrize(
        ("number", "english", "hindi"),
        [
            (1, "1st", "पहली"),
            (2, "2nd", "दूसरी"),
            (3, "3rd", "तीसरी"),
            (4, "4th", "चौथी"),
            (5, "5th", "पाँचवीं"),
            (6, "6th", "छठी"),
            (10, "10th", "दसवीं"),
            (11, "11th", "11वीं"),
            (12, "12th", "12वीं"),
            (13, "13th", "13वीं"),
            (21, "21st", "21वीं"),
            (102, "102nd", "102वीं"),
            (111, "111th", "111वीं"),
        ],
    )
    def test_each_language_counts_in_its_own_way(self, number: int, english: str, hindi: str) -> None:
        assert (english_ordinal(number), hindi_ordinal(number)) == (english, hindi)

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ([date(2024, 2, 8), date(2024, 2, 9)], "8–9 February 2024"),
            ([date(2024, 2, 29), date(2024, 3, 1)], "29 February – 1 March 2024"),
            ([date(2024, 12, 31), date(2025, 1, 1)], "31 December 2024 – 1 January 2025"),
            ([date(2024, 2, 8), date(2024, 2, 10)], "8 February 2024, 10 February 2024"),
            ([date(2024, 2, 8)], "8 February 2024"),
            ([None, None], "2024, dates not known"),
        ],
    )
    def test_days_are_told_in_few_words(self, days: list[date | None], words: str) -> None:
        with speaking("en"):
            assert tell_dates(2024, days) == words


class TestTheList:
    @pytest.fixture
    def made(self, sqlite_app: Application) -> dict[str, int]:
        """One announced, one of another year in no series, and a plan."""

        def make() -> dict[str, int]:
            other = make_workshop("Skills", series=None, starts_on=date(2025, 5, 1), with_agenda=False)
            other.state_id = None
            found = {
                "own": make_workshop("Fourth", ordinal=4),
                "other": other,
                "plan": make_workshop("Fifth", ordinal=5, status=WorkshopStatus.PLANNED),
            }
            return {name: row.id for name, row in found.items()}

        return run_write(make)

    @pytest.mark.parametrize(
        ("query", "seen"),
        [
            ("", {"own", "other", "plan"}),
            ("year=2025", {"other"}),
            ("state=22", {"own", "plan"}),
            ("series=1", {"own", "plan"}),
            ("status=planned", {"plan"}),
            ("theme=ED&year=2026", {"own", "plan"}),
            ("year=2025&theme=HN&state=22", set()),
            ("q=skills", {"other"}),
            ("q=W-0002", {"own"}),
            ("year=nonsense", {"own", "other", "plan"}),
        ],
    )
    def test_is_narrowed_by_each_filter(
        self, dpe_page: FlaskClient, made: dict[str, int], query: str, seen: set[str]
    ) -> None:
        page = BeautifulSoup(dpe_page.get(f"/workshops?{query}").text, "html.parser")
        links = {str(link["href"]) for link in page.select("th[scope=row] a")}
        assert links == {f"/workshops/{made[name]}" for name in seen}

    @pytest.mark.parametrize("sort", ["title", "number", "series", "when", "place", "status"])
    def test_is_sorted_by_every_column(self, dpe_page: FlaskClient, made: dict[str, int], sort: str) -> None:
        for order in ("asc", "desc"):
            page = dpe_page.get(f"/workshops?sort={sort}&order={order}")
            assert BeautifulSoup(page.text, "html.parser").select_one("th[aria-sort]") is not None

    def test_its_file_holds_what_it_shows_and_no_plan_of_others(
        self, sqlite_app: Application, made: dict[str, int]
    ) -> None:
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        rows = csv.DictReader(io.StringIO(client.get("/workshops?download=csv").text.lstrip("\ufeff")))
        assert {row["Title"]: (row["Series"], row["Days"]) for row in rows} == {
            "Fourth": ("4th DPE–UNICEF Joint Workshop", "9–10 February 2026"),
            "Skills": ("", "1–2 May 2025"),
        }
        assert client.get("/workshops?download=xlsx").status_code == 200

    def test_asks_no_more_of_the_database_the_longer_it_is(
        self, dpe_page: FlaskClient, made: dict[str, int]
    ) -> None:
        dpe_page.get("/workshops")
        with counted_statements(dpe_page) as few:
            dpe_page.get("/workshops")
        run_write(lambda: [make_workshop(f"More {n}", with_agenda=False) for n in range(5)] and None)
        with counted_statements(dpe_page) as many:
            dpe_page.get("/workshops")
        assert len(many) == len(few)


class TestPlanning:
    def test_a_title_a_year_and_an_office_are_enough(self, dpe_page: FlaskClient) -> None:
        answer = send(dpe_page, "/workshops/new", title_hi="रायपुर कार्यशाला")
        assert answer.status_code == 302, answer.text
        assert "रायपुर कार्यशाला" in dpe_page.get(answer.location).text

    def test_in_hindi_it_asks_for_the_organisers_and_not_for_the_holder_of_an_asset(
        self, dpe_page: FlaskClient
    ) -> None:
        dpe_page.get("/language/hi")
        headings = BeautifulSoup(dpe_page.get("/workshops/new").text, "html.parser").select("h2")
        assert "आयोजक" in [heading.get_text(strip=True) for heading in headings]

    def test_a_new_series_is_made_once_and_its_numbers_are_taken_once(self, dpe_page: FlaskClient) -> None:
        given = {"title_en": "First", "series_en": "Joint Workshop", "ordinal": "1"}
        assert send(dpe_page, "/workshops/new", **given).status_code == 302
        answer = send(dpe_page, "/workshops/new", **{**given, "series_en": "joint workshop"})
        assert answer.status_code == 422
        assert "The series already has a workshop of this number: W-0001." in text_of(answer)

    def test_its_days_follow_each_other(self, dpe_page: FlaskClient) -> None:
        answer = send(dpe_page, "/workshops/new", title_en="A", starts_on="2026-12-31", days="2")
        page = text_of(dpe_page.get(answer.location))
        assert "31 December 2026 – 1 January 2027" in page
        assert "Day 2: Friday, 1 January 2027" in page

    def test_unicef_cannot_plan_one_that_it_does_not_hold(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "unicef_officer@example.test")
        dpe = find_person(Role.DPE_STAFF).organisation_id
        answer = send(client, "/workshops/new", title_en="A", organiser_1=str(dpe))
        assert answer.status_code == 422
        assert "Your own office stays among the organisers." in text_of(answer)

    def test_two_editors_are_told_of_each_other(self, sqlite_app: Application, dpe_page: FlaskClient) -> None:
        page = f"/workshops/{run_write(lambda: make_workshop().id)}/edit"
        stale = read_form(dpe_page, page)
        other = sign_in(sqlite_app, "unicef_officer@example.test")
        assert send(other, page, venue_en="Another hall").status_code == 302
        stale.setlist("venue_en", ["A third hall"])
        answer = dpe_page.post(page, data=stale)
        assert answer.status_code == 409
        assert "Another hall" in text_of(answer)
        assert "A third hall" in text_of(answer)


class TestItsLife:
    def test_goes_from_the_plan_to_the_closed_record_and_back(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        page = f"/workshops/{run_write(lambda: make_workshop(status=WorkshopStatus.PLANNED).id)}"
        reader = sign_in(sqlite_app, "agency@example.test")
        assert reader.get(page).status_code == 404
        for step, told in (
            ("announce", "announced"),
            ("hold", "held"),
            ("close", "record closed"),
            ("reopen", "held"),
        ):
            assert send(dpe_page, page, f"{page}/step", step=step).status_code == 302
            assert told in text_of(reader.get(page))

    def test_a_step_out_of_turn_is_refused(self, dpe_page: FlaskClient) -> None:
        page = f"/workshops/{run_write(lambda: make_workshop().id)}"
        answer = send(dpe_page, page, f"{page}/step", step="close")
        assert "The workshop does not stand where this step begins." in text_of(dpe_page.get(answer.location))
        assert send(dpe_page, page, f"{page}/step", step="cancel").status_code == 400

    def test_none_is_announced_without_its_dates(self, dpe_page: FlaskClient) -> None:
        made = run_write(lambda: make_workshop(starts_on=None, status=WorkshopStatus.PLANNED).id)
        page = f"/workshops/{made}"
        answer = send(dpe_page, page, f"{page}/step", step="announce")
        assert "Every day needs its date" in text_of(dpe_page.get(answer.location))

    def test_a_cancelled_one_keeps_the_reason_and_frees_its_number(self, dpe_page: FlaskClient) -> None:
        page = f"/workshops/{run_write(lambda: make_workshop(ordinal=4).id)}"
        assert send(dpe_page, f"{page}/cancel").status_code == 422
        assert send(dpe_page, f"{page}/cancel", reason="Floods.").status_code == 302
        told = text_of(dpe_page.get(page))
        assert "Cancelled: Floods." in told
        assert "Mark as held" not in told
        run_write(lambda: make_workshop(ordinal=4).id)


class TestCopying:
    def test_takes_over_what_repeats_and_leaves_people_where_they_were(self, dpe_page: FlaskClient) -> None:
        source = run_write(lambda: make_workshop(ordinal=4).id)
        page = f"/workshops/{source}/copy"
        told = text_of(dpe_page.get(page))
        assert "the shape of the agenda: 2 days, 4 sessions with their times" in told
        assert "talks and speakers" in told
        assert read_form(dpe_page, page)["ordinal"] == "5"
        answer = send(dpe_page, page, starts_on="2027-03-01", title_en="Fifth")
        assert answer.status_code == 302
        db.session.rollback()
        made = db.session.get_one(Workshop, int(answer.location.rsplit("/", 1)[1]))
        days = get_agenda(made)
        assert made.copied_from_id == source
        assert (made.ordinal, made.city_en, made.status) == (5, None, WorkshopStatus.PLANNED)
        assert {item.theme_code for item in made.themes} == {"HN", "ED"}
        assert [item.organisation.name_en for item in made.organisers][1] == "UNICEF India"
        assert [day.held_on for day in days] == [date(2027, 3, 1), date(2027, 3, 2)]
        assert [row.title_en for day in days for row in day.sessions] == [
            "Inaugural session",
            "What districts need",
            "Discussion",
            "Vote of thanks",
        ]
        assert all(not row.talks and row.room_en is None for day in days for row in day.sessions)
        assert made.helpers == []

    def test_the_objective_is_read_again_before_it_counts_for_the_next_one(
        self, dpe_page: FlaskClient
    ) -> None:
        source = run_write(lambda: make_workshop(ordinal=4).id)
        page = f"/workshops/{source}/copy"
        assert "the objective, to be read again below" in text_of(dpe_page.get(page))
        form = read_form(dpe_page, page)
        assert form["objective_en"].strip() == "To bring districts and CPSEs together."
        for text in ("To see what came of the first one.", ""):
            answer = send(dpe_page, page, ordinal="", objective_en=text)
            db.session.rollback()
            made = db.session.get_one(Workshop, int(answer.location.rsplit("/", 1)[1]))
            assert made.objective_en == (text or None)


class TestHelpers:
    def test_a_person_is_named_for_a_task_and_let_go_again(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        made = run_write(lambda: make_workshop(status=WorkshopStatus.PLANNED).id)
        page = f"/workshops/{made}/helpers"
        district = find_person(Role.DISTRICT_OFFICER).id
        helper = sign_in(sqlite_app, "district_officer@example.test")
        assert helper.get(f"/workshops/{made}").status_code == 404
        assert send(dpe_page, page, person=district).status_code == 422
        assert send(dpe_page, page, person=district, takes_notes="y").status_code == 302
        assert helper.get(f"/workshops/{made}").status_code == 200
        db.session.rollback()
        number = db.session.get_one(Workshop, made).helpers[0].id
        assert send(dpe_page, page, f"{page}/{number}/remove").status_code == 302
        assert helper.get(f"/workshops/{made}").status_code == 404

    def test_unicef_is_offered_its_own_people_alone(self, sqlite_app: Application) -> None:
        made = run_write(lambda: make_workshop().id)
        client = sign_in(sqlite_app, "unicef_officer@example.test")
        page = BeautifulSoup(client.get(f"/workshops/{made}/helpers").text, "html.parser")
        names = [row.text for row in page.select("#person option")]
        assert names == ["Choose the person", "unicef_officer person"]


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("4th workshop", "workshop"),
            ("raypur", "workshop"),
            ("anaemia young women", "talk"),
            ("आशा वर्मा", "speaker"),
        ],
    )
    def test_workshops_talks_and_speakers_are_found_by_who_sees_them(
        self, sqlite_app: Application, text: str, kind: str
    ) -> None:
        run_write(lambda: make_workshop("Fourth joint workshop", ordinal=4).id)
        run_write(lambda: make_workshop("Fifth joint workshop", status=WorkshopStatus.PLANNED).id)
        client = sign_in(sqlite_app, "chair@example.test")
        page = text_of(client.get(f"/search?q={text}&kind={kind}"))
        assert "Fourth joint workshop" in page or kind != "workshop"
        assert "Fifth" not in page
        found = client.get(f"/search?q={text}&kind={kind}").text
        assert "/workshops/1" in found
        assert "/workshops/2" not in found

    def test_the_auditor_finds_no_speaker(self, sqlite_app: Application) -> None:
        run_write(lambda: make_workshop().id)
        page = sign_in(sqlite_app, "auditor@example.test").get("/search?q=Verma")
        assert "Additional Secretary" not in page.text


class TestHome:
    def test_what_waits_for_the_organisers_is_told_with_its_list(self, dpe_page: FlaskClient) -> None:
        run_write(lambda: make_workshop(status=WorkshopStatus.PLANNED).id)
        run_write(lambda: make_workshop(status=WorkshopStatus.HELD).id)
        home = dpe_page.get("/home")
        assert "Workshops to be announced" in home.text
        assert "Workshops held whose record is to be closed" in home.text
        assert "/workshops?status=planned" in home.text
