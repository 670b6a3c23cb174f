"""Publishers who race for one scope and year, and random orders of editing, running, putting, publishing."""

from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError
from csrmatch.mapping.models import CpseChoice, Publication
from csrmatch.mapping.queries import find_last_run, gather_input, list_exercise_cpses
from csrmatch.mapping.queries.publications import find_open_proposal
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.mapping.services import change_cpses, change_districts, run_exercise
from csrmatch.mapping.services.publications import PublicOrder, publish_proposal
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from tests.faults.racing import at_once
from tests.mapping.exercises import find_user, load_exercise, make_exercise
from tests.mapping.publishing import (
    BOTH,
    first_pair,
    load_proposal,
    make_proposal,
    make_small_exercise,
    put,
    say,
)

__all__ = ["Interleaved", "Race", "interleave", "race"]

_CURRENT = select(Publication.number).where(Publication.state == "current")


@dataclass(frozen=True)
class Race:
    """How many rounds ended with just one version in force and one publisher who was let through."""

    rounds: int
    right: int
    let_through: int
    refused: int


def race(publishers: int, rounds: int, *, app: Application) -> Race:
    """In every round all publish at the same moment in the place of the version they all see in force."""
    proposal_id = make_proposal(make_small_exercise("Race"))

    def publish(seen: int | None) -> bool:
        order = PublicOrder("1/2026", today(), reason="A later word.")
        try:
            run_write(
                lambda: publish_proposal(
                    proposal=load_proposal(proposal_id), by=find_user(), order=order, replaces=seen
                )
            )
        except DomainError:
            return False
        return True

    right = let_through = 0
    for _ in range(rounds):
        seen = db.session.scalar(_CURRENT)
        through = sum(at_once(app, publishers, lambda _number, seen=seen: publish(seen)))
        current = list(db.session.scalars(_CURRENT))
        right += through == 1 and current == [(seen or 0) + 1]
        let_through += through
    db.session.rollback()
    return Race(rounds, right, let_through, publishers * rounds - let_through)


@dataclass
class Interleaved:
    """What became of the attempts to publish; a stale one is one whose input was another than the present."""

    orders: int = 0
    published: int = 0
    refused: int = 0
    stale: int = 0
    declined: int = 0
    wrongly_refused: int = 0


def interleave(orders: int, steps: int, *, app: Application) -> Interleaved:
    """Lets hypothesis edit, run, put, answer and publish in so many random orders; tells what came of it."""
    found = Interleaved()

    class Orders(RuleBasedStateMachine):
        """One exercise in the hands of several people; the model knows only which edit came last."""

        def __init__(self) -> None:
            super().__init__()
            found.orders += 1
            self.exercise = _make_tiny(f"Order {found.orders}")
            self.capacity = self.ran = self.put = 1
            self.declined = False
            make_proposal(self.exercise, said=BOTH)

        @rule()
        def edit(self) -> None:
            """Another capacity of every CPSE, or the former one again: another input."""
            self.capacity = self.capacity % 2 + 1
            run_write(lambda: _give(self.exercise, self.capacity))

        @rule()
        def run(self) -> None:
            """A run of the exercise as it stands."""
            run_write(
                lambda: run_exercise(exercise=load_exercise(self.exercise), by=find_user(), language="en")
            )
            self.ran = self.capacity

        @rule()
        def put_last_run(self) -> None:
            """The last run is put, whether it still answers the exercise or not."""
            run_write(lambda: _put_last(self.exercise))
            self.put, self.declined = self.ran, False

        @rule()
        def decline(self) -> None:
            """The first pair is declined, or the decline taken back."""
            self.declined = not self.declined
            said = {**BOTH, Side.CPSE: Answer.DECLINED} if self.declined else BOTH
            run_write(lambda: say(first_pair(_open(self.exercise)), said))

        @rule()
        def publish(self) -> None:
            """An attempt, held against the model and against what the input says just then."""
            expected = self.put == self.capacity and not self.declined
            done = _try_to_publish(self.exercise)
            found.published += done
            found.refused += not done
            found.wrongly_refused += expected and not done
            found.declined += done and self.declined
            found.stale += done and (self.put != self.capacity or _is_stale(self.exercise))

        @rule()
        def publish_behind_an_edit(self) -> None:
            """The form was open while somebody else edited."""
            self.edit()
            self.publish()

    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=orders,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return found


def _make_tiny(title: str) -> int:
    """A hand-picked exercise of two districts and two CPSEs."""
    exercise_id = make_exercise("picked", title=title)

    def fill() -> None:
        exercise = load_exercise(exercise_id)
        districts = select(District).where(District.lgd.in_((567, 42))).order_by(District.lgd)
        change_districts(exercise=exercise, version=exercise.version, districts=db.session.scalars(districts))
        companies = select(Cpse.id).where(Cpse.code.in_(("CIL", "GAIL"))).order_by(Cpse.code)
        choices = {number: CpseChoice(1, free_inr=10**8) for number in db.session.scalars(companies)}
        change_cpses(exercise=exercise, version=exercise.version, choices=choices)

    run_write(fill)
    return exercise_id


def _give(exercise_id: int, capacity: int) -> None:
    exercise = load_exercise(exercise_id)
    choices = {
        member.cpse_id: CpseChoice(capacity, free_inr=10**8) for member in list_exercise_cpses(exercise)
    }
    change_cpses(exercise=exercise, version=exercise.version, choices=choices)


def _put_last(exercise_id: int) -> None:
    exercise = load_exercise(exercise_id)
    run = find_last_run(exercise)
    assert run is not None
    proposal = put(exercise, run)
    say(first_pair(proposal.id), BOTH)


def _open(exercise_id: int) -> int:
    proposal = find_open_proposal(load_exercise(exercise_id))
    assert proposal is not None
    return proposal.id


def _try_to_publish(exercise_id: int) -> bool:
    def act() -> None:
        proposal = find_open_proposal(load_exercise(exercise_id))
        assert proposal is not None
        order = PublicOrder("1/2026", today(), reason="Anew.")
        publish_proposal(
            proposal=proposal, by=find_user(), order=order, replaces=_number_in_force(exercise_id)
        )

    try:
        run_write(act)
    except DomainError:
        return False
    return True


def _number_in_force(exercise_id: int) -> int | None:
    return db.session.scalar(_CURRENT.where(Publication.exercise_id == exercise_id))


def _is_stale(exercise_id: int) -> bool:
    """Whether what was just published was solved from another input than the present one."""
    query = select(Publication.input_digest).where(
        Publication.state == "current", Publication.exercise_id == exercise_id
    )
    stated = gather_input(load_exercise(exercise_id), today()).given.digest
    return db.session.scalar(query) != stated
