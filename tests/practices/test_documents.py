"""The sheet of a practice, read back from PDF and Word in both languages; and what no file says."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.practices.services import PracticeText, add_practice
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.practices.practices import FULL, make_practice, person, take_to_library

WORDS = {
    "en": (FULL.title_en, "Children of hostels ate no eggs.", "₹45.00 lakh", "Dantewada", "Balod"),
    "hi": (FULL.title_hi, "Children of hostels ate no eggs.", "₹45.00 लाख", "दंतेवाड़ा", "Balod"),
}


def read_pdf(content: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing: install the package poppler-utils")
    path = folder / "sheet.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return " ".join(done.stdout.split())


def read_word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(texts).split())


def read(content: bytes, kind: str, folder: Path) -> str:
    return read_pdf(content, folder) if kind == "pdf" else read_word(content)


def put_into_library(text: PracticeText) -> int:
    def make() -> int:
        return take_to_library(add_practice(by=person(Role.DISTRICT_OFFICER), text=text)).id

    return run_write(make)


@pytest.fixture
def keeper(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "unicef_officer@example.test")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
class TestTheSheet:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_says_the_whole_story_in_the_language_asked_for(
        self, keeper: FlaskClient, tmp_path: Path, language: str, kind: str
    ) -> None:
        number = put_into_library(FULL)
        answer = keeper.get(f"/practices/{number}/sheet/{language}.{kind}")
        assert answer.status_code == 200
        text = read(answer.data, kind, tmp_path)
        for word in WORDS[language]:
            # What pdftotext reads of Devanagari does not keep the order of all vowel signs.
            if kind == "docx" or word.isascii() or "₹" in word:
                assert word.split()[0] in text, word
        for told in (
            "Self-help groups keep hens beside the hostel.",
            "A veterinary visit each month",
            "Breed: what is kept here already",
            "Registers of thirty hostels.",
            "Danteshwari Mahila Sangh",
            "District Programme Manager, District Livelihood Mission, Dantewada",
            "Report of the mission, 2024",
            "Eggs a child ate in a week",
        ):
            assert told in text, told
        assert ("Must stay" in text) == (language == "en")

    def test_never_says_how_the_office_is_reached(
        self, keeper: FlaskClient, tmp_path: Path, kind: str
    ) -> None:
        number = put_into_library(FULL)
        answer = keeper.get(f"/practices/{number}/sheet/en.{kind}")
        text = read(answer.data, kind, tmp_path)
        assert FULL.contact_mail not in text
        assert "252 000" not in text

    def test_says_what_is_not_known(self, keeper: FlaskClient, tmp_path: Path, kind: str) -> None:
        number = run_write(lambda: take_to_library(make_practice("Prayas")).id)
        text = read(keeper.get(f"/practices/{number}/sheet/en.{kind}").data, kind, tmp_path)
        assert "0 of 10 known. Not known: the problem" in text
        assert text.count("not known") >= 9
        assert "₹" not in text

    def test_prints_signs_of_markup_as_they_are(self, keeper: FlaskClient, tmp_path: Path, kind: str) -> None:
        odd = 'A < B & "C" {{ 7 * 7 }} {% raw %} #set $x$ *d* _e_ ॐ'
        number = put_into_library(replace(FULL, problem=odd, core=(odd,)))
        text = read(keeper.get(f"/practices/{number}/sheet/en.{kind}").data, kind, tmp_path)
        assert text.count('A < B & "C" {{ 7 * 7 }} {% raw %} #set $x$ *d* _e_') == 2

    def test_is_the_same_each_time(self, keeper: FlaskClient, kind: str) -> None:
        number = put_into_library(FULL)
        address = f"/practices/{number}/sheet/hi.{kind}"
        assert keeper.get(address).data == keeper.get(address).data


class TestOtherFiles:
    @pytest.mark.parametrize("role", [Role.DPE_STAFF, Role.CPSE_OFFICER, Role.AUDITOR])
    def test_no_list_and_no_search_says_how_an_office_is_reached(
        self, sqlite_app: Application, role: Role
    ) -> None:
        put_into_library(FULL)
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        found = ""
        for address in (
            "/practices",
            "/practices?download=csv",
            "/practices?download=xlsx",
            "/search?q=Poultry",
            "/search/suggestions?q=Poultry",
        ):
            data = client.get(address).data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as packed:
                    data = b"\n".join(packed.read(name) for name in packed.namelist())
            found += data.decode("utf-8", "replace")
        assert "Poultry" in found
        assert FULL.contact_mail not in found
        assert "252 000" not in found

    def test_no_office_is_found_by_its_mail(self, sqlite_app: Application) -> None:
        put_into_library(FULL)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        for address in ("/search?q=", "/practices?q="):
            assert "Poultry" not in client.get(address + FULL.contact_mail).text
        assert "Poultry" in client.get("/search?q=Poultry").text
        assert "Poultry" in client.get("/search?q=Danteshwari").text
