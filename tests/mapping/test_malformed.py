"""Hundreds of damaged inputs: each is read, or refused with words; none crashes and none writes anything."""

import random
from pathlib import Path

import pytest

from csrmatch.i18n import speaking
from csrmatch.mapping.solving.outcome import solve_input
from csrmatch.mapping.tables import InputRefused, load_input
from csrmatch.mapping.wording.codes import describe_all
from csrmatch.optimiser import Infeasible
from tests.mapping.inputs import small_input, write_input
from tests.mapping.workbooks import write_workbook

PIECES = (
    b"\x00", b"\xff", b'"', b",", b"\n", b"\r", b";", b"-", b"=1+1", b"????", b"\xef\xbb\xbf", b"1e999",
    b"NaN", b"inf", b"99999999999999999999", "१२".encode(), "\u200d".encode(), "²".encode(), b"'", b"0", b" ",
)  # fmt: skip


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The content after one to three small accidents."""
    data = bytearray(content)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(5)
        if kind == 0:
            data[at:at] = dice.choice(PIECES)
        elif kind == 1:
            del data[at : at + dice.randint(1, 12)]
        elif kind == 2 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind == 3:
            data[at : at + 3] = dice.choice(PIECES)
        else:
            del data[at:]
        if not data:
            break
    return bytes(data)


def outcome_of(path: Path) -> str:
    """Reads and solves; a refusal must have words for each of its errors."""
    try:
        given, _ = load_input(path)
    except InputRefused as refused:
        issues = refused.issues
    else:
        try:
            solve_input(given)
        except Infeasible:
            return "clash"
        return "solved"
    for language in ("en", "hi"):
        with speaking(language):
            assert issues
            assert all(line.strip() for line in describe_all(issues))
    return "refused"


class TestDamagedFolders:
    def test_four_hundred_damaged_folders_are_read_or_refused(self, tmp_path: Path) -> None:
        folder = write_input(small_input(), tmp_path)
        names = sorted(path.name for path in folder.iterdir())
        dice = random.Random(20240601)  # noqa: S311 - a seed for the tests.
        found = []
        for _ in range(400):
            path = folder / dice.choice(names)
            whole = path.read_bytes()
            path.write_bytes(damaged(whole, dice))
            found.append(outcome_of(folder))
            path.write_bytes(whole)
        assert found.count("refused") > 200
        assert found.count("solved") > 20


class TestDamagedWorkbooks:
    @pytest.mark.parametrize("seed", range(12))
    def test_a_damaged_workbook_is_read_or_refused(self, tmp_path: Path, seed: int) -> None:
        path = write_workbook(small_input(), tmp_path / "book.xlsx")
        dice = random.Random(seed)  # noqa: S311 - a seed for the tests.
        path.write_bytes(damaged(path.read_bytes(), dice))
        assert outcome_of(path) in {"refused", "solved"}
