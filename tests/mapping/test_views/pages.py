"""Readers of pages that the tests of the mapping's views share."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.db import db


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def text_of(answer) -> str:
    return " ".join(soup_of(answer).get_text(" ").split())


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def version_of(client: FlaskClient, address: str) -> str:
    return soup_of(client.get(address)).find("input", {"name": "version"})["value"]
