"""Reads whole lists of the registry from their files, and what their filters offer."""

import csv
import io

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

__all__ = ["choices", "codes"]


def codes(client: FlaskClient, path: str, **query: str) -> set[str]:
    """The numbers of the rows of a whole list, read from its file."""
    text = client.get(path, query_string={**query, "download": "csv"}).data.decode("utf-8-sig")
    rows = [row.get("Number") or row.get("Name") or row["CPSE"] for row in csv.DictReader(io.StringIO(text))]
    assert len(rows) == len(set(rows)), "no row comes twice"
    return set(rows)


def choices(client: FlaskClient, path: str) -> dict[str, list[str]]:
    """What each filter of a list offers besides everything."""
    soup = BeautifulSoup(client.get(path).text, "html.parser")
    return {
        item["name"]: [option["value"] for option in item.select("option") if option["value"]]
        for item in soup.select("form.filters select")
    }
