"""Files stay small, open with what they hold, and templates stand beside their views."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from csrmatch.app import Application

ROOT = Path(__file__).parent.parent.parent
LONGEST = 400
OURS = {".py", ".html", ".css", ".js"}
VENDORED = ("csrmatch/static/vendor/", "tests/browser/vendor/", "node_modules/")

# Pages without a template of their own: they answer with a file, a part or a code, share another's, or
# send the reader on.
NO_PAGE = {
    "actions.download_action_document",
    "actions.download_action_report",
    "actions.change_due_date",
    "actions.close_action",
    "actions.drop_action",
    "actions.hand_back_action",
    "actions.name_person",
    "actions.new_action_document",
    "actions.reassign_action",
    "actions.reopen_action",
    "actions.report_on_action",
    "actions.return_action",
    "actions.strike_action_document",
    "accounts.choose_language",
    "home.list_suggestions",
    "home.show_health",
    "home.show_readiness",
    "imports.download_import",
    "imports.download_marked",
    "imports.download_template",
    "mapping.download_analysis",
    "mapping.download_letter",
    "mapping.download_letters",
    "mapping.download_order",
    "mapping.download_publication",
    "mapping.download_resolution",
    "mapping.download_run",
    "mapping.new_resolution",
    "mapping.record_pair_answer",
    "mapping.show_answer",
    "mapping.show_trial",
    "mapping.strike_resolution_paper",
    "practices.download_practice",
    "practices.download_practice_document",
    "registry.download_document",
    "registry.download_need_document",
    "registry.show_near_overlaps",
    "workshops.download_agenda",
    "workshops.download_workshop_document",
    "workshops.download_report",
    "workshops.download_badges",
    "workshops.download_certificate",
    "workshops.download_certificates",
    "workshops.download_participant_template",
    "workshops.list_door_people",
    "workshops.download_signatures",
    "workshops.poll_projector",
    "workshops.list_new_notes",
    "workshops.show_notes_worker",
}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if not name.startswith(VENDORED)]


class TestFiles:
    def test_none_is_longer_than_400_lines(self) -> None:
        long = {
            str(path.relative_to(ROOT)): count
            for path in _tracked()
            if path.suffix in OURS and path.exists()
            if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
        }
        assert long == {}

    def test_every_module_says_in_one_line_what_it_holds(self) -> None:
        for path in _tracked():
            if path.suffix == ".py" and path.exists() and path.read_text(encoding="utf-8").strip():
                text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
                assert text, path.relative_to(ROOT)

    def test_no_template_turns_escaping_off_or_holds_style_or_script(self) -> None:
        for path in sorted((ROOT / "templates").rglob("*.html")):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), path.name
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path.name

    def test_no_template_says_itself_who_is_shown_no_names(self) -> None:
        """Whose names a person reads is one rule; pages are told what it says."""
        for path in sorted((ROOT / "templates").rglob("*.html")):
            assert not re.search(r"[\"']auditor[\"']", path.read_text(encoding="utf-8")), path.name


class TestTemplates:
    def test_every_page_has_its_view_and_every_view_its_page(self, sqlite_app: Application) -> None:
        pages = {
            f"{path.parent.name}.{path.stem}"
            for path in (ROOT / "templates").rglob("*.html")
            if path.parent.name not in {"layouts", "components", "errors"} and not path.stem.startswith("_")
        }
        operations = {name for name in sqlite_app.view_functions if name.startswith("api.")} - {
            "api.show_api"
        }
        views = {
            rule.endpoint
            for rule in sqlite_app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGE | {"static"} | operations
        }
        assert pages == views
