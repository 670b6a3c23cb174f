"""What the tables of the mapping refuse by themselves, on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from csrmatch.db import db, run_write
from csrmatch.mapping.models import ExerciseCpse, MappingRule, MappingRun, RuleKind
from tests.mapping.exercises import DANTEWADA, find_user, load_rule, make_exercise, make_rule, make_run

FROZEN = "a run is frozen"


@pytest.fixture
def run_id(app):
    return make_run(make_exercise()).id


def _digest(run_id: int) -> tuple[object, ...]:
    query = text("select number, outcome, input_digest, result_digest from mapping_run where id = :id")
    return tuple(db.session.execute(query, {"id": run_id}).one())


class TestMappingRun:
    @pytest.mark.parametrize(
        "statement",
        [
            "update mapping_run set outcome = 'clash'",
            "update mapping_run set summary = '{}'",
            "update mapping_run set result_zip = null where number = 1",
            "delete from mapping_run",
        ],
    )
    def test_no_statement_changes_or_deletes_a_run(self, run_id, statement):
        before = _digest(run_id)
        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(lambda: db.session.execute(text(statement)))
        assert _digest(run_id) == before

    def test_a_run_is_neither_replaced_nor_truncated_away(self, run_id):
        before = _digest(run_id)
        statement = (
            "insert or replace into mapping_run select * from mapping_run"
            if db.engine.dialect.name == "sqlite"
            else "truncate mapping_run cascade"
        )
        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(lambda: db.session.execute(text(statement)))
        assert _digest(run_id) == before

    def test_the_mapper_cannot_change_a_run(self, run_id):
        def change():
            db.session.get_one(MappingRun, run_id).software_version = "9"

        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(change)

    def test_the_mapper_cannot_delete_a_run(self, run_id):
        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(lambda: db.session.delete(db.session.get_one(MappingRun, run_id)))
        assert db.session.get(MappingRun, run_id) is not None

    def test_two_runs_cannot_have_one_number(self, run_id):
        def again():
            columns = "exercise_id, number, created_at, created_by_id, language, outcome, software_version, "
            columns += "input_digest, summary, problems, input_zip"
            db.session.execute(
                text(f"insert into mapping_run ({columns}) select {columns} from mapping_run where id = :id"),
                {"id": run_id},
            )

        with pytest.raises(IntegrityError):
            run_write(again)


class TestMappingRule:
    def test_database_holds_one_pin_in_force_for_a_district(self, app):
        exercise_id = make_exercise()
        first = load_rule(make_rule(exercise_id, "pin", DANTEWADA, "NMDC"))
        cpse_id = next(i for (i,) in db.session.execute(text("select id from cpse where code = 'SAIL'")))

        def second():
            db.session.add(
                MappingRule(
                    exercise_id=exercise_id,
                    kind=RuleKind.PIN,
                    district_id=first.district_id,
                    cpse_id=cpse_id,
                    reason="x",
                    author=find_user(),
                    created_at=first.created_at,
                )
            )

        with pytest.raises(IntegrityError):
            run_write(second)


class TestExerciseCpse:
    @pytest.mark.parametrize(("column", "value"), [("capacity", -1), ("free_inr", -1)])
    def test_negative_figures_are_refused(self, app, column, value):
        exercise_id = make_exercise()

        def change():
            member = db.session.query(ExerciseCpse).filter_by(exercise_id=exercise_id).first()
            setattr(member, column, value)

        with pytest.raises(IntegrityError):
            run_write(change)
