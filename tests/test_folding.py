"""Names folded by sound: worked examples, the 112 districts in both scripts, and what holds for any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from csrmatch.folding import fold
from csrmatch.reference import read_districts

_PLAIN = re.compile(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?")
_FEWEST_EQUAL, _FEWEST_FIRST = 88, 106


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("दंतेवाड़ा", "Dantewada"),
            ("दन्तेवाडा", "DANTEWADA"),
            ("बस्तर", "Bastar"),
            ("नारायणपुर", "Narayanpur"),
            ("नारायणपुर", "Narayanapura"),
            ("कोंडागांव", "Kondagaon"),
            ("पश्चिमी सिंहभूम", "Pashchimi Singhbhum"),
            ("आँगनवाड़ी", "Aanganwadi"),
            ("शौचालय", "shauchalaya"),
            ("विद्यालय", "Vidyalay"),
            ("योजना", "yojna"),
            ("योजना", "yojana"),
            ("स्कूल", "school"),
            ("क्षेत्र", "kshetra"),
            ("ज्ञान", "gyan"),
            ("कॉलेज", "college"),
            ("टॉयलेट", "toilet"),
            ("Sahebganj", "Saahebganj"),
            ("Vikas", "Wikaas"),
        ],
    )
    def test_is_one_for_what_sounds_the_same(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Guna", "Gaya"),
            ("Korba", "Koraput"),
            ("Pakur", "Palamu"),
            ("नुआपाड़ा", "नवादा"),
            ("Baran", "Banka"),
        ],
    )
    def test_is_two_for_names_that_differ(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    def test_reads_the_digits_of_any_script(self) -> None:
        assert fold("१२३ ग्राम, phase ०२") == fold("123 gram phase 2") == "123 grm fs 2"

    def test_sees_through_joiners_and_ways_of_writing_one_letter(self) -> None:
        assert fold("क्\u200dष") == fold("क्ष") == fold("क्\u200cष")
        # The nukta as a letter of its own and as part of one.
        assert fold("\u095c") == fold("\u0921\u093c")
        assert fold("Café") == fold("Cafe\u0301") == "kf"

    def test_leaves_nothing_of_what_has_no_letters(self) -> None:
        assert fold(" – / ₹ \u200d") == ""

    @given(st.text(max_size=60))
    def test_gives_plain_words_for_any_text(self, text: str) -> None:
        assert _PLAIN.fullmatch(fold(text))

    @given(st.text(alphabet=st.characters(min_codepoint=0x0900, max_codepoint=0x097F), max_size=40))
    def test_reads_every_letter_of_devanagari(self, text: str) -> None:
        assert _PLAIN.fullmatch(fold(text))


class TestDistricts:
    def test_most_names_are_one_in_both_scripts_and_nearly_all_are_found_by_the_other(self) -> None:
        pairs = [
            (fold(row.name_en), fold(re.sub(r"\(.*", "", row.name_hi)))
            for row in read_districts()
            if row.name_hi
        ]
        equal = sum(latin == hindi for latin, hindi in pairs)
        first = sum(
            max(pairs, key=lambda pair: fuzz.ratio(pair[0], hindi))[0] == latin for latin, hindi in pairs
        )
        print(f"\n{len(pairs)} districts: {equal} folded alike in both scripts, {first} found as the likest")
        assert equal >= _FEWEST_EQUAL
        assert first >= _FEWEST_FIRST
