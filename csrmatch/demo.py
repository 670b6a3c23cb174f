"""Makes the demonstration: accounts of every role and two real mappings, in a database of its own."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.accounts.services import add_user, ensure_organisation
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import CpseChoice, Exercise, ExerciseScope, MappingRun, RunOutcome
from csrmatch.mapping.queries import find_last_run, list_exercise_cpses
from csrmatch.mapping.sample import SPOKE_AT_RAIPUR
from csrmatch.mapping.services import (
    change_cpses,
    create_exercise,
    propose_capacities,
    run_exercise,
)
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse, CpsePlace
from csrmatch.roles import Role
from csrmatch.workshops.sample import load_raipur

__all__ = ["DEMO_PEOPLE", "DemoMapping", "make_demo"]

DEMO_DOMAIN = "demo.invalid"
# Who can sign in to the demonstration: address, role, name as shown.
DEMO_PEOPLE: dict[str, tuple[Role, str]] = {
    "dpe": (Role.DPE_STAFF, "DPE staff (demo)"),
    "cpse": (Role.CPSE_OFFICER, "CSR nodal officer, NMDC (demo)"),
    "district": (Role.DISTRICT_OFFICER, "Collector's office, Dantewada (demo)"),
    "state": (Role.STATE_OFFICER, "State department, Jharkhand (demo)"),
    "unicef": (Role.UNICEF_OFFICER, "UNICEF officer (demo)"),
    "chair": (Role.CHAIR, "Chief Secretary's office, Jharkhand (demo)"),
    "agency": (Role.AGENCY, "Implementing agency (demo)"),
    "auditor": (Role.AUDITOR, "Auditor (demo)"),
}
_CPSE, _DISTRICT, _STATE, _RAIPUR_STATE = "NMDC", 376, 20, 22
_YEAR = "2026-27"


@dataclass(frozen=True)
class DemoMapping:
    """One of the two mappings with its newest run."""

    exercise: Exercise
    run: MappingRun


def make_demo(password_file: Path, *, step: Callable[[str], None] = lambda _text: None) -> list[DemoMapping]:
    """Adds what is missing of the demonstration and leaves the rest as people have left it.

    Raises
    ------
    DomainError
        In a database that holds accounts which are not the demonstration's: demo accounts never go there.
    """
    if db.session.scalar(select(func.count()).select_from(User).where(User.is_demo.is_(False))):
        raise DomainError(lazy_("This database holds real accounts; the demonstration needs one of its own."))
    if not password_file.exists():
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(12) + "\n")
    password = password_file.read_text().strip()
    run_write(lambda: _make_people(password))
    run_write(_ensure_workshop)
    mappings = []
    for title_en, title_hi, scope in (
        (
            "One Aspirational District, One CPSE: the nation",
            "एक आकांक्षी ज़िला, एक सीपीएसई: राष्ट्र",
            ExerciseScope.NATION,
        ),
        ("Workshop mapping, Chhattisgarh", "कार्यशाला में मैपिंग, छत्तीसगढ़", ExerciseScope.STATE),
    ):
        step(title_en)
        mappings.append(_ensure_mapping(title_en, title_hi, scope))
    return mappings


def _make_people(password: str) -> None:
    stored = {user.email: user for user in db.session.scalars(select(User).order_by(User.id))}
    for account, (role, name) in DEMO_PEOPLE.items():
        email = f"{account}@{DEMO_DOMAIN}"
        if email not in stored:
            add_user(
                email=email,
                name=name,
                role=role,
                organisation=_organisation(role),
                password=password,
                is_demo=True,
            )


def _ensure_workshop() -> None:
    """The workshop of Raipur, 2024, as its report tells it."""
    dpe = db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
    load_raipur(dpe)


def _organisation(role: Role) -> Organisation:
    """The organisation each demo person acts for."""
    if role is Role.CPSE_OFFICER:
        found = db.session.scalars(select(Cpse).where(Cpse.code == _CPSE)).one().organisation
        if found is None:
            raise LookupError(_CPSE)
        return found
    if role is Role.DISTRICT_OFFICER:
        here = select(Organisation).join(District, District.id == Organisation.district_id)
        return db.session.scalars(here.where(District.lgd == _DISTRICT)).one()
    if role in {Role.STATE_OFFICER, Role.CHAIR}:
        here = select(Organisation).join(State, State.id == Organisation.state_id)
        return db.session.scalars(
            here.where(State.lgd == _STATE, Organisation.kind == OrganisationKind.STATE)
        ).one()
    if role is Role.UNICEF_OFFICER:
        return ensure_organisation("unicef", name_en="UNICEF India", name_hi="यूनिसेफ इंडिया")
    if role is Role.AGENCY:
        return ensure_organisation("agency", name_en="Demonstration agency", name_hi="प्रदर्शन एजेंसी")
    if role is Role.AUDITOR:
        return ensure_organisation("audit", name_en="Demonstration auditor", name_hi="प्रदर्शन लेखापरीक्षक")
    return ensure_organisation("dpe")


def _ensure_mapping(title_en: str, title_hi: str, scope: ExerciseScope) -> DemoMapping:
    """The exercise of that title, made and run if it is not there; one that people changed is left alone."""
    exercise = db.session.scalar(
        select(Exercise).where(Exercise.title_en == title_en).order_by(Exercise.id).limit(1)
    )
    run = find_last_run(exercise) if exercise else None
    if exercise is None or run is None:
        exercise_id = run_write(lambda: _make_mapping(title_en, title_hi, scope))
        exercise = db.session.get_one(Exercise, exercise_id)
        run = find_last_run(exercise)
    if run is None:
        raise LookupError(title_en)
    return DemoMapping(exercise, run)


def _make_mapping(title_en: str, title_hi: str, scope: ExerciseScope) -> int:
    dpe = db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
    state = None
    if scope is ExerciseScope.STATE:
        state = db.session.scalars(select(State).where(State.lgd == _RAIPUR_STATE)).one()
    exercise = create_exercise(
        by=dpe, title_en=title_en, title_hi=title_hi, financial_year=_YEAR, scope=scope, state=state
    )
    if state is not None:
        _invite_raipur(exercise, state)
    run = run_exercise(exercise=exercise, by=dpe, language="en")
    if run.outcome is not RunOutcome.SOLVED:
        raise RuntimeError(f"the demonstration mapping did not solve: {run.problems}")
    return exercise.id


def _invite_raipur(exercise: Exercise, state: State) -> None:
    """The CPSEs that spoke at Raipur, and those that have a place of operation in the state."""
    placed = select(CpsePlace.cpse_id).where(CpsePlace.state_id == state.id)
    query = select(Cpse).where(Cpse.id.in_(placed) | Cpse.code.in_(SPOKE_AT_RAIPUR)).order_by(Cpse.code)
    cpses = list(db.session.scalars(query))
    districts = db.session.scalar(
        select(func.count()).select_from(District).where(District.state_id == state.id)
    )
    capacities = propose_capacities(cpses, districts or 0, exercise.financial_year)
    choices = {cpse.id: CpseChoice(capacities[cpse.code]) for cpse in cpses}
    if {member.cpse_id for member in list_exercise_cpses(exercise)} != set(choices):
        change_cpses(exercise=exercise, version=exercise.version, choices=choices)
