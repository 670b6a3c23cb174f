"""The door of a workshop on a phone: it goes on without a network, and whatever was done counts once."""

import os
import re
import sqlite3
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tools.browsing import Witness, leaving, sign_in
from tools.showcase import DATABASE, Site
from tools.showcase_participants import participant_pages

pytestmark = pytest.mark.browser
# A trial sends 300 in a minute, with the network away for five seconds of it.
GUESTS = int(os.environ.get("CSRMATCH_DOOR_GUESTS", "12"))
SECONDS = float(os.environ.get("CSRMATCH_DOOR_SECONDS", "6"))
OUTAGE = float(os.environ.get("CSRMATCH_DOOR_OUTAGE", "1.5"))


def door_of(site: Site) -> str:
    """The address of the door of the demonstration's workshop."""
    paths = {name: path for _endpoint, name, path, _account in participant_pages(site.folder)}
    return site.url + paths["people-door"].split("?")[0]


def open_door(site: Site, open_page: OpenPage, language: str = "en", **options: Any) -> Page:
    page = open_page(width=360, language=language, **options)
    sign_in(page, site, "dpe")
    return page


def go_to_door(page: Page, site: Site) -> None:
    with page.expect_response(re.compile("/check-in/people")):
        page.goto(door_of(site))
    expect(page.locator("[data-count]")).to_contain_text(re.compile(r"\d"))


def ask(site: Site, query: str, *given: object) -> Any:
    with sqlite3.connect(site.folder / DATABASE) as connection:
        return connection.execute(query, given).fetchall()


def standing(site: Site, name: str) -> int:
    query = (
        "select count(*) from attendance join participant on participant.id = attendance.participant_id"
        " where undone_at is null and workshop_id = ? and (name_en like ? or name_hi like ?)"
    )
    return int(ask(site, query, door_of(site).split("/")[-2], name, name)[0][0])


def recorded_by(site: Site, name: str) -> list[tuple[str]]:
    """The roles of those in whose name somebody was checked in."""
    query = (
        "select role from app_user join attendance on recorded_by_id = app_user.id"
        " join participant on participant.id = participant_id where name_en = ? order by attendance.id"
    )
    return [tuple(row) for row in ask(site, query, name)]


def check_guest_in(page: Page, name: str) -> None:
    form = page.locator("[data-guest]")
    if not form.is_visible():
        form.locator("..").locator("summary").click()
    form.locator("[name=name]").fill(name)
    form.locator("button").click()
    expect(page.locator("[data-said]")).to_contain_text(name)


def wait_until_sent(page: Page) -> None:
    expect(page.locator("[data-net]")).to_be_hidden(timeout=30_000)


