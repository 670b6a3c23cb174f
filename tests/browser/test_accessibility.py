"""Every page for everybody: no WCAG 2.2 A or AA violation axe can see, one heading, the right language."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page as Tab

import config
from csrmatch.app import create_app
from tests.browser.conftest import OpenPage
from tools.browsing import sign_in
from tools.showcase import Page, Site, list_pages

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
PHONES = (320, 360)
# Large pages whose parts are those of their smaller sisters: looked at once.
LARGE = {"run-nation", "matrix-nation", "home-cpse", "home-district"}
# What answers a GET with something else than a page of ours.
NOT_PAGES = {
    "static",
    "accounts.choose_language",
    "home.show_health",
    "home.show_readiness",
    "home.list_suggestions",
    "imports.download_import",
    "imports.download_marked",
    "imports.download_template",
    "mapping.download_run",
    "registry.download_document",
    "registry.show_near_overlaps",
    "registry.download_need_document",
}


def _violations(tab: Tab) -> list[str]:
    """What axe finds wrong on the page as it stands, with the first places where."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE)
    found = tab.evaluate("rules => axe.run(document, rules).then(result => result.violations)", RULES)
    return [
        f"{one['id']} ({one['help']}) at "
        + "; ".join(f"{node['target']} {node['failureSummary']}" for node in one["nodes"][:3])
        for one in found
    ]


def _basics(tab: Tab, language: str) -> list[str]:
    """What every page owes its reader beside what axe knows."""
    wrong = []
    if tab.locator("h1").count() != 1:
        wrong.append(f"{tab.locator('h1').count()} main headings")
    if tab.locator("html").get_attribute("lang") != language:
        wrong.append("the language of the page is not said rightly")
    if not tab.title().split(" · ")[0].strip():
        wrong.append("no title")
    return wrong


def _sideways(tab: Tab) -> list[str]:
    """The phones on which the page must be pushed sideways."""
    wrong = []
    for width in PHONES:
        tab.set_viewport_size({"width": width, "height": 800})
        wide = tab.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{wide} px wide on a phone of {width} px")
    tab.set_viewport_size({"width": 1280, "height": 900})
    return wrong


class Tabs:
    """One tab for each account, language and colours, signed in when first used."""

    def __init__(self, site: Site, open_page: OpenPage) -> None:
        self.site, self.open_page = site, open_page
        self.known: dict[tuple[str | None, str, str], Tab] = {}

    def find(self, account: str | None, language: str, colours: str) -> Tab:
        """The tab of this account, reading this language in these colours."""
        key = (account, language, colours)
        if key not in self.known:
            tab = self.open_page(language=language, colours=colours)
            if account:
                sign_in(tab, self.site, account)
            tab.goto(f"/language/{language}")
            self.known[key] = tab
        return self.known[key]


@pytest.fixture(scope="module")
def tabs(site: Site, open_page: OpenPage) -> Iterator[Tabs]:
    """The tabs of this file."""
    return Tabs(site, open_page)


@pytest.fixture(scope="module")
def pages(site: Site) -> list[Page]:
    """Every page in every state of it."""
    return list_pages(site)


def _look(tabs: Tabs, pages: list[Page], language: str, colours: Literal["light", "dark"]) -> list[str]:
    wrong = []
    for page in pages:
        tab = tabs.find(page.account, language, colours)
        answer = tab.goto(page.path)
        found = [] if answer and answer.status == 200 else [f"answer {answer and answer.status}"]
        found += _violations(tab)
        if colours == "light":
            found += _basics(tab, language) + _sideways(tab)
        wrong += [f"{page.name}: {fault}" for fault in found]
    return wrong


class TestEveryPage:
    def test_no_page_is_left_out(self, pages: list[Page]) -> None:
        rules = create_app(config.Testing).url_map.iter_rules()
        views = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
        # Programs read the API; people the one page about it.
        operations = {name for name in views if name.startswith("api.")} - {"api.show_api"}
        assert {page.endpoint for page in pages} == views - NOT_PAGES - operations

    @pytest.mark.parametrize(("language", "colours"), [("en", "light"), ("hi", "light"), ("en", "dark")])
    def test_it_can_be_read_by_everybody(
        self, language: str, colours: Literal["light", "dark"], tabs: Tabs, pages: list[Page]
    ) -> None:
        plain = (language, colours) == ("en", "light")
        chosen = [page for page in pages if plain or page.name not in LARGE]
        wrong = _look(tabs, chosen, language, colours)
        assert not wrong, "\n".join(wrong)

    def test_the_axe_that_judges_sees_a_fault_when_there_is_one(self, tabs: Tabs) -> None:
        tab = tabs.find(None, "en", "light")
        tab.goto("/sign-in")
        tab.evaluate("document.querySelector('label[for=email]').remove()")
        assert any(fault.startswith("label ") for fault in _violations(tab))


class TestStatesOfPages:
    @pytest.mark.parametrize(
        ("path", "field", "value"),
        [
            ("/exercises/new", "title_en", ""),
            ("/exercises/2/weights", "nearness", "99"),
            ("/exercises/2/rules/new", "reason", ""),
            ("/users/invitations/new", "email", "nobody"),
        ],
    )
    def test_a_form_with_errors_can_be_read_by_everybody(
        self, path: str, field: str, value: str, tabs: Tabs
    ) -> None:
        tab = tabs.find("dpe", "hi", "light")
        tab.goto(path)
        tab.locator(f"[name={field}]").fill(value)
        tab.locator("main form[method=post] .form-actions button").click()
        tab.locator(".error-summary").wait_for()
        assert tab.evaluate("document.activeElement.matches('.error-summary')")
        wrong = _violations(tab) + _basics(tab, "hi") + _sideways(tab)
        assert not wrong, "\n".join(wrong)

    def test_the_open_panel_beside_the_matrix_can_be_read_by_everybody(self, tabs: Tabs) -> None:
        tab = tabs.find("dpe", "en", "light")
        tab.goto("/exercises/2/runs/2/matrix")
        tab.locator(".matrix tbody td").first.click()
        tab.locator("#panel h2").wait_for()
        wrong = _violations(tab) + _sideways(tab)
        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize(
        ("account", "path", "status"), [(None, "/nowhere", 404), ("cpse", "/exercises", 403)]
    )
    def test_a_refusal_can_be_read_by_everybody(
        self, account: str | None, path: str, status: int, tabs: Tabs
    ) -> None:
        for language in ("en", "hi"):
            tab = tabs.find(account, language, "light")
            answer = tab.goto(path)
            assert answer is not None
            assert answer.status == status
            wrong = _violations(tab) + _basics(tab, language) + _sideways(tab)
            assert not wrong, "\n".join(wrong)
