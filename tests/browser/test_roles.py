"""Each of the eight roles signs in and finds a home and only doors that open."""

import pytest
from playwright.sync_api import Page

from csrmatch.demo import DEMO_PEOPLE
from csrmatch.roles import Permission, Role, allows
from tests.browser.conftest import OpenPage
from tools.browsing import sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

DOORS = {
    "/home": Permission.VIEW_HOME,
    "/exercises": Permission.VIEW_EXERCISES,
    "/proposed-pairs": Permission.VIEW_PROPOSALS,
    "/districts": Permission.VIEW_DISTRICTS,
    "/cpses": Permission.VIEW_CPSES,
    "/csr-accounts": Permission.VIEW_CSR_ACCOUNTS,
    "/needs": Permission.VIEW_NEEDS,
    "/actions": Permission.VIEW_ACTIONS,
    "/indicators": Permission.VIEW_DISTRICTS,
    "/projects": Permission.VIEW_PROJECTS,
    "/programmes": Permission.VIEW_PROGRAMMES,
    "/overlaps": Permission.VIEW_OVERLAPS,
    "/support": Permission.VIEW_SUPPORT,
    "/workshops": Permission.VIEW_WORKSHOPS,
    "/practices": Permission.VIEW_PRACTICES,
    "/imports": Permission.IMPORT_RECORDS,
    "/answers": Permission.VIEW_ANSWERS,
    "/mail": Permission.VIEW_MAIL,
    "/users": Permission.VIEW_USERS,
    "/log": Permission.VIEW_LOG,
}


def _targets(page: Page, selector: str) -> set[str]:
    """Where the links go, without the place on the page."""
    links = page.locator(selector).all()
    return {str(link.get_attribute("href")).split("#")[0] for link in links} - {""}


@pytest.mark.parametrize("account", DEMO_PEOPLE)
class TestRole:
    def test_its_navigation_holds_what_the_role_may_open_and_every_link_of_its_home_opens(
        self, account: str, site: Site, open_page: OpenPage
    ) -> None:
        role, name = DEMO_PEOPLE[account]
        page = open_page()
        sign_in(page, site, account)
        assert page.locator(".site-head").get_by_text(name).is_visible()
        # The tiles of the map lead to pages of one kind: one of them stands for all.
        links = _targets(page, "main a[href]:not(.tiles a)") | set(sorted(_targets(page, ".tiles a"))[:1])
        assert links, "a home without a way on is a dead end"
        found = _targets(page, ".site-nav a")
        assert sorted(found) == sorted(path for path, right in DOORS.items() if allows(role, right))
        for path in found:
            answer = page.goto(path)
            assert answer.status == 200, path
            assert page.locator(".site-nav [aria-current=page]").get_attribute("href") == path
        for target in sorted(links):
            assert page.request.get(target).status == 200, target


class TestClosedDoor:
    def test_who_may_not_see_exercises_is_refused_and_told_so_in_words(
        self, site: Site, open_page: OpenPage
    ) -> None:
        assert not allows(Role.CPSE_OFFICER, Permission.VIEW_EXERCISES)
        page = open_page()
        sign_in(page, site, "cpse")
        answer = page.goto("/exercises")
        assert answer.status == 403
        assert page.locator("h1").count() == 1
        assert page.locator("main a[href]").count() >= 1
