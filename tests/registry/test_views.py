"""The pages of districts and CPSEs."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.reference import (
    read_adp_scores,
    read_cpse_spending,
    read_cpses,
    read_districts,
    read_figures,
    read_states,
)
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements

MOST_STATEMENTS = 12


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def row_names(soup: BeautifulSoup) -> list[str]:
    return [head.get_text(strip=True) for head in soup.select("table.list tbody th")]


class TestListDistricts:
    def test_anonymous_visitors_are_sent_to_the_sign_in_page(self, client: FlaskClient) -> None:
        assert "/sign-in" in client.get("/districts").location

    @pytest.mark.parametrize("role", list(Role))
    def test_every_role_may_see_the_districts(self, sqlite_app: Application, role: Role) -> None:
        assert sign_in(sqlite_app, f"{role.value}@example.test").get("/districts").status_code == 200

    def test_three_pages_hold_the_112_districts_once_each(self, reader: FlaskClient) -> None:
        names = [
            name for number in (1, 2, 3) for name in row_names(page(reader, f"/districts?page={number}"))
        ]
        assert sorted(names) == sorted(row.name_en for row in read_districts())

    def test_the_whole_list_costs_at_most_twelve_statements(self, reader: FlaskClient) -> None:
        with counted_statements(reader) as statements:
            assert reader.get("/districts").status_code == 200
        assert len(statements) <= MOST_STATEMENTS

    def test_a_state_narrows_the_list_to_its_districts(self, reader: FlaskClient) -> None:
        expected = {row.name_en for row in read_districts() if row.state_lgd == 22}
        assert set(row_names(page(reader, "/districts?state=22"))) == expected

    @pytest.mark.parametrize("text", ["dantew", "DANTEWADA", "दंतेवाड़ा", "376", "Dakshin Bastar"])
    def test_a_district_is_found_by_any_of_its_names_and_by_its_code(
        self, dpe: FlaskClient, text: str
    ) -> None:
        soup = BeautifulSoup(dpe.get("/districts", query_string={"q": text}).text, "html.parser")
        assert "Dantewada" in row_names(soup)

    @pytest.mark.parametrize(
        "query", ["state=nowhere", "page=minus", "sort=password", "order=up", "q=" + "x" * 99]
    )
    def test_a_filter_that_means_nothing_filters_nothing(self, reader: FlaskClient, query: str) -> None:
        assert len(row_names(page(reader, f"/districts?{query}"))) == 50

    def test_the_worst_standing_is_first_when_sorted_downwards(self, dpe: FlaskClient) -> None:
        soup = page(dpe, "/districts?sort=worse&order=desc")
        cells = [int(row.select("td")[2].get_text()) for row in soup.select("table.list tbody tr")]
        assert cells == sorted(cells, reverse=True)
        assert soup.select_one("th[aria-sort=descending]") is not None

    def test_the_csv_holds_every_district_with_its_code(self, reader: FlaskClient) -> None:
        content = reader.get("/districts?download=csv").data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content)))
        assert {int(row["LGD code"]) for row in rows} == {row.lgd for row in read_districts()}

    def test_the_workbook_holds_the_filtered_districts(self, reader: FlaskClient) -> None:
        book = openpyxl.load_workbook(io.BytesIO(reader.get("/districts?state=22&download=xlsx").data))
        assert len(list(book.active.iter_rows(min_row=2))) == 10

    def test_the_map_has_one_reachable_tile_for_each_district(self, reader: FlaskClient) -> None:
        tiles = page(reader, "/districts").select("svg.tiles a")
        assert len({tile["href"] for tile in tiles}) == 112
        assert all(tile.title.get_text() and tile.select_one("text").get_text() for tile in tiles)

    def test_names_stand_in_hindi_when_hindi_is_chosen(self, reader: FlaskClient) -> None:
        reader.set_cookie("language", "hi")
        names = row_names(page(reader, "/districts?state=22"))
        reader.delete_cookie("language")
        assert "बस्तर" in names


class TestShowDistrict:
    def test_a_district_that_is_not_aspirational_is_missing(self, reader: FlaskClient) -> None:
        assert reader.get("/districts/1").status_code == 404

    @pytest.mark.parametrize("code", ["99999999999999999999", "-1", "376.0", "Dantewada"])
    def test_an_address_that_is_no_code_is_missing(self, reader: FlaskClient, code: str) -> None:
        assert reader.get(f"/districts/{code}").status_code == 404

    def test_every_indicator_stands_with_the_figure_of_the_survey(self, reader: FlaskClient) -> None:
        soup = page(reader, "/districts/376/indicators")
        shown = [item.get_text(" ", strip=True) for item in soup.select("tr:has(svg.bar)")]
        figures = [row for row in read_figures() if row.lgd == 376 and row.round == "NFHS-5"]
        assert len(shown) == len(figures) == 46
        literate = next(row for row in figures if row.indicator == "women_literate")
        assert any("Women literate" in text and f"{literate.value} %" in text for text in shown)

    def test_what_is_suppressed_is_said_to_be_not_known_and_never_nought(self, reader: FlaskClient) -> None:
        hidden = next(row for row in read_figures() if row.round == "NFHS-5" and row.flag == "suppressed")
        text = page(reader, f"/districts/{hidden.lgd}/indicators").get_text(" ", strip=True)
        assert "not published: fewer than 25 cases" in text
        assert "not known" in text

    def test_the_figure_of_a_larger_district_is_named_as_such(self, reader: FlaskClient) -> None:
        text = page(reader, "/districts/745/indicators").get_text(" ", strip=True)
        assert "figure of the larger district Visakhapatnam" in text

    def test_five_worst_indicators_lie_behind_the_state_the_furthest_first(self, dpe: FlaskClient) -> None:
        items = page(dpe, "/districts/376").select("section[aria-labelledby=hurts] li:has(svg.bar)")
        notes = [item.select_one(".bar-note").get_text(" ", strip=True) for item in items]
        points = [float(note.split()[0]) for note in notes]
        assert len(points) == 5
        assert points == sorted(points, reverse=True)
        assert all("points worse than Chhattisgarh" in note for note in notes)

    def test_without_an_earlier_survey_no_change_is_claimed(self, reader: FlaskClient) -> None:
        assert "no change is known" in page(reader, "/districts/376/indicators").get_text()

    def test_its_places_in_the_tables_of_the_programme_are_told_or_said_to_be_not_known(
        self, reader: FlaskClient
    ) -> None:
        told = " ".join(page(reader, "/districts/376").get_text(" ").split())
        assert "Place in the programme's baseline, 2018 56, with 35.0 points" in told
        assert "Place in the programme by change, 2018 18, with 9.5 points" in told
        unranked = {row.lgd for row in read_districts()} - {row.lgd for row in read_adp_scores()}
        told = " ".join(page(reader, f"/districts/{min(unranked)}").get_text(" ").split())
        assert "Place in the programme's baseline, 2018 not known" in told

    def test_filings_stand_as_filed_with_their_doubts(self, reader: FlaskClient) -> None:
        text = page(reader, "/districts/383/filings").get_text(" ", strip=True)
        assert "₹127.68 crore" in text
        assert "a total filed as if it were a project" in text

    def test_places_inside_the_district_come_before_nearer_ones_outside(self, reader: FlaskClient) -> None:
        items = page(reader, "/districts/383").select("section[aria-labelledby=near] li")
        inside = ["in this district" in item.get_text() for item in items]
        assert inside == sorted(inside, reverse=True)
        assert any(inside)

    @pytest.mark.parametrize("lgd", [376, 383, 745, 504])
    def test_a_page_costs_at_most_twelve_statements(self, reader: FlaskClient, lgd: int) -> None:
        with counted_statements(reader) as statements:
            assert reader.get(f"/districts/{lgd}").status_code == 200
        assert len(statements) <= MOST_STATEMENTS

    def test_pages_open_in_both_languages(self, reader: FlaskClient) -> None:
        for start, language in enumerate(("en", "hi")):
            reader.set_cookie("language", language)
            answers = {
                row.lgd: reader.get(f"/districts/{row.lgd}").status_code for row in read_districts()[start::6]
            }
            assert set(answers.values()) == {200}, answers
        reader.delete_cookie("language")


class TestListCpses:
    def test_two_pages_hold_every_cpse_once(self, dpe: FlaskClient) -> None:
        codes = [
            row.select("td")[0].get_text(strip=True)
            for number in (1, 2)
            for row in page(dpe, f"/cpses?page={number}").select("table.list tbody tr")
        ]
        assert sorted(codes) == sorted(row.code for row in read_cpses())

    def test_names_are_sorted_whatever_their_letters_case(self, reader: FlaskClient) -> None:
        names = row_names(page(reader, "/cpses"))
        assert names == sorted(names, key=str.lower)

    def test_the_list_costs_at_most_twelve_statements(self, reader: FlaskClient) -> None:
        with counted_statements(reader) as statements:
            assert reader.get("/cpses").status_code == 200
        assert len(statements) <= MOST_STATEMENTS

    def test_the_status_other_shows_those_without_one(self, dpe: FlaskClient) -> None:
        rows = page(dpe, "/cpses?status=other").select("table.list tbody tr")
        assert len(rows) == sum(row.status is None for row in read_cpses())

    @pytest.mark.parametrize("text", ["nmdc", "Steel Authority", "कोयला"])
    def test_a_cpse_is_found_by_code_by_name_and_in_hindi(self, reader: FlaskClient, text: str) -> None:
        soup = BeautifulSoup(reader.get("/cpses", query_string={"q": text}).text, "html.parser")
        assert 0 < len(row_names(soup)) < 20

    def test_the_csv_gives_whole_rupees_and_a_blank_where_nothing_is_known(self, reader: FlaskClient) -> None:
        content = reader.get("/cpses?download=csv").data.decode("utf-8-sig")
        spent = {
            row["Code"]: row["CSR as filed, 2014-17 (₹)"] for row in csv.DictReader(io.StringIO(content))
        }
        assert spent["NMDC"].isdigit()
        assert "" in spent.values()


class TestShowCpse:
    def test_an_unknown_code_is_missing(self, reader: FlaskClient) -> None:
        assert reader.get("/cpses/NOBODY").status_code == 404

    def test_pages_open_in_both_languages(self, reader: FlaskClient) -> None:
        for start, language in enumerate(("en", "hi")):
            reader.set_cookie("language", language)
            answers = {
                row.code: reader.get(f"/cpses/{row.code}").status_code for row in read_cpses()[start::6]
            }
            assert set(answers.values()) == {200}, answers
        reader.delete_cookie("language")

    @pytest.mark.parametrize("code", ["NMDC", "NTPC", "SECL", "BHEL"])
    def test_a_page_costs_at_most_twelve_statements(self, reader: FlaskClient, code: str) -> None:
        with counted_statements(reader) as statements:
            assert reader.get(f"/cpses/{code}").status_code == 200
        assert len(statements) <= MOST_STATEMENTS

    def test_a_cpse_without_filings_is_said_to_be_not_known(self, reader: FlaskClient) -> None:
        text = page(reader, "/cpses/UCIL").get_text(" ", strip=True)
        assert "No filing is known" in text
        assert "₹0" not in text

    def test_doubtful_rows_are_shown_but_not_added_up(self, dpe: FlaskClient) -> None:
        text = page(dpe, "/cpses/SECL").get_text(" ", strip=True)
        doubtful = text.split("Doubtful rows")[1]
        assert "₹127.68 crore" in doubtful
        assert "₹127.68 crore" not in text.split("Doubtful rows")[0]

    def test_the_filings_come_as_a_file_with_their_doubts(self, dpe: FlaskClient) -> None:
        content = dpe.get("/cpses/SECL?download=csv").data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content)))
        shipped = [row for row in read_cpse_spending() if row.cpse == "SECL"]
        assert len(rows) == len(shipped)
        assert sum(int(row["Spent (₹)"]) for row in rows) == sum(row.spent_inr for row in shipped)
        assert any("a total filed as if it were a project" in row["Doubts"] for row in rows)

    def test_places_are_named_with_how_they_are_known(self, reader: FlaskClient) -> None:
        rows = page(reader, "/cpses/NMDC").select("table[class=list] tbody tr")
        known = {row.th.find(string=True).strip(): row.select("td")[3].get_text(strip=True) for row in rows}
        assert known["Donimalai iron ore mine"] == "general knowledge, not checked"


def test_every_state_of_a_district_can_be_chosen(reader: FlaskClient) -> None:
    options = {option["value"] for option in page(reader, "/districts").select("select[name=state] option")}
    with_district = {row.state_lgd for row in read_districts()}
    assert options == {"", *(str(row.lgd) for row in read_states() if row.lgd in with_district)}
