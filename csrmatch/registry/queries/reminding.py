"""Reading who has to be reminded of what: open duties of CSR accounts, and quarters without an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db
from csrmatch.registry.models import Cpse
from csrmatch.registry.queries.answers import judge_offices
from csrmatch.registry.queries.csr_accounts import list_accounts_of
from csrmatch.registry.rules import Due
from csrmatch.registry.rules.answers import (
    AnswerState,
    Quarter,
    due_day,
    is_open_for_word,
    quarter_that_counts,
)
from csrmatch.registry.rules.answers import last_due as last_due_quarter
from csrmatch.registry.rules.reminders import is_early, stage_of
from csrmatch.roles import Role

__all__ = ["Reminder", "list_reminders"]

_OFFICERS = {OrganisationKind.CPSE: Role.CPSE_OFFICER, OrganisationKind.DISTRICT: Role.DISTRICT_OFFICER}


@dataclass(frozen=True)
class Reminder:
    """One person to be reminded of one thing: a duty of a company, or a quarter that waits for an answer."""

    person: User
    office: Organisation
    stage: int
    due_on: date
    cpse: Cpse | None = None
    duty: Due | None = None
    quarter: Quarter | None = None

    @property
    def key(self) -> str:
        """What makes it one reminder: the person, the thing, its last day and the stage."""
        if self.duty is not None and self.cpse is not None:
            thing = f"{self.cpse.code} {self.duty.year} {self.duty.rule}"
        else:
            thing = f"answer {self.office.id} {self.quarter}"
        return f"reminder {thing} {self.due_on.isoformat()} {self.stage:+d} to {self.person.id}"


def list_reminders(day: date) -> Iterator[Reminder]:
    """Every reminder that is in force on a day, sent before or not, by office and date."""
    people = _people()
    yield from _about_duties(day, people)
    yield from _about_quarters(day, people)


def _people() -> dict[int, list[User]]:
    """Who speaks for each company and collector's office: enabled, and for all of its records."""
    query = select(User).join(User.organisation)
    query = query.where(User.is_enabled.is_(True), User.scope.is_(None))
    found: dict[int, list[User]] = {}
    for user in db.session.scalars(query.order_by(User.organisation_id, User.id)):
        if _OFFICERS.get(user.organisation.kind) is user.role:
            found.setdefault(user.organisation_id, []).append(user)
    return found


def _wanted(people: list[User], stage: int) -> list[User]:
    return [user for user in people if user.early_reminders or not is_early(stage)]


def _about_duties(day: date, people: dict[int, list[User]]) -> Iterator[Reminder]:
    query = select(Cpse).where(Cpse.organisation_id.in_(sorted(people))).order_by(Cpse.code)
    for cpse in db.session.scalars(query):
        officers = people[cpse.organisation_id or 0]
        for account in list_accounts_of(officers[0], cpse, day).values():
            for duty in account.standing.dues:
                stage = stage_of(duty.due_on, day) if duty.is_open else None
                if stage is None:
                    continue
                for user in _wanted(officers, stage):
                    yield Reminder(user, user.organisation, stage, duty.due_on, cpse, duty)


def _about_quarters(day: date, people: dict[int, list[User]]) -> Iterator[Reminder]:
    """Of the quarter due last, and of the one that is over and will be due next."""
    quarters = [last_due_quarter(day)]
    coming = quarter_that_counts(day)
    if is_open_for_word(coming, day):
        quarters.append(coming)
    judged = judge_offices(quarters, day, organisation_ids=sorted(people))
    for number, found in judged.items():
        for quarter in quarters:
            answer = found.by_quarter[quarter]
            stage = stage_of(due_day(quarter), day, before=(15, 7, 1))
            if stage is None or answer.state not in {AnswerState.SILENT, AnswerState.NOT_DUE}:
                continue
            for user in _wanted(people[number], stage):
                yield Reminder(user, user.organisation, stage, due_day(quarter), quarter=quarter)
