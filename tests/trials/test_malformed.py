"""Three hundred damaged files of projects: each is read or refused in words, and none crashes."""

import random

from csrmatch.app import Application
from trials import malformed


class TestDamagedFiles:
    def test_three_hundred_are_read_or_refused_in_words(self, sqlite_app: Application) -> None:
        tried = malformed.try_files(sqlite_app, 300, seed=20261122, workbooks=0.05)
        assert (tried.crashed, tried.silent) == ([], [])
        assert sum(tried.outcomes.values()) == 300
        assert tried.outcomes["refused"] >= 10
        assert tried.outcomes["with errors"] >= 30
        assert tried.outcomes["read"] >= 10

    def test_the_same_seed_makes_the_same_damage(self) -> None:
        book = malformed.make_workbook()
        first, again = (malformed.damaged_csv(book, random.Random(5)) for _ in range(2))  # noqa: S311
        assert first == again != book
