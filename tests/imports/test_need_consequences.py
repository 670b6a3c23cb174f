"""What follows from needs that a file brought in: their overlaps, tried, opened, and dropped with them."""

import pytest

from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict
from csrmatch.registry.models import Need, OverlapCase
from csrmatch.registry.rules.overlaps import CaseStepKind, Verdict
from csrmatch.registry.services import overlaps as overlap_verbs
from csrmatch.roles import Role
from tests.imports.test_needs import apply, bring_in, rows_of, titles, undo
from tests.registry.overlaps import (
    TITLE,
    list_cases,
    make_overlapping_need,
    make_overlapping_project,
    make_programme,
    somebody,
    steps_of,
)

FILE = f"title_en,theme\r\n{TITLE},ED\r\n{TITLE} in the north,ED\r\nA road,IN\r\n".encode()


@pytest.fixture
def near(app: Application) -> None:
    """A programme and a company's project for girls' toilets in Dantewada."""
    run_write(lambda: (make_programme(), make_overlapping_project()))


def case_ids() -> set[int]:
    db.session.rollback()
    return {case.id for case in list_cases()}


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
            number = bring_in(FILE)
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

    def test_taking_back_drops_the_cases_that_nobody_spoke_on(self, near: None) -> None:
        before = case_ids()
        number = bring_in(FILE)
        apply(number)
        assert case_ids() > before
        assert undo(number) == 0
        assert titles() == []
        assert case_ids() == before
        assert verify_log().sound

    def test_a_need_on_whose_overlap_somebody_spoke_stays(self, near: None) -> None:
        before = case_ids()
        number = bring_in(FILE)
        apply(number)
        spoken = min(case_ids() - before)

        def answer() -> None:
            case = db.session.get_one(OverlapCase, spoken)
            overlap_verbs.answer_overlap(
                case=case,
                by=somebody(Role.DPE_STAFF),
                version=case.version,
                verdict=Verdict.NOT_THE_SAME,
                reason="Other schools.",
            )

        run_write(answer)
        kept = {side.need_id for side in db.session.get_one(OverlapCase, spoken).sides if side.need_id}
        with pytest.raises(Conflict):
            undo(number)
        assert undo(number, kept=len(kept)) == len(kept)
        assert spoken in case_ids()
        assert {row.id for row in db.session.scalars(db.select(Need).order_by(Need.id))} == kept
