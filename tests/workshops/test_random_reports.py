"""Whatever a record holds, its report opens again with every word, reads no file and calls nobody."""

import io
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.documents.parts import Table
from csrmatch.documents.report import Report, report_pdf, report_word
from csrmatch.i18n import LANGUAGES, speaking
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.services.report import read_record
from tests.documents.test_letters import pdf_pages
from tests.workshops.random_records import make_record, squeezed
from tests.workshops.test_raipur import DAY

# The tests make a few; a trial goes on to 500.
RECORDS = int(os.environ.get("CSRMATCH_RECORDS", "4"))
ROOT = Path(__file__).resolve().parents[2]
# Where the layouts and the fonts are, and the picture of Word's own package.
ASSETS = ("templates/documents/", "csrmatch/documents/fonts")
BEGIN, END = "/begin-writing", "/end-writing"


def composed(seed: int) -> tuple[dict[str, Report], list[str]]:
    """The report of a random record in each language, and every text that has to be in it."""

    def make() -> tuple[dict[str, Report], list[str]]:
        made = make_record(seed)
        found = {}
        for language in LANGUAGES:
            with speaking(language):
                found[language] = compose_report(read_record(made.workshop))
        return found, made.texts

    return run_write(make)


def word_text(file: bytes) -> str:
    """Every text of a Word file, without blanks, as it reopens."""
    body = docx.Document(io.BytesIO(file)).element.body
    return squeezed("".join(node.text or "" for node in body.iter(qn("w:t"))))


def pdf_body(report: Report) -> str:
    """The text of a PDF, without blanks and without what stands above and below each page."""
    pages = [squeezed(page) for page in pdf_pages(report_pdf(report, DAY))]
    pages = [page for page in pages if page]
    # A row that goes on over a page has the heads of its table between its halves.
    heads = {squeezed("".join(part.heads)) for part in report.parts if isinstance(part, Table)}
    found = pages[0]
    for number, page in enumerate(pages[1:], start=2):
        words = report.page_words.format(page=number, pages=len(pages))
        foot = squeezed(report.footer + words)
        assert page.endswith(foot)
        page = page.removesuffix(foot)
        for above in (squeezed(report.running), squeezed(report.draft), *heads):
            page = page.removeprefix(above)
        found += page
    return found


def lost(text: str, wanted: list[str]) -> list[str]:
    return [words for words in wanted if squeezed(words) not in text]


@pytest.mark.parametrize("seed", range(RECORDS))
def test_every_text_of_a_random_record_is_in_all_four_files(sqlite_app: Application, seed: int) -> None:
    reports, texts = composed(seed)
    for language, report in reports.items():
        assert lost(word_text(report_word(report, DAY)), texts) == [], f"Word, {language}"
        printed = pdf_body(report)
        assert lost(printed, texts) == [], f"PDF, {language}"
        assert "root:x:0" not in printed
    print(f"\n{len(texts)} texts, {2 * len(reports)} files")


WRITE = f"""
import os, pickle, sys
from csrmatch.documents.report import report_pdf, report_word
from datetime import date
reports = pickle.load(open(sys.argv[1], "rb"))
def write(all_of_them):
    for report in all_of_them:
        report_pdf(report, date(2026, 11, 23)), report_word(report, date(2026, 11, 23))
write(reports[:1])
os.path.exists("{BEGIN}")
write(reports[1:])
os.path.exists("{END}")
"""


def test_writing_reads_no_file_but_layouts_and_fonts_and_opens_no_connection(
    sqlite_app: Application, tmp_path: Path
) -> None:
    if (
        shutil.which("strace") is None
        or subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], check=False).returncode
    ):
        pytest.skip("strace is missing or not allowed: on Debian install strace")
    reports = [report for seed in range(100, 103) for report in composed(seed)[0].values()]
    given, told = tmp_path / "reports.pickle", tmp_path / "calls"
    given.write_bytes(pickle.dumps(reports))
    watched = ["strace", "-f", "-qq", "-y", "-e", "trace=%network,%file", "-o", str(told)]
    subprocess.run([*watched, sys.executable, "-c", WRITE, str(given)], cwd=ROOT, check=True)
    calls = told.read_text(errors="replace").split(BEGIN, 1)[1].split(END, 1)[0].splitlines()
    opened = [
        found.group(1) for line in calls if (found := re.search(r'open(?:at)?\(.*?"([^"]*)".* = \d', line))
    ]
    assert opened
    assert [path for path in opened if not any(part in path for part in ASSETS)] == []
    assert [line for line in calls if re.search(r"\b(connect|sendto|bind)\(", line)] == []
