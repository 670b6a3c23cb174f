"""Runs a test of the suite as a trial: the same test, with more rounds, and what it prints."""

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["run_test"]

ROOT = Path(__file__).resolve().parent.parent


def run_test(test: str, keyword: str, **rounds: int) -> subprocess.CompletedProcess[str]:
    """What pytest told of the tests of a file that a keyword picks, with these variables set."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-k", keyword, test],
        cwd=ROOT,
        env={**os.environ, **{name: str(number) for name, number in rounds.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
