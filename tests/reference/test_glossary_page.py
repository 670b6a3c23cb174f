"""The page of the glossary holds every term of the table, and says of each what the table says."""

import csv
from pathlib import Path

import pytest

from csrmatch.reference.reading import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "glossary.md"

with (FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as file:
    TERMS = list(csv.DictReader(file))


class TestGlossaryPage:
    @pytest.fixture(scope="class")
    def lines(self):
        return set(PAGE.read_text(encoding="utf-8").splitlines())

    @pytest.mark.parametrize("term", TERMS, ids=lambda term: term["term_en"])
    def test_every_term_stands_on_a_line_with_its_hindi_and_its_note(self, lines, term):
        start = f"| {term['term_en']} | {term['term_hi']} | {term['note']} |"
        assert sum(line.startswith(start) for line in lines) == 1

    def test_every_topic_has_its_own_heading(self, lines):
        headings = [line for line in lines if line.startswith("## ")]
        assert len(headings) == len({term["group"] for term in TERMS}) + 2

    def test_each_state_with_an_aspirational_district_has_its_words(self, lines):
        with (FOLDER / "districts.csv").open(encoding="utf-8", newline="") as file:
            here = {row["state_lgd"] for row in csv.DictReader(file)}
        with (FOLDER / "states.csv").open(encoding="utf-8", newline="") as file:
            states = [row for row in csv.DictReader(file) if row["lgd"] in here]
        assert len(states) == 27
        for state in states:
            head = f"| {state['name_en']} · {state['name_hi']} | {state['head_en']} · {state['head_hi']} |"
            assert f"{head} {state['block_hi']} | {state['officer_hi']} |" in lines
