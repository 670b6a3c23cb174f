"""The papers of a practice: what is refused is told where it was asked for."""

from typing import Any

import pytest

from csrmatch.app import Application
from csrmatch.attachments.models import Attachment
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.practices import services
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.practices.practices import attach, make_practice, person


class TestStrikePracticeDocument:
    def test_tells_a_refusal_on_its_page_and_undoes_what_was_written_before_it(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make() -> tuple[int, int]:
            practice = make_practice()
            return practice.id, attach(practice, person(Role.DISTRICT_OFFICER)).attachment_id

        number, paper = run_write(make)
        client = sign_in(sqlite_app, "district_officer@example.test")
        strike = services.strike_practice_document

        def refuse(**given: Any) -> None:
            strike(**given)
            raise DomainError("The sheet rests on it.")

        page = f"/practices/{number}/documents/{paper}/strike"
        form = read_form(client, page)
        form["reason"] = "Wrong file."
        with monkeypatch.context() as patched:
            patched.setattr(services, "strike_practice_document", refuse)
            answer = client.post(page, data=form)
        assert answer.status_code == 422
        # On the page of the form, with what was typed.
        assert "The sheet rests on it." in answer.text
        assert "Wrong file." in answer.text
        db.session.rollback()
        assert db.session.get_one(Attachment, paper).struck_at is None
        assert client.post(page, data=form).status_code == 302
