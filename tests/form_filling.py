"""Reads and sends a form of a page as a browser does, and reads a page as people do."""

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

__all__ = ["read_form", "send", "text_of"]


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


def _find_button(page: BeautifulSoup, form: Tag, action: str) -> Tag | None:
    """The button of a form that sends it elsewhere, whether it stands within the form or names it."""
    for button in page.find_all("button", formaction=action):
        if form in button.parents or (form.get("id") and button.get("form") == form.get("id")):
            return button
    return None


def read_form(client: FlaskClient, page: str, action: str | None = None) -> MultiDict[str, str]:
    """What the form of a page that is sent to `action` (or to the page itself) holds when it is opened.

    Where a button of its own sends it there, what that button says is among it.
    """
    answer = client.get(page)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    shown = BeautifulSoup(answer.text, "html.parser")
    for form in shown.find_all("form", method="post"):
        target = str(form.get("action") or page)
        button = _find_button(shown, form, action) if action else None
        if button or target.split("?")[0] == (action or page).split("?")[0]:
            found: MultiDict[str, str] = MultiDict()
            if button and button.get("name"):
                found.add(str(button["name"]), str(button.get("value", "")))
            for control in form.find_all(["input", "select", "textarea"]):
                for value in _value(control) if control.get("name") else []:
                    found.add(str(control["name"]), value)
            return found
    raise AssertionError(f"{page} has no form for {action or page}")


def send(client: FlaskClient, page: str, action: str | None = None, **changes: object) -> TestResponse:
    """Opens a page, changes some fields of its form, each to a value or a list of them, and sends it."""
    form = read_form(client, page, action)
    for name, value in changes.items():
        form.setlist(
            name, value if isinstance(value, list) else [str(value) if isinstance(value, int) else value]
        )
    return client.post(action or page, data=form)


def text_of(answer: TestResponse) -> str:
    """The words of a page, without its marks and line breaks."""
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())
