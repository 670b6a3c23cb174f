"""The sliders of the weights by keyboard, with the pairs they would change; and the same without scripts."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tools.browsing import leaving, sign_in
from tools.showcase import Site

pytestmark = pytest.mark.browser

WEIGHTS = "/exercises/2/weights"


def numbers(page: Page) -> list[int]:
    """What the seven fields hold."""
    fields = page.locator("[data-weigh] input[type=number]")
    return [int(fields.nth(place).input_value()) for place in range(7)]


def slider(page: Page, name: str) -> Locator:
    """The slider beside a field."""
    return page.locator(f"[data-weigh]:has([name={name}]) input[type=range]")


class TestSliders:
    def test_a_slider_moved_by_keyboard_tells_at_once_which_pairs_would_change(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page()
        sign_in(page, site, "dpe")
        page.goto(site.url + WEIGHTS)
        before = numbers(page)
        part = page.locator("[data-live-part]")
        assert "These are the saved weights." in part.inner_text()
        assert page.get_by_role("button", name="Show what would change").count() == 0
        slider(page, "nearness").focus()
        # As many steps as it takes until some pair changes.
        for _step in range(12):
            for _key in range(6):
                page.keyboard.press("ArrowRight")
            expect(part).not_to_have_attribute("aria-busy", "true")
            page.wait_for_timeout(400)
            if part.locator(".trial-list tbody tr").count():
                break
        rows = part.locator(".trial-list tbody tr").count()
        assert rows > 0
        assert part.locator("[data-said]").inner_text().startswith(f"{rows} of ")
        after = numbers(page)
        assert sum(after) == 100
        assert after[1] > before[1]
        assert all(
            now <= then for place, (now, then) in enumerate(zip(after, before, strict=True)) if place != 1
        )
        # It is said politely, and the keyboard stays on the slider.
        said = page.locator("[data-live-said]")
        assert said.get_attribute("role") == "status"
        expect(said).to_contain_text("would change")
        assert page.evaluate("document.activeElement.type") == "range"
        # The way back gives every weight back.
        for _key in range(after[1] - before[1]):
            page.keyboard.press("ArrowLeft")
        assert numbers(page) == before
        expect(part).to_contain_text("These are the saved weights.")

    def test_a_held_weight_stays_and_what_is_typed_stays_as_typed(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page(width=360)
        sign_in(page, site, "dpe")
        page.goto(site.url + WEIGHTS)
        before = numbers(page)
        page.locator("[data-weigh]:has([name=money]) [data-hold]").check()
        slider(page, "need_expertise").focus()
        page.keyboard.press("End")
        assert numbers(page) == [100 - before[2], 0, before[2], 0, 0, 0, 0]
        page.keyboard.press("Home")
        assert numbers(page)[0] == 0
        assert numbers(page)[2] == before[2]
        assert sum(numbers(page)) == 100
        page.fill("[name=nearness]", "90")
        assert numbers(page)[1] == 90
        bar = page.locator("[data-sum]")
        assert "too many" in bar.inner_text()
        assert page.locator("[data-stale]").is_visible()
        page.get_by_role("button", name="Bring to 100").click()
        assert sum(numbers(page)) == 100
        assert numbers(page)[2] == before[2]
        assert bar.inner_text() == "Sum: 100 of 100"
        assert not page.locator("[data-stale]").is_visible()

    def test_without_scripts_a_button_tells_it(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(javascript=False)
        sign_in(page, site, "dpe")
        page.goto(site.url + WEIGHTS)
        assert page.locator("input[type=range]:visible").count() == 0
        for name, value in {"need_expertise": 5, "nearness": 60, "money": 5}.items():
            page.fill(f"[name={name}]", str(value))
        with leaving(page):
            page.get_by_role("button", name="Show what would change").click()
        assert numbers(page)[:3] == [5, 60, 5]
        assert "would change" in page.locator("[data-said]").inner_text()


class TestPairs:
    def test_an_answer_changes_the_weights_and_the_ratio_at_once_and_fills_the_form(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_page()
        sign_in(page, site, "dpe")
        page.goto(site.url + WEIGHTS + "/pairs")
        page.select_option("#need_expertise__nearness", "9")
        page.select_option("#nearness__money", "9")
        page.select_option("#need_expertise__money", "-9")
        part = page.locator("[data-live-part]")
        expect(part).to_contain_text("the answers contradict each other")
        expect(part.get_by_role("link", name="Go to this question")).to_be_visible()
        page.select_option("#need_expertise__money", "9")
        page.select_option("#nearness__money", "1")
        page.select_option("#need_expertise__nearness", "3")
        expect(part).to_contain_text("the answers agree")
        with leaving(page):
            part.get_by_role("link", name="Use these weights").click()
        assert sum(numbers(page)) == 100
        assert max(numbers(page)) == numbers(page)[0]
