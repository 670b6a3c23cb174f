"""The matrix with nothing but the keyboard, with a fingertip, read by axe, and as heavy as it gets."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import COLOURS, find_basic_faults, find_violations, measure_sideways
from tests.browser.conftest import OpenPage
from tests.browser.large_matrix import CPSES, make_large_matrix
from tools.browsing import leaving, sign_in
from tools.showcase import Site, serve

pytestmark = pytest.mark.browser

SMALL = "/exercises/2/runs/2/matrix"
MOST_BYTES = 500_000
CELL = ".pairs tbody tr:nth-child({}) td:nth-of-type({})"


@pytest.fixture(scope="module")
def large_path() -> list[str]:
    """Where the largest matrix is shown, once its site is there."""
    return []


@pytest.fixture(scope="module")
def site(
    instance_template: Path, tmp_path_factory: pytest.TempPathFactory, large_path: list[str]
) -> Iterator[Site]:
    """The demonstration with the largest matrix beside its own."""
    folder = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(instance_template, folder)
    large_path.append(make_large_matrix(folder))
    with serve(folder) as site:
        yield site


@pytest.fixture(scope="module")
def dpe(site: Site, open_page: OpenPage) -> Page:
    """DPE staff on a desk."""
    page = open_page()
    sign_in(page, site, "dpe")
    return page


def tab_to(page: Page, selector: str, most: int = 400) -> None:
    """Presses Tab until the focus is on what is sought."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def place(page: Page) -> list[int]:
    """The row and the column that have the focus; the heads are number 0."""
    found: list[int] = page.evaluate(
        "(cell => [cell.parentElement.rowIndex, cell.cellIndex])(document.activeElement.closest('td, th'))"
    )
    return found


def press(page: Page, *keys: str) -> list[int]:
    for key in keys:
        page.keyboard.press(key)
    return place(page)


