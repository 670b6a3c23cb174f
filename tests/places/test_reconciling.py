"""Written names of districts: known for sure, or suggested, and never silently another district's."""

import pytest

from csrmatch.places.reconciling import Gazetteer, Name, Place, Standing, name_keys, shipped_gazetteer
from csrmatch.reference import read_country_districts, read_states
from tests.places.spellings import FILED, MESSY, UNCLEAR, Spelling


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture(scope="module")
def bare() -> Gazetteer:
    """Knows one name of each district and no other: what it finds, it finds by likeness."""
    states = {state.lgd: state.name_en for state in read_states()}
    rows = read_country_districts()
    places = [
        Place(row.district_lgd, row.name_en, row.state_lgd, states[row.state_lgd], False) for row in rows
    ]
    names = [Name(row.name_en, row.district_lgd, row.state_lgd, "name") for row in rows]
    return Gazetteer(places, names, shipped_gazetteer()._states)


def first_of(gazetteer: Gazetteer, spelling: Spelling) -> int | None:
    """The district it knows, or else suggests first."""
    reading = gazetteer.read(spelling.written, spelling.state)
    if reading.place:
        return reading.place.lgd
    return reading.suggestions[0].place.lgd if reading.suggestions else None


class TestFiledSpellings:
    def test_there_are_at_least_150_of_them(self) -> None:
        assert len(set(FILED)) == len(FILED) >= 150

    def test_every_one_is_known_as_the_district_that_is_meant(self, gazetteer: Gazetteer) -> None:
        wrong = [row for row in FILED if gazetteer(row.written, row.state) != row.lgd]
        assert wrong == []

    def test_without_the_state_none_is_taken_for_another_district(self, gazetteer: Gazetteer) -> None:
        wrong = [row for row in FILED if gazetteer(row.written) not in {row.lgd, None}]
        assert wrong == []

    def test_without_other_names_the_right_one_is_still_suggested_first(self, bare: Gazetteer) -> None:
        right = sum(first_of(bare, row) == row.lgd for row in FILED)
        # What is left over are districts that bear quite another name by now, as Allahabad.
        assert right / len(FILED) >= 0.93


class TestMessySpellings:
    def test_none_is_silently_taken_for_another_district(self, gazetteer: Gazetteer, bare: Gazetteer) -> None:
        for known in (gazetteer, bare):
            for row in MESSY:
                assert known(row.written, row.state) in {row.lgd, None}, row

    def test_without_the_state_none_is_silently_taken_for_another(self, gazetteer: Gazetteer) -> None:
        wrong = [row for row in MESSY if gazetteer(row.written) not in {row.lgd, None}]
        assert wrong == []

    def test_the_first_suggestion_is_right_in_95_of_100(self, gazetteer: Gazetteer) -> None:
        missed = [row for row in MESSY if first_of(gazetteer, row) != row.lgd]
        assert len(MESSY) >= 100
        assert len(missed) / len(MESSY) <= 0.05, missed

    def test_a_score_however_high_makes_no_name_known(self, gazetteer: Gazetteer) -> None:
        reading = gazetteer.read("Sonbhdra", "UP")
        assert reading.place is None
        assert reading.suggestions[0].score >= 95


class TestUnclearNames:
    @pytest.mark.parametrize(("written", "state", "why"), UNCLEAR)
    def test_it_is_not_known_and_says_why(
        self, gazetteer: Gazetteer, written: str, state: str, why: str
    ) -> None:
        reading = gazetteer.read(written, state)
        assert reading.standing is Standing[why]
        assert reading.place is None

    @pytest.mark.parametrize(
        ("name", "first", "second"),
        [
            ("Aurangabad", 189, 469),
            ("Bijapur", 636, 530),
            ("Balrampur", 127, 649),
            ("Bilaspur", 15, 375),
            ("Hamirpur", 17, 149),
            ("Pratapgarh", 174, 629),
        ],
    )
    def test_a_name_of_two_states_suggests_both(
        self, gazetteer: Gazetteer, name: str, first: int, second: int
    ) -> None:
        suggested = [item.place.lgd for item in gazetteer.read(name).suggestions]
        assert set(suggested[:2]) == {first, second}

    def test_a_district_of_another_state_is_suggested_below_its_full_score(
        self, gazetteer: Gazetteer
    ) -> None:
        reading = gazetteer.read("Bilaspur", "Madhya Pradesh")
        assert {item.place.lgd for item in reading.suggestions[:2]} == {15, 375}
        assert reading.suggestions[0].score < 90


class TestConfirmedNames:
    def test_what_somebody_confirmed_is_known_from_then_on(self, gazetteer: Gazetteer) -> None:
        assert gazetteer("Kirandul Township", "Chhattisgarh") is None
        taught = gazetteer.with_confirmed({name_keys("Kirandul Township", "Chhattisgarh"): 376})
        assert taught("KIRANDUL  township", "chhattisgarh") == 376
        assert gazetteer("Kirandul Township", "Chhattisgarh") is None

    def test_a_place_outside_the_register_stays_outside(self, gazetteer: Gazetteer) -> None:
        taught = gazetteer.with_confirmed({name_keys("Thimphu"): None})
        assert taught.read("Thimphu").standing is Standing.ELSEWHERE


class TestLongAndStrangeTexts:
    @pytest.mark.parametrize(
        "text", ["", " ", "," * 1000, "(" * 500, "district " * 200, "\u200d", "१२३", "=1+1", "😀" * 50]
    )
    def test_they_are_read_without_complaint(self, gazetteer: Gazetteer, text: str) -> None:
        assert gazetteer(text, text) is None
