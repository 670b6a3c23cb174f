"""What follows from needs that a file brings in: overlaps, which a trial does not open."""

import pytest

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need
from csrmatch.registry.rules.overlaps import CaseStepKind
from csrmatch.registry.services import overlaps as overlap_verbs
from tests.imports.test_consequences import NEEDS_FILE, case_ids
from tests.imports.test_needs import apply, bring_in, rows_of
from tests.registry.overlaps import (
    list_cases,
    make_overlapping_need,
    make_overlapping_project,
    make_programme,
    steps_of,
)


@pytest.fixture
def near(app: Application) -> None:
    """A programme and a company's project for girls' toilets in Dantewada."""
    run_write(lambda: (make_programme(), make_overlapping_project()))


def kinds_beside_needs() -> set[str]:
    """What kinds of record stand beside a need in a case."""
    db.session.rollback()
    sides = [side for case in list_cases() for side in case.sides if any(s.need_id for s in case.sides)]
    return {"programme" if side.programme_id else "project" for side in sides if not side.need_id}


class TestOverlaps:
    def test_a_trial_compares_nothing_and_applying_opens_what_a_form_would(
        self, near: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = case_ids()
        with monkeypatch.context() as patched:
            patched.setattr(overlap_verbs, "facts_of", lambda record: pytest.fail("compared in a trial"))
            number = bring_in(NEEDS_FILE)
        assert case_ids() == before
        apply(number)
        assert kinds_beside_needs() == {"project", "programme"}
        opened = [steps_of(case) for case in list_cases() if case.id not in before]
        assert opened
        assert all(steps == [CaseStepKind.OPENED] for steps in opened)

    def test_a_change_is_tried_without_comparing_too(
        self, near: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        need = run_write(lambda: make_overlapping_need().id)
        version = db.session.get_one(Need, need).version
        before = case_ids()
        with monkeypatch.context() as patched:
            patched.setattr(overlap_verbs, "facts_of", lambda record: pytest.fail("compared in a trial"))
            number = bring_in(f"id,version,title_en\r\n{need},{version},Grain stores\r\n".encode())
        assert [str(row.outcome) for row in rows_of(number)] == ["changed"]
        assert case_ids() == before