class TestTheDoor:
    @pytest.mark.parametrize(
        ("language", "name", "guest"),
        [("en", "Lakshmi Iyer", "Guest without network"), ("hi", "Imran Ali", "बिना नेटवर्क अतिथि")],
    )
    def test_goes_on_without_a_network_and_sends_all_of_it_once(
        self, site: Site, open_page: OpenPage, language: str, name: str, guest: str
    ) -> None:
        page = open_door(site, open_page, language)
        go_to_door(page, site)
        page.context.set_offline(True)
        page.fill("[data-search] [name=q]", name)
        page.locator("[data-results] button").first.click()
        expect(page.locator("[data-said]")).to_contain_text(name)
        page.locator("[data-guest]").locator("..").locator("summary").click()
        page.fill("[data-guest] [name=name]", guest)
        page.locator("[data-guest] button").click()
        expect(page.locator("[data-net]")).to_contain_text("2")
        assert standing(site, f"{name}%") == standing(site, guest) == 0
        page.context.set_offline(False)
        wait_until_sent(page)
        assert standing(site, f"{name}%") == standing(site, guest) == 1
        # Nothing is left on the phone.
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('door'))") == []

    def test_what_waits_outlives_the_page(self, site: Site, open_page: OpenPage) -> None:
        page = open_door(site, open_page)
        go_to_door(page, site)
        page.context.set_offline(True)
        page.fill("[data-search] [name=q]", "Farida Khan")
        page.locator("[data-results] button").first.click()
        expect(page.locator("[data-net]")).to_contain_text("1")
        page.goto("about:blank")
        page.context.set_offline(False)
        go_to_door(page, site)
        wait_until_sent(page)
        assert standing(site, "Farida Khan%") == 1

    def test_two_tabs_without_a_network_lose_nothing_of_each_other(
        self, site: Site, open_page: OpenPage
    ) -> None:
        pages = [open_door(site, open_page)]
        pages.append(pages[0].context.new_page())
        for page in pages:
            go_to_door(page, site)
        pages[0].context.set_offline(True)
        guests = ["Guest of the first tab", "Guest of the other tab", "Guest of the first again"]
        for page, guest in zip([*pages, pages[0]], guests, strict=True):
            check_guest_in(page, guest)
        expect(pages[1].locator("[data-net]")).to_contain_text("3")
        for page in pages:
            page.goto("about:blank")
        pages[0].context.set_offline(False)
        go_to_door(pages[0], site)
        wait_until_sent(pages[0])
        assert [standing(site, guest) for guest in guests] == [1, 1, 1]

    def test_nothing_is_sent_in_the_name_of_the_next_person_on_the_phone(
        self, site: Site, open_page: OpenPage, witness: Witness
    ) -> None:
        page = open_door(site, open_page)
        go_to_door(page, site)
        page.context.set_offline(True)
        check_guest_in(page, "Guest of the first helper")
        expect(page.locator("[data-net]")).to_contain_text("1")
        page.goto("about:blank")
        page.context.clear_cookies()
        page.context.set_offline(False)
        sign_in(page, site, "unicef")
        go_to_door(page, site)
        expect(page.locator("[data-net]")).to_be_hidden()
        # The first helper's own page may have sent it in its last moment; the second one's never does.
        assert recorded_by(site, "Guest of the first helper") in ([], [("dpe_staff",)])
        page.context.clear_cookies()
        sign_in(page, site, "dpe")
        go_to_door(page, site)
        wait_until_sent(page)
        query = (
            "select role from app_user join attendance on recorded_by_id = app_user.id order by attendance.id"
        )
        assert standing(site, "Guest of the first helper") == 1
        assert ask(site, query)[-1][0].startswith("dpe")
        # The page that was left may still have tried while nobody was signed in.
        witness.faults[:] = [fault for fault in witness.faults if not fault.startswith("answer 400: POST")]

    def test_who_is_signed_out_is_told_so_for_as_long_as_it_lasts(
        self, site: Site, open_page: OpenPage, witness: Witness
    ) -> None:
        page = open_door(site, open_page)
        go_to_door(page, site)
        page.context.clear_cookies()
        with page.expect_response(re.compile("/check-in/batch")):
            check_guest_in(page, "Guest while signed out")
        net = page.locator("[data-net]")
        expect(net).to_contain_text("signed out")
        page.evaluate("window.dispatchEvent(new Event('storage'))")
        expect(net).to_contain_text("signed out")
        expect(net).to_contain_text("1")
        page.goto("about:blank")
        witness.faults[:] = [fault for fault in witness.faults if not fault.startswith("answer 400: POST")]

    def test_a_wrong_one_is_undone(self, site: Site, open_page: OpenPage) -> None:
        page = open_door(site, open_page)
        go_to_door(page, site)
        page.fill("[data-search] [name=q]", "Peter")
        page.locator("[data-results] button").first.click()
        wait_until_sent(page)
        assert standing(site, "Peter%") == 1
        page.locator("[data-latest] li").first.get_by_role("button").click()
        wait_until_sent(page)
        assert standing(site, "Peter%") == 0

    def test_shows_no_more_of_the_latest_than_it_does_when_it_is_opened(
        self, site: Site, open_page: OpenPage
    ) -> None:
        page = open_door(site, open_page)
        go_to_door(page, site)
        for number in range(12):
            check_guest_in(page, f"Latest guest {number}")
        shown = page.locator("[data-latest] > li")
        expect(shown).to_have_count(10)
        expect(shown.first).to_contain_text("Latest guest 11")
        wait_until_sent(page)

    def test_works_as_plain_forms_without_scripts(self, site: Site, open_page: OpenPage) -> None:
        page = open_door(site, open_page, javascript=False)
        page.goto(f"{door_of(site)}?q=Venkatasubramanian")
        with leaving(page):
            page.locator("[data-results] button").first.click()
        assert standing(site, "Prof. Nirmala%") == 1

    def test_the_library_reads_what_is_on_a_badge(self, site: Site, open_page: OpenPage) -> None:
        import segno

        page = open_door(site, open_page)
        go_to_door(page, site)
        rows = [[bool(cell) for cell in row] for row in segno.make("12.abcDEF_-ghi", micro=False).matrix]
        found = page.evaluate(
            """async (rows) => {
                const SCALE = 6, EDGE = 4, side = (rows.length + 2 * EDGE) * SCALE;
                const data = new Uint8ClampedArray(side * side * 4).fill(255);
                rows.forEach((row, y) => row.forEach((dark, x) => {
                    for (let i = 0; dark && i < SCALE * SCALE; i++) {
                        const px = (x + EDGE) * SCALE + i % SCALE;
                        const py = (y + EDGE) * SCALE + Math.floor(i / SCALE);
                        data.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3);
                    }
                }));
                const library = await import(document.getElementById("door").dataset.decoder);
                return library.decodeQR({ width: side, height: side, data });
            }""",
            rows,
        )
        assert found == "12.abcDEF_-ghi"

    def test_many_in_a_short_time_with_the_network_away_are_all_counted(
        self, site: Site, open_page: OpenPage, tmp_path: Any
    ) -> None:
        page = open_door(site, open_page)
        names = [f"Crowd {number:04d}" for number in range(GUESTS)]
        file = tmp_path / "crowd.csv"
        file.write_text("name_en,group\n" + "".join(f"{name},other\n" for name in names))
        people = door_of(site).replace("/check-in", "/people/import")
        page.goto(people)
        page.set_input_files("[name=file]", file)
        for _step in range(2):
            with leaving(page):
                page.locator("main .form-actions button").first.click()
        go_to_door(page, site)
        begun = time.monotonic()
        away_from = SECONDS / 3
        is_away = False
        for number, name in enumerate(names):
            pause = begun + SECONDS * number / GUESTS - time.monotonic()
            page.wait_for_timeout(max(0.0, pause) * 1000)
            since = time.monotonic() - begun
            if is_away is not (away_from <= since < away_from + OUTAGE):
                is_away = not is_away
                page.context.set_offline(is_away)
            page.fill("[data-search] [name=q]", name)
            page.locator("[data-results] button").first.click()
        page.context.set_offline(False)
        took = time.monotonic() - begun
        wait_until_sent(page)
        found = standing(site, "Crowd %")
        print(f"{len(names)} checked in within {took:.0f} s, {found} counted")
        assert found == GUESTS
