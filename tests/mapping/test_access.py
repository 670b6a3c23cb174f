"""Who sees and changes exercises."""

import pytest

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.exercises import can_edit_exercise
from csrmatch.mapping.queries import get_exercise, search_exercises
from csrmatch.roles import Role
from tests.mapping.exercises import find_user, make_exercise

SEEING = {Role.DPE_STAFF, Role.AUDITOR}


@pytest.mark.parametrize("role", list(Role))
class TestRoles:
    def test_only_dpe_and_auditor_see_exercises(self, sqlite_app, role):
        exercise_id = make_exercise()
        viewer = find_user(role.value)
        found = list(db.session.scalars(search_exercises(viewer, text=None, year=None)))
        assert [exercise.id for exercise in found] == ([exercise_id] if role in SEEING else [])
        if role in SEEING:
            assert get_exercise(viewer, exercise_id).id == exercise_id
        else:
            with pytest.raises(Missing):
                get_exercise(viewer, exercise_id)

    def test_only_dpe_changes_exercises(self, sqlite_app, role):
        assert can_edit_exercise(find_user(role.value)) is (role is Role.DPE_STAFF)
