"""Reads a form from a page as a browser does, and gives what it would send."""

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

__all__ = ["read_form"]


def _value(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.text]
    if control.name == "select":
        chosen = [option for option in control.find_all("option") if option.has_attr("selected")]
        if not chosen and not control.has_attr("multiple"):
            chosen = control.find_all("option")[:1]
        return [str(option.get("value", option.text)) for option in chosen]
    if control.get("type") in {"checkbox", "radio"} and not control.has_attr("checked"):
        return []
    return [str(control.get("value", ""))]


def read_form(client: FlaskClient, page: str, action: str | None = None) -> MultiDict[str, str]:
    """What the form of a page that is sent to `action` (or to the page itself) holds when it is opened."""
    answer = client.get(page)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    for form in BeautifulSoup(answer.text, "html.parser").find_all("form", method="post"):
        target = str(form.get("action") or page)
        if target.split("?")[0] == (action or page).split("?")[0]:
            found: MultiDict[str, str] = MultiDict()
            for control in form.find_all(["input", "select", "textarea"]):
                for value in _value(control) if control.get("name") else []:
                    found.add(str(control["name"]), value)
            return found
    raise AssertionError(f"{page} has no form for {action or page}")
