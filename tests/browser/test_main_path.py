"""DPE's main job in a browser, from signing in to the downloaded proof, in four manners of doing it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.browser.clerk import Clerk, Manner, choose_kind, come_in, make_exercise
from tests.browser.conftest import OpenPage
from tools.browsing import new_page
from tools.showcase import Site

pytestmark = pytest.mark.browser

NARAYANPUR = "637"


MANNERS = {
    "English": Manner(),
    "Hindi": Manner(language="hi"),
    "without scripts": Manner(javascript=False),
    "Hindi on a phone": Manner(language="hi", width=360),
}
# A clash needs many bans; the forms they take are the same in every manner.
CLASHING = (MANNERS["English"], MANNERS["Hindi"])


@pytest.fixture(params=MANNERS)
def clerk(request: pytest.FixtureRequest, site: Site, open_page: OpenPage) -> Clerk:
    """A member of DPE's staff, each time in another manner."""
    return come_in(site, open_page, MANNERS[request.param])


def look_at_data(clerk: Clerk) -> None:
    """The data check names every district and CPSE, and what is not known."""
    clerk.step("Data")
    assert clerk.heading() == clerk.say("Data check")
    offices = clerk.page.locator("main table tbody th")
    assert offices.locator("a[href*='/districts/']").count() == 10
    assert offices.locator("a[href*='/cpses/']").count() >= 2
    assert clerk.say("What offices can supply") in clerk.page.locator("main").inner_text()


def set_weights(clerk: Clerk) -> None:
    """Weights that do not sum to 100 are refused in words; right ones are kept."""
    clerk.step("Weights")
    fields = clerk.page.locator("main form").last
    fields.locator("input[name=need_expertise]").fill("45")
    clerk.press("Save the weights")
    wrong = clerk.say("The weights sum to %(total)s, not to 100.", total=110)
    assert wrong in clerk.page.locator(".error-summary").inner_text()
    clerk.page.locator("input[name=money]").fill("5")
    clerk.press("Save the weights")
    assert clerk.say("Saved.") in clerk.page.locator(".flash").inner_text()


def ban(clerk: Clerk, lgd: str, cpse: str, reason: str) -> None:
    """A ban through the form of rules."""
    clerk.step("Rules")
    clerk.go("New rule")
    choose_kind(clerk, "ban")
    clerk.page.locator("select[name=district]").select_option(lgd)
    clerk.page.locator("select[name=cpse]").select_option(cpse)
    clerk.page.locator("textarea[name=reason]").fill(reason)
    clerk.press("Set the rule")


def add_ban(clerk: Clerk) -> str:
    """A ban without a reason is refused; with one it stands in the list with its author. Gives the CPSE."""
    clerk.step("Rules")
    rules = clerk.page.url
    clerk.go("New rule")
    choose_kind(clerk, "ban")
    choices = clerk.page.locator("select[name=cpse] option").all()
    code = next(str(value) for value in (choice.get_attribute("value") for choice in choices) if value)
    clerk.page.goto(rules)
    ban(clerk, NARAYANPUR, code, "")
    summary = clerk.page.locator(".error-summary").inner_text()
    assert clerk.say("Give the reason: it stays on record with the rule.") in summary
    clerk.page.locator("textarea[name=reason]").fill("It has no office there.")
    clerk.press("Set the rule")
    row = clerk.page.locator("tr", has_text="It has no office there.")
    assert row.count() == 1
    assert "DPE staff (demo)" in row.inner_text()
    return code


def run_and_read(clerk: Clerk, banned: str) -> None:
    """The run gives a plan of ten districts, verified, which keeps the ban."""
    clerk.press("Run with these rules")
    page = clerk.page
    assert clerk.say("certificate verified") in page.locator("main").inner_text()
    rows = page.locator("section[aria-labelledby=plan] tbody tr")
    assert rows.count() == 10
    row = rows.filter(has_text=NARAYANPUR)
    assert row.count() == 1
    assert banned not in row.locator("td").nth(1).inner_text()
    assert page.locator(".tiles a").count() == 10
    if clerk.manner.width < 500:
        clerk.fits_the_screen()


def panel_title(clerk: Clerk) -> str:
    """The pair that the panel beside the matrix explains."""
    return clerk.page.locator("#panel h2").inner_text()


def open_pair_with_mouse(clerk: Clerk) -> str:
    """A click on a cell explains its pair in the panel. Gives what the panel is called."""
    page = clerk.page
    clerk.go("Matrix", ".tabs")
    cell = page.locator(".matrix tbody tr").nth(1).locator("td").nth(1)
    cell.click()
    page.locator("#panel h2").wait_for()
    row = page.locator(".matrix tbody tr").nth(1).get_attribute("data-key")
    column = page.locator(".matrix thead th").nth(2).get_attribute("data-key")
    assert page.locator("#panel h2 a").get_attribute("href").endswith(f"/pairs/{row}/{column}")
    assert page.locator("#panel .bars > li").count() == 7
    return panel_title(clerk)


def open_pair_by_keyboard(clerk: Clerk, before: str) -> None:
    """Tab reaches the matrix, arrows move in it, Enter explains the pair, all without the mouse."""
    page = clerk.page
    # The address names the open pair; without it the matrix is as it was first.
    page.goto(page.url.partition("#")[0])
    page.locator(".matrix td[tabindex='0']").wait_for(state="attached")
    for _press in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.matrix td')"):
            break
    else:
        raise AssertionError("Tab never reaches a cell of the matrix")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    assert panel_title(clerk) != before
    chosen = page.locator(".matrix td.chosen")
    assert chosen.evaluate("cell => [cell.parentElement.sectionRowIndex, cell.cellIndex]") == [2, 2]
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0
    assert page.evaluate("document.activeElement.matches('.matrix td')"), "the way back to the matrix is lost"
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()


