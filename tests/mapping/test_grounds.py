"""What trials start from is gathered once, and anew as soon as anything was changed by anybody."""

import pytest

from csrmatch.db import db, run_write, today
from csrmatch.mapping.models import CpseChoice
from csrmatch.mapping.queries import list_exercise_cpses, load_ground
from csrmatch.mapping.services import change_cpses, change_weights, lift_rule
from csrmatch.mapping.tables import DEFAULT_WEIGHTS, InputRefused
from tests.mapping.exercises import (
    DANTEWADA,
    find_user,
    load_exercise,
    load_rule,
    make_exercise,
    make_rule,
    make_run,
)

NEAR = dict(zip(DEFAULT_WEIGHTS, (10, 60, 10, 5, 5, 5, 5), strict=True))


def ground_of(exercise_id):
    db.session.rollback()
    return load_ground(load_exercise(exercise_id), today())


def change(exercise_id, verb, **named):
    def act():
        exercise = load_exercise(exercise_id)
        verb(exercise=exercise, version=exercise.version, **named)

    run_write(act)


class TestLoadGround:
    def test_it_is_kept_until_something_is_changed(self, app):
        exercise_id = make_exercise()
        first = ground_of(exercise_id)
        assert ground_of(exercise_id) is first
        code = first.present.pairs[[row.lgd for row in first.given.districts].index(str(DANTEWADA))][1]

        rule_id = make_rule(exercise_id, "ban", DANTEWADA, code)
        banned = ground_of(exercise_id)
        assert (str(DANTEWADA), code) not in banned.weigh(NEAR).after.pairs
        assert (str(DANTEWADA), code) not in banned.present.pairs

        run_write(lambda: lift_rule(rule=load_rule(rule_id), by=find_user(), version=1, reason="Over."))
        assert ground_of(exercise_id).present.pairs == first.present.pairs

        change(exercise_id, change_weights, weights=NEAR)
        assert ground_of(exercise_id).given.weights == NEAR
        assert ground_of(exercise_id).weigh(NEAR).changes == ()

        members = {m.cpse_id: CpseChoice(10) for m in list_exercise_cpses(load_exercise(exercise_id))}
        change(exercise_id, change_cpses, choices=members)
        assert set(ground_of(exercise_id).encoded.problem.capacity.tolist()) == {10}

    def test_another_exercise_has_its_own(self, app):
        one, two = make_exercise(), make_exercise(title="Another")
        make_rule(two, "ban", DANTEWADA, "NMDC")
        assert ground_of(one).given.rules == ()
        assert len(ground_of(two).given.rules) == 1

    def test_a_trial_is_what_a_run_gives_once_the_weights_are_saved(self, app):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", DANTEWADA, "NMDC")
        trial = ground_of(exercise_id).weigh(NEAR)
        change(exercise_id, change_weights, weights=NEAR)
        run = make_run(exercise_id)
        assert [tuple(pair) for pair in run.summary["pairs"]] == trial.after.pairs
        assert run.summary["total"] == trial.after.total

    def test_an_exercise_without_districts_is_refused_as_a_run_is(self, app):
        with pytest.raises(InputRefused):
            ground_of(make_exercise("picked"))
