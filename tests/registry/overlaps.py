"""Makes programmes and overlaps for tests."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.registry.models import Need, OverlapCase, OverlapStep, Programme, Project
from csrmatch.registry.rules.overlaps import CaseStepKind
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.needs import create_need
from csrmatch.registry.services.programmes import ProgrammeText, create_programme
from csrmatch.registry.services.projects import step_project
from csrmatch.roles import Role
from tests.registry.needs import officers_of
from tests.registry.projects import find_district, find_officer, make_project

__all__ = [
    "approve",
    "find_case",
    "list_cases",
    "make_overlapping_need",
    "make_overlapping_project",
    "make_programme",
    "programme_text",
    "somebody",
    "steps_of",
]

TITLE, HINDI = "Girls' toilets in schools", "विद्यालयों में बालिका शौचालय"


def somebody(role: Role) -> User:
    """The standard person of a role."""
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


def programme_text(name: str = "Toilets for girls in schools", **given: Any) -> ProgrammeText:
    """A programme of a state department in Dantewada, for schools."""
    plain: dict[str, Any] = {
        "kind": ProgrammeKind.DEPARTMENT,
        "theme_code": "ED",
        "reach": ProgrammeReach.DISTRICTS,
        "run_by": "School Education Department",
        "source": "Order 12 of the department",
        "source_on": date(2024, 4, 1),
        "name_en": name,
        "starts_on": date(2024, 4, 1),
    }
    text = {**plain, **given}
    if text["reach"] is ProgrammeReach.DISTRICTS and "districts" not in text:
        text["districts"] = (find_district(376),)
    return ProgrammeText(**text)


def make_programme(
    name: str = "Toilets for girls in schools", *, by: User | None = None, **given: Any
) -> Programme:
    """A programme that DPE keeps unless somebody else records it."""
    return create_programme(by=by or somebody(Role.DPE_STAFF), text=programme_text(name, **given))


def make_overlapping_need(title: str = HINDI, *, lgd: int = 376, theme: str = "ED") -> Need:
    """A draft of a need for girls' toilets, in Hindi."""
    text = NeedText(theme_code=theme, title_hi=title)
    return create_need(by=officers_of(lgd)[0], district=find_district(lgd), text=text)


def make_overlapping_project(code: str = "NTPC", title: str = TITLE, **given: Any) -> Project:
    """A project for girls' toilets, in English, that runs for years."""
    dates = {"starts_on": date(2024, 7, 1), "ends_on": date(2028, 3, 31)}
    return make_project(code, title, **{**dates, **given})


def approve(project: Project, *statuses: ProjectStatus) -> None:
    """Takes a project to where its board has approved it, and on."""
    for status in (ProjectStatus.APPROVED, *statuses):
        step_project(
            project=project,
            by=find_officer("NMDC"),
            version=project.version,
            status=status,
            on=project.created_at.astimezone(IST).date(),
            reason="Resolution 3 of the board.",
        )


def list_cases() -> list[OverlapCase]:
    """Every case of the register, the first first."""
    return list(db.session.scalars(select(OverlapCase).order_by(OverlapCase.id)))


def find_case(one: Need | Project | Programme, other: Need | Project | Programme) -> OverlapCase | None:
    """The case of two records, if there is one."""
    names = sorted(f"{type(row).__name__.lower()}:{row.id}" for row in (one, other))
    return db.session.scalar(select(OverlapCase).where(OverlapCase.pair == "|".join(names)))


def steps_of(case: OverlapCase) -> Iterable[CaseStepKind]:
    """What happened to a case, in order."""
    query = select(OverlapStep.kind).where(OverlapStep.case_id == case.id).order_by(OverlapStep.id)
    return list(db.session.scalars(query))