def open_pair_from_plan(clerk: Clerk) -> None:
    """Without scripts every pair has a page of its own, reached from the plan."""
    clerk.follow(clerk.page.locator("section[aria-labelledby=plan] tbody th a").nth(2))
    assert clerk.page.locator(".bars > li").count() == 7
    clerk.follow(clerk.page.locator("main p a[href*='/pairs/']").first)


def pin_here(clerk: Clerk) -> None:
    """From the explained pair the clerk pins it, with a reason, and runs again; the new plan holds it."""
    page = clerk.page
    scope = page.locator("#panel" if clerk.manner.javascript else "main")
    address = scope.locator("h2 a").first.get_attribute("href") if clerk.manner.javascript else page.url
    lgd, code = str(address).split("/pairs/")[1].split("/")
    scope.locator("summary", has_text=clerk.say("Pin this pair")).click()
    scope.locator("#reason-pin").fill("Both sides asked for it.")
    clerk.follow(scope.get_by_role("button", name=clerk.say("Pin"), exact=True))
    assert page.url.endswith(f"/pairs/{lgd}/{code}")
    assert clerk.say("Rules were set after this run.") in page.locator("main").inner_text()
    clerk.press("Run again now")
    row = page.locator("section[aria-labelledby=plan] tbody tr").filter(has_text=lgd)
    assert code in row.inner_text()
    assert clerk.say("pinned") in row.inner_text()


def download(clerk: Clerk, text: str, target: Path) -> Path:
    """Fetches a file by its link, as a person does."""
    with clerk.page.expect_download() as started:
        clerk.link(text, "main").click()
    started.value.save_as(target)
    return target


def take_files(clerk: Clerk, folder: Path) -> None:
    """The result folder satisfies `csrmatch verify`, and stops to when one number is changed."""
    result = folder / "result"
    with zipfile.ZipFile(download(clerk, "Result folder (zip)", folder / "result.zip")) as archive:
        archive.extractall(result)
    command = [sys.executable, "-m", "csrmatch", "verify", str(result)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    plan = json.loads((result / "plan.json").read_text())
    assert len(plan["pairs"]) == 10
    book = openpyxl.load_workbook(
        download(clerk, "Workbook with the certificate (Excel)", folder / "mapping.xlsx")
    )
    lgds = {pair[0] for pair in plan["pairs"]}
    texts = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert lgds <= texts
    prices = result / "prices.csv"
    lines = prices.read_text().splitlines()
    lines[1] = lines[1].rsplit(",", 1)[0] + ",0.987654"
    prices.write_text("\n".join(lines) + "\n")
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0


def make_clash(clerk: Clerk) -> None:
    """When every CPSE is banned from a district, the page says in words which rules clash and offers ways."""
    page = clerk.page
    clerk.step("Rules")
    rules = page.url
    pinned = page.locator("tr", has_text="Both sides asked for it.").locator("th").inner_text()
    clerk.go("New rule")
    choose_kind(clerk, "ban")
    codes = [choice.get_attribute("value") for choice in page.locator("select[name=cpse] option").all()]
    lgd = next(
        str(choice.get_attribute("value"))
        for choice in page.locator("select[name=district] option").all()
        if choice.get_attribute("value") not in {"", NARAYANPUR}
        and choice.inner_text().split(" · ")[0] not in pinned
    )
    name = page.locator(f"select[name=district] option[value='{lgd}']").inner_text().split(" · ")[0]
    page.goto(rules)
    for code in filter(None, codes):
        ban(clerk, lgd, code, "Nobody can work there this year.")
    # The page of the rules tells it at once, before anything is run.
    assert name in page.locator(".holding article.clash h3").first.inner_text()
    assert page.locator(".holding article.clash a[href*='/lift']").count() == len(codes) - 1
    clerk.step("Data")
    clerk.press("Run the exercise")
    told = page.locator("section[aria-labelledby=troubles]")
    assert told.locator("h2").inner_text() == clerk.say("No plan can keep all rules")
    assert name in told.locator("article.clash h3").first.inner_text()
    assert told.locator("a[href*='/lift']").count() == len(codes) - 1


def sign_out(clerk: Clerk) -> None:
    """After signing out a copy of the cookie opens nothing."""
    cookies = clerk.page.context.cookies()
    clerk.press("Sign out", ".site-head")
    assert clerk.link("Sign in").is_visible()
    thief = new_page(clerk.page.context.browser, clerk.site)
    thief.context.add_cookies(cookies)
    thief.goto("/home")
    assert "/sign-in" in thief.url
    thief.context.close()


class TestMainPath:
    def test_a_mapping_is_made_explained_overruled_proved_and_broken(
        self, clerk: Clerk, tmp_path: Path
    ) -> None:
        make_exercise(clerk)
        look_at_data(clerk)
        set_weights(clerk)
        banned = add_ban(clerk)
        run_and_read(clerk, banned)
        if clerk.manner.javascript:
            title = open_pair_with_mouse(clerk)
            open_pair_by_keyboard(clerk, title)
        else:
            open_pair_from_plan(clerk)
        pin_here(clerk)
        take_files(clerk, tmp_path)
        if clerk.manner in CLASHING:
            make_clash(clerk)
        sign_out(clerk)
