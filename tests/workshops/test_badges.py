"""Badges: eight to a page, every name whole, the code of each readable and without a word of the person."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from csrmatch.app import Application
from csrmatch.workshops.documents.badges import Badge, write_badges
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.signed_links import badge_code, read_badge_code

LONG = (
    "Prof. (Dr.) Nirmala Venkatasubramanian-Krishnamurthy Subrahmanyeswara Rao of Bhilai",
    "प्रोफ़ेसर डॉ. निर्मला वेंकटसुब्रमण्यम कृष्णमूर्ति सुब्रह्मण्येश्वर राव",
)


def badge(number: int, *names: str, group: str = "cpse", **given: object) -> Badge:
    values: dict[str, object] = {
        "names": list(names) or [f"Guest {number}"],
        "designation": "Chief Manager (CSR)",
        "organisation": "NMDC Limited",
        "group": group,
        "group_words": group.upper(),
        "is_speaker": False,
        "code": f"P-{number:04d}",
        "signed": f"{number}.abcdefghijklmnopqrstuvwxyz0",
    }
    return Badge(**{**values, **given})  # type: ignore[arg-type]


def write(badges: list[Badge]) -> bytes:
    return write_badges(
        badges,
        language="en",
        title="Fifth workshop",
        day=date(2026, 11, 10),
        speaker_words="speaker",
        picture_words="Code of the badge",
    )


def read(content: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "badges.pdf"
    path.write_bytes(content)
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class TestBadges:
    @pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (8, 1), (9, 2), (74, 10)])
    def test_are_eight_to_a_page_and_none_is_lost(self, tmp_path: Path, count: int, pages: int) -> None:
        text = read(write([badge(number) for number in range(1, count + 1)]), tmp_path)
        assert text.count("\f") == pages
        assert {int(number) for number in re.findall(r"P-(\d{4})", text)} == set(range(1, count + 1))

    def test_a_long_name_is_whole_in_both_scripts(self, tmp_path: Path) -> None:
        text = re.sub(r"[\s-]+", "", read(write([badge(1, *LONG)]), tmp_path))
        assert re.sub(r"[\s-]+", "", LONG[0]) in text
        # How a reader of PDFs orders the signs of a syllable is its own affair; none of the words is lost.
        assert text.count("राव") >= 1

    def test_every_group_bears_its_word_and_a_speaker_theirs(self, tmp_path: Path) -> None:
        badges = [badge(number, group=group.value) for number, group in enumerate(ParticipantGroup, start=1)]
        text = read(write([*badges, badge(99, is_speaker=True)]), tmp_path)
        for group in ParticipantGroup:
            assert group.value.upper() in text
        assert "speaker" in text

    def test_the_same_people_give_the_same_bytes(self) -> None:
        assert write([badge(1), badge(2)]) == write([badge(1), badge(2)])

    @pytest.mark.parametrize(
        "name", ['#panic("x")', "$x$ *y* _z_", "<a & b>", "{{ 7 * 7 }}", "\u202egnp", "名前", ""]
    )
    def test_no_name_is_run_or_breaks_it(self, tmp_path: Path, name: str) -> None:
        text = read(write([badge(1, name, designation=name, organisation=name)]), tmp_path)
        assert "49" not in text
        assert "P-0001" in text


class TestTheCode:
    def test_is_read_back_and_holds_a_number_alone(self, sqlite_app: Application) -> None:
        code = badge_code(417)
        assert read_badge_code(code) == 417
        assert re.fullmatch(r"417\.[\w-]{20,40}", code)

    @pytest.mark.parametrize(
        "forged", ["", "417", "417.", "418.{sign}", "417.{sign}x", "x.{sign}", "417.{sign}.1"]
    )
    def test_a_forged_one_is_worth_nothing(self, sqlite_app: Application, forged: str) -> None:
        sign = badge_code(417).partition(".")[2]
        assert read_badge_code(forged.format(sign=sign)) is None

    def test_another_secret_makes_another_code(self, sqlite_app: Application) -> None:
        code = badge_code(1)
        sqlite_app.config["SECRET_KEY"] = "another"
        assert read_badge_code(code) is None
