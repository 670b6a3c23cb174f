"""Notes taken on a phone in the room: without a network, through reloads, signed out, by two people."""

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tools.browsing import Witness, leaving, sign_in
from tools.showcase import DATABASE, Site, list_pages

pytestmark = pytest.mark.browser

_WAITS = "[data-waiting] .note"
_LAST = "[data-last] .note"


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    return next(page.path for page in list_pages(site) if page.name == "notes-live")


def open_notes(
    open_page: OpenPage, site: Site, address: str, account: str = "dpe", **options: object
) -> Page:
    page = open_page(width=360, **options)
    sign_in(page, site, account)
    page.goto(site.url + address)
    return page


def known_names(site: Site) -> set[str]:
    """The speakers of the demonstration, in both languages."""
    with sqlite3.connect(site.folder / DATABASE) as connection:
        rows = connection.execute("select name_en, name_hi from speaker").fetchall()
    return {name for row in rows for name in row if name}


def take(page: Page, text: str, kind: str = "challenge") -> None:
    page.fill("[name=text]", text)
    page.click(f"[data-notes] button[value={kind}]")
    expect(page.locator("[name=text]")).to_have_value("")


def until_kept(page: Page) -> None:
    """Waits until the phone keeps the page itself."""
    page.wait_for_function(
        "async () => (await caches.keys()).length && (await (await caches.open('notes-1')).keys()).length > 5"
    )


@pytest.mark.parametrize("language", ["en", "hi"])
class TestOffline:
    def test_nothing_is_lost_when_the_network_goes_and_the_page_is_loaded_anew(
        self, site: Site, open_page: OpenPage, address: str, language: str
    ) -> None:
        page = open_notes(open_page, site, address, language=language)
        page.reload()
        until_kept(page)
        page.context.set_offline(True)
        take(page, f"Without a network {language}")
        take(page, f"दूसरी टिप्पणी {language}", "insight")
        page.fill("[name=text]", f"Half a note {language}")
        expect(page.locator(_WAITS)).to_have_count(2)
        page.reload()
        expect(page.locator(_WAITS)).to_have_count(2)
        expect(page.locator("[data-notes]")).to_have_attribute("data-standing", "offline")
        expect(page.locator("[name=text]")).to_have_value(f"Half a note {language}")
        take(page, f"Taken after the reload {language}", "request")
        expect(page.locator(_WAITS)).to_have_count(3)
        assert "3" in page.locator("[data-state]").inner_text()
        page.context.set_offline(False)
        page.goto(site.url + address)
        expect(page.locator(_WAITS)).to_have_count(0, timeout=20_000)
        for text in ("Without a network", "दूसरी टिप्पणी", "Taken after the reload"):
            expect(page.locator(_LAST, has_text=f"{text} {language}")).to_have_count(1)

    def test_the_page_kept_on_the_phone_holds_no_name_and_no_note(
        self, site: Site, open_page: OpenPage, address: str, language: str
    ) -> None:
        page = open_notes(open_page, site, address, language=language)
        answer = page.request.get(site.url + address.replace("/take", "/offline"))
        assert "(demo)</a>" not in answer.text()
        assert "csrf_token" not in answer.text()
        assert "Remoteness" not in answer.text()
        # Who spoke is picked where there is a network.
        speakers = set(page.locator("[data-notes]").get_attribute("data-chips").split('"')) & known_names(
            site
        )
        assert speakers
        assert [name for name in known_names(site) if name in answer.text()] == []


class TestOnePhoneForTwo:
    def test_the_next_person_sends_nothing_of_the_first_and_is_shown_nothing(
        self, site: Site, open_page: OpenPage, witness: Witness, address: str
    ) -> None:
        page = open_notes(open_page, site, address)
        until_kept(page)
        other = page.context.new_page()
        other.goto(site.url + address)
        with leaving(other):
            other.locator("[data-forgets-pages] button").click()
        sign_in(other, site, "unicef")
        assert not other.evaluate("caches.has('notes-1')")
        take(page, "Heard by the first alone")
        expect(page.locator("[data-notes]")).to_have_attribute("data-standing", "signed_out", timeout=15_000)
        expect(page.locator(_WAITS)).to_have_count(1)
        other.goto(site.url + address)
        expect(other.locator(_WAITS)).to_have_count(0)
        expect(other.locator(_LAST, has_text="Heard by the first alone")).to_have_count(0)
        other.close()
        page.context.clear_cookies()
        sign_in(page, site, "dpe")
        page.goto(site.url + address)
        expect(page.locator(_WAITS)).to_have_count(0, timeout=15_000)
        expect(page.locator(_LAST, has_text="Heard by the first alone")).to_have_count(1)
        witness.faults[:] = [fault for fault in witness.faults if not fault.startswith("answer 400: POST")]

    def test_where_nothing_may_be_kept_the_plain_form_takes_the_note(
        self, site: Site, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(width=360)
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })"
        )
        sign_in(page, site, "dpe")
        page.goto(site.url + address)
        page.fill("[name=text]", "Taken by the plain form")
        with leaving(page):
            page.click("[data-notes] button[value=challenge]")
        expect(page.locator(_LAST, has_text="Taken by the plain form")).to_have_count(1)


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "standing", "words"),
        [
            (500, "failed", "cannot take notes right now"),
            (413, "failed", "cannot take"),
            (403, "barred", "no longer"),
        ],
    )
    def test_what_the_service_refuses_is_not_told_as_a_missing_network(
        self,
        site: Site,
        open_page: OpenPage,
        witness: Witness,
        address: str,
        status: int,
        standing: str,
        words: str,
    ) -> None:
        page = open_notes(open_page, site, address)
        page.route("**/notes/send", lambda route: route.fulfill(status=status, body="no"))
        page.route("**/notes/new**", lambda route: route.fulfill(status=status, body="no"))
        take(page, f"Refused with {status}")
        expect(page.locator("[data-notes]")).to_have_attribute("data-standing", standing, timeout=15_000)
        expect(page.locator("[data-state]")).to_contain_text(words)
        expect(page.locator(_WAITS)).to_have_count(1)
        page.goto("about:blank")
        witness.faults[:] = [fault for fault in witness.faults if not fault.startswith(f"answer {status}")]


