"""Many people at one CSR account lose nothing, and many first saves of it make one account."""

from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.registry.models import CsrAccount
from tests.conftest import sign_in
from tests.faults.edit_races import race_editors
from tests.faults.racing import EDITORS, at_once
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
        account = _stored().id
        race_editors(
            app,
            email="cpse_officer@example.test",
            page=PAGE,
            field="spent_inr",
            column=CsrAccount.spent_inr,
            of={"id": account},
            version=CsrAccount.version,
            text=lambda editor, save: str(1_000 * (editor + 1) + save),
            told=lambda editor, save: f"{1_000 * (editor + 1) + save:,}",
        )

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
