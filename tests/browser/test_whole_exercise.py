"""The whole exercise for Chhattisgarh in Hindi: from the data check to the order, with a decline repaired."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page

from tests.browser.clerk import Clerk, Manner, choose_kind, come_in, make_exercise
from tests.browser.conftest import OpenPage
from tools.browsing import new_page
from tools.showcase import Site

pytestmark = pytest.mark.browser

HINDI = Manner(language="hi")
DANTEWADA = "दंतेवाड़ा"
ORDER = "DPE/CSR/2026/CG-1"
PAPER = "जिला कलेक्टर का पत्र क्र. 12"


def look_at_gaps(clerk: Clerk) -> None:
    """The data check says what is missing and by whom it is supplied."""
    clerk.step("Data")
    assert clerk.heading() == clerk.say("Data check")
    assert clerk.page.locator("main table tbody tr").count() > 5


def choose_weights(clerk: Clerk) -> None:
    """A preset is tried, and kept."""
    clerk.step("Weights")
    clerk.page.locator("input[name=need_expertise]").last.fill("40")
    clerk.page.locator("input[name=nearness]").last.fill("30")
    clerk.press("Save the weights")


def set_rule(clerk: Clerk) -> None:
    """NMDC is pinned to Dantewada, where it mines, with the reason."""
    clerk.step("Rules")
    clerk.go("New rule")
    page = clerk.page
    choose_kind(clerk, "pin")
    district = page.locator("select[name=district] option", has_text=DANTEWADA).first
    page.locator("select[name=district]").select_option(district.get_attribute("value"))
    page.locator("select[name=cpse]").select_option("NMDC")
    page.locator("textarea[name=reason]").fill("बैलाडीला की खदानें इसी जिले में हैं।")
    clerk.press("Set the rule")


def run(clerk: Clerk) -> None:
    """The exercise gives a plan of ten districts, proven."""
    clerk.step("Rules")
    clerk.press("Run with these rules")
    assert clerk.say("certificate verified") in clerk.page.locator("main").inner_text()


def put(clerk: Clerk) -> None:
    """The plan is put to both sides; each gets its letter."""
    clerk.go("Put this answer to both sides")
    clerk.page.locator("textarea[name=note]").fill("कृपया समय पर उत्तर दें।")
    clerk.press("Put it to both sides")
    assert clerk.page.locator("main table tbody tr").count() >= 10


def pairs_of(page: Page) -> dict[str, str]:
    """The address of each proposed pair on this page by its district's name."""
    links = page.locator("main table tbody th a[href*='/proposed-pairs/']").all()
    return {plain(link.inner_text()): str(link.get_attribute("href")) for link in links}


def plain(text: str) -> str:
    """A text whose letters with a dot below are written in one way."""
    return unicodedata.normalize("NFC", text)


def lead_of(page: Page, district: str) -> str:
    """The CPSE that is proposed for a district."""
    row = page.locator("main table tbody tr", has=page.locator("th a", has_text=district))
    return row.locator("abbr").first.inner_text()


def answer(clerk: Clerk, address: str, word: str, reason: str = "") -> None:
    """One side says its word on the page of the pair."""
    page = clerk.page
    page.goto(address)
    clerk.go("Answer")
    page.locator(f"input[name=answer][value={word}]").check()
    page.locator("textarea[name=reason]").fill(reason)
    clerk.press("Send the answer")
    assert clerk.say("The answer is recorded with its date.") in page.locator(".flash").inner_text()


def record(clerk: Clerk, address: str, side: str, word: str, reason: str = "") -> None:
    """DPE writes down what came on paper."""
    page = clerk.page
    page.goto(f"{address}/record/{side}")
    page.locator(f"input[name=answer][value={word}]").check()
    page.locator("textarea[name=reason]").fill(reason)
    page.locator("input[name=received_by]").fill(PAPER)
    if side == "board":
        page.locator("input[name=resolution]").fill("बोर्ड 7/2026")
    clerk.press("Record the answer")
    assert clerk.say("The answer is recorded with its date.") in page.locator(".flash").inner_text()


def is_open(clerk: Clerk, address: str, side: str) -> bool:
    """Whether a side has not said anything of a pair yet."""
    clerk.page.goto(f"{address}/record/{side}")
    return clerk.page.locator("textarea[name=corrects]").count() == 0


