"""Figures told by offices: who tells and corrects which, what stands beside them, what a need takes."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.indicators.models import Figure, ReportedFigure
from csrmatch.indicators.queries.reported import get_indicator, list_neighbour_values, list_past_values
from csrmatch.indicators.rules import TypedFigure
from csrmatch.indicators.services.telling import FigureText, correct_figure
from csrmatch.reference import read_figures
from csrmatch.registry.models import Need
from tests.conftest import sign_in
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.registry.need_talks import tell_water
from tests.registry.needs import make_need
from tests.registry.projects import find_district

PAGE = "/districts/376/indicators/improved_water"
GIVEN = {
    "starts_on": "2026-04-01",
    "ends_on": "2026-06-30",
    "dated_on": "2026-07-10",
    "source": "Quarterly sheet",
}


def person(name: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{name}@example.test")).one()


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def send(client: FlaskClient, address: str, **changes: str):
    form = read_form(client, address)
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(address, data=form)


class TestTelling:
    @pytest.mark.parametrize(
        ("name", "lgd", "may"),
        [
            ("district_officer", 376, True),
            ("district_officer", 374, False),
            ("state_officer", 328, True),
            ("state_officer", 376, False),
            ("unicef_officer", 376, True),
            ("dpe_staff", 376, False),
            ("cpse_officer", 376, False),
        ],
    )
    def test_is_for_who_works_there(self, sqlite_app: Application, name: str, lgd: int, may: bool) -> None:
        if may:
            assert run_write(lambda: tell_water(person(name), lgd=lgd).id)
        else:
            with pytest.raises(NotAllowed):
                run_write(lambda: tell_water(person(name), lgd=lgd))

    def test_stands_beside_the_survey_and_other_offices_and_changes_neither(self, app: Application) -> None:
        before = list(db.session.execute(select(Figure.id, Figure.value).order_by(Figure.id)))
        run_write(lambda: (tell_water(person("district_officer")), tell_water(person("unicef_officer"))))
        after = list(db.session.execute(select(Figure.id, Figure.value).order_by(Figure.id)))
        assert before == after
        assert db.session.scalar(select(func.count()).select_from(ReportedFigure)) == 2

    def test_an_office_has_one_figure_for_a_period(self, app: Application) -> None:
        def act() -> None:
            tell_water(person("district_officer"))
            with pytest.raises(DomainError, match="correct that one"):
                tell_water(person("district_officer"), value=83.0)

        run_write(act)

    def test_a_doubtful_one_needs_an_answer_and_keeps_it(self, app: Application) -> None:
        def act() -> None:
            with pytest.raises(DomainError, match="Answer the questions"):
                tell_water(person("district_officer"), value=0.8, reason="")
            figure = tell_water(person("district_officer"), value=0.8, reason="The wells are dry.")
            assert "unit_slip" in figure.latest.doubts
            assert figure.latest.reason == "The wells are dry."

        run_write(act)

    def test_past_and_neighbours_are_those_of_the_shipped_tables(self, sqlite_app: Application) -> None:
        district, indicator = find_district(376), get_indicator("improved_water")
        office = person("district_officer").organisation
        figures = [row for row in read_figures() if row.indicator == "improved_water"]
        own = sorted((row.period_end, float(row.value)) for row in figures if row.lgd == 376 and row.value)
        today = own[-1][0].replace(year=2030)
        assert list_past_values(district, indicator, office, today) == [value for _day, value in own]
        wanted = [
            float(row.value)
            for row in sorted(figures, key=lambda row: row.lgd)
            if row.round == "NFHS-5"
            and row.value is not None
            and row.lgd != 376
            and find_district(row.lgd).state_id == district.state_id
        ]
        assert list_neighbour_values(district, indicator) == wanted
        assert len(wanted) == 9


class TestCorrecting:
    def test_keeps_what_it_said_before_with_the_reason(self, app: Application) -> None:
        def act() -> None:
            by = person("district_officer")
            figure = tell_water(by, value=82.0)
            stale = figure.version
            typed = TypedFigure(figure.starts_on, figure.ends_on, figure.ends_on, 79.5)
            with pytest.raises(DomainError, match="why the figure is corrected"):
                correct_figure(figure=figure, by=by, version=stale, text=FigureText(typed, "The same sheet"))
            text = FigureText(typed, "The same sheet", "Two blocks were missing.")
            correct_figure(figure=figure, by=by, version=stale, text=text)
            assert [row.value for row in figure.versions] == [82.0, 79.5]
            assert figure.value == 79.5
            with pytest.raises(Conflict) as refused:
                correct_figure(figure=figure, by=by, version=stale, text=text)
            assert refused.value.theirs["Figure"] == "79.50"

        run_write(act)

    def test_is_for_the_office_that_told_it(self, app: Application) -> None:
        def act() -> None:
            figure = tell_water(person("unicef_officer"))
            typed = TypedFigure(figure.starts_on, figure.ends_on, figure.ends_on, 79.5)
            with pytest.raises(NotAllowed):
                correct_figure(
                    figure=figure,
                    by=person("district_officer"),
                    version=None,
                    text=FigureText(typed, "Sheet", "Because."),
                )

        run_write(act)


class TestPages:
    def test_from_the_catalogue_to_a_figure_with_its_question(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "district_officer@example.test")
        assert "improved_water" in client.get("/indicators?q=drinking").text
        shown = text_of(client.get("/indicators/improved_water"))
        assert "Part (numerator) not known" in shown
        assert "India" in shown
        answer = send(client, f"{PAGE}/new", value="8.2", **GIVEN)
        assert answer.status_code == 422
        assert "Is the unit or the decimal point right?" in text_of(answer)
        answer = send(client, f"{PAGE}/new", numerator="500", denominator="400", **GIVEN)
        assert "The part is larger than the whole." in text_of(answer)
        answer = send(client, f"{PAGE}/new", value="1250", **GIVEN)
        assert "Was a count typed for a share?" in text_of(answer)
        answer = send(client, f"{PAGE}/new", numerator="410", denominator="500", reason="Counted.", **GIVEN)
        assert answer.status_code == 302, text_of(answer)
        page = text_of(client.get(PAGE))
        for words in ("82.0 %", "410 of 500", "Quarterly sheet", "National Family Health Survey", "Correct"):
            assert words in page

    def test_a_corrected_figure_shows_its_earlier_wording_to_all_and_its_form_to_its_office(
        self, sqlite_app: Application
    ) -> None:
        number = run_write(lambda: tell_water(person("district_officer")).id)
        client = sign_in(sqlite_app, "district_officer@example.test")
        page = f"/figures/{number}/edit"
        assert send(client, page, value="79.5").status_code == 422
        stale = read_form(client, page)
        assert send(client, page, value="79.5", reason="Two blocks were missing.").status_code == 302
        stale.setlist("value", ["81"])
        stale.setlist("reason", ["Mine"])
        refused = client.post(page, data=stale)
        assert refused.status_code == 409
        assert "79.50" in refused.text
        assert "81.00" in refused.text
        other = sign_in(sqlite_app, "cpse_officer@example.test")
        seen = text_of(other.get(PAGE))
        assert "1 earlier wording" in seen
        assert "82.0 %" in seen
        assert page not in other.get(PAGE).text

    def test_the_list_is_filtered_sorted_and_downloaded(self, sqlite_app: Application) -> None:
        run_write(
            lambda: (
                tell_water(person("district_officer"), value=82.0),
                tell_water(person("state_officer"), lgd=328, value=70.0),
            )
        )
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        page = text_of(client.get("/figures?district=376"))
        assert "82.0 %" in page
        assert "70.0 %" not in page
        lines = client.get("/figures?download=csv&sort=value&order=asc").text.splitlines()
        assert len(lines) == 3
        assert ",70.0," in lines[1]
        assert ",82.0," in lines[2]
        assert client.get("/indicators?download=xlsx").data.startswith(b"PK")


class TestANeedTakesAFigureOfAnOffice:
    def test_with_its_source_and_keeps_it_when_it_is_corrected(self, sqlite_app: Application) -> None:
        def make() -> tuple[int, int, int]:
            figure = tell_water(person("district_officer"), value=60.0)
            return make_need().id, figure.id, figure.latest.id

        need_id, figure_id, version_id = run_write(make)
        client = sign_in(sqlite_app, "district_officer@example.test")
        answer = send(client, f"/needs/{need_id}/figure", indicator=f"told-{version_id}")
        assert answer.status_code == 302, text_of(answer)
        for page in (f"/needs/{need_id}", f"/needs/{need_id}/sheet"):
            assert "60.0 %" in text_of(client.get(page))
            assert "annual sheet" in text_of(client.get(page))
        send(client, f"/figures/{figure_id}/edit", value="65", reason="More wells.")
        assert "60.0 %" in text_of(client.get(f"/needs/{need_id}"))
        # Opened and saved unchanged, the figure that was taken stays.
        assert send(client, f"/needs/{need_id}/figure").status_code == 302
        db.session.rollback()
        need = db.session.get_one(Need, need_id, populate_existing=True)
        assert (need.figure_value, need.reported_version_id, need.figure_round) == (60.0, version_id, None)
        assert need.gap is not None
        db.session.rollback()
        other = send(client, f"/needs/{need_id}/figure", indicator=f"told-{version_id + 999}")
        assert other.status_code == 422


class TestTellingAtOnce:
    def test_a_form_sent_many_times_and_many_forms_make_one_figure(self, app: Application) -> None:
        client = sign_in(app, "district_officer@example.test")
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}
        forms = [
            {**read_form(client, f"{PAGE}/new"), "value": "82", "reason": "Counted.", **GIVEN}
            for _ in range(2)
        ]

        def click(number: int) -> int:
            browser = app.test_client(use_cookies=False)
            return browser.post(f"{PAGE}/new", data=forms[number % 2], headers=headers).status_code

        answers = at_once(app, 8, click)
        assert set(answers) <= {302, 422}
        assert answers.count(302) >= 4
        assert db.session.scalar(select(func.count()).select_from(ReportedFigure)) == 1
