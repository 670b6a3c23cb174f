"""The page that stands between two people who changed the same record."""

from bs4 import BeautifulSoup
from flask import render_template
from werkzeug.datastructures import MultiDict

from csrmatch import __version__
from csrmatch.app import Application


def conflict_page(app: Application, stored_version: int | None) -> BeautifulSoup:
    with app.test_request_context("/things/1", method="POST"):
        text = render_template(
            "errors/409.html",
            theirs={"Reason": "<b>theirs</b>"},
            mine={"Reason": "<script>mine</script>"},
            stored_version=stored_version,
            form=MultiDict([("reason", "<script>mine</script>"), ("version", "3"), ("csrf_token", "old")]),
            address="/things/1",
            back="/things/1",
        )
    return BeautifulSoup(text, "html.parser")


class TestConflictPage:
    def test_both_texts_stand_side_by_side_as_plain_text(self, sqlite_app: Application) -> None:
        page = conflict_page(sqlite_app, 4)
        texts = [box.get_text(" ", strip=True) for box in page.select(".two-texts > div")]
        assert texts == ["Saved now <b>theirs</b>", "Yours <script>mine</script>"]
        assert page.select_one("main script") is None

    def test_mine_can_be_sent_again_on_the_stored_version(self, sqlite_app: Application) -> None:
        fields = conflict_page(sqlite_app, 4).select("main form input[name]")
        sent = {field["name"]: field["value"] for field in fields if field["name"] != "csrf_token"}
        assert sent == {"reason": "<script>mine</script>", "version": "4"}

    def test_without_a_stored_version_nothing_can_be_overwritten(self, sqlite_app: Application) -> None:
        assert conflict_page(sqlite_app, None).select("main form input[name=version]") == []

    def test_the_foot_names_the_program_and_not_the_record(self, sqlite_app: Application) -> None:
        assert f"csrmatch {__version__}" in conflict_page(sqlite_app, 4).select_one("footer").get_text()
