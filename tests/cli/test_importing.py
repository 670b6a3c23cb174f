"""`csrmatch import boundaries` takes all of a file or nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from csrmatch.cli import main

RING = [[81.0, 18.5], [81.5, 18.5], [81.5, 19.0], [81.0, 18.5]]


def write(path: Path, *codes: object) -> Path:
    features = [
        {"properties": {"lgd": code}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
        for code in codes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


class TestImportBoundaries:
    @pytest.fixture
    def run(self, sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("config.Development.SQLALCHEMY_DATABASE_URI", sqlite_url)

        def invoke(*arguments: str) -> Result:
            return CliRunner().invoke(main, ["import", "boundaries", *arguments])

        return invoke

    @staticmethod
    def count(url: str) -> int:
        engine = create_engine(url)
        with engine.connect() as connection:
            number = connection.execute(text("select count(*) from boundary")).scalar_one()
        engine.dispose()
        return int(number)

    def test_outlines_are_taken_and_can_be_taken_again(self, run, sqlite_url: str, tmp_path: Path) -> None:
        file = write(tmp_path / "b.geojson", 376, 374)
        for _ in range(2):
            assert run(str(file)).exit_code == 0
        assert self.count(sqlite_url) == 2

    def test_a_dry_run_changes_nothing(self, run, sqlite_url: str, tmp_path: Path) -> None:
        assert run(str(write(tmp_path / "b.geojson", 376)), "--dry-run").exit_code == 0
        assert self.count(sqlite_url) == 0

    def test_one_bad_feature_means_nothing_is_taken(self, run, sqlite_url: str, tmp_path: Path) -> None:
        answer = run(str(write(tmp_path / "b.geojson", 374, 376, 376)))
        assert answer.exit_code == 2
        assert "376" in answer.output
        assert self.count(sqlite_url) == 0
