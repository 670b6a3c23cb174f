"""What an exercise is solved from once offices have entered needs, accounts and projects."""

from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.db import db, run_write, today
from csrmatch.mapping.derivations import FreeMoney, MoneyOrigin
from csrmatch.mapping.models import CpseChoice, Publication, PublicationPair, RunOutcome
from csrmatch.mapping.queries import (
    Gathered,
    find_free_money,
    gather_input,
    list_exercise_cpses,
    list_exercise_districts,
    load_result,
)
from csrmatch.mapping.services import change_cpses
from csrmatch.registry.models import Cpse, CsrAccount, Need, Project, ProjectResult
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.services import project_reports as reports
from csrmatch.registry.services import projects as project_verbs
from csrmatch.registry.services.csr_accounts import NEW, publish_account, save_account, withdraw_account
from tests.counting import counted_statements
from tests.mapping.exercises import DANTEWADA, find_user, load_exercise, make_exercise, make_run
from tests.mapping.publishing import load_publication, make_proposal, make_small_exercise, publish
from tests.registry.needs import fill_need, make_need, take_to
from tests.registry.projects import fill_project, find_officer, make_project

CRORE = 10**7


def gather(exercise_id: int) -> Gathered:
    db.session.rollback()
    return gather_input(load_exercise(exercise_id), today())


def register_need(status: NeedStatus) -> int:
    def make() -> int:
        need = make_need()
        fill_need(need)
        take_to(need, status)
        return need.id

    return run_write(make)


def find_cpse(code: str) -> Cpse:
    return db.session.scalars(select(Cpse).where(Cpse.code == code)).one()


def find_account(year: str) -> CsrAccount:
    return db.session.scalars(select(CsrAccount).where(CsrAccount.financial_year == year)).one()


def save(year: str, version: int = NEW, **values: object) -> None:
    run_write(
        lambda: save_account(
            cpse=find_cpse("NMDC"), financial_year=year, by=find_user(), version=version, values=values
        )
    )


def needs_of(gathered: Gathered, lgd: int = DANTEWADA) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for need in gathered.given.needs:
        if need.lgd == str(lgd):
            found.setdefault(need.theme, []).append(need.title)
    return found


class TestNeeds:
    def test_a_need_counts_once_it_is_verified_and_takes_the_place_of_the_survey(self, app):
        exercise_id = make_exercise()
        before = gather(exercise_id)
        surveyed = needs_of(before)
        assert surveyed["IN"]
        assert surveyed["IN"] != ["Solar pumps for forty hamlets"]
        register_need(NeedStatus.DRAFT)
        assert gather(exercise_id).given.digest == before.given.digest
        register_need(NeedStatus.TAKEN_UP)
        gathered = gather(exercise_id)
        assert needs_of(gathered) == {**surveyed, "IN": ["Solar pumps for forty hamlets"]}
        assert gathered.registered == {(str(DANTEWADA), "IN")}
        (row,) = [row for row in gathered.given.needs if row.title == "Solar pumps for forty hamlets"]
        # Two crore, of which a scheme covers half a crore and NMDC has pledged one.
        assert row.ask_inr == 5_000_000
        assert row.people == 1_800
        assert row.severity is not None
        assert row.severity >= 0.5

    def test_a_need_that_is_withdrawn_gives_the_theme_back_to_the_survey(self, sqlite_app):
        exercise_id = make_exercise()
        before = gather(exercise_id).given.digest
        number = register_need(NeedStatus.OPEN)
        assert gather(exercise_id).given.digest != before
        run_write(lambda: setattr(db.session.get_one(Need, number), "status", NeedStatus.WITHDRAWN))
        assert gather(exercise_id).given.digest == before


class TestMoney:
    def test_an_account_counts_as_long_as_it_is_published(self, app):
        exercise_id = make_exercise()
        filed = gather(exercise_id).money["NMDC"]
        assert filed.origin is MoneyOrigin.FILED
        save("2026-27", average_net_profit_inr=5_000 * CRORE, committed_inr=30 * CRORE)
        assert gather(exercise_id).money["NMDC"] == filed
        run_write(lambda: publish_account(account=find_account("2026-27"), by=find_user(), version=1))
        gathered = gather(exercise_id)
        assert gathered.money["NMDC"] == FreeMoney(70 * CRORE, MoneyOrigin.ACCOUNT, "2026-27")
        assert {row.code: row.free_inr for row in gathered.given.cpses}["NMDC"] == 70 * CRORE
        assert find_free_money([find_cpse("NMDC").id], "2026-27", today()) == {
            "NMDC": FreeMoney(70 * CRORE, MoneyOrigin.ACCOUNT, "2026-27")
        }
        run_write(
            lambda: withdraw_account(
                account=find_account("2026-27"), by=find_user(), version=2, reason="A wrong figure."
            )
        )
        assert gather(exercise_id).money["NMDC"] == filed

    def test_the_obligation_of_an_earlier_account_stands_in(self, sqlite_app):
        exercise_id = make_exercise()
        save("2024-25", average_net_profit_inr=4_000 * CRORE, spent_inr=80 * CRORE)
        run_write(lambda: publish_account(account=find_account("2024-25"), by=find_user(), version=1))
        assert gather(exercise_id).money["NMDC"] == FreeMoney(
            80 * CRORE, MoneyOrigin.EARLIER_ACCOUNT, "2024-25"
        )


