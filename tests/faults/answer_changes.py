"""For every route by which offices answer for quarters, and mail is chosen and sent, a request that does."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.world import World

Act = Callable[[Application, World], TestResponse]

__all__ = ["answer_changes"]


def answer_changes() -> dict[str, Act]:
    """An act for each endpoint: the word given is taken back, and given again."""

    def act(part: str) -> Act:
        def send(app: Application, world: World) -> TestResponse:
            client = sign_in(app, "cpse_officer@example.test")
            year, quarter = world.answered
            return client.post(f"/answers/{world.offices['cpse']}/{year}/{quarter}/{part}", data={})

        return send

    def send_again(app: Application, world: World) -> TestResponse:
        return sign_in(app, "dpe_staff@example.test").post(f"/mail/{world.mail}/retry", data={})

    def choose_mail(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "own.unicef_officer@example.test")
        return client.post("/account/mail", data={"digest": "none"})

    return {
        "accounts.change_mail": choose_mail,
        "home.send_mail_again": send_again,
        "registry.take_answer_back": act("take-back"),
        "registry.say_nothing_to_report": act("nothing"),
    }
