"""Asks the API in tests with a token of an office."""

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.accounts.models import TokenScope, User
from csrmatch.accounts.services import make_token
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role

__all__ = ["Caller"]


class Caller:
    """A program of an office of that role: `get`, `send`, with the token in the header."""

    def __init__(self, app: Application, role: Role = Role.CPSE_OFFICER) -> None:
        query = select(User).where(User.email == f"{role.value}@example.test")

        def make() -> str:
            _token, secret = make_token(
                by=db.session.scalars(query).one(), name="ERP", scope=TokenScope.WRITE
            )
            return secret

        self.app = app
        self.secret = run_write(make)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, **headers)

    def send(
        self, method: str, path: str, body: object = None, data: object = None, **headers: str
    ) -> TestResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given.setdefault("Authorization", f"Bearer {self.secret}")
        client = self.app.test_client(use_cookies=False)
        return client.open(f"/api/v1{path}", method=method, json=body, data=data, headers=given)
