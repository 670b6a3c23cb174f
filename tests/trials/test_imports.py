"""The trial of killed imports: a few kills leave nothing half done, and a half import would be seen."""

from pathlib import Path
from typing import Any

import pytest

from trials import imports


class TestKilledImports:
    def test_ten_kills_leave_all_rows_or_none(self, sqlite_template: Path) -> None:
        with imports.on_sqlite(sqlite_template) as renew:
            found = imports.kill_imports(renew, 10, seed=3, rows=12)
        assert (found.half, found.unsound) == (0, 0)
        assert found.before + found.after == 10

    def test_an_import_that_saves_row_by_row_is_caught(
        self, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from csrmatch.db import db
        from csrmatch.imports.services import applying

        saved = applying._apply_rows

        def save_each(kind: Any, by: Any, rows: Any, source: str) -> None:
            for row in rows:
                saved(kind, by, [row], source)
                db.session.commit()

        monkeypatch.setattr(applying, "_apply_rows", save_each)
        with imports.on_sqlite(sqlite_template) as renew:
            found = imports.kill_imports(renew, 12, seed=1, rows=12)
        assert found.half > 0
        assert not found.is_met

    def test_kills_on_one_side_only_prove_nothing(self) -> None:
        assert imports.Kills(before=50, after=50).is_met
        assert not imports.Kills(before=100, after=0).is_met
        assert not imports.Kills(before=50, after=50, half=1).is_met
