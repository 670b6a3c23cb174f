"""A few of the cases of the long trial: no answer of the API but those that its document describes."""

from csrmatch.app import Application
from tests.faults.world import World
from trials.api import ROLES, Counted, fuzz_operations, known_records

CASES = 6


def _fuzz(app: Application, world: World, role: str) -> Counted:
    return fuzz_operations(app, world.api.secrets[role], known_records(world), CASES)


class TestFuzz:
    def test_no_operation_breaks_or_answers_what_its_document_does_not_say(
        self, sqlite_app: Application, world: World
    ) -> None:
        for role in ROLES:
            counted = _fuzz(sqlite_app, world, role)
            print(f"\n{role}: {sum(counted.cases.values()):,} cases, answers {counted.answers}")
            assert not counted.wrong, "\n".join(counted.wrong)
            assert len(counted.cases) >= 30
            assert min(counted.cases.values()) >= CASES // 2
