"""Many people at one CSR account lose nothing, and many first saves of it make one account."""

import itertools
import json

from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db
from csrmatch.registry.models import CsrAccount
from tests.conftest import sign_in
from tests.faults.racing import EDITORS, SAVES, at_once
from tests.faults.world import World
from tests.form_filling import read_form

PAGE = "/cpses/NMDC/csr-accounts/2025-26/edit"
EMPTY = "/cpses/NMDC/csr-accounts/2023-24/edit"


def _stored() -> CsrAccount:
    db.session.rollback()
    query = select(CsrAccount).where(CsrAccount.financial_year == "2025-26").order_by(CsrAccount.id)
    return db.session.scalars(query.limit(1)).one()


class TestOneAccount:
    def test_16_editors_lose_no_accepted_save(self, app: Application, world: World) -> None:
        form = dict(read_form(sign_in(app, "cpse_officer@example.test"), PAGE))
        headers = {"Cookie": f"csrmatch={world.cookies['cpse_officer']}"}

        def edit(editor: int) -> list[int]:
            answers = []
            client = app.test_client(use_cookies=False)
            version = int(form["version"])
            for number in range(SAVES):
                key, amount = f"{editor}-{number}", 1_000 * (editor + 1) + number
                data = {**form, "spent_inr": str(amount), "version": str(version), "form_key": key}
                answer = client.post(PAGE, data=data, headers=headers)
                answers.append(answer.status_code)
                # Half of the editors go on from what is stored now, the others from what they last saw.
                if answer.status_code == 302 or editor % 2:
                    version = _stored().version
            return answers

        answers = [code for codes in at_once(app, EDITORS, edit) for code in codes]
        steps = [
            json.loads(text)["spent_inr"]
            for text in db.session.scalars(
                select(AuditEvent.changes)
                .where(AuditEvent.object_type == "csr_account", AuditEvent.action == "update")
                .where(AuditEvent.object_id == str(_stored().id))
                .order_by(AuditEvent.id)
            )
            if "spent_inr" in json.loads(text)
        ]
        print(f"\n{len(answers)} saves, {answers.count(302)} accepted, {answers.count(409)} refused")
        assert set(answers) == {302, 409}
        assert len(steps) == answers.count(302)
        assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))
        assert _stored().spent_inr == steps[-1][1]
        assert verify_log().sound

    def test_16_first_saves_make_one_account_and_the_others_are_told(
        self, app: Application, world: World
    ) -> None:
        form = dict(read_form(sign_in(app, "cpse_officer@example.test"), EMPTY))
        headers = {"Cookie": f"csrmatch={world.cookies['cpse_officer']}"}

        def first(editor: int) -> int:
            data = {**form, "spent_inr": str(editor), "form_key": f"key {editor}"}
            return app.test_client(use_cookies=False).post(EMPTY, data=data, headers=headers).status_code

        answers = at_once(app, EDITORS, first)
        assert sorted(answers) == [302] + [409] * (EDITORS - 1)
        count = select(func.count()).where(CsrAccount.financial_year == "2023-24")
        assert db.session.scalar(count) == 1

    def test_a_first_save_sent_eight_times_makes_one_account(self, app: Application, world: World) -> None:
        form = dict(read_form(sign_in(app, "cpse_officer@example.test"), EMPTY))
        headers = {"Cookie": f"csrmatch={world.cookies['cpse_officer']}"}

        def send(_number: int) -> int:
            return app.test_client(use_cookies=False).post(EMPTY, data=form, headers=headers).status_code

        assert set(at_once(app, 8, send)) == {302}
        count = select(func.count()).where(CsrAccount.financial_year == "2023-24")
        assert db.session.scalar(count) == 1
