"""A published mapping in the world of the tests of faults: what is asked of it, and what changes it."""

from collections.abc import Callable

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, today
from csrmatch.mapping.models import CpseChoice, Exercise, ExerciseScope, Publication
from csrmatch.mapping.services import change_cpses, change_districts, create_exercise, run_exercise
from csrmatch.mapping.services.publications import PublicOrder, publish_proposal
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.mapping.publishing import ALL as EVERY_YES
from tests.mapping.publishing import first_pair, put, say

MISSING = 2_000_000_000
_YEAR = "2026-27"
# Whom no other change of the world touches, so that the proposal stays as fresh as it was.
_DISTRICTS, _COMPANIES = (567, 42), ("CIL", "GAIL", "HPCL")

Act = Callable[[Application, object], TestResponse]

__all__ = ["is_publication", "make_publication", "publication_changes", "publication_targets"]


def make_publication(dpe: User) -> int:
    """A hand-picked exercise whose plan is before both sides and published; gives the exercise's id."""
    exercise = create_exercise(
        by=dpe, title_en="Published", title_hi=None, financial_year=_YEAR, scope=ExerciseScope.PICKED
    )
    districts = select(District).where(District.lgd.in_(_DISTRICTS)).order_by(District.lgd)
    change_districts(exercise=exercise, version=exercise.version, districts=db.session.scalars(districts))
    companies = select(Cpse).where(Cpse.code.in_(_COMPANIES)).order_by(Cpse.code)
    choices = {cpse.id: CpseChoice(1, free_inr=10**8) for cpse in db.session.scalars(companies)}
    change_cpses(exercise=exercise, version=exercise.version, choices=choices)
    proposal = put(exercise, run_exercise(exercise=exercise, by=dpe, language="en"))
    say(first_pair(proposal.id), EVERY_YES)
    publish_proposal(proposal=proposal, by=dpe, order=PublicOrder("No. 1", today(), "A remark."))
    return exercise.id


def is_publication(endpoint: str) -> bool:
    """Whether a route is about published mappings."""
    return endpoint.removeprefix("mapping.") in {
        "show_publication",
        "download_publication",
        "download_order",
        "end_publication",
        "go_on_next_year",
        "show_published_pair",
    }


def publication_targets(exercise_id: int, endpoint: str) -> dict[str, dict[str, object]]:
    """The version in force, and what is missing."""
    there: dict[str, object] = {"scope": f"picked-{exercise_id}", "year": _YEAR}
    if endpoint.endswith("_pair"):
        return {
            "there": {**there, "lgd": _DISTRICTS[0]},
            "missing_district": {**there, "lgd": 1},
            "missing": {**there, "scope": "picked-0", "lgd": _DISTRICTS[0]},
        }
    there["number"] = 1
    if endpoint == "mapping.download_publication":
        there["name"] = "package.zip"
    if endpoint == "mapping.download_order":
        there |= {"language": "hi", "kind": "docx"}
    found = {
        "there": there,
        "missing_version": {**there, "number": MISSING},
        "missing_year": {**there, "year": "1999-00"},
        "missing": {**there, "scope": "nowhere"},
    }
    return found


def publication_changes(send: Send) -> dict[str, Act]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def publish(app: Application, world: object) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        page = f"/exercises/{_published().exercise_id}/publish"
        return send(client, page, order_number="No. 2", reason="The board approved.")

    def withdraw(app: Application, world: object) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        row = _published()
        page = f"/mapping/{row.scope_key}/{row.financial_year}/{row.number}/withdraw"
        return send(client, page, reason="It was wrong.")

    def go_on(app: Application, world: object) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        row = _published()
        page = f"/mapping/{row.scope_key}/{row.financial_year}/{row.number}"
        return send(client, page, f"{page}/next-year")

    return {
        "mapping.publish_exercise": publish,
        "mapping.go_on_next_year": go_on,
        "mapping.end_publication": withdraw,
    }


def _published() -> Publication:
    """The newest version of the world's own exercise."""
    query = select(Publication).join(Exercise, Exercise.id == Publication.exercise_id)
    query = query.where(Exercise.title_en == "Published").order_by(Publication.number.desc())
    return db.session.scalars(query.limit(1)).one()
