"""Reading what the register holds of the offices of an exercise, who can supply it, and who was asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import Invitation, Organisation, User
from csrmatch.db import db, now
from csrmatch.i18n import IST
from csrmatch.mapping.derivations import RegisteredNeed, RegisteredProject
from csrmatch.mapping.models import Exercise, ExerciseCpse, FactRequest
from csrmatch.mapping.queries.inputs.registered import list_registered_needs, list_registered_projects
from csrmatch.mapping.rules.facts import (
    CpseRecord,
    DistrictRecord,
    Fact,
    Office,
    account_year,
    cpse_facts,
    district_facts,
)
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    CpsePlace,
    CsrAccount,
    Need,
    OverlapCase,
    OverlapSide,
    Project,
)
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries.answers import OfficeAnswers, judge_offices, look_back
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.roles import Role

__all__ = [
    "Contact",
    "Records",
    "WantedFact",
    "list_contacts",
    "list_fact_requests",
    "list_records",
    "list_wanted_facts",
    "requests_by_office",
]

_SUPPLIERS = (Role.CPSE_OFFICER, Role.DISTRICT_OFFICER)


@dataclass(frozen=True)
class Records:
    """What the register holds of districts, by LGD code, and of CPSEs, by code."""

    districts: Mapping[str, DistrictRecord]
    cpses: Mapping[str, CpseRecord]


@dataclass(frozen=True)
class Contact:
    """Who can supply the facts of an office: its own officers, and whether somebody else is invited."""

    organisation_id: int
    officers: tuple[User, ...]
    is_invited: bool


def list_records(
    *,
    day: date,
    district_ids: Sequence[int] = (),
    cpse_ids: Sequence[int] = (),
    needs: Iterable[RegisteredNeed] = (),
    projects: Iterable[RegisteredProject] = (),
) -> Records:
    """What the register holds of districts and CPSEs; `needs` and `projects` are theirs that count."""
    districts = db.session.execute(
        select(District.id, District.lgd, Organisation.id)
        .outerjoin(Organisation, Organisation.district_id == District.id)
        .where(District.id.in_(district_ids))
        .order_by(District.id)
    ).all()
    cpses = db.session.execute(
        select(Cpse.id, Cpse.code, Cpse.organisation_id).where(Cpse.id.in_(cpse_ids)).order_by(Cpse.id)
    ).all()
    offices = [office for _, _, office in (*districts, *cpses) if office is not None]
    answers = judge_offices(look_back(day), day, organisation_ids=offices) if offices else {}
    return Records(
        _districts([tuple(row) for row in districts], needs, answers) if districts else {},
        _cpses([tuple(row) for row in cpses], projects, answers) if cpses else {},
    )


# The id of a district or a CPSE, its code, and the organisation whose people act for it.
_Row = tuple[Any, ...]


def _districts(
    rows: Sequence[_Row], needs: Iterable[RegisteredNeed], answers: Mapping[int, OfficeAnswers]
) -> dict[str, DistrictRecord]:
    counted, uncosted = Counter[str](), Counter[str]()
    for need in needs:
        counted[need.lgd] += 1
        uncosted[need.lgd] += need.ask_inr is None
    drafts = _count(
        select(Need.district_id, func.count()).where(Need.status == NeedStatus.DRAFT), Need.district_id
    )
    changed = _latest(select(Need.district_id, func.max(Need.changed_at)), Need.district_id)
    cases = _count(_open_cases(Need.district_id).join(Need, Need.id == OverlapSide.need_id), Need.district_id)
    return {
        str(lgd): DistrictRecord(
            number=number,
            organisation_id=office,
            **_signs(changed.get(number), answers.get(office)),
            open_cases=cases.get(number, 0),
            counted=counted[str(lgd)],
            uncosted=uncosted[str(lgd)],
            drafts=drafts.get(number, 0),
        )
        for number, lgd, office in rows
    }


def _cpses(
    rows: Sequence[_Row], projects: Iterable[RegisteredProject], answers: Mapping[int, OfficeAnswers]
) -> dict[str, CpseRecord]:
    begun, completed, told = Counter[str](), Counter[str](), Counter[str]()
    for project in projects:
        begun[project.cpse] += 1
        completed[project.cpse] += project.status is ProjectStatus.COMPLETED
        told[project.cpse] += project.on_time is not None or project.results_verified is not None
    places = _count(
        select(CpsePlace.cpse_id, func.count()).where(CpsePlace.retired_on.is_(None)), CpsePlace.cpse_id
    )
    changed = _latest(select(Project.cpse_id, func.max(Project.changed_at)), Project.cpse_id)
    accounts: dict[int, dict[str, bool]] = defaultdict(dict)
    query = select(
        CsrAccount.cpse_id, CsrAccount.financial_year, CsrAccount.published_at, CsrAccount.changed_at
    )
    mine = CsrAccount.cpse_id.in_([number for number, _, _ in rows])
    for number, year, published_at, changed_at in db.session.execute(
        query.where(mine).order_by(CsrAccount.id)
    ):
        accounts[number][year] = published_at is not None
        changed[number] = max(changed.get(number, changed_at), changed_at)
    cases = _count(
        _open_cases(Project.cpse_id).join(Project, Project.id == OverlapSide.project_id), Project.cpse_id
    )
    return {
        code: CpseRecord(
            number=number,
            organisation_id=office,
            **_signs(changed.get(number), answers.get(office)),
            open_cases=cases.get(number, 0),
            places=places.get(number, 0),
            projects=begun[code],
            completed=completed[code],
            told=told[code],
            accounts=accounts.get(number, {}),
        )
        for number, code, office in rows
    }


def _open_cases(key: Any) -> Select[Any]:
    query = select(key, func.count(OverlapCase.id.distinct())).select_from(OverlapCase)
    return query.join(OverlapSide, OverlapSide.case_id == OverlapCase.id).where(
        OverlapCase.state == CaseState.OPEN
    )


def _count(query: Any, key: Any) -> dict[int, int]:
    found = db.session.execute(query.group_by(key).order_by(key))
    return {number: count for number, count in found}


def _latest(query: Any, key: Any) -> dict[int, datetime]:
    found = db.session.execute(query.group_by(key).order_by(key))
    return {number: moment for number, moment in found}


def _signs(changed_at: datetime | None, answers: OfficeAnswers | None) -> dict[str, Any]:
    """The last change, and the last quarter answered for with the day of that answer."""
    given = [answer for answer in answers.by_quarter.values() if answer.is_given] if answers else []
    last = max(given, key=lambda answer: answer.quarter, default=None)
    return {
        "changed_on": changed_at.astimezone(IST).date() if changed_at else None,
        "answered": last.quarter if last else None,
        "answered_on": last.answered_on if last else None,
    }


def list_contacts(organisation_ids: Sequence[int]) -> dict[int, Contact]:
    """By organisation, its officers who may sign in and work on all its records, and open invitations."""
    query = select(User).where(
        User.organisation_id.in_(organisation_ids),
        User.role.in_(_SUPPLIERS),
        User.is_enabled.is_(True),
        User.scope.is_(None),
    )
    people: dict[int, list[User]] = defaultdict(list)
    for user in db.session.scalars(query.order_by(User.id)):
        people[user.organisation_id].append(user)
    waiting = and_(
        Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now()
    )
    invited = set(
        db.session.scalars(
            select(Invitation.organisation_id).where(
                Invitation.organisation_id.in_(organisation_ids), waiting
            )
        )
    )
    return {
        number: Contact(number, tuple(people.get(number, ())), number in invited)
        for number in organisation_ids
    }


def list_fact_requests(exercise: Exercise) -> list[FactRequest]:
    """What offices were asked for before this exercise is run, the newest first."""
    query = select(FactRequest).where(FactRequest.exercise_id == exercise.id)
    query = query.options(joinedload(FactRequest.asked_by))
    return list(db.session.scalars(query.order_by(FactRequest.asked_at.desc(), FactRequest.id.desc())))


def requests_by_office(requests: Iterable[FactRequest]) -> Mapping[str, list[FactRequest]]:
    """Requests by the kind and the id of the office, in the order given."""
    found: dict[str, list[FactRequest]] = defaultdict(list)
    for row in requests:
        found[f"district {row.district_id}" if row.cpse_id is None else f"cpse {row.cpse_id}"].append(row)
    return found


@dataclass(frozen=True)
class WantedFact:
    """A fact that DPE asked an office for and that is still missing."""

    exercise: Exercise
    fact: Fact
    office: Office
    asked_at: datetime


def list_wanted_facts(user: User, day: date) -> list[WantedFact]:
    """What the person's office was asked for and has not supplied, what was asked last first.

    Whoever works only on what is handed to them is not asked. What is there by now is left out.
    """
    if user.scope or user.role not in _SUPPLIERS:
        return []
    cpse = find_cpse_of(user.organisation_id) if user.role is Role.CPSE_OFFICER else None
    district = user.organisation.district
    if cpse is None and district is None:
        return []
    query = select(FactRequest, Exercise).join(Exercise, Exercise.id == FactRequest.exercise_id)
    query = query.where(
        FactRequest.cpse_id == cpse.id if cpse else FactRequest.district_id == user.organisation.district_id
    )
    asked = db.session.execute(query.order_by(FactRequest.asked_at.desc(), FactRequest.id.desc())).all()
    offices: dict[int, Office] = {}
    found: dict[tuple[Fact, str | None], WantedFact] = {}
    for request, exercise in asked:
        if exercise.id not in offices:
            offices[exercise.id] = _office_of_cpse(cpse, exercise, day) if cpse else _office_of(district, day)
        office = offices[exercise.id]
        for fact in office.facts:
            if fact.value in request.facts:
                wanted = WantedFact(exercise, fact, office, request.asked_at)
                found.setdefault((fact, office.account_year), wanted)
    return list(found.values())


def _office_of(district: District | None, day: date) -> Office:
    if district is None:
        raise ValueError("a person of a district has one")
    needs = list_registered_needs([district.id])
    record = list_records(district_ids=[district.id], needs=needs, day=day).districts[str(district.lgd)]
    return Office(str(district.lgd), record, district_facts(record, day))


def _office_of_cpse(cpse: Cpse, exercise: Exercise, day: date) -> Office:
    projects = list_registered_projects([cpse.id], day)
    record = list_records(cpse_ids=[cpse.id], projects=projects, day=day).cpses[cpse.code]
    member = db.session.get(ExerciseCpse, (exercise.id, cpse.id))
    is_stated = member is not None and member.free_inr is not None
    year = exercise.financial_year
    facts = cpse_facts(record, year=year, is_money_stated=is_stated, day=day)
    return Office(cpse.code, record, facts, account_year(year, day))
