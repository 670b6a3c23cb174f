"""Fund plans: what they are asked of, that no budget is passed, what is frozen, and their pages."""

import csv
import io
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError, Missing
from csrmatch.jobs.models import Job
from csrmatch.jobs.rules import JobState
from csrmatch.jobs.running import run_job
from csrmatch.mapping.models import MappingRun, RunAnalysis
from csrmatch.mapping.queries.funding import gather_funding, list_fund_plans, load_funding
from csrmatch.mapping.services.funding import fund_soon
from csrmatch.mapping.solving.funding import (
    FUND_RUN,
    FundCpse,
    Funding,
    FundNeed,
    FundQuestion,
    FundTerms,
    find_funding,
    read_funding,
)
from csrmatch.optimiser import Gift
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.services import needs as need_verbs
from csrmatch.registry.services.need_texts import NeedText
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.mapping.exercises import DANTEWADA, find_user, make_exercise, make_run
from tests.registry.needs import make_need, officers_of, take_to
from tests.registry.support import make_pledge, make_support

LAKH = 10**5


def post(title: str, status: NeedStatus, cost: int | None, *, lgd: int = DANTEWADA, **more: object) -> str:
    """A need of a district with a cost, taken to a state; gives its number."""
    need = make_need(title, lgd=lgd)
    text = NeedText(theme_code="HN", title_en=title, cost_inr=cost, **more)  # type: ignore[arg-type]
    need_verbs.change_need(need=need, by=officers_of(lgd)[0], version=need.version, text=text)
    take_to(need, status)
    return need.code


def make_needs() -> dict[str, str]:
    """Needs in every state and with every kind of gap, and two requests for support."""
    codes = {
        "open": post("Kitchens", NeedStatus.OPEN, 90 * LAKH),
        "verified": post("Labs", NeedStatus.VERIFIED, 50 * LAKH),
        "taken": post("Pumps", NeedStatus.TAKEN_UP, 300 * LAKH),
        "scheme": post(
            "Taps", NeedStatus.OPEN, 80 * LAKH, scheme_code="jal-jeevan-mission", covered_inr=20 * LAKH
        ),
        "unknown": post("Roofs", NeedStatus.OPEN, None),
        "no_cover": post("Wells", NeedStatus.OPEN, 70 * LAKH, scheme_code="jal-jeevan-mission"),
        "draft": post("Drafts", NeedStatus.DRAFT, 60 * LAKH),
        "elsewhere": post("Far roads", NeedStatus.OPEN, 40 * LAKH, lgd=328),
    }
    asked = make_support("NMDC", "Aids", ask_inr=100 * LAKH)
    make_pledge(asked, "NTPC", 25 * LAKH)
    bare = make_support("NTPC", "Scales", ask_inr=None, lgd=None)
    return {**codes, "asked": asked.code, "bare": bare.code}


@pytest.fixture
def run_id(app: Application) -> int:
    """A solved run of Chhattisgarh in a register with needs and requests."""
    number = make_run(make_exercise()).id
    app.config["CODES"] = run_write(make_needs)
    return number


def ask(run_id: int, terms: FundTerms) -> FundQuestion:
    db.session.rollback()
    return gather_funding(db.session.get_one(MappingRun, run_id), terms, today())


def work_out(run_id: int, terms: FundTerms) -> RunAnalysis:
    """Asks for a plan and does the job, as a worker would."""

    def enqueue() -> int:
        return fund_soon(run=db.session.get_one(MappingRun, run_id), by=find_user(), terms=terms).id

    job = run_write(enqueue)
    assert run_job(job)
    return list_fund_plans(db.session.get_one(MappingRun, run_id))[0]


