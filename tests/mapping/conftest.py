"""What the tests of the mapping share: a result of the small input, solved once."""

import pytest

from csrmatch.mapping.documents import result_files
from csrmatch.mapping.solving.outcome import Outcome, solve_input
from csrmatch.mapping.tables import load_input
from tests.mapping.inputs import small_input, write_input


@pytest.fixture(scope="session")
def small_outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The small input solved."""
    given, warnings = load_input(write_input(small_input(), tmp_path_factory.mktemp("small")))
    return solve_input(given, warnings=warnings)


@pytest.fixture(scope="session")
def small_files(small_outcome: Outcome) -> dict[str, bytes]:
    """The result folder of the small input; tests copy it before they change it."""
    return result_files(small_outcome)
