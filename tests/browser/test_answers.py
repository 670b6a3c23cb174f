"""The page of a run: what is worked out behind it comes in place, and its curve is used by keyboard alone."""

import pytest
from playwright.sync_api import expect

import config
from csrmatch.app import create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db
from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import DATABASE, Site
from tools.showcase_scenarios import work_out_runs

pytestmark = pytest.mark.browser


def work(site: Site) -> None:
    """What a worker does behind the site."""
    url = f"sqlite:///{site.folder / DATABASE}"
    app = create_app(type("Worker", (config.Testing,), {"SQLALCHEMY_DATABASE_URI": url}))
    with app.app_context(), acting("worker"):
        work_out_runs()
        db.session.remove()
        db.engine.dispose()


class TestRun:
    def test_answers_come_in_place_and_leave_the_focus_where_it_is(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page(width=1280)
        sign_in(page, site, "dpe")
        page.goto("/exercises/2")
        with leaving(page):
            page.get_by_role("button", name="Run again").click()
        expect(page.locator("[data-part=underway]")).to_contain_text("wait to be worked out")
        expect(page.locator("li.answer")).to_have_count(3)
        assert page.locator("li.answer a").count() == 1
        search = page.get_by_label("District or CPSE")
        search.focus()
        work(site)
        expect(page.locator("li.answer a")).to_have_count(3, timeout=30_000)
        expect(page.locator("[data-answers]")).to_have_attribute("data-over", "")
        expect(page.locator("[data-part=underway]")).to_be_empty()
        expect(page.locator(".firm-bar")).to_be_visible()
        expect(search).to_be_focused()

    def test_a_point_of_the_curve_is_reached_and_opened_by_keyboard(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page(width=1280)
        sign_in(page, site, "dpe")
        page.goto("/exercises/1/runs/1")
        points = page.locator("a.frontier-point")
        assert points.count() >= 2
        page.locator("li.answer a").last.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        second = points.nth(1)
        expect(second).to_be_focused()
        with leaving(page):
            page.keyboard.press("Enter")
        assert page.url.endswith("/answers/frontier-2")
        expect(page.locator("li.answer-here")).to_contain_text("Point 2 of the trade-offs")