def assert_within_budgets(funding: Funding) -> None:
    """Adds everything up by hand, with nothing of the optimiser's."""
    terms, gifts = funding.question.terms, funding.plan.gifts
    free = {cpse.code: cpse.free_inr for cpse in funding.question.cpses}
    needs = {need.code: need for need in funding.question.needs}
    by_cpse, by_need, off_theme = Counter[str](), Counter[str](), Counter[str]()
    partners: dict[str, set[str]] = defaultdict(set)
    for gift in gifts:
        need = needs[gift.need]
        assert need.unknown is None
        assert gift.inr >= max(1, terms.minimum_ticket_inr)
        assert need.asked_by != gift.cpse
        by_cpse[gift.cpse] += gift.inr
        by_need[gift.need] += gift.inr
        partners[gift.need].add(gift.cpse)
        off_theme[gift.cpse] += 0 if need.theme in terms.themes else gift.inr
    for code, given_inr in by_cpse.items():
        limit = free[code]
        assert limit is not None
        assert given_inr <= limit
        if terms.themes:
            assert 100 * off_theme[code] <= (100 - terms.theme_share) * limit
    for code, taken in by_need.items():
        need = needs[code]
        assert taken <= (need.cost_inr or 0) - need.covered_inr
        assert terms.most_partners is None or len(partners[code]) <= terms.most_partners


class TestWhatIsAsked:
    def test_needs_that_count_of_the_districts_of_the_run_and_open_requests(
        self, app: Application, run_id: int
    ) -> None:
        codes: dict[str, str] = app.config["CODES"]
        asked = {need.code: need for need in ask(run_id, FundTerms()).needs}
        assert asked.keys() == {code for name, code in codes.items() if name not in {"draft", "elsewhere"}}
        gap = {
            name: None if asked[code].unknown else (asked[code].cost_inr or 0) - asked[code].covered_inr
            for name, code in codes.items()
            if code in asked
        }
        assert gap == {
            "open": 90 * LAKH,
            "verified": 50 * LAKH,
            "taken": 200 * LAKH,
            "scheme": 60 * LAKH,
            "unknown": None,
            "no_cover": None,
            "asked": 75 * LAKH,
            "bare": None,
        }
        assert asked[codes["unknown"]].unknown == "cost"
        assert asked[codes["no_cover"]].unknown == "cover"
        assert asked[codes["asked"]].asked_by == "NMDC"

    def test_the_free_money_is_what_the_exercise_reckons_with(self, app: Application, run_id: int) -> None:
        question = ask(run_id, FundTerms())
        run = db.session.get_one(MappingRun, run_id)
        from csrmatch.mapping.queries import load_result

        stated = {row.code: row.free_inr for row in load_result(run).given.cpses}
        assert {cpse.code: cpse.free_inr for cpse in question.cpses} == stated
        assert all((cpse.free_inr is None) == (cpse.origin is None) for cpse in question.cpses)
        pledged = {cpse.code: cpse.pledged_inr for cpse in question.cpses if cpse.pledged_inr}
        assert pledged == {"NMDC": 100 * LAKH, "NTPC": 25 * LAKH}


TERMS = [
    FundTerms(),
    FundTerms(minimum_ticket_inr=30 * LAKH, most_partners=2),
    FundTerms(most_partners=1, themes=("ED",), theme_share=60),
    FundTerms(minimum_ticket_inr=10 * LAKH, most_partners=3, own_themes=True),
]


class TestThePlan:
    @pytest.mark.parametrize("terms", TERMS)
    def test_passes_no_budget_and_no_gap(self, app: Application, run_id: int, terms: FundTerms) -> None:
        plan = work_out(run_id, terms)
        funding = load_funding(plan)
        assert funding.violations == []
        assert funding.plan.gifts
        assert_within_budgets(funding)
        assert plan.summary["covered_inr"] == sum(gift.inr for gift in funding.plan.gifts)

    def test_lines_add_up_to_the_plan(self, app: Application, run_id: int) -> None:
        funding = load_funding(work_out(run_id, TERMS[1]))
        covered = funding.plan.covered_inr
        assert sum(line.given_inr for line in funding.needs) == covered
        assert sum(line.given_inr for line in funding.cpses) == covered
        assert sum(line.lead_inr for line in funding.needs) == funding.plan.by_leads_inr
        assert sum(line.as_lead_inr for line in funding.cpses) == funding.plan.by_leads_inr
        assert all(line.left_inr >= 0 for line in funding.needs)

    def test_a_gift_that_passes_a_budget_is_found_on_reading(self, app: Application, run_id: int) -> None:
        funding = load_funding(work_out(run_id, TERMS[0]))
        first = funding.plan.gifts[0]
        forged = (Gift(first.cpse, first.need, first.inr + 10**12), *funding.plan.gifts[1:])
        found = Funding(funding.question, replace(funding.plan, gifts=forged)).violations
        assert {"over_free", "over_gap", "figure_wrong"} <= {violation.code for violation in found}

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_of_any_small_question_keeps_its_terms(self, data: st.DataObject) -> None:
        money = st.integers(0, 40)
        needs = tuple(
            FundNeed(f"n{place}", place, data.draw(st.sampled_from("AB")), "N", None, "1", cost_inr=cost)
            for place, cost in enumerate(data.draw(st.lists(money, max_size=5)))
        )
        cpses = tuple(
            FundCpse(f"c{place}", "C", None, free, themes=("A",))
            for place, free in enumerate(data.draw(st.lists(st.none() | money, max_size=4)))
        )
        terms = FundTerms(
            minimum_ticket_inr=data.draw(st.integers(0, 9)),
            most_partners=data.draw(st.none() | st.integers(1, 3)),
            themes=data.draw(st.sampled_from([(), ("A",)])),
            theme_share=60,
            own_themes=data.draw(st.booleans()),
        )
        fit = tuple(tuple(data.draw(st.integers(0, 10**6)) for _ in needs) for _ in cpses)
        found = find_funding(FundQuestion("2026-11-23", terms, needs, cpses, fit))
        funding = read_funding(found.files["fund.json"])
        assert funding.violations == []
        assert_within_budgets(funding)


