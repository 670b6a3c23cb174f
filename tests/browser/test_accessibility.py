"""Every page for everybody: no WCAG 2.2 A or AA violation axe can see, one heading, the right language."""

import pytest

import config
from csrmatch.app import create_app
from tests.browser.axe import (
    COLOURS,
    Tabs,
    find_basic_faults,
    find_violations,
    in_the_dark,
    look_at,
    measure_sideways,
)
from tools.browsing import leaving
from tools.showcase import Page

pytestmark = pytest.mark.browser

# What answers a GET with something else than a page of ours.
NOT_PAGES = {
    "static",
    "actions.download_action_document",
    "actions.download_action_report",
    "accounts.choose_language",
    "home.show_health",
    "home.show_readiness",
    "home.list_suggestions",
    "imports.download_import",
    "imports.download_marked",
    "imports.download_template",
    "mapping.download_letter",
    "mapping.download_letters",
    "mapping.download_run",
    "mapping.download_analysis",
    "mapping.download_order",
    "mapping.download_publication",
    "mapping.download_resolution",
    "mapping.show_trial",
    "practices.download_practice",
    "practices.download_practice_document",
    "registry.download_document",
    "workshops.download_certificate",
    "workshops.download_certificates",
    "registry.show_near_overlaps",
    "registry.download_need_document",
    "workshops.download_agenda",
    "workshops.download_badges",
    "workshops.download_participant_template",
    "workshops.download_workshop_document",
    "workshops.download_report",
    "workshops.list_door_people",
    "workshops.download_signatures",
    "workshops.poll_projector",
    "workshops.list_new_notes",
    "workshops.show_notes_worker",
}


class TestEveryPage:
    def test_no_page_is_left_out(self, pages: list[Page]) -> None:
        rules = create_app(config.Testing).url_map.iter_rules()
        views = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
        # Programs read the API; people the one page about it.
        operations = {name for name in views if name.startswith("api.")} - {"api.show_api"}
        assert {page.endpoint for page in pages} == views - NOT_PAGES - operations

    def test_it_can_be_read_by_everybody(self, tabs: Tabs, pages: list[Page]) -> None:
        wrong = look_at(tabs, pages, "en", also_dark=True)
        assert not wrong, "\n".join(wrong)

    def test_the_axe_that_judges_sees_a_fault_when_there_is_one(self, tabs: Tabs) -> None:
        tab = tabs.find(None, "en")
        tab.goto("/sign-in")
        tab.evaluate("document.querySelector('label[for=email]').remove()")
        assert any(fault.startswith("label ") for fault in find_violations(tab))

    def test_the_axe_that_judges_sees_a_colour_that_only_the_dark_spoils(self, tabs: Tabs) -> None:
        tab = tabs.find(None, "en")
        tab.goto("/sign-in")
        spoil = "@media (prefers-color-scheme: dark) { label[for=email] { color: #111 !important } }"
        tab.evaluate(
            """rule => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(rule);
                document.adoptedStyleSheets = [sheet];
            }""",
            spoil,
        )
        assert not find_violations(tab, COLOURS)
        with in_the_dark(tab):
            assert any(fault.startswith("color-contrast ") for fault in find_violations(tab, COLOURS))


class TestStatesOfPages:
    @pytest.mark.parametrize(
        ("path", "field", "value"),
        [
            ("/exercises/new", "title_en", ""),
            ("/exercises/2/weights", "nearness", "99"),
            ("/exercises/2/rules/new?kind=pin", "reason", ""),
            ("/users/invitations/new", "email", "nobody"),
        ],
    )
    def test_a_form_with_errors_can_be_read_by_everybody(
        self, path: str, field: str, value: str, tabs: Tabs
    ) -> None:
        tab = tabs.find("dpe", "hi")
        tab.goto(path)
        tab.locator(f"[name={field}]").fill(value)
        with leaving(tab):
            tab.locator("main form[method=post] .form-actions button").click()
        assert tab.evaluate("document.activeElement.matches('.error-summary')")
        wrong = find_violations(tab) + find_basic_faults(tab, "hi") + measure_sideways(tab)
        assert not wrong, "\n".join(wrong)

    def test_the_open_panel_beside_the_matrix_can_be_read_by_everybody(self, tabs: Tabs) -> None:
        tab = tabs.find("dpe", "en")
        tab.goto("/exercises/2/runs/2/matrix")
        tab.locator(".matrix tbody td").first.click()
        tab.locator("#panel h2").wait_for()
        wrong = find_violations(tab) + measure_sideways(tab)
        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize(
        ("account", "path", "status"), [(None, "/nowhere", 404), ("cpse", "/exercises", 403)]
    )
    def test_a_refusal_can_be_read_by_everybody(
        self, account: str | None, path: str, status: int, tabs: Tabs
    ) -> None:
        for language in ("en", "hi"):
            tab = tabs.find(account, language)
            answer = tab.goto(path)
            assert answer is not None
            assert answer.status == status
            wrong = find_violations(tab) + find_basic_faults(tab, language) + measure_sideways(tab)
            assert not wrong, "\n".join(wrong)