class TestByKeyboard:
    def test_a_pair_is_found_explained_pinned_and_run_again(self, dpe: Page) -> None:
        page = dpe
        page.goto(SMALL)
        tab_to(page, ".pairs td")
        assert place(page) == [1, 1]
        last = page.locator(".pairs thead th").count() - 1
        assert press(page, "ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft") == [2, 2]
        assert press(page, "End") == [2, last]
        assert press(page, "ArrowRight") == [2, last]
        assert press(page, "Home") == [2, 0]
        assert press(page, "Control+End") == [10, last]
        assert press(page, "Control+Home") == [0, 0]
        assert press(page, "PageDown", "PageDown") == [10, 0]
        assert press(page, "PageUp", "ArrowRight") == [1, 1]
        # What is not proposed, so that a pin changes something.
        while page.evaluate("document.activeElement.matches('.p, .n, .b')"):
            press(page, "ArrowRight")
        row, column = place(page)
        district = page.locator(".pairs tbody th").nth(row - 1).inner_text()
        code = page.locator(".pairs thead th").nth(column).inner_text()
        told = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert told.startswith(f"{district}, {code}: fit of ")
        page.keyboard.press("Enter")
        page.locator("#panel h2").wait_for()
        expect(page.locator("#panel h2")).to_be_focused()
        page.keyboard.press("Escape")
        assert page.locator("#panel h2").count() == 0
        assert place(page) == [row, column]
        page.keyboard.press("Space")
        expect(page.locator("#panel h2")).to_be_focused()
        tab_to(page, "#panel details:has(#reason-pin) > summary")
        page.keyboard.press("Enter")
        tab_to(page, "#reason-pin")
        page.keyboard.type("Both sides asked for it.")
        tab_to(page, "#panel details:has(#reason-pin) .btn-primary")
        with leaving(page):
            page.keyboard.press("Enter")
        assert "Rules were set after this run." in page.locator("main").inner_text()
        tab_to(page, "main form[action$='/runs'] button")
        with leaving(page):
            page.keyboard.press("Enter")
        tab_to(page, ".tabs a[href$='/matrix']")
        with leaving(page):
            page.keyboard.press("Enter")
        pinned = page.locator(f".pairs tbody tr:has(th a:text-is('{district}')) td.n")
        assert pinned.count() == 1
        assert (
            pinned.evaluate("cell => cell.closest('table').tHead.rows[0].cells[cell.cellIndex].innerText")
            == code
        )

    def test_the_whole_matrix_is_one_stop_on_the_way(self, dpe: Page, large_path: list[str]) -> None:
        dpe.goto(large_path[0])
        tab_to(dpe, ".pairs td")
        assert press(dpe, "Control+End") == [112, CPSES]
        # The cell that has the focus is in sight, not under the heads.
        seen = dpe.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return top === document.activeElement }"""
        )
        assert seen
        assert press(dpe, "Control+Home", "ArrowDown", "ArrowRight", "PageDown")[0] > 10
        dpe.keyboard.press("Tab")
        assert not dpe.evaluate("document.activeElement.closest('.pairs')")
        dpe.keyboard.press("Shift+Tab")
        assert place(dpe)[1] == 1

    def test_the_size_is_changed_by_key_and_kept_in_the_address(self, dpe: Page) -> None:
        dpe.goto(SMALL)
        tab_to(dpe, ".pairs td")
        press(dpe, "+")
        assert "zoom=l" in dpe.url
        press(dpe, "-", "-")
        assert "zoom=s" in dpe.url
        dpe.reload()
        assert dpe.locator(".pairs.z-s").count() == 1
        tab_to(dpe, "[data-zoom=l]")
        dpe.keyboard.press("Enter")
        assert dpe.locator(".pairs.z-l").count() == 1
        # Sorting keeps it.
        tab_to(dpe, ".pairs td")
        press(dpe, "ArrowUp")
        with leaving(dpe):
            dpe.keyboard.press("Enter")
        assert dpe.locator(".pairs.z-l thead th[aria-sort=descending]").count() == 1

    def test_the_way_back_from_a_pair_leads_to_its_cell(self, dpe: Page) -> None:
        dpe.goto(SMALL)
        tab_to(dpe, ".pairs td")
        press(dpe, "ArrowDown", "ArrowRight", "Enter")
        dpe.locator("#panel h2").wait_for()
        title = dpe.locator("#panel h2").inner_text()
        with leaving(dpe):
            dpe.locator("#panel h2 a").press("Enter")
        dpe.go_back()
        dpe.locator("#panel h2").wait_for()
        assert dpe.locator("#panel h2").inner_text() == title
        assert dpe.locator(".pairs td.chosen").evaluate("cell => cell.cellIndex") == 2


class TestTheMapBeside:
    def test_a_cell_colours_the_map_and_a_tile_leads_to_its_row(self, dpe: Page) -> None:
        dpe.goto(SMALL)
        usual = dpe.locator(".beside figcaption strong").inner_text()
        cell = dpe.locator(CELL.format(3, 1))
        cell.click()
        dpe.locator("#panel h2").wait_for()
        code = dpe.locator(".pairs thead th").nth(1).inner_text()
        assert dpe.locator(".beside figcaption strong").inner_text() == f"Fit with {code}"
        for line in dpe.locator(".pairs tbody tr").all():
            tile = dpe.locator(f".beside svg.tiles a[href='#{line.get_attribute('id')}']")
            shade = (line.locator("td").first.get_attribute("class") or "").split()[0]
            assert shade in (tile.get_attribute("class") or "").split()
        assert dpe.locator(".tiles .halo").count() == 1
        signs = dpe.locator(".pairs thead th").nth(1).get_attribute("data-at") or ""
        assert dpe.locator(".tiles .sign").count() == len(signs.split())
        led = dpe.locator(".pairs tbody td:nth-of-type(1):is(.p, .n)").count()
        assert dpe.locator(".tiles a.ring").count() == led
        dpe.locator(".beside svg.tiles a").nth(4).press("Enter")
        row = dpe.locator(".beside svg.tiles a").nth(4).get_attribute("href")
        assert dpe.evaluate("document.activeElement.closest('tr').id") == str(row)[1:]
        assert usual != f"Fit with {code}"


class TestByTouch:
    def test_a_fingertip_meets_every_cell_and_the_sheet(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(width=360, language="hi")
        sign_in(page, site, "dpe")
        page.goto("/language/hi")
        for size, least in (("s", 24), ("m", 36), ("l", 44)):
            page.goto(f"{SMALL}?zoom={size}")
            boxes = page.locator(".pairs td").evaluate_all(
                "cells => cells.map(cell => [cell.offsetWidth, cell.offsetHeight])"
            )
            assert min(min(box) for box in boxes) >= least
            heads = page.locator(".pairs thead a").evaluate_all(
                "links => links.map(link => [link.offsetWidth, link.offsetHeight])"
            )
            assert min(min(box) for box in heads) >= 24
            assert measure_sideways(page) == []
            page.set_viewport_size({"width": 360, "height": 800})
        cell = page.locator(CELL.format(4, 2))
        cell.click()
        page.locator("#panel h2").wait_for()
        sheet = page.locator("#panel").bounding_box()
        assert sheet is not None
        assert sheet["x"] >= 0
        assert sheet["width"] <= 360
        assert sheet["y"] + sheet["height"] <= 801
        # The cell rests above the sheet, and closing leads back to it.
        box = cell.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= sheet["y"]
        close = page.locator("#panel .panel-close")
        size_of_close = close.bounding_box()
        assert size_of_close is not None
        assert min(size_of_close["width"], size_of_close["height"]) >= 24
        close.click()
        assert cell.evaluate("cell => cell === document.activeElement")
        assert find_violations(page) == []


class TestWithoutScripts:
    def test_it_is_sorted_narrowed_and_explained(self, site: Site, open_page: OpenPage) -> None:
        page = open_page(javascript=False)
        sign_in(page, site, "dpe")
        page.goto(SMALL)
        with leaving(page):
            page.locator(".pairs thead a", has_text="NMDC").click()
        assert page.locator("thead th[aria-sort=descending]").inner_text() == "NMDC"
        with leaving(page):
            page.locator(".zoom a").last.click()
        assert page.locator(".pairs.z-l thead th[aria-sort=descending]").count() == 1
        page.locator("details.more-filters summary").click()
        page.locator("input[name=find]").fill("bastar")
        with leaving(page):
            page.locator("form[role=search] .filter-acts button").last.click()
        assert page.locator(".pairs tbody tr").count() == 1
        page.locator("select[name=cpse]").select_option("SAIL")
        with leaving(page):
            page.locator(".by-name button").click()
        assert page.locator(".bars > li").count() == 7
        with leaving(page):
            page.locator("main .plain-list a").first.click()
        assert "/matrix" in page.url


class TestEverySize:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_it_can_be_read_by_everybody(
        self, language: str, site: Site, open_page: OpenPage, large_path: list[str]
    ) -> None:
        for colours in ("light", "dark"):
            page = open_page(language=language, colours=colours)
            sign_in(page, site, "dpe")
            page.goto(f"/language/{language}")
            for path in (SMALL, large_path[0]):
                page.goto(path)
                page.locator(CELL.format(2, 3)).click()
                page.locator("#panel h2").wait_for()
                if colours == "dark":
                    assert find_violations(page, COLOURS) == []
                else:
                    assert find_violations(page) + find_basic_faults(page, language) == []
                    assert measure_sideways(page) == []

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_the_largest_moves_less_than_500_kb(
        self, language: str, site: Site, open_page: OpenPage, large_path: list[str]
    ) -> None:
        page = open_page(language=language)
        sign_in(page, site, "dpe")
        page.goto(f"/language/{language}")
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        moved: list[float] = []
        wire.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
        page.goto(large_path[0], wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        assert page.locator(".pairs td").count() == 112 * CPSES
        # The page, its styles, its scripts and its fonts, as they really travel.
        assert len(moved) >= 8
        assert sum(moved) < MOST_BYTES, f"{sum(moved):.0f} bytes"