class TestFreezing:
    def test_each_plan_has_a_number_of_its_own_and_the_same_terms_are_asked_once(
        self, app: Application, run_id: int
    ) -> None:
        variants = [work_out(run_id, terms).variant for terms in TERMS[:2]]
        assert variants == [1, 2]

        def twice() -> list[int]:
            run = db.session.get_one(MappingRun, run_id)
            return [fund_soon(run=run, by=find_user(), terms=TERMS[0]).id for _ in range(2)]

        assert len(set(run_write(twice))) == 1

    def test_a_plan_that_failed_can_be_asked_for_again(self, sqlite_app: Application) -> None:
        run_id = make_run(make_exercise()).id

        def ask_once() -> Job:
            return fund_soon(run=db.session.get_one(MappingRun, run_id), by=find_user(), terms=TERMS[0])

        def fail() -> None:
            job = ask_once()
            job.state, job.attempts, job.error = JobState.FAILED, 3, "stopped"

        run_write(fail)
        again = run_write(ask_once)
        assert (again.state, again.attempts, again.error) == (JobState.QUEUED, 0, None)
        assert run_job(again.id)
        assert len(list_fund_plans(db.session.get_one(MappingRun, run_id))) == 1

    def test_the_same_question_freezes_to_the_same_bytes(self, app: Application, run_id: int) -> None:
        question = ask(run_id, TERMS[1])
        assert find_funding(question).files == find_funding(question).files

    def test_a_frozen_plan_can_neither_be_changed_nor_deleted(self, app: Application, run_id: int) -> None:
        plan_id = work_out(run_id, TERMS[0]).id
        rows = RunAnalysis.__table__
        for act in (
            update(rows).where(rows.c.id == plan_id).values(digest="0"),
            delete(rows).where(rows.c.id == plan_id),
        ):
            with pytest.raises((DatabaseError, RuntimeError)):
                run_write(lambda act=act: db.session.connection().execute(act))

    @pytest.mark.parametrize(
        "terms", [FundTerms(minimum_ticket_inr=-1), FundTerms(most_partners=0), FundTerms(theme_share=101)]
    )
    def test_terms_that_mean_nothing_are_refused(
        self, app: Application, run_id: int, terms: FundTerms
    ) -> None:
        with pytest.raises(DomainError):
            run_write(
                lambda: fund_soon(run=db.session.get_one(MappingRun, run_id), by=find_user(), terms=terms)
            )

    def test_a_run_without_a_plan_asks_for_no_job(self, sqlite_app: Application) -> None:
        run_id = make_run(make_exercise("picked")).id
        with pytest.raises(Missing):
            run_write(
                lambda: fund_soon(run=db.session.get_one(MappingRun, run_id), by=find_user(), terms=TERMS[0])
            )
        assert db.session.scalars(select(Job.id).where(Job.kind == FUND_RUN)).all() == []


