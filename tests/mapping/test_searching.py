"""Proposed pairs in the search of everything: by district, CPSE and exercise, for those who may see them."""

import pytest

from csrmatch.db import run_write
from csrmatch.mapping.services import change_exercise
from csrmatch.search.queries import search_records
from tests.conftest import sign_in
from tests.mapping.exercises import load_exercise
from tests.mapping.proposing import make_pinned_exercise, officers, put, user


def found(name: str, text: str) -> list[str]:
    """The titles of the proposed pairs that a person finds."""
    groups = search_records(user(name), text).groups
    return [
        result.shown.title
        for group in groups
        if group.kind.code == "proposed_pair"
        for result in group.results
    ]


class TestProposedPairs:
    @pytest.mark.parametrize("text", ["Dantewada", "दंतेवाड़ा", "NMDC", "dantewada nmdc", "Harvest dantewada"])
    def test_are_found_by_district_company_and_exercise(self, app, text):
        put(make_pinned_exercise("Harvest mapping"))
        assert "Dantewada – NMDC" in found("dpe_staff", text)

    def test_are_found_by_those_alone_who_may_see_them(self, app):
        put(make_pinned_exercise())
        officers()
        for name in ("dpe_staff", "auditor", "cpse_officer", "district_officer"):
            assert found(name, "Dantewada") == ["Dantewada – NMDC"], name
        for name in ("ongc", "korba", "state_officer", "unicef_officer", "chair", "agency"):
            assert found(name, "Dantewada") == [], name
        assert len(found("dpe_staff", "Consent")) == 3
        assert len(found("cpse_officer", "Consent")) == 1

    def test_follow_the_title_of_their_exercise(self, sqlite_app):
        exercise_id = make_pinned_exercise("Harvest")
        put(exercise_id)

        def rename():
            exercise = load_exercise(exercise_id)
            change_exercise(
                exercise=exercise,
                version=exercise.version,
                title_en="Sowing",
                title_hi=None,
                financial_year=exercise.financial_year,
            )

        run_write(rename)
        assert len(found("dpe_staff", "Sowing")) == 3
        assert found("dpe_staff", "Harvest") == []

    def test_say_whether_they_are_still_proposed(self, sqlite_app):
        put(make_pinned_exercise())
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        page = client.get("/search?q=Dantewada+NMDC&kind=proposed_pair").text
        assert "/proposed-pairs/" in page
        assert "no longer proposed" not in page