def repair(clerk: Clerk, proposal: str) -> None:
    """After the decline the curve offers plans that move few others; the one that moves fewest is put."""
    page = clerk.page
    page.goto(proposal)
    clerk.go("Repair the proposal")
    assert page.locator("main svg").count() >= 1
    clerk.follow(page.locator("main table a[href*='/repair/']").first)
    clerk.press("Put the repaired plan to both sides")
    assert clerk.heading() == clerk.say("Proposal %(number)s", number=2)


def publish(clerk: Clerk) -> None:
    """What all have agreed to is published by an order, and anybody can read it."""
    clerk.step("Publish")
    clerk.page.locator("input[name=order_number]").fill(ORDER)
    # The demonstration has a mapping of the state in force, which this one takes the place of.
    clerk.page.locator("textarea[name=reason]").fill("इस वर्ष की नई सहमति।")
    clerk.press("Publish in its place")
    assert (
        clerk.say("The mapping is published: anybody can read it now.")
        in clerk.page.locator(".flash").inner_text()
    )


def take_order(clerk: Clerk, kind: str, folder: Path) -> Path:
    """The order in Hindi as a file."""
    link = clerk.page.locator(f"main a[hreflang=hi][href$='{kind}']").first
    with clerk.page.expect_download() as started:
        link.click()
    started.value.save_as(folder / f"order.{kind}")
    return folder / f"order.{kind}"


def text_of(pdf: Path) -> str:
    """What a reader copies out of a PDF, without blanks: the tool puts one after some vowel signs."""
    found = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return re.sub(r"\s+", "", plain(found.stdout.decode()))


class TestWholeExercise:
    def test_goes_from_the_data_check_to_the_order_in_hindi(
        self, site: Site, open_page: OpenPage, tmp_path: Path
    ) -> None:
        clerk = come_in(site, open_page, HINDI)
        make_exercise(clerk)
        look_at_gaps(clerk)
        choose_weights(clerk)
        set_rule(clerk)
        run(clerk)
        put(clerk)
        proposal = clerk.page.url
        pairs = pairs_of(clerk.page)
        assert len(pairs) == 10
        assert lead_of(clerk.page, DANTEWADA) == "NMDC"

        # The two offices of Dantewada's pair answer for themselves, each on its own page.
        dantewada = next(name for name in pairs if name.startswith(plain(DANTEWADA)))
        collector = come_in(site, open_page, HINDI, "district")
        answer(collector, pairs[dantewada], "accepted")
        company = come_in(site, open_page, HINDI, "cpse")
        answer(company, pairs[dantewada], "accepted")

        # Another district declines, on paper; no run proposes the pair again and nothing can be published.
        other = next(name for name in sorted(pairs) if name != dantewada)
        declined = lead_of_page(clerk, proposal, other)
        record(clerk, pairs[other], "district", "declined", "कंपनी का कार्यालय बहुत दूर है।")
        clerk.page.goto(proposal)
        clerk.step("Publish")
        assert clerk.page.locator("input[name=order_number]").count() == 0

        repair(clerk, proposal)
        proposal = clerk.page.url
        assert lead_of(clerk.page, other) != declined
        again = pairs_of(clerk.page)
        assert again[dantewada] == pairs[dantewada]

        # What was answered stands; the rest comes on paper, the boards' decisions too.
        for address in again.values():
            for side in ("district", "cpse", "board"):
                if is_open(clerk, address, side):
                    record(clerk, address, side, "accepted")
        clerk.page.goto(proposal)
        publish(clerk)

        told = text_of(take_order(clerk, "pdf", tmp_path)) if shutil.which("pdftotext") else ""
        written = "\n".join(
            cell.text
            for table in Document(str(take_order(clerk, "docx", tmp_path))).tables
            for row in table.rows
            for cell in row.cells
        )
        for name in again:
            assert name in plain(written)
            assert not told or name.replace(" ", "") in told
        assert not told or ORDER in told

        # Somebody without an account reads the same.
        stranger = new_page(clerk.page.context.browser, site, language="hi")
        stranger.goto(clerk.page.url)
        assert "NMDC" in stranger.locator("main").inner_text()
        assert PAPER not in stranger.content()
        stranger.context.close()


def lead_of_page(clerk: Clerk, address: str, district: str) -> str:
    """The CPSE that a page of a proposal names for a district."""
    clerk.page.goto(address)
    return lead_of(clerk.page, district)
