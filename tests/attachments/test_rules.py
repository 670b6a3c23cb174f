"""Which files are taken, judged by what is in them."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.attachments.rules import CONTENT_TYPES, LARGEST_BYTES, FileKind, FileProblem, inspect_file
from csrmatch.attachments.services import clean_name
from tests.attachments.files import JPEG, PDF, make_docx, make_package, make_png, make_xlsx, with_part

# Made once: a workbook bears the moment at which it was made.
GOOD = [PDF, make_png(), make_xlsx(), make_docx()]


class TestKinds:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (PDF, FileKind.PDF),
            (make_png(), FileKind.PNG),
            (JPEG, FileKind.JPEG),
            (make_xlsx(), FileKind.XLSX),
            (make_docx(), FileKind.DOCX),
        ],
    )
    def test_each_kind_is_known_by_its_content(self, content, kind):
        assert inspect_file(content) is kind
        assert kind in CONTENT_TYPES

    @pytest.mark.parametrize(
        "content",
        [
            b"<html><script>alert(1)</script></html>",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            b"GIF89a",
            b"MZ\x90\x00",
            b"#!/bin/sh\n",
            b"a,b\n1,2\n",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old office file",
            b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
            b" %PDF-1.7",
            make_package({"a.txt": b"a"}),
            make_package({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b""}),
        ],
    )
    def test_what_a_browser_or_a_machine_would_run_is_refused_whatever_it_is_called(self, content):
        assert inspect_file(content) is FileProblem.UNKNOWN_KIND

    def test_nothing_and_too_much_are_refused(self):
        assert inspect_file(b"") is FileProblem.EMPTY
        assert inspect_file(PDF + b" " * LARGEST_BYTES) is FileProblem.TOO_LARGE

    @pytest.mark.parametrize(
        "content",
        [
            make_docx(b"application/vnd.ms-word.document.macroEnabled.main+xml"),
            with_part(make_xlsx(), "xl/vbaProject.bin", b"macros"),
            with_part(make_docx(), "word/VBAPROJECT.BIN", b"macros"),
        ],
    )
    def test_an_office_file_with_macros_is_refused(self, content):
        assert inspect_file(content) is FileProblem.HAS_MACROS

    def test_a_macro_workbook_of_openpyxl_is_refused(self, tmp_path):
        path = tmp_path / "book.xlsm"
        path.write_bytes(with_part(make_xlsx(), "xl/vbaProject.bin", b"macros"))
        book = openpyxl.load_workbook(path, keep_vba=True)
        stream = io.BytesIO()
        book.save(stream)
        # The library leaves its copy of the macros open, and the collector closes it in some other test.
        book.vba_archive.close()
        assert inspect_file(stream.getvalue()) is FileProblem.HAS_MACROS

    def test_an_archive_that_unpacks_to_far_more_is_refused(self):
        parts = {f"xl/media/{number}": b"\0" * 30_000_000 for number in range(7)}
        bomb = make_package({"[Content_Types].xml": b"", "xl/workbook.xml": b"", **parts})
        assert len(bomb) < LARGEST_BYTES
        assert inspect_file(bomb) is FileProblem.TOO_LARGE

    def test_an_archive_of_very_many_parts_is_refused(self):
        parts = {f"xl/{number}": b"" for number in range(2_001)}
        content = make_package({"[Content_Types].xml": b"", "xl/workbook.xml": b"", **parts})
        assert inspect_file(content) is FileProblem.TOO_LARGE

    @settings(deadline=None)
    @given(st.data())
    def test_a_damaged_file_is_refused_or_taken_but_never_crashes(self, data):
        good = data.draw(st.sampled_from(GOOD))
        content = bytearray(good)
        for _ in range(data.draw(st.integers(1, 20))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        cut = data.draw(st.integers(0, len(content)))
        assert inspect_file(bytes(content[:cut])) in {*FileKind, *FileProblem}

    def test_a_cut_off_archive_is_damaged(self):
        assert inspect_file(make_xlsx()[:-40]) is FileProblem.DAMAGED

    def test_a_locked_part_is_refused(self):
        stream = io.BytesIO(make_docx())
        content = bytearray(stream.getvalue())
        directory = content.index(b"PK\x01\x02")
        content[directory + 8] |= 1
        with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
            assert package.infolist()[0].flag_bits & 1
        assert inspect_file(bytes(content)) is FileProblem.DAMAGED


class TestNames:
    @pytest.mark.parametrize(
        ("given_name", "kept"),
        [
            ("report.pdf", "report.pdf"),
            ("रिपोर्ट 2026.pdf", "रिपोर्ट 2026.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\x\\report.pdf", "report.pdf"),
            ("report.exe", "report.pdf"),
            ("report.pdf.html", "report.pdf.pdf"),
            ("gpj\u202eexe.pdf", "gpjexe.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
            ('say "hi".pdf', "say _hi_.pdf"),
            ("", "file.pdf"),
            ("...", "file.pdf"),
        ],
    )
    def test_a_name_is_one_that_can_be_saved_anywhere(self, given_name, kept):
        assert clean_name(given_name, FileKind.PDF) == kept

    @settings(deadline=None)
    @given(st.text(max_size=400))
    def test_any_name_stays_short_and_without_a_path(self, name):
        kept = clean_name(name, FileKind.DOCX)
        assert len(kept) <= 200
        assert kept.endswith(".docx")
        assert not set(kept) & set('/\\\r\n"\0')
