"""What holds for every shipped table: sources, trust, references between tables, script, signs, places."""

import csv
import re
from dataclasses import FrozenInstanceError
from math import asin, cos, radians, sin, sqrt

import pytest

from csrmatch import reference
from csrmatch.reference.reading import FOLDER, ReferenceTableError, read_table

TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))
FACTS = [name for name in TABLES if name != "sources"]
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
LATIN_WORD = re.compile(r"[A-Za-z]+")
ROMAN_NUMERAL = re.compile(r"[IVX]+")


def raw(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, key: str) -> set[str]:
    return {row[key] for row in raw(name)}


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    half = sin(radians(lat2 - lat1) / 2) ** 2
    half += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


class TestEveryTable:
    @pytest.mark.parametrize("name", TABLES)
    def test_it_has_a_reader_that_gives_every_row(self, name):
        rows = getattr(reference, f"read_{name}")()
        assert len(rows) == len(raw(name)) > 0

    @pytest.mark.parametrize("name", FACTS)
    def test_every_row_has_a_known_source_and_a_trust(self, name):
        sources = column("sources", "id")
        for row in raw(name):
            assert row["source"] in sources
            assert row["trust"] in {"A", "B", "C", "D"}

    @pytest.mark.parametrize("name", TABLES)
    def test_text_is_trimmed_and_whole(self, name):
        for row in raw(name):
            for value in row.values():
                assert value == value.strip()
                assert "\n" not in value
                assert "\ufffd" not in value

    @pytest.mark.parametrize("name", TABLES)
    def test_hindi_is_written_in_devanagari(self, name):
        for row in raw(name):
            for key, value in row.items():
                if key.endswith("_hi") and value:
                    assert DEVANAGARI.search(value), (key, value)
                    assert all(ROMAN_NUMERAL.fullmatch(word) for word in LATIN_WORD.findall(value)), value

    @pytest.mark.parametrize("name", TABLES)
    def test_what_has_an_english_name_has_a_hindi_one_where_the_table_promises_both(self, name):
        for row in raw(name):
            for key in row:
                if key.endswith("_hi") and key.replace("_hi", "_en") in row:
                    assert bool(row[key]) == bool(row[key.replace("_hi", "_en")]), row

    @pytest.mark.parametrize("name", FACTS)
    def test_no_figure_is_negative_but_entries_filed_so_and_marked(self, name):
        for row in raw(name):
            negative = {key for key, value in row.items() if re.fullmatch(r"-\d+(\.\d+)?", value)}
            marked = "negative_spend" in row.get("quality", "")
            assert negative == ({"spent_inr"} if marked else set()), row

    @pytest.mark.parametrize("name", FACTS)
    def test_money_is_in_whole_rupees(self, name):
        for row in raw(name):
            for key, value in row.items():
                if key.endswith("_inr"):
                    assert re.fullmatch(r"-?\d+|", value)

    @pytest.mark.parametrize("name", FACTS)
    def test_codes_lead_to_rows_of_their_tables(self, name):
        leads = {
            "lgd": column("districts", "lgd"),
            "state_lgd": column("states", "lgd"),
            "cpse": column("cpses", "code"),
            "theme": column("themes", "code"),
            "indicator": column("indicators", "code"),
            "nearest_kpi": column("kpis", "code"),
            "schedule_vii_item": column("schedule_vii", "item"),
            "sector": column("sector_themes", "sector"),
        }
        if name == "states":
            del leads["lgd"]
        for row in raw(name):
            for key in leads.keys() & row.keys():
                assert not row[key] or row[key] in leads[key], (key, row[key])

    def test_lists_of_codes_lead_to_rows_too(self):
        themes, items = column("themes", "code"), column("schedule_vii", "item")
        for item in reference.read_schedule_vii():
            assert item.themes
            assert themes.issuperset(item.themes)
        for year in reference.read_dpe_themes():
            assert themes.issuperset(year.themes)
        for scheme in reference.read_schemes():
            assert scheme.schedule_vii_items
            assert items.issuperset(scheme.schedule_vii_items)

    def test_a_row_names_the_state_of_its_district(self):
        homes = {row["lgd"]: row["state_lgd"] for row in raw("districts")}
        for name in ("district_aliases", "cpse_spending", "cpse_places", "practices"):
            for row in raw(name):
                if row["lgd"]:
                    assert row["state_lgd"] == homes[row["lgd"]]

    def test_every_source_is_cited_somewhere(self):
        cited = set()
        for name in FACTS:
            for row in raw(name):
                cited |= {value for key, value in row.items() if key == "source" or key.endswith("_source")}
        assert cited - {""} == column("sources", "id")

    def test_every_source_tells_its_licence_and_the_day_it_was_read(self):
        for source in reference.read_sources():
            assert source.licence
            assert source.read_on.year == 2026

    def test_spending_is_read_as_the_theme_of_its_sector(self):
        themes = {row["sector"]: row["theme"] for row in raw("sector_themes")}
        assert all(row["theme"] == themes[row["sector"]] for row in raw("cpse_spending"))


