"""The page of the glossary holds every term of the table, and says of each what the table says."""

import csv
from pathlib import Path

import pytest

from csrmatch.reference.reading import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "glossary.md"

with (FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as file:
    TERMS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lines():
    return PAGE.read_text(encoding="utf-8").splitlines()


class TestGlossaryPage:
    def test_every_term_stands_on_one_line_with_its_hindi_and_its_note(self, lines):
        found = [
            sum(line.startswith(f"| {row['term_en']} | {row['term_hi']} | {row['note']} |") for line in lines)
            for row in TERMS
        ]
        assert found == [1] * len(TERMS)
        assert len(TERMS) == 166

    def test_every_topic_has_its_own_heading(self, lines):
        headings = [line for line in lines if line.startswith("## ")]
        assert len(headings) == len({term["group"] for term in TERMS}) + 3

    def test_each_state_with_an_aspirational_district_has_its_words(self, lines):
        with (FOLDER / "districts.csv").open(encoding="utf-8", newline="") as file:
            here = {row["state_lgd"] for row in csv.DictReader(file)}
        with (FOLDER / "states.csv").open(encoding="utf-8", newline="") as file:
            states = [row for row in csv.DictReader(file) if row["lgd"] in here]
        assert len(states) == 27
        for state in states:
            head = f"| {state['name_en']} · {state['name_hi']} | {state['head_en']} · {state['head_hi']} |"
            assert f"{head} {state['block_hi']} | {state['officer_hi']} |" in lines
