"""The workshop of Raipur written down again: its report holds every fact of the source, and nothing else."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.documents.parts import Items, Paragraph
from csrmatch.documents.report import Report, report_pdf, report_word
from csrmatch.i18n import speaking
from csrmatch.places.models import District
from csrmatch.roles import Role
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.sample import load_raipur, read_raipur
from csrmatch.workshops.services.report import read_record
from tests.documents.office import through_office
from tests.documents.test_letters import pdf_text
from tests.workshops.factories import find_person

DAY = date(2026, 11, 23)
SIGNS = str.maketrans({"“": '"', "”": '"', "–": "-", "’": "'"})
# Words that join two sentences of the source into one of the record, and what the record is called by.
JOINING = {
    "delivered",
    "first",
    "second",
    "session",
    "sessions",
    "with",
    "which",
    "was",
    "a",
    "models",
    "of",
    "the",
}


@dataclass(frozen=True)
class Fact:
    """One fact of the source: its words there, the Hindi for them, and the sentence they are from."""

    kind: str
    english: str
    hindi: str
    source: str


def read_facts() -> list[Fact]:
    path = Path(__file__).with_name("raipur_facts.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return [Fact(**row) for row in csv.DictReader(lines)]


FACTS = read_facts()


def squeezed(text: str) -> str:
    """A text without what layouts differ in: blanks, shapes of quotation marks and dashes, great letters."""
    return "".join(text.translate(SIGNS).split()).casefold()


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9']+", text.translate(SIGNS).casefold()))


def missing(text: str, language: str) -> list[str]:
    """The facts that a text does not hold, in the words of its language."""
    given = squeezed(text)
    wanted = [fact.hindi if language == "hi" else fact.english for fact in FACTS]
    return [words for words in wanted if squeezed(words) not in given]


def texts_of(told: Any, ending: str) -> Iterator[str]:
    """Every text of the sample in one language."""
    if isinstance(told, dict):
        for name, held in told.items():
            if isinstance(held, str) and name.endswith(ending):
                yield held
            else:
                yield from texts_of(held, ending)
    elif isinstance(told, list):
        for held in told:
            yield from texts_of(held, ending)


@pytest.fixture
def workshop(sqlite_app: Application) -> Workshop:
    """The workshop of the sample."""
    made = run_write(lambda: load_raipur(find_person(Role.DPE_STAFF))[0].id)
    return db.session.get_one(Workshop, made)


def composed(workshop: Workshop, language: str) -> Report:
    with speaking(language):
        return compose_report(read_record(workshop))


class TestFacts:
    def test_every_fact_stands_word_for_word_in_its_sentence_of_the_source(self) -> None:
        assert len(FACTS) >= 120
        for fact in FACTS:
            assert squeezed(fact.english) in squeezed(fact.source), fact
            assert fact.hindi, fact

    def test_everybody_who_spoke_is_among_them(self) -> None:
        people = {fact.english for fact in FACTS if fact.kind == "person"}
        told = [talk["name_en"] for session in read_raipur()["sessions"] for talk in session.get("talks", ())]
        assert len(told) == 19
        assert set(told) == people

    def test_nobody_is_or_comes_from_what_the_source_does_not_say(self) -> None:
        known = {
            kind: {squeezed(fact.english) for fact in FACTS if fact.kind == kind}
            for kind in ("designation", "organisation")
        }
        for session in read_raipur()["sessions"]:
            for talk in session.get("talks", ()):
                (source,) = {fact.source for fact in FACTS if fact.english == talk["name_en"]}
                for kind, held in known.items():
                    if words := talk.get(f"{kind}_en"):
                        assert squeezed(words) in held, talk["name_en"]
                        assert squeezed(words) in squeezed(source), talk["name_en"]

    def test_no_sentence_of_the_record_has_a_word_that_the_source_has_not(self) -> None:
        told = read_raipur()
        # Where the record is from is said by those who ship it, not by the source.
        del told["report"]["foreword_en"]
        vocabulary = words_of(" ".join(fact.source for fact in FACTS)) | JOINING
        strange = {text: words_of(text) - vocabulary for text in texts_of(told, "_en")}
        assert {text: words for text, words in strange.items() if words} == {}

    def test_every_district_of_the_record_is_named_in_the_source(self, workshop: Workshop) -> None:
        source = squeezed(" ".join(fact.source for fact in FACTS))
        named = {item.district.name_en for item in workshop.districts}
        assert named == {"Bijapur", "Dantewada", "Korba", "Narayanpur"}
        assert {name for name in named if squeezed(name) not in source} == set()
        every = db.session.scalars(select(District).where(District.state_id == workshop.state_id))
        assert {row.name_en for row in every if squeezed(row.name_en) in source} == named

    def test_a_day_that_was_read_from_the_order_of_sessions_is_marked_so(self, workshop: Workshop) -> None:
        days = {fact.source for fact in FACTS if "day" in words_of(fact.source)}
        assert [text.partition(" of")[0] for text in days] == ["Day two"]
        with_cpses = [item["day"] for item in read_raipur()["sessions"] if item["kind"] == "cpses"]
        assert with_cpses == [2]
        for language, words in (("en", "is read from their order"), ("hi", "उनके क्रम से समझा गया है")):
            assert any(
                words in part.text
                for part in composed(workshop, language).parts
                if isinstance(part, Paragraph)
            )

    def test_what_the_source_does_not_say_is_not_known(self, workshop: Workshop) -> None:
        days = read_record(workshop).days
        assert [day.held_on for day in days] == [None, None]
        assert workshop.starts_on is None
        assert ("Days", "2024, dates not known") in composed(workshop, "en").facts
        assert (workshop.year, workshop.participants_told, workshop.is_about) == (2024, 75, True)
        talks = [talk for day in days for session in day.sessions for talk in session.talks]
        assert all(talk.theme_code is None and talk.starts_at is None for talk in talks)


class TestRecord:
    def test_it_is_written_once_and_left_as_people_leave_it(self, workshop: Workshop) -> None:
        def change() -> int:
            found = db.session.get_one(Workshop, workshop.id)
            found.city_en = "Naya Raipur"
            again, is_new = load_raipur(find_person(Role.DPE_STAFF))
            assert not is_new
            return again.id

        assert run_write(change) == workshop.id
        assert workshop.city_en == "Naya Raipur"

    def test_it_was_held_by_both_offices(self, workshop: Workshop) -> None:
        assert workshop.status is WorkshopStatus.HELD
        assert {item.organisation.kind for item in workshop.organisers} == {"dpe", "unicef"}


class TestReport:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_the_pdf_holds_every_fact(self, workshop: Workshop, language: str) -> None:
        # Heads and feet would part a sentence that goes on over a page.
        report = replace(composed(workshop, language), running="", footer="", page_words="")
        pdf = report_pdf(report, DAY)
        assert missing(pdf_text(pdf), language) == []
        for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Outlines", b"/FontFile"):
            assert mark in pdf, mark
        if language == "hi":
            assert "कार्यशाला" in pdf_text(pdf)

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_the_word_file_holds_every_fact_and_opens_elsewhere(
        self, workshop: Workshop, language: str, tmp_path: Path
    ) -> None:
        file = report_word(replace(composed(workshop, language), running="", footer=""), DAY)
        document = docx.Document(io.BytesIO(file))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert missing("\n".join([line.text for line in document.paragraphs] + cells), language) == []
        assert missing(pdf_text(through_office(file, tmp_path)), language) == []

    def test_the_facts_stand_in_the_order_of_the_source(self, workshop: Workshop) -> None:
        told = [str(part.get("text", "")) for part in composed(workshop, "en").data()["parts"]]  # type: ignore[attr-defined]
        text, place = squeezed("\n".join(told)), 0
        for words in dict.fromkeys(fact.english for fact in FACTS if fact.kind == "person"):
            found = text.find(squeezed(words), place)
            assert found >= 0, words
            place = found

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_every_challenge_request_and_model_is_a_note_too(self, workshop: Workshop, language: str) -> None:
        parts = composed(workshop, language).parts
        notes = squeezed("\n".join(note for part in parts if isinstance(part, Items) for note in part.items))
        listed = [item[f"text_{language}"] for item in read_raipur()["takeaways"]]
        assert len(listed) == 19
        for words in listed:
            assert squeezed(words) in notes, words
        for words in ("Prayas se Parinam", "ALIMCO requested", "remoteness") if language == "en" else ():
            assert squeezed(words) in notes, words