class TestCpses:
    def test_codes_are_of_capitals_digits_and_hyphens(self):
        codes = [row.code for row in reference.read_cpses()]
        assert all(re.fullmatch(r"[A-Z0-9-]+", code) for code in codes)
        assert len(codes) == len(set(codes))

    def test_a_parent_is_on_the_list_and_not_itself(self):
        codes = {row.code for row in reference.read_cpses()}
        for row in reference.read_cpses():
            assert row.parent is None or (row.parent in codes and row.parent != row.code)

    def test_company_numbers_have_the_form_of_the_register(self):
        numbers = [row.cin for row in reference.read_cpses() if row.cin]
        assert len(numbers) == len(set(numbers)) == 26
        assert all(re.fullmatch(r"[LU]\d{5}[A-Z]{2}\d{4}GOI\d{6}", number) for number in numbers)

    def test_a_status_has_its_date(self):
        for row in reference.read_cpses():
            assert (row.status is None) == (row.status_on is None)


class TestPlaces:
    def test_there_are_at_least_150_and_one_for_every_enterprise(self):
        places = reference.read_cpse_places()
        assert len(places) >= 150
        assert {place.cpse for place in places} == {row.code for row in reference.read_cpses()}

    def test_a_checked_place_says_what_it_was_checked_with(self):
        places = reference.read_cpse_places()
        assert {place.basis for place in places} == {"checked", "general_knowledge"}
        for place in places:
            assert (place.basis == "checked") == (place.check_source is not None)
            assert (place.trust == "D") == (place.check_source is None)

    def test_no_place_is_listed_twice(self):
        names = [(place.cpse, place.name_en) for place in reference.read_cpse_places()]
        assert len(names) == len(set(names))

    def test_every_place_lies_within_the_box_of_india(self):
        for place in reference.read_cpse_places():
            assert 6.5 <= place.lat <= 37.5
            assert 68.0 <= place.lon <= 97.5

    def test_a_place_in_one_of_the_112_is_near_its_headquarters(self):
        districts = {row.lgd: row for row in reference.read_districts()}
        for place in reference.read_cpse_places():
            if place.lgd is not None:
                home = districts[place.lgd]
                assert kilometres(place.lat, place.lon, home.hq_lat, home.hq_lon) <= 150, place

    def test_a_place_is_a_sane_distance_from_the_districts_of_its_state(self):
        by_state: dict[int, list[reference.District]] = {}
        for district in reference.read_districts():
            by_state.setdefault(district.state_lgd, []).append(district)
        for place in reference.read_cpse_places():
            homes = by_state.get(place.state_lgd)
            if homes:
                nearest = min(kilometres(place.lat, place.lon, home.hq_lat, home.hq_lon) for home in homes)
                assert nearest <= 650, place

    def test_what_is_said_to_lie_in_a_district_was_not_found_outside_its_state(self):
        checks = {place.outline_check for place in reference.read_cpse_places() if place.lgd is not None}
        assert checks <= {"in_district", "in_state"}

    def test_headquarters_lie_within_the_box_of_india_and_apart(self):
        points = {(row.hq_lat, row.hq_lon) for row in reference.read_districts()}
        assert len(points) == 112
        assert all(6.5 <= lat <= 37.5 and 68.0 <= lon <= 97.5 for lat, lon in points)


class TestReading:
    def test_rows_cannot_be_changed(self):
        with pytest.raises(FrozenInstanceError):
            reference.read_districts()[0].name_en = "Other"  # type: ignore[misc]

    def test_a_table_is_read_once(self):
        assert reference.read_figures() is reference.read_figures()

    def test_a_missing_column_is_told(self, tmp_path, monkeypatch):
        monkeypatch.setattr("csrmatch.reference.reading.FOLDER", tmp_path)
        (tmp_path / "sdgs.csv").write_text("number,name_en\n1,No poverty\n", encoding="utf-8")
        with pytest.raises(ReferenceTableError, match=r"sdgs\.csv: the columns are"):
            read_table("sdgs", reference.Goal)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("one,No poverty,शून्य गरीबी,un-sdgs,D", r"row 2, column number: 'one' cannot be read"),
            ("1,,शून्य गरीबी,un-sdgs,D", r"row 2, column name_en: '' cannot be read"),
            ("1,No poverty,शून्य गरीबी,un-sdgs", r"row 2: 4 cells"),
        ],
    )
    def test_a_broken_row_is_told_with_its_row_and_column(self, tmp_path, monkeypatch, row, message):
        monkeypatch.setattr("csrmatch.reference.reading.FOLDER", tmp_path)
        text = f"number,name_en,name_hi,source,trust\n{row}\n"
        (tmp_path / "sdgs.csv").write_text(text, encoding="utf-8")
        with pytest.raises(ReferenceTableError, match=message):
            read_table("sdgs", reference.Goal)
