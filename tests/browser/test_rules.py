"""DPE staff set a rule that clashes, read it in Hindi, try what would follow, lift what hinders and run."""

import re

import pytest
from playwright.sync_api import Page, expect

from csrmatch.i18n import _, ngettext, speaking
from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

WORKSHOP = "/exercises/2"
BIJAPUR = "636"


def say(text: str, **params: object) -> str:
    """A text as it stands on a page in Hindi."""
    with speaking("hi"):
        return _(text, **params)


def press(page: Page, words: str, role: str = "button") -> None:
    """Presses what begins with these words and leads to another page."""
    with leaving(page):
        page.locator("main").get_by_role(role, name=re.compile(f"^{re.escape(words)}")).first.click()  # type: ignore[arg-type]


class TestAClashFromTheRuleToTheRun:
    def test_it_is_read_tried_lifted_and_run_in_hindi(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(language="hi", width=1280)
        sign_in(page, site, "dpe")
        page.goto("/language/hi")
        page.goto(f"{site.url}{WORKSHOP}/rules/new")
        page.locator("input[value=ban_district]").check()
        # The fields of the kind appear in place; NTPC is banned for Bijapur already.
        page.locator("#rule-fields select[name=district]").select_option(BIJAPUR)
        page.locator("#rule-fields input[name=cpses][value=NTPC]").check()
        page.locator("#rule-fields textarea[name=reason]").fill("कार्यशाला में तय हुआ।")
        press(page, say("Set the rule"))
        clash = page.locator("article.clash")
        expect(clash.locator("h3")).to_contain_text("बीजापुर")
        expect(page.locator("article.remedy")).to_be_visible()
        press(page, say("Show that plan"), role="link")
        expect(page.locator("h1")).to_have_text(say("There would be a plan"))
        page.locator("textarea[name=reason]").fill("सचिव से बात हुई।")
        with speaking("hi"):
            lift = ngettext("Lift this rule", "Lift these rules", 1)
        press(page, lift)
        expect(page.locator(".holding")).to_contain_text(say("These rules and capacities can hold together."))
        press(page, say("Run with these rules"))
        expect(page).to_have_url(re.compile(r"/exercises/2/runs/\d+$"))
        expect(page.locator("article.clash")).to_have_count(0)

    def test_the_form_works_without_scripts(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(language="hi", width=360, javascript=False)
        sign_in(page, site, "dpe")
        page.goto("/language/hi")
        page.goto(f"{site.url}{WORKSHOP}/rules/new")
        page.locator("input[value=minimum]").check()
        press(page, say("Continue"))
        page.locator("select[name=cpse]").select_option("NMDC")
        page.locator("input[name=value]").fill("1")
        page.locator("textarea[name=reason]").fill("खदानें वहीं हैं।")
        press(page, say("Set the rule"))
        expect(page.locator("main")).to_contain_text("NMDC")