class TestProjects:
    def test_a_project_under_way_counts_by_theme_and_place_and_a_proposed_one_does_not(self, app):
        exercise_id = make_exercise()
        before = gather(exercise_id).given.digest
        number = run_write(lambda: make_project().id)
        assert gather(exercise_id).given.digest == before
        run_write(lambda: fill_project(db.session.get_one(Project, number)))
        rows = [row for row in gather(exercise_id).given.projects if row.title == "Hostel for girls"]
        spent = {(row.theme, row.lgd): row.spent_inr for row in rows}
        assert spent == {
            ("ED", "376"): 525_000,
            ("ED", "374"): 150_000,
            ("ED", None): 75_000,
            ("HN", "376"): 350_000,
            ("HN", "374"): 100_000,
            ("HN", None): 50_000,
        }
        assert sum(spent.values()) == 1_250_000
        assert {row.status for row in rows} == {"registered; under_way"}
        # It was to end on 31 March 2026 and is under way still.
        assert [row.on_time for row in rows].count(False) == 1

    def test_a_completed_project_with_a_proven_result_makes_the_track_record_known(self, sqlite_app):
        exercise_id = make_exercise()

        def make() -> None:
            project = make_project(ends_on=None)
            fill_project(project)
            result = db.session.scalars(
                select(ProjectResult).where(ProjectResult.project_id == project.id)
            ).one()
            text = reports.ResultText(
                "Girls", "%", actual=70.0, evidence="Board results.", measured_on=today()
            )
            reports.change_result(result=result, version=result.version, text=text)
            project_verbs.step_project(
                project=project,
                by=find_officer("NMDC"),
                version=project.version,
                status=ProjectStatus.COMPLETED,
                on=today(),
                reason="Handed over.",
            )

        run_write(make)
        rows = [row for row in gather(exercise_id).given.projects if row.title == "Hostel for girls"]
        assert [row.results_verified for row in rows if row.results_verified is not None] == [True]
        digest = gather(exercise_id).given.digest
        run = make_run(exercise_id)
        assert run.outcome is RunOutcome.SOLVED
        assert run.input_digest == digest
        assert not load_result(run).unknown["track_record"].all()


class TestLeads:
    def test_who_leads_now_is_what_is_in_force_for_the_year_before(self, app):
        exercise_id = make_small_exercise()
        publication = load_publication(publish(make_proposal(exercise_id)))
        leads = {pair.district_id: pair.cpse.code for pair in pairs_of(publication)}
        assert {row.leads_now for row in gather(exercise_id).given.districts} == {None}
        next_year = make_small_exercise("Raipur 2027")
        run_write(lambda: setattr(load_exercise(next_year), "financial_year", "2027-28"))
        given = gather(next_year).given
        lgds = {
            district.id: str(district.lgd) for district in list_exercise_districts(load_exercise(next_year))
        }
        assert {row.lgd: row.leads_now for row in given.districts} == {
            lgds[number]: code for number, code in leads.items()
        }
        gone = next(iter(leads.values()))

        def leave() -> None:
            exercise = load_exercise(next_year)
            staying = [row for row in list_exercise_cpses(exercise) if row.cpse.code != gone]
            choices = {row.cpse_id: CpseChoice(3) for row in staying}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(leave)
        stay = {row.lgd: row.leads_now for row in gather(next_year).given.districts}
        assert stay == {lgds[number]: "none" if code == gone else code for number, code in leads.items()}
        assert make_run(next_year).outcome is RunOutcome.SOLVED


def pairs_of(publication: Publication) -> list[PublicationPair]:
    query = select(PublicationPair).where(PublicationPair.publication_id == publication.id)
    return list(db.session.scalars(query.order_by(PublicationPair.district_id)))


class TestCost:
    def test_reading_takes_as_many_statements_for_many_records_as_for_one(self, sqlite_app):
        exercise_id = make_exercise()
        run_write(lambda: fill_project(make_project()))
        register_need(NeedStatus.OPEN)
        one = count(sqlite_app.test_client(), exercise_id)
        for number in range(3):
            run_write(lambda number=number: fill_project(make_project(title=f"Hostel {number}")))
            register_need(NeedStatus.OPEN)
        assert count(sqlite_app.test_client(), exercise_id) == one


def count(client: FlaskClient, exercise_id: int) -> int:
    with counted_statements(client) as statements:
        gather(exercise_id)
    return len(statements)
