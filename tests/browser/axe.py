"""Looks at pages as axe and a reader on a phone do, each account in a tab of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page as Tab

from tools.browsing import sign_in
from tools.showcase import Page, Site

__all__ = [
    "COLOURS",
    "LARGE",
    "Tabs",
    "find_basic_faults",
    "find_violations",
    "in_the_dark",
    "look_at",
    "measure_sideways",
]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES: dict[str, object] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
PHONES = (320, 360)
# What the colours alone can break: the rest of a page is the same in the dark.
COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# Large pages whose parts are those of their smaller sisters: looked at once.
LARGE = {"run-nation", "matrix-nation", "home-cpse", "home-district"}


def find_violations(tab: Tab, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds wrong on the page as it stands, with the first places where."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE)
    found = tab.evaluate("rules => axe.run(document, rules).then(result => result.violations)", rules)
    return [
        f"{one['id']} ({one['help']}) at "
        + "; ".join(f"{node['target']} {node['failureSummary']}" for node in one["nodes"][:3])
        for one in found
    ]


def find_basic_faults(tab: Tab, language: str) -> list[str]:
    """What every page owes its reader beside what axe knows."""
    wrong = []
    if tab.locator("h1").count() != 1:
        wrong.append(f"{tab.locator('h1').count()} main headings")
    if tab.locator("html").get_attribute("lang") != language:
        wrong.append("the language of the page is not said rightly")
    if not tab.title().split(" · ")[0].strip():
        wrong.append("no title")
    return wrong


def measure_sideways(tab: Tab) -> list[str]:
    """The phones on which the page must be pushed sideways."""
    wrong = []
    for width in PHONES:
        tab.set_viewport_size({"width": width, "height": 800})
        wide = tab.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{wide} px wide on a phone of {width} px")
    tab.set_viewport_size({"width": 1280, "height": 900})
    return wrong


@contextmanager
def in_the_dark(tab: Tab) -> Iterator[None]:
    """Shows the page in its dark colours; without movement, so that none is judged on its way there."""
    tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    try:
        yield
    finally:
        tab.emulate_media(color_scheme="light", reduced_motion="no-preference")


class Tabs:
    """One tab for each account and language, signed in when first used."""

    def __init__(self, site: Site, open_page: Callable[..., Tab]) -> None:
        self.site, self.open_page = site, open_page
        self.known: dict[tuple[str | None, str], Tab] = {}

    def find(self, account: str | None, language: str) -> Tab:
        """The tab of this account, reading this language."""
        key = (account, language)
        if key not in self.known:
            tab = self.open_page(language=language)
            if account:
                sign_in(tab, self.site, account)
            tab.goto(f"/language/{language}")
            self.known[key] = tab
        return self.known[key]


def look_at(tabs: Tabs, pages: list[Page], language: str, *, also_dark: bool = False) -> list[str]:
    """What is wrong with some pages for a reader of this language, and in the dark where that is asked."""
    wrong = []
    for page in pages:
        tab = tabs.find(page.account, language)
        answer = tab.goto(page.path)
        found = [] if answer and answer.status == 200 else [f"answer {answer and answer.status}"]
        found += find_violations(tab) + find_basic_faults(tab, language) + measure_sideways(tab)
        if also_dark and page.name not in LARGE:
            with in_the_dark(tab):
                found += [f"in the dark: {fault}" for fault in find_violations(tab, COLOURS)]
        wrong += [f"{page.name}: {fault}" for fault in found]
    return wrong