@pytest.fixture
def site(sqlite_app: Application) -> tuple[Application, int, str]:
    """A run with needs, and the address of its fund plan."""
    run = make_run(make_exercise())
    address, number = f"/exercises/{run.exercise_id}/runs/{run.number}/funding", run.id
    sqlite_app.config["CODES"] = run_write(make_needs)
    return sqlite_app, number, address


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


class TestPages:
    def test_say_what_to_do_before_there_is_a_plan(self, site: tuple[Application, int, str]) -> None:
        app, _number, address = site
        page = sign_in(app, "dpe_staff@example.test").get(address)
        assert "No fund plan yet" in text_of(page)
        assert "8 needs and requests are open here; 6 have a known cost." in text_of(page)
        assert f"{address}/new" in page.text
        assert f"{address}/new" not in sign_in(app, "auditor@example.test").get(address).text

    def test_ask_a_worker_and_show_what_it_found(self, site: tuple[Application, int, str]) -> None:
        app, _number, address = site
        client = sign_in(app, "dpe_staff@example.test")
        form = read_form(client, f"{address}/new")
        assert (form["minimum_ticket"], form["most_partners"], form["theme_share"]) == ("10,00,000", "3", "")
        answer = client.post(f"{address}/new", data=form)
        assert answer.status_code == 302
        assert "/jobs/" in answer.location
        db.session.rollback()
        assert run_job(db.session.scalars(select(Job.id).where(Job.kind == FUND_RUN)).one())
        page = client.get(address)
        words = text_of(page)
        assert "budgets respected: checked" in words
        assert "proven best" in words
        assert "Left out: nobody knows what is still to find" in words
        assert "its cost is not known" in words
        assert 'class="bands"' in page.text
        assert " style=" not in page.text
        assert client.get(f"{address}?plan=9").status_code == 404
        assert client.get(f"{address}?by=theme").status_code == 200

    def test_lists_filter_sort_and_download(self, site: tuple[Application, int, str]) -> None:
        app, number, address = site
        work_out(number, FundTerms(most_partners=2))
        client = sign_in(app, "auditor@example.test")
        rows = list(csv.DictReader(io.StringIO(client.get(f"{address}?download=csv").text.lstrip("\ufeff"))))
        gaps = [int(row["Still to find (₹)"]) for row in rows]
        assert gaps == sorted(gaps, reverse=True)
        assert sum(gaps) == (90 + 50 + 200 + 60 + 75) * LAKH
        for row in rows:
            parts = (row["From the proposed lead (₹)"], row["From supporters (₹)"], row["Left uncovered (₹)"])
            assert sum(int(part) for part in parts) == int(row["Still to find (₹)"])
        found = text_of(client.get(f"{address}?q=Kitchens"))
        assert "1 row" in found
        for sort in ("title", "code", "theme", "gap", "lead", "support", "givers", "left"):
            assert client.get(f"{address}?sort={sort}&order=desc").status_code == 200
        cpses = client.get(f"{address}?table=cpses&download=csv").text.lstrip("\ufeff")
        given_inr = sum(int(row["Could give (₹)"]) for row in csv.DictReader(io.StringIO(cpses)))
        covered = sum(gaps) - sum(int(row["Left uncovered (₹)"]) for row in rows)
        assert given_inr == covered

    def test_say_why_nothing_could_be_given(self, site: tuple[Application, int, str]) -> None:
        app, number, address = site
        work_out(number, FundTerms(minimum_ticket_inr=10**13))
        words = text_of(sign_in(app, "dpe_staff@example.test").get(address))
        assert "Nothing could be given on these terms." in words
        assert "A smaller gift" in words

    def test_a_wrong_term_stands_at_its_field(self, site: tuple[Application, int, str]) -> None:
        app, _number, address = site
        client = sign_in(app, "dpe_staff@example.test")
        form = read_form(client, f"{address}/new")
        form.setlist("theme_share", ["160"])
        answer = client.post(f"{address}/new", data=form)
        assert answer.status_code == 422
        assert "enter a whole number from 0 to 100" in text_of(answer)

    def test_a_run_without_a_plan_has_none(self, sqlite_app: Application) -> None:
        run = make_run(make_exercise("picked"))
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        assert client.get(f"/exercises/{run.exercise_id}/runs/{run.number}/funding").status_code == 404
