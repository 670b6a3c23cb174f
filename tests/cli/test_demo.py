"""`csrmatch demo` makes a whole demonstration, keeps what people entered, and stays out of real databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


def run_demo(instance: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CSRMATCH_INSTANCE": str(instance), "CSRMATCH_SETTINGS": "Development"}
    environment.pop("CSRMATCH_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "csrmatch", "demo", "--no-serve"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one demonstration, which the tests below use one after the other."""
    return tmp_path_factory.mktemp("instance")


class TestDemo:
    def test_both_mappings_are_printed_as_verified(self, instance: Path) -> None:
        done = run_demo(instance)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("certificate verified") == 2
        assert "dpe@demo.invalid" in done.stdout
        assert (instance / "demo-password.txt").stat().st_mode & 0o777 == 0o600

    def test_a_second_run_keeps_what_was_entered(self, instance: Path) -> None:
        url = f"sqlite:///{instance / 'csrmatch.sqlite'}"
        password = (instance / "demo-password.txt").read_text()
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("update exercise set title_hi = 'बदला हुआ'"))
        done = run_demo(instance)
        assert done.returncode == 0, done.stderr
        with engine.connect() as connection:
            assert connection.execute(text("select distinct title_hi from exercise")).scalars().all() == [
                "बदला हुआ"
            ]
            assert connection.execute(text("select count(*) from mapping_run")).scalar_one() == 2
            assert connection.execute(text("select count(*) from app_user")).scalar_one() == 8
        engine.dispose()
        assert (instance / "demo-password.txt").read_text() == password

    def test_a_database_with_real_accounts_gets_no_demo_accounts(self, instance: Path) -> None:
        engine = create_engine(f"sqlite:///{instance / 'csrmatch.sqlite'}")
        with engine.begin() as connection:
            connection.execute(text("update app_user set is_demo = 0 where email = 'dpe@demo.invalid'"))
        engine.dispose()
        done = run_demo(instance)
        assert done.returncode == 1
        assert "real accounts" in done.stderr