class TestTogether:
    def test_notes_of_others_appear_and_take_no_focus(
        self, site: Site, open_page: OpenPage, address: str
    ) -> None:
        first = open_notes(open_page, site, address)
        second = open_notes(open_page, site, address, "unicef")
        second.focus("[name=text]")
        second.keyboard.type("I am in the middle of")
        take(first, "A note that the other sees")
        expect(second.locator(_LAST, has_text="A note that the other sees")).to_have_count(1, timeout=15_000)
        assert second.evaluate("document.activeElement.name") == "text"
        expect(second.locator("[name=text]")).to_have_value("I am in the middle of")
        second.fill("[name=text]", "")

    def test_signed_out_the_notes_stay_and_go_after_signing_in(
        self, site: Site, open_page: OpenPage, witness: Witness, address: str
    ) -> None:
        page = open_notes(open_page, site, address)
        page.context.clear_cookies()
        take(page, "Said while signed out")
        expect(page.locator("[data-notes]")).to_have_attribute("data-standing", "signed_out", timeout=15_000)
        expect(page.locator(_WAITS)).to_have_count(1)
        with leaving(page):
            page.locator("[data-state] a").click()
        assert "/sign-in" in page.url
        # The token went with the session, which the script finds out by being refused.
        witness.faults[:] = [fault for fault in witness.faults if not fault.startswith("answer 400: POST")]
        # The token went with the session, which the script finds out by being refused.
        witness.faults[:] = [fault for fault in witness.faults if not fault.startswith("answer 400: POST")]
        sign_in(page, site, "dpe")
        page.goto(site.url + address)
        expect(page.locator(_WAITS)).to_have_count(0, timeout=15_000)
        expect(page.locator(_LAST, has_text="Said while signed out")).to_have_count(1)

    def test_a_refused_note_stays_on_the_phone_with_the_reason(
        self, site: Site, open_page: OpenPage, address: str
    ) -> None:
        page = open_notes(open_page, site, address)
        page.route(
            "**/notes/send",
            lambda route: route.fulfill(
                json={
                    "notes": [
                        {**note, "state": "refused", "id": None, "problem": "Closed"}
                        for note in route.request.post_data_json["notes"]
                    ]
                }
            ),
        )
        take(page, "Too late")
        expect(page.locator(_WAITS, has_text="Closed")).to_have_count(1)
        page.locator(_WAITS).get_by_role("button").click()
        expect(page.locator("[name=text]")).to_have_value("Too late")
        expect(page.locator(_WAITS)).to_have_count(0)
        page.fill("[name=text]", "")

    def test_an_answer_that_never_came_makes_no_second_note(
        self, site: Site, open_page: OpenPage, address: str
    ) -> None:
        page = open_notes(open_page, site, address)
        dropped: list[int] = []

        def drop(route: object) -> None:
            # The server has taken the note down; the phone hears nothing of it.
            if len(dropped) < 2:
                dropped.append(route.fetch().status)  # type: ignore[attr-defined]
                route.abort()  # type: ignore[attr-defined]
            else:
                route.continue_()  # type: ignore[attr-defined]

        page.route("**/notes/send", drop)
        take(page, "Sent and not heard of")
        expect(page.locator(_WAITS)).to_have_count(0, timeout=20_000)
        page.goto(site.url + address)
        expect(page.locator(_LAST, has_text="Sent and not heard of")).to_have_count(1)
        assert dropped
        assert set(dropped) == {200}


class TestPicks:
    def test_what_is_on_picks_theme_district_and_speaker(
        self, site: Site, open_page: OpenPage, address: str
    ) -> None:
        page = open_notes(open_page, site, address)
        page.select_option("[name=item]", label="– Health in Dantewada")
        expect(page.locator(".note-chip[aria-pressed=true]")).to_have_count(3)
        assert page.input_value("[name=theme]") == "HN"
        page.locator(".note-chip", has_text="Collector").click()
        assert page.input_value("[name=speaker_name]") == ""
        take(page, "Of the talk that is on")
        row = page.locator(_LAST, has_text="Of the talk that is on")
        expect(row).to_contain_text("Dantewada", timeout=15_000)

    def test_without_scripts_the_buttons_send_the_form(
        self, site: Site, open_page: OpenPage, address: str
    ) -> None:
        page = open_notes(open_page, site, address, javascript=False)
        page.fill("[name=text]", "By a plain form")
        with leaving(page):
            page.locator("button[value=practice]").click()
        row = page.locator(_LAST, has_text="By a plain form")
        assert row.count() == 1
        assert re.search("Practice", row.inner_text())
