"""What follows from rows that were saved many at once: overlaps, the index and the log, as from the forms."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.registry.models import Need, OverlapCase, Project
from csrmatch.registry.rules.overlaps import CaseStepKind, Verdict
from csrmatch.registry.services import overlaps as overlap_verbs
from csrmatch.registry.services.project_texts import ProjectText
from csrmatch.registry.services.projects import create_project
from csrmatch.roles import Role
from csrmatch.search.indexing import rebuild_index
from csrmatch.search.models import SearchEntry
from tests.imports import test_needs
from tests.imports.sheets import apply, bring_in, officer, undo
from tests.registry.overlaps import (
    TITLE,
    list_cases,
    make_overlapping_need,
    make_overlapping_project,
    make_programme,
    somebody,
    steps_of,
)
from tests.registry.projects import find_district, make_project

FILE = (
    "title_en,starts_on,ends_on,theme_ED,district_1,share_1\r\n"
    f"{TITLE},2024-07-01,2028-03-31,100,376,100\r\n"
    f"{TITLE} far away,2024-07-01,2028-03-31,100,Koraput,100\r\n"
    "A road,2024-07-01,2028-03-31,100,376,100\r\n"
).encode()


@pytest.fixture
def near(app: Application) -> None:
    """A need, a programme and another company's project for girls' toilets in Dantewada."""

    def make() -> None:
        make_overlapping_need()
        make_programme()
        make_overlapping_project()

    run_write(make)


def case_ids() -> set[int]:
    """The numbers of all cases."""
    db.session.rollback()
    return {case.id for case in list_cases()}


def pairs() -> set[tuple[str, int]]:
    """The cases in which a project of NMDC stands, by the other side's kind, with their score."""
    db.session.rollback()
    found = set()
    for case in list_cases():
        sides = [side for side in case.sides if not (side.project and side.project.cpse.code == "NMDC")]
        if len(sides) == 1:
            found.add((_kind(sides[0]), case.score))
    return found


def _kind(side: Any) -> str:
    return "need" if side.need_id else "programme" if side.programme_id else "project"


class TestOverlaps:
    def test_a_trial_opens_none_and_applying_opens_what_a_form_would(self, near: None) -> None:
        before = {case.id for case in list_cases()}
        number = bring_in(FILE, "projects.csv")
        assert {case.id for case in list_cases()} == before
        apply(number)
        brought = pairs()
        assert {kind for kind, _score in brought} == {"need", "programme", "project"}
        assert all(steps_of(case) == [CaseStepKind.OPENED] for case in list_cases())

        undo(number)
        run_write(lambda: (make_overlapping_project("NMDC"), make_project("NMDC", "A road")))
        assert pairs() == brought


@dataclass(frozen=True)
class Brought:
    """How a kind of record is brought in, and by which column a side of a case names one."""

    bring_in: Callable[[], int]
    apply: Callable[[int], object]
    undo: Callable[..., object]
    column: str


NEEDS_FILE = f"title_en,theme\r\n{TITLE},ED\r\n{TITLE} in the north,ED\r\nA road,IN\r\n".encode()
KINDS = {
    "projects": Brought(lambda: bring_in(FILE, "projects.csv"), apply, undo, "project_id"),
    "needs": Brought(lambda: test_needs.bring_in(NEEDS_FILE), test_needs.apply, test_needs.undo, "need_id"),
}


@pytest.mark.usefixtures("near")
class TestTakingBack:
    @pytest.fixture(params=list(KINDS))
    def brought(self, request: pytest.FixtureRequest) -> Brought:
        return KINDS[request.param]

    def test_drops_the_cases_that_nobody_spoke_on(self, brought: Brought) -> None:
        before = case_ids()
        number = brought.bring_in()
        brought.apply(number)
        assert case_ids() > before
        assert brought.undo(number) == 0
        assert _made_by(number) == set()
        assert case_ids() == before
        assert verify_log().sound

    def test_leaves_a_record_on_whose_overlap_somebody_spoke(self, brought: Brought) -> None:
        before = case_ids()
        number = brought.bring_in()
        brought.apply(number)
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
        sides = db.session.get_one(OverlapCase, spoken).sides
        kept = {getattr(side, brought.column) for side in sides} & _made_by(number)
        assert kept
        with pytest.raises(Conflict):
            brought.undo(number)
        assert brought.undo(number, kept=len(kept)) == len(kept)
        assert _made_by(number) == kept
        assert spoken in case_ids()


def _made_by(import_id: int) -> set[int | None]:
    """The records that an import made and that are still there."""
    db.session.rollback()
    model = {"projects": Project, "needs": Need}[db.session.get_one(DataImport, import_id).kind]
    rows = select(ImportRow.record_id).where(ImportRow.import_id == import_id)
    return set(db.session.scalars(select(model.id).where(model.id.in_(rows))))


class TestIndex:
    def test_it_holds_the_projects_once_they_are_applied_and_not_before(self, app: Application) -> None:
        number = bring_in(FILE, "projects.csv")
        assert _indexed() == set()
        apply(number)
        assert len(_indexed()) == 3
        assert sum(run_write(rebuild_index).values()) == 0
        undo(number)
        assert _indexed() == set()
        assert sum(run_write(rebuild_index).values()) == 0


def _indexed() -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(SearchEntry.record_id).where(SearchEntry.kind == "project")))


class TestLog:
    def test_a_row_added_in_bulk_is_told_as_one_that_a_form_added(self, app: Application) -> None:
        apply(bring_in(b"title_en,theme_ED,district_1,share_1\r\nA well,100,376,100\r\n", "projects.csv"))
        brought = db.session.scalars(select(Project)).one().id

        def record() -> int:
            return create_project(
                by=officer(),
                cpse=db.session.get_one(Project, brought).cpse,
                text=ProjectText(title_en="A well"),
                theme_code="ED",
                district=find_district(376),
            ).id

        typed = run_write(record)
        assert _entries(brought) == _entries(typed)
        assert verify_log().sound


def _entries(project_id: int) -> dict[str, dict[str, object]]:
    """The entries that tell of the insertion of a project and its parts, without what differs by nature."""
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.action == "insert").order_by(AuditEvent.id)
    told: dict[str, dict[str, object]] = {}
    for entry in db.session.scalars(query):
        changes = json.loads(entry.changes)
        owner = changes.get("id" if entry.object_type == "project" else "project_id")
        if owner == [None, project_id]:
            passing = {"id", "project_id", "number", "created_at", "changed_at"}
            told[entry.object_type] = {name: value for name, value in changes.items() if name not in passing}
    assert {"project", "project_theme", "project_district", "project_step"} <= told.keys()
    return told
