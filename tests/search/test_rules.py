"""Words as search compares them: both scripts, digits, marks of Devanagari, prefixes and near words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.search.rules import (
    LONGEST_WORD,
    Term,
    edits_allowed,
    mark,
    near_words,
    parse_query,
    whole_name,
    words_of,
    written_otherwise,
)


def _brute_distance(first: str, second: str) -> int:
    """How many letters are added, left out, changed or swapped with the next: the textbook's table."""
    table = [
        [row + column if row * column == 0 else 0 for column in range(len(second) + 1)]
        for row in range(len(first) + 1)
    ]
    for row in range(1, len(first) + 1):
        for column in range(1, len(second) + 1):
            differs = first[row - 1] != second[column - 1]
            table[row][column] = min(
                table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + differs
            )
            swapped = first[row - 2 : row] == second[column - 2 : column][::-1]
            if row > 1 and column > 1 and swapped:
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
    return table[-1][-1]


class TestWords:
    def test_of_devanagari_stay_whole_with_their_marks(self) -> None:
        assert words_of("आकांक्षी ज़िला").plain == ("आकांक्षी", "ज़िला")

    def test_of_both_scripts_fold_to_the_same(self) -> None:
        folded = {words_of(word).folded for word in ("Dantewada", "Dantevada", "दंतेवाड़ा", "दन्तेवाडा")}
        assert len(folded) == 1

    def test_digits_of_every_script_are_digits(self) -> None:
        assert words_of("३७६").plain == words_of("376").plain == ("376",)

    def test_joiners_inside_a_word_do_not_part_it(self) -> None:
        assert words_of("क्\u200dष").plain == words_of("क्ष").plain

    @given(st.text(max_size=300))
    def test_hold_nothing_a_database_would_read_as_an_operator(self, text: str) -> None:
        words = words_of(text)
        for word in (*words.plain, *words.folded):
            assert word
            assert len(word) <= LONGEST_WORD
            assert not set(word) & set("\"'*():^-+{}|&!<>\\%_ \x00\n")

    @given(st.text(max_size=60))
    def test_typed_are_those_indexed(self, text: str) -> None:
        known = set(words_of(text[:100]).plain)
        assert {term.plain for term in parse_query(text)} <= known

    def test_of_a_hostile_text_are_read_quickly(self) -> None:
        started = time.process_time()
        words_of("क्" * 200_000, "a-" * 200_000, "!" * 200_000)
        assert time.process_time() - started < 5


class TestQuery:
    def test_little_words_count_only_where_there_are_no_others(self) -> None:
        assert [term.plain for term in parse_query("the hospital of Dantewada")] == ["hospital", "dantewada"]
        assert [term.plain for term in parse_query("of the")] == ["of", "the"]

    def test_of_many_words_is_cut(self) -> None:
        assert len(parse_query(" ".join(f"w{number}" for number in range(100)))) <= 8

    def test_of_nothing_but_signs_has_no_words(self) -> None:
        assert parse_query('"*()') == ()


class TestNearWords:
    def test_short_words_and_numbers_are_meant_as_they_stand(self) -> None:
        assert [edits_allowed(word) for word in ("jl", "376", "ksr1")] == [0, 0, 0]

    @given(
        st.text(alphabet="abcd", min_size=3, max_size=9),
        st.lists(st.text(alphabet="abcd", min_size=1, max_size=9), max_size=12),
    )
    def test_are_those_the_textbook_calls_near(self, word: str, vocabulary: list[str]) -> None:
        wanted = {other for other in vocabulary if 0 < _brute_distance(word, other) <= edits_allowed(word)}
        assert set(near_words(word, set(vocabulary))) == wanted


class TestMarking:
    @given(st.text(max_size=80), st.text(max_size=30))
    def test_keeps_the_text_as_it_is(self, text: str, query: str) -> None:
        assert "".join(part.text for part in mark(text, parse_query(query))) == text

    def test_marks_beginnings_and_sounds(self) -> None:
        parts = mark("Schools in दंतेवाड़ा", parse_query("school dantewada"))
        assert [part.text for part in parts if part.is_marked] == ["Schools", "दंतेवाड़ा"]

    def test_tells_what_was_found_in_another_script(self) -> None:
        assert written_otherwise(parse_query("dantewada"), ["Need", "दंतेवाड़ा"], []) == ["दंतेवाड़ा"]
        assert written_otherwise(parse_query("dantewada"), ["Dantewada"], ["दंतेवाड़ा"]) == []
        assert written_otherwise([Term("x", "x")], ["Need"], ["nothing"]) == []


@pytest.mark.parametrize(("text", "key"), [("NMDC", "|nmdk|"), ("Ri Bhoi", whole_name("Ribhoi"))])
def test_a_whole_name_is_one_piece_by_its_sound(text: str, key: str) -> None:
    assert whole_name(text) == key
