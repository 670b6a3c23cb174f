"""The data check: from a gap to the letter, to the officer's form, and to a gap that is gone."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from csrmatch.accounts.models import User
from csrmatch.db import db, now, run_write, today
from csrmatch.home.digest import gather
from csrmatch.i18n import speaking
from csrmatch.mail import OutgoingMail
from csrmatch.mapping.models import FactRequest
from csrmatch.registry.models import Need
from csrmatch.registry.rules.needs import NeedStatus
from tests.conftest import sign_in
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.mapping.exercises import DANTEWADA, make_exercise
from tests.mapping.test_views.pages import count, soup_of, text_of
from tests.registry.needs import take_to

MOST_QUERIES = 44


@pytest.fixture
def address(app) -> str:
    """The data check of an exercise of Chhattisgarh."""
    return f"/exercises/{make_exercise()}/data"


def rows_of(client, address: str, **chosen: str) -> dict[str, dict[str, str]]:
    """The list as a file, by the code of the office."""
    answer = client.get(address, query_string={"download": "csv", **chosen})
    assert answer.status_code == 200
    return {row["Code"]: row for row in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))}


def mail_reader() -> User:
    return db.session.scalars(select(User).where(User.email == "district_officer@example.test")).one()


def send(client, page: str, **changes: str):
    data = read_form(client, page)
    for name, value in changes.items():
        data[name] = value
    return client.post(page, data=data)


class TestShowData:
    def test_each_gap_leads_to_where_it_is_supplied_and_says_who_supplies_it(self, dpe, address):
        page = soup_of(dpe.get(address))
        rows = {row.th.a.get_text(strip=True): row for row in page.select("tbody tr") if row.th.a}
        nmdc = rows["NMDC Ltd."]
        assert nmdc.find("a", href="/cpses/NMDC/csr-accounts/2026-27")
        assert "cpse_officer person" in nmdc.get_text(" ")
        dantewada = rows["Dantewada"]
        assert dantewada.find("a", href=f"/needs?district={DANTEWADA}")
        ntpc = rows["NTPC Ltd."]
        assert "nobody has signed up yet" in ntpc.get_text(" ")
        invite = ntpc.find("a", string="Invite somebody")["href"]
        form = soup_of(dpe.get(invite))
        chosen = form.find("select", {"name": "organisation_id"}).find("option", selected=True)
        assert "NTPC" in chosen.get_text()
        assert form.find("select", {"name": "role"}).find("option", selected=True)["value"] == "cpse_officer"

    def test_says_how_much_weight_rests_on_what_is_not_known(self, dpe, address):
        table = soup_of(dpe.get(address)).find("section", {"aria-labelledby": "resting"})
        points = {row.th.get_text(strip=True): row.select("td") for row in table.select("tbody tr")}
        assert points["Track record"][0].get_text() == points["Track record"][1].get_text() == "10"
        assert points["Nearness"][1].get_text() == "0"

    def test_is_narrowed_sorted_and_downloaded(self, dpe, address):
        everything = rows_of(dpe, address)
        assert len(everything) > 16
        districts = rows_of(dpe, address, office="district")
        assert len(districts) == 10
        assert {row["State or ministry"] for row in districts.values()} == {"Chhattisgarh"}
        steel = rows_of(dpe, address, ministry="Steel")
        assert {"NMDC", "SAIL"} <= steel.keys()
        assert rows_of(dpe, address, fact="need").keys() == districts.keys()
        assert list(rows_of(dpe, address, q="dantew")) == [str(DANTEWADA)]
        assert rows_of(dpe, address, fact="nonsense").keys() == everything.keys()
        names = [row["Office"] for row in rows_of(dpe, address, sort="name").values()]
        assert names == sorted(names, key=str.casefold)
        assert dpe.get(f"{address}?download=xlsx").status_code == 200

    def test_the_auditor_reads_it_and_asks_nobody(self, auditor, address):
        page = auditor.get(address)
        assert "Ask" not in {link.get_text(strip=True) for link in soup_of(page).select("main a")}
        assert auditor.get(f"{address}/ask").status_code == 403

    def test_needs_no_more_queries_for_the_nation(self, quick_dpe):
        state, nation = make_exercise(), make_exercise("nation")
        made = []
        event.listen(db.engine, "before_cursor_execute", lambda *_: made.append(1))
        counts = []
        for number in (state, nation):
            made.clear()
            assert quick_dpe.get(f"/exercises/{number}/data").status_code == 200
            counts.append(len(made))
        assert counts[0] == counts[1] <= MOST_QUERIES


class TestAskForFacts:
    def test_a_gap_is_asked_for_once_filled_in_by_the_officer_and_gone(self, app, dpe, address):
        ask = f"{address}/ask?office=district-{DANTEWADA}"
        page = dpe.get(ask)
        assert "district_officer person" in text_of(page)
        assert "Please post what the district needs" in page.text
        assert send(dpe, ask, note="Before Friday, please.").headers["Location"] == address
        mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "fact_request")).one()
        assert mail.address == "district_officer@example.test"
        assert "Before Friday, please." in mail.body
        with speaking("en"):
            digest = gather(mail_reader(), today(), now())
        assert "/needs/new" in " ".join(line.link for line in digest.waiting)
        form = next(line.strip() for line in mail.body.splitlines() if line.strip().endswith("/needs/new"))
        (request,) = db.session.scalars(select(FactRequest))
        assert (request.facts, request.recipients) == (["need"], 1)
        assert "dpe_staff person" in text_of(dpe.get(address))
        # The same again within three days reaches nobody.
        assert "Nobody is left to be asked" in dpe.get(ask).text
        assert dpe.post(ask, data={"note": "Again."}).status_code == 422
        assert count(OutgoingMail) == 1

        office = sign_in(app, "district_officer@example.test")
        home = soup_of(office.get("/home"))
        link = home.find("a", string="Please post what the district needs, and have a colleague verify it.")
        assert form.endswith(link["href"])
        assert send(office, link["href"], title_en="Wells", theme="AW").status_code == 302
        # A draft is not yet what was asked for; the link now leads to the draft.
        waiting = soup_of(office.get("/home")).find("a", string=link.string)
        assert waiting["href"] == f"/needs?district={DANTEWADA}&status=draft"
        number = db.session.scalars(select(Need.id)).one()
        run_write(lambda: take_to(db.session.get_one(Need, number), NeedStatus.VERIFIED))
        assert soup_of(office.get("/home")).find("a", string=link.string) is None
        assert "no verified need" not in rows_of(dpe, address)[str(DANTEWADA)]["Missing or old"]

    def test_a_letter_is_in_its_readers_language(self, sqlite_app, quick_dpe):
        address = f"/exercises/{make_exercise()}/data"

        def speak_hindi() -> None:
            query = select(User).where(User.email == "cpse_officer@example.test")
            db.session.scalars(query).one().language = "hi"

        run_write(speak_hindi)
        page = soup_of(quick_dpe.get(f"{address}/ask?office=cpse-NMDC"))
        letter = page.find("div", {"lang": "hi"})
        assert letter is not None
        assert send(quick_dpe, f"{address}/ask?office=cpse-NMDC").status_code == 302
        mail = db.session.scalars(select(OutgoingMail)).one()
        assert mail.language == "hi"
        assert mail.body.strip() == letter.find("p", {"class": "keeps-lines"}).get_text().strip()

    def test_a_filtered_selection_is_asked_for_just_that(self, sqlite_app, quick_dpe):
        address = f"/exercises/{make_exercise()}/data"
        page = quick_dpe.get(f"{address}?fact=account")
        link = next(a["href"] for a in soup_of(page).select("main a.btn-primary") if "/ask" in a["href"])
        shown = text_of(quick_dpe.get(link))
        assert "It reaches 1 office" in shown
        assert "It does not reach" in shown
        assert send(quick_dpe, link).status_code == 302
        (request,) = db.session.scalars(select(FactRequest))
        assert request.facts == ["account"]
        assert request.cpse.code == "NMDC"

    def test_a_doubled_click_writes_once(self, sqlite_app, quick_dpe):
        address = f"/exercises/{make_exercise()}/data"
        ask = f"{address}/ask?office=cpse-NMDC"
        data = read_form(quick_dpe, ask)
        assert [quick_dpe.post(ask, data=data).status_code for _ in range(2)] == [302, 302]
        assert count(OutgoingMail) == 1

    def test_after_three_days_it_may_be_asked_again(self, sqlite_app, quick_dpe):
        address = f"/exercises/{make_exercise()}/data"
        ask = f"{address}/ask?office=cpse-NMDC"
        assert send(quick_dpe, ask).status_code == 302
        assert "Nobody is left" in quick_dpe.get(ask).text
        with time_machine.travel(now() + timedelta(days=3, minutes=1)):
            client = sign_in(sqlite_app, "dpe_staff@example.test")
            assert send(client, ask).status_code == 302
        assert count(OutgoingMail) == 2

    def test_six_who_ask_at_once_write_one_letter(self, app, address):
        ask = f"{address}/ask?office=cpse-NMDC"
        client = sign_in(app, "dpe_staff@example.test")
        forms = [read_form(client, ask) for _ in range(6)]
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def press(number: int) -> int:
            return (
                app.test_client(use_cookies=False).post(ask, data=forms[number], headers=headers).status_code
            )

        answers = at_once(app, len(forms), press)
        assert sorted(answers) == [302, 422, 422, 422, 422, 422]
        assert count(OutgoingMail) == count(FactRequest) == 1
