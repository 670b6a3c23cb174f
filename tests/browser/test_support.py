"""A company asks for support by what the screen says; a district learns the total, and no company's name."""

import pytest

from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser


class TestSupport:
    def test_a_company_asks_without_scripts_and_others_read_it(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(javascript=False)
        sign_in(page, site, "cpse")
        page.goto(f"{site.url}/support")
        with leaving(page):
            page.get_by_role("link", name="Ask for support").click()
        page.fill("[name=title_en]", "Solar lamps for 400 hostels")
        page.select_option("[name=theme]", "ED")
        page.fill("[name=ask_inr]", "1.2 crore")
        with leaving(page):
            page.get_by_role("button", name="Ask for support").click()
        assert page.get_by_role("heading", name="Solar lamps for 400 hostels").is_visible()
        assert page.get_by_text("₹1.20 crore").first.is_visible()

    def test_a_district_reads_how_much_is_pledged_and_not_by_whom(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page()
        sign_in(page, site, "district")
        page.goto(f"{site.url}/support/1")
        assert page.get_by_text("1 CPSE has pledged.").is_visible()
        assert page.get_by_text("South Eastern Coalfields").count() == 0

    def test_the_fund_plan_shows_its_money_as_bands_and_as_a_table(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page()
        sign_in(page, site, "dpe")
        page.goto(f"{site.url}/exercises/2/runs/2/funding")
        assert page.get_by_text("budgets respected: checked").is_visible()
        bands = page.locator("svg.bands path").count()
        assert bands > 0
        fold = page.locator("details", has_text="The picture as a table")
        fold.locator("summary").press("Enter")
        assert fold.locator("tbody tr").count() == bands
