"""Pages that change who takes part and what counts."""

import pytest

from csrmatch.db import db, run_write
from csrmatch.mapping.models import CpseChoice
from csrmatch.mapping.queries import list_exercise_cpses
from csrmatch.mapping.services import change_cpses
from tests.mapping.exercises import load_exercise, make_exercise
from tests.mapping.test_views.pages import soup_of, text_of, version_of


class TestEditDistricts:
    def test_chosen_districts_take_part(self, quick_dpe):
        address = f"/exercises/{make_exercise('picked')}/districts"
        data = {"version": version_of(quick_dpe, address), "districts": ["376", "374", "475"]}
        answer = quick_dpe.post(address, data=data)
        assert answer.location.endswith("/cpses")
        chosen = soup_of(quick_dpe.get(address)).select("input[name=districts][checked]")
        assert {box["value"] for box in chosen} == {"376", "374", "475"}

    @pytest.mark.parametrize("districts", [[], ["999999"], ["376", "x"]])
    def test_none_or_unknown_districts_are_refused(self, quick_dpe, districts):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/districts"
        data = {"version": version_of(quick_dpe, address), "districts": districts}
        assert quick_dpe.post(address, data=data).status_code == 422
        assert "Districts 10" in text_of(quick_dpe.get(f"/exercises/{exercise_id}"))


class TestEditCpses:
    def _entries(self, client, address):
        page = soup_of(client.get(address))
        entries = {}
        for box in page.select("main form[method=post] input"):
            if box.get("type") != "checkbox" or box.has_attr("checked"):
                entries[box.get("name")] = box.get("value", "y")
        return {name: value for name, value in entries.items() if name}

    def test_saving_unchanged_changes_nothing(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/cpses"
        before = self._stored(exercise_id)
        db.session.rollback()
        assert quick_dpe.post(address, data=self._entries(quick_dpe, address)).status_code == 302
        assert self._stored(exercise_id) == before

    def _stored(self, exercise_id):
        db.session.rollback()
        members = list_exercise_cpses(load_exercise(exercise_id))
        return [(member.cpse_id, member.capacity, member.free_inr, member.note) for member in members]

    def test_capacity_and_money_as_people_type_them(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/cpses"
        member = list_exercise_cpses(load_exercise(exercise_id))[0]
        cpse_id = member.cpse_id
        entries = self._entries(quick_dpe, address)
        entries |= {f"capacity_{cpse_id}": "३", f"free_{cpse_id}": "₹ 1,23,45,678", f"note_{cpse_id}": "x"}
        assert quick_dpe.post(address, data=entries).status_code == 302
        db.session.rollback()
        stored = list_exercise_cpses(load_exercise(exercise_id))[0]
        assert (stored.capacity, stored.free_inr, stored.note) == (3, 12_345_678, "x")

    @pytest.mark.parametrize(
        ("field", "value"), [("capacity", "-1"), ("capacity", "2.5"), ("free", "lots"), ("free", "9" * 17)]
    )
    def test_what_is_no_number_is_refused_and_kept_for_mending(self, quick_dpe, field, value):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/cpses"
        cpse_id = list_exercise_cpses(load_exercise(exercise_id))[0].cpse_id
        entries = {**self._entries(quick_dpe, address), f"{field}_{cpse_id}": value}
        answer = quick_dpe.post(address, data=entries)
        assert answer.status_code == 422
        assert soup_of(answer).find("input", {"name": f"{field}_{cpse_id}"})["value"] == value

    def test_leaving_all_out_is_refused(self, quick_dpe):
        address = f"/exercises/{make_exercise()}/cpses"
        answer = quick_dpe.post(address, data={"version": version_of(quick_dpe, address)})
        assert answer.status_code == 422
        assert "Choose at least one CPSE." in text_of(answer)

    def test_formula_fills_the_form_without_saving(self, quick_dpe):
        exercise_id = make_exercise()

        def flatten():
            exercise = load_exercise(exercise_id)
            choices = {member.cpse_id: CpseChoice(1) for member in list_exercise_cpses(exercise)}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(flatten)
        address = f"/exercises/{exercise_id}/cpses"
        page = soup_of(quick_dpe.get(address + "?capacities=formula"))
        shown = {box["value"] for box in page.select("input[name^=capacity_]") if box.get("value")}
        assert shown != {"1"}
        db.session.rollback()
        assert {m.capacity for m in list_exercise_cpses(load_exercise(exercise_id))} == {1}
