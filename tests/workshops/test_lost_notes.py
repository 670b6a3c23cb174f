"""Twelve note takers over real connections that break: every note is on record once, none lost, none doubled.

`CSRMATCH_NOTES` says how many notes each of them takes; the trial asks for a hundred.
"""

import http.client
import json
import os
import random
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import select
from werkzeug.serving import make_server

from csrmatch.accounts.services import ensure_organisation
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Takeaway, TakeawayWording
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.workshops.takeaways import make_held_workshop, make_note_taker

TAKERS = 12
NOTES = int(os.environ.get("CSRMATCH_NOTES", "6"))
KINDS = ("challenge", "practice", "request", "commitment", "insight")
# What happens to one connection: the request breaks off, the answer is never heard, or all goes well.
FATES = ("broken off", "unheard", "heard")
MOST_AT_ONCE = 7


@contextmanager
def serving(app: Application) -> Iterator[int]:
    """The application behind a real socket; the number of its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Phone:
    """Keeps what was taken down until the server has said that it has it, as the page's script does."""

    def __init__(self, port: int, path: str, cookie: str, seed: int) -> None:
        self.port, self.path, self.cookie = port, path, cookie
        self.chance = random.Random(seed)  # noqa: S311
        self.fates: Counter[str] = Counter()
        self.queue: dict[str, dict[str, str]] = {}
        self.answered: Counter[str] = Counter()
        self.taken: set[str] = set()

    def take(self, number: int) -> None:
        mark = str(uuid.uuid4())
        self.taken.add(mark)
        text = f"टिप्पणी {number} of {mark}"
        self.queue[mark] = {"uuid": mark, "kind": self.chance.choice(KINDS), "text": text}
        self.send()

    def send(self) -> None:
        """Sends some of what waits, in a batch that may break on the way there or back."""
        wanted = list(self.queue.values())[:MOST_AT_ONCE]
        if not wanted:
            return
        fate = self.chance.choices(FATES, weights=(1, 2, 2))[0]
        self.fates[fate] += 1
        body = json.dumps({"notes": wanted}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest("POST", self.path, skip_host=True)
            connection.putheader("Host", "localhost")
            connection.putheader("Cookie", f"csrmatch={self.cookie}")
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            connection.send(body[: len(body) // 2] if fate == "broken off" else body)
            if fate != "heard":
                return
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()[:300]
            for told in json.loads(answer.read())["notes"]:
                assert told["state"] in {"saved", "known"}, told
                self.answered[told["state"]] += 1
                self.queue.pop(told["uuid"], None)
        finally:
            connection.close()


class TestTwelveNoteTakers:
    def test_lose_no_note_and_double_none_however_connections_break(self, app: Application) -> None:
        def make() -> tuple[int, list[str]]:
            workshop = make_held_workshop()
            office = ensure_organisation("unicef")
            emails = [f"taker{number}@example.test" for number in range(TAKERS)]
            for email in emails:
                user = factories.make_user(
                    Role.UNICEF_OFFICER, email=email, password=PASSWORD, organisation=office
                )
                make_note_taker(workshop, user)
            return workshop.id, emails

        workshop_id, emails = run_write(make)
        path = f"/workshops/{workshop_id}/notes/send"
        cookies = [sign_in(app, email).get_cookie("csrmatch", "localhost").value for email in emails]  # type: ignore[union-attr]
        db.session.rollback()
        with serving(app) as port:
            phones = [Phone(port, path, cookie, seed) for seed, cookie in enumerate(cookies)]

            def work(phone: Phone) -> None:
                for number in range(NOTES):
                    phone.take(number)
                while phone.queue:
                    phone.send()

            with ThreadPoolExecutor(TAKERS) as pool:
                list(pool.map(work, phones))
        fates = sum((phone.fates for phone in phones), Counter())
        again = sum(phone.answered["known"] for phone in phones)
        rows = db.session.execute(select(Takeaway.uuid, Takeaway.text, Takeaway.taken_by_id)).all()
        on_record = Counter(row.uuid for row in rows)
        wordings = db.session.scalars(select(TakeawayWording.text)).all()
        everything = set().union(*(phone.taken for phone in phones))
        lost, doubled = len(everything - set(on_record)), sum(many > 1 for many in on_record.values())
        print(
            f"\n{len(everything)} notes taken, {len(rows)} on record, {lost} lost, {doubled} doubled; "
            f"{fates['broken off']} requests broken off, {fates['unheard']} answers unheard, "
            f"{again} notes known when sent again"
        )
        assert len(everything) == TAKERS * NOTES
        assert set(on_record) == everything
        assert set(on_record.values()) == {1}
        assert all(row.uuid in row.text for row in rows)
        assert len(wordings) == len(rows)
        assert again
        assert fates["unheard"]
