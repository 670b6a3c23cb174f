"""The exercises, CSR accounts and colleagues of the furnished demonstration."""

import secrets

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.accounts.services import add_user, invite_user, set_enabled
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mapping.models import Exercise, ExerciseScope, RuleKind
from csrmatch.mapping.queries import get_pair, list_exercise_cpses, list_exercise_districts
from csrmatch.mapping.services import add_rule, create_exercise, lift_rule, run_exercise
from csrmatch.places.models import State
from csrmatch.registry.models import Cpse
from csrmatch.registry.services.csr_accounts import NEW, publish_account, save_account
from csrmatch.roles import Role

__all__ = [
    "change_workshop_mapping",
    "invite_colleague",
    "keep_accounts",
    "make_clash",
    "make_unready",
    "part_with_colleague",
]

_CHHATTISGARH, _BIJAPUR, _DANTEWADA, _NARAYANPUR = 22, 636, 376, 637
_YEAR = "2026-27"


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def change_workshop_mapping() -> None:
    """The workshop's mapping with rules, run again."""
    dpe = _user("dpe")
    workshop = db.session.scalars(select(Exercise).where(Exercise.scope == ExerciseScope.STATE)).one()
    _set_rules(workshop, dpe)
    run_exercise(exercise=workshop, by=dpe, language="en")


def make_unready() -> None:
    """An exercise whose districts nobody has chosen yet."""
    create_exercise(
        by=_user("dpe"),
        title_en="Districts still to be chosen",
        title_hi="ज़िलों का चयन शेष",
        financial_year=_YEAR,
        scope=ExerciseScope.PICKED,
    )


def keep_accounts() -> None:
    """Two CSR accounts of one company with invented figures: a year with money unspent, and one published."""
    crore = 10**7
    officer = _user("cpse")
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    figures: dict[str, object] = {
        "net_profit_1_inr": 600 * crore,
        "net_profit_2_inr": 500 * crore,
        "net_profit_3_inr": 400 * crore,
        "committed_inr": 9 * crore,
        "spent_inr": 7 * crore,
        "theme_inr": 5 * crore,
        "overheads_inr": crore // 2,
        "unspent_ongoing_inr": 2 * crore,
        "unspent_other_inr": crore,
    }
    save_account(cpse=cpse, financial_year="2025-26", by=officer, version=NEW, values=figures)
    figures |= {"spent_inr": 11 * crore, "unspent_ongoing_inr": 0, "unspent_other_inr": 0}
    last = save_account(cpse=cpse, financial_year="2024-25", by=officer, version=NEW, values=figures)
    publish_account(account=last, by=officer, version=last.version)


def part_with_colleague() -> None:
    """A colleague who may no longer sign in."""
    dpe = _user("dpe")
    former = add_user(
        email=f"former@{DEMO_DOMAIN}",
        name="Former colleague (demo)",
        role=Role.DPE_STAFF,
        organisation=dpe.organisation,
        password=secrets.token_urlsafe(12),
        is_demo=True,
    )
    set_enabled(by=dpe, user=former, enabled=False, version=former.version)


def invite_colleague() -> str:
    """An open invitation; gives the secret of its link."""
    dpe = _user("dpe")
    _invitation, token = invite_user(
        by=dpe,
        email=f"new.colleague@{DEMO_DOMAIN}",
        name="New colleague (demo)",
        designation="Deputy Director",
        role=Role.DPE_STAFF,
        organisation=dpe.organisation,
        language="hi",
    )
    return token


def _set_rules(exercise: Exercise, dpe: User) -> None:
    """A pin and a ban in force, and one that was lifted again."""
    for kind, lgd, code, reason in (
        (RuleKind.BAN, _BIJAPUR, "NTPC", "The company asked to be left out of this district this year."),
        (RuleKind.PIN, _DANTEWADA, "NMDC", "Its mines are in the district and the work there goes on."),
        (RuleKind.BAN, _NARAYANPUR, "SAIL", "The office in the district was thought to be closed."),
    ):
        district, cpse = get_pair(exercise, lgd, code)
        rule = add_rule(exercise=exercise, by=dpe, kind=kind, district=district, cpse=cpse, reason=reason)
    lift_rule(rule=rule, by=dpe, version=rule.version, reason="The office is open after all.")


def make_clash() -> None:
    """An exercise in which no CPSE may lead one of the districts."""
    dpe = _user("dpe")
    exercise = create_exercise(
        by=dpe,
        title_en="Workshop mapping with rules that clash",
        title_hi="टकराते नियमों वाली कार्यशाला मैपिंग",
        financial_year=_YEAR,
        scope=ExerciseScope.STATE,
        state=db.session.scalars(select(State).where(State.lgd == _CHHATTISGARH)).one(),
    )
    district = next(row for row in list_exercise_districts(exercise) if row.lgd == _BIJAPUR)
    for member in list_exercise_cpses(exercise):
        add_rule(
            exercise=exercise,
            by=dpe,
            kind=RuleKind.BAN,
            district=district,
            cpse=member.cpse,
            reason="Nobody may go there.",
        )
    run_exercise(exercise=exercise, by=dpe, language="en")
