"""What the reads of the mapping promise, on both databases."""

import pytest
from sqlalchemy import select

from csrmatch.db import db, run_write
from csrmatch.errors import Missing
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.mapping.queries import (
    find_last_run,
    find_previous_solved,
    get_pair,
    get_rule,
    get_run,
    list_last_runs,
    list_runs,
    list_usual_cpse_ids,
    list_usual_district_ids,
    load_result,
    search_exercises,
)
from csrmatch.mapping.sample import build_sample
from csrmatch.registry.models import Cpse
from tests.mapping.exercises import (
    DANTEWADA,
    find_user,
    load_exercise,
    make_exercise,
    make_rule,
    make_run,
)


def found(text: str | None = None, year: str | None = None) -> set[str]:
    query = search_exercises(find_user(), text=text, year=year)
    return {exercise.title_en for exercise in db.session.scalars(query)}


class TestSearchExercises:
    def test_narrows_by_title_in_both_scripts_and_by_year(self, app):
        exercise_id = make_exercise(title="Raipur 100% again")
        make_exercise(title="India")

        def rename():
            exercise = db.session.get_one(Exercise, exercise_id)
            exercise.title_hi, exercise.financial_year = "रायपुर", "2025-26"

        run_write(rename)
        assert found() == {"Raipur 100% again", "India"}
        assert found("RAIPUR") == found("रायपुर") == found("100%") == {"Raipur 100% again"}
        assert found("1_0") == found("%x") == set()
        assert found(year="2025-26") == {"Raipur 100% again"}
        assert found("india", "2025-26") == set()


class TestUsualMembers:
    def test_nation_is_every_district_and_the_cpses_of_the_sample(self, app):
        assert len(list_usual_district_ids(None)) == 112
        query = select(Cpse.code).where(Cpse.id.in_(list_usual_cpse_ids(None)))
        assert set(db.session.scalars(query)) == {row.code for row in build_sample("nation").cpses}


class TestRuns:
    def test_last_and_previous_runs(self, app):
        exercise_id, other_id = make_exercise(), make_exercise("picked")
        runs = [make_run(exercise_id) for _ in range(3)]
        make_run(other_id)
        exercise = load_exercise(exercise_id)
        assert [run.number for run in list_runs(exercise)] == [3, 2, 1]
        assert find_last_run(exercise).number == 3
        assert find_previous_solved(runs[2]).number == 2
        assert find_previous_solved(runs[0]) is None
        assert {key: run.number for key, run in list_last_runs().items()} == {exercise_id: 3, other_id: 1}
        with pytest.raises(Missing):
            get_run(load_exercise(other_id), 2)

    def test_only_a_solved_run_has_a_result(self, sqlite_app):
        with pytest.raises(Missing):
            load_result(make_run(make_exercise("picked")))

    def test_result_is_read_once(self, sqlite_app):
        run = make_run(make_exercise())
        assert load_result(run) is load_result(run)

    def test_lists_leave_the_files_in_the_database(self, sqlite_app):
        exercise_id = make_exercise()
        make_run(exercise_id)
        db.session.expunge_all()
        (run,) = list_runs(load_exercise(exercise_id))
        assert not {"input_zip", "result_zip", "unknown_cells"} & set(run.__dict__)
        assert isinstance(run, MappingRun)


class TestScope:
    def test_pairs_and_rules_are_those_of_the_exercise(self, sqlite_app):
        exercise_id = make_exercise()
        rule_id = make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        exercise, other = load_exercise(exercise_id), load_exercise(make_exercise("picked"))
        assert get_pair(exercise, DANTEWADA, "NMDC")[1].code == "NMDC"
        assert get_rule(exercise, rule_id).cpse.code == "NMDC"
        with pytest.raises(Missing):
            get_pair(other, DANTEWADA, "NMDC")
        with pytest.raises(Missing):
            get_rule(other, rule_id)
