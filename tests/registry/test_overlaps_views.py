"""The panel beside what is written, the register and its cases: what is shown to whom."""

import itertools

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.access import overlaps as access
from csrmatch.registry.models import Need, OverlapCase, Project
from csrmatch.registry.queries import near, overlaps
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.registry.needs import take_to
from tests.registry.overlaps import (
    HINDI,
    TITLE,
    approve,
    list_cases,
    make_overlapping_need,
    make_overlapping_project,
    make_programme,
)
from tests.registry.projects import fill_project

SECRET = "Toilets for girls in schools canary777x"
ASKED = {"record": "project:", "title_en": TITLE, "theme": "ED", "place": "376"}


def _near(app: Application, role: Role = Role.CPSE_OFFICER, **asked: str) -> str:
    client = sign_in(app, f"{role.value}@example.test")
    answer = client.get("/overlaps/near", query_string={**ASKED, **asked})
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser").get_text(" ", strip=True)


def _panel(page: str) -> str:
    found = BeautifulSoup(page, "html.parser").select_one(".near")
    assert found is not None
    return found.get_text(" ", strip=True)


class TestShowNearOverlaps:
    def test_asks_for_theme_and_district_first(self, app: Application) -> None:
        assert "Choose a theme and a district" in _near(app, theme="", place="")
        assert "Nothing is known here" in _near(app)
        assert "Choose a theme" in _near(app, record="cpse:1")

    def test_shows_programmes_and_open_needs_in_either_language(self, app: Application) -> None:
        def make() -> None:
            make_programme("Toilets for girls in schools")
            take_to(make_overlapping_need(), NeedStatus.OPEN)

        run_write(make)
        shown = _near(app)
        assert "2 records overlap" in shown
        assert HINDI in shown
        assert "Toilets for girls in schools" in shown
        assert "titles alike" in shown
        assert "Nothing is known here" in _near(app, place="374")
        assert "Nothing is known here" in _near(app, theme="HN")

    def test_shows_of_anothers_project_the_bare_facts_alone(self, app: Application) -> None:
        def make() -> None:
            project = make_overlapping_project("NTPC", SECRET)
            fill_project(project)

        run_write(make)
        shown = _near(app)
        assert "A project of NTPC Ltd." in shown
        assert "Education" in shown
        assert "2024-25 to 2028-29" in shown or "2024-25 to 2027-28" in shown
        assert "under way" in shown
        for secret in ("canary777x", "Toilets", "titles alike", "5000000", "50.00", "Shiksha", "240"):
            assert secret not in shown, secret

    def test_a_title_typed_tells_nothing_of_one_that_is_not_shown(self, app: Application) -> None:
        run_write(lambda: approve(make_overlapping_project("NTPC", SECRET)))
        assert _near(app, title_en=SECRET) == _near(app, title_en="Road to Bacheli")
        # The same holds for the days, of which only the financial years are told.
        assert _near(app, starts_on="2027-03-30", ends_on="2028-03-31") == _near(
            app, starts_on="2027-04-02", ends_on="2028-03-31"
        )

    def test_says_nothing_of_drafts_elsewhere_and_of_what_is_only_proposed(self, app: Application) -> None:
        def make() -> None:
            make_overlapping_need(HINDI)
            make_overlapping_project("NTPC", SECRET)

        run_write(make)
        assert "Nothing is known here" in _near(app)
        # DPE sees both, the collector's office both in its own district.
        assert "canary777x" in _near(app, Role.DPE_STAFF)

    def test_says_nothing_of_one_that_is_closed(self, app: Application) -> None:
        def make() -> None:
            approve(make_overlapping_project("NTPC", SECRET), ProjectStatus.CLOSED)

        run_write(make)
        assert "Nothing is known here" in _near(app)

    def test_a_record_of_others_is_missing(self, app: Application) -> None:
        def make() -> tuple[int, int]:
            return make_overlapping_need(lgd=328).id, make_overlapping_project("NTPC").id

        need, project = run_write(make)
        client = sign_in(app, "cpse_officer@example.test")
        for record in (f"need:{need}", f"project:{project}", "need:x", "project:99999999999999"):
            assert client.get("/overlaps/near", query_string={"record": record}).status_code == 404

    def test_its_guards_are_what_keeps_secrets(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make() -> None:
            make_overlapping_need()
            make_overlapping_project("NTPC", SECRET)

        run_write(make)
        assert "Nothing is known here" in _near(sqlite_app)
        with monkeypatch.context() as patch:
            patch.setattr(near, "only_visible_needs", lambda _viewer, query: query)
            assert HINDI in _near(sqlite_app)
        with monkeypatch.context() as patch:
            patch.setattr(near, "only_announced_projects", lambda query: query)
            assert "A project of NTPC" in _near(sqlite_app)
        with monkeypatch.context() as patch:
            patch.setattr(near, "only_visible_projects", lambda _viewer, query: query)
            assert "canary777x" in _near(sqlite_app)


class TestThePanelOnForms:
    def test_a_new_need_sent_back_shows_it_without_a_script(
        self, district_officer: FlaskClient, app: Application
    ) -> None:
        run_write(make_programme)
        assert "Choose a theme" in _panel(district_officer.get("/needs/new").text)
        data = {**read_form(district_officer, "/needs/new"), "title_hi": "", "theme": "ED"}
        answer = district_officer.post("/needs/new", data=data)
        assert answer.status_code == 422
        assert "Toilets for girls in schools" in _panel(answer.text)

    def test_the_page_of_a_need_shows_it_after_saving(
        self, district_officer: FlaskClient, app: Application
    ) -> None:
        run_write(make_programme)
        data = {**read_form(district_officer, "/needs/new"), "title_hi": HINDI, "theme": "ED"}
        answer = district_officer.post("/needs/new", data=data, follow_redirects=True)
        assert "Toilets for girls in schools" in _panel(answer.text)
        assert len(list_cases()) == 1

    @pytest.mark.parametrize("part", ["/edit", "/places", "/people", "/purpose", ""])
    def test_every_part_of_a_project_has_it(
        self, cpse_officer: FlaskClient, app: Application, part: str
    ) -> None:
        def make() -> int:
            make_programme()
            return make_overlapping_project("NMDC").id

        number = run_write(make)
        assert "Toilets for girls in schools" in _panel(cpse_officer.get(f"/projects/{number}{part}").text)

    @pytest.mark.parametrize(
        ("asked", "is_found"),
        [
            ({"theme_ED": "40", "theme_HN": "60"}, True),
            ({"theme_ED": "", "theme_HN": "100"}, False),
            ({"district_0": "374", "district_1": ""}, False),
            ({"district_0": "376"}, True),
            ({"starts_on": "2020-04-01", "ends_on": "2021-03-31"}, False),
            ({"groups": "farmers", "heads_farmers": "", "title_en": "Road", "title_hi": ""}, False),
            ({"groups": "women", "heads_women": ""}, True),
            ({"starts_on": "no day", "ends_on": ""}, True),
        ],
    )
    def test_what_is_typed_counts_before_it_is_saved(
        self, sqlite_app: Application, asked: dict[str, str], is_found: bool
    ) -> None:
        from csrmatch.registry.rules.projects import TargetGroup

        def make() -> int:
            make_programme(groups=frozenset({TargetGroup.WOMEN}))
            return make_overlapping_project("NMDC").id

        number = run_write(make)
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        shown = client.get("/overlaps/near", query_string={"record": f"project:{number}", **asked}).text
        assert ("Toilets for girls in schools" in shown) is is_found


@pytest.fixture
def case_id(app: Application) -> int:
    """A case of an open need of Dantewada with a project of NMDC."""

    def make() -> int:
        need = make_overlapping_need()
        make_overlapping_project("NMDC", SECRET)
        take_to(need, NeedStatus.OPEN)
        return list_cases()[0].id

    return run_write(make)


class TestShowOverlap:
    def test_both_records_stand_face_to_face(self, app: Application, case_id: int) -> None:
        client = sign_in(app, "cpse_officer@example.test")
        page = client.get(f"/overlaps/{case_id}").text
        for words in (HINDI, SECRET, "Collector", "NMDC", "same theme", "Record the verdict"):
            assert words in page

    def test_of_anothers_project_the_title_is_not_shown(self, app: Application) -> None:
        def make() -> int:
            approve(make_overlapping_project("NTPC", SECRET))
            make_overlapping_project("NMDC")
            return list_cases()[0].id

        number = run_write(make)
        client = sign_in(app, "cpse_officer@example.test")
        for address in (f"/overlaps/{number}", "/overlaps", "/overlaps?download=csv", "/home"):
            page = client.get(address).text
            assert "canary777x" not in page, address
            assert "A project of NTPC" in page, address
        assert "not shown to your office" in client.get(f"/overlaps/{number}").text
        assert "canary777x" in sign_in(app, "dpe_staff@example.test").get(f"/overlaps/{number}").text

    def test_a_case_that_may_not_be_known_is_missing(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make() -> int:
            make_overlapping_need()
            make_overlapping_project("NMDC")
            return list_cases()[0].id

        number = run_write(make)
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        assert client.get(f"/overlaps/{number}").status_code == 404
        assert "No overlap yet" in client.get("/overlaps").text
        monkeypatch.setattr(overlaps, "only_visible_overlaps", lambda _viewer, query: query)
        assert client.get(f"/overlaps/{number}").status_code == 200

    def test_a_case_of_others_is_missing(self, sqlite_app: Application) -> None:
        def make() -> int:
            approve(make_overlapping_project("NTPC"))
            approve(make_overlapping_project("SAIL"))
            return list_cases()[0].id

        number = run_write(make)
        assert sign_in(sqlite_app, "cpse_officer@example.test").get(f"/overlaps/{number}").status_code == 404
        assert sign_in(sqlite_app, "auditor@example.test").get(f"/overlaps/{number}").status_code == 200


class TestAnswerOverlap:
    def test_takes_a_verdict_with_its_reason_and_it_leaves_the_waiting_list(
        self, app: Application, case_id: int
    ) -> None:
        client = sign_in(app, "cpse_officer@example.test")
        assert "overlap that waits for your word" in client.get("/home").text
        page = f"/overlaps/{case_id}"
        answer = client.post(page + "/answer", data=read_form(client, page, page + "/answer"))
        assert answer.status_code == 422
        assert "Choose a verdict." in answer.text
        data = {**read_form(client, page, page + "/answer"), "verdict": "joined", "reason": "One building."}
        assert client.post(page + "/answer", data=data).status_code == 302
        shown = client.get(page).text
        assert "They were joined" in shown
        assert "One building." in shown
        assert "overlap that waits for your word" not in client.get("/home").text
        db.session.rollback()
        assert db.session.get_one(OverlapCase, case_id).state is CaseState.ANSWERED

    def test_two_who_answer_at_once_are_told(self, app: Application, case_id: int) -> None:
        page = f"/overlaps/{case_id}"
        first = sign_in(app, "cpse_officer@example.test")
        second = sign_in(app, "dpe_staff@example.test")
        forms = [read_form(client, page, page + "/answer") for client in (first, second)]
        given = [{"verdict": "joined", "reason": "One."}, {"verdict": "stopped", "reason": "Two."}]
        answers = [
            client.post(page + "/answer", data={**form, **words})
            for client, form, words in zip((first, second), forms, given, strict=True)
        ]
        # Whoever comes second finds it answered: it waits for no word of theirs.
        assert [answer.status_code for answer in answers] == [302, 403]

    def test_is_opened_again_after_asking(self, app: Application, case_id: int) -> None:
        client, page = sign_in(app, "dpe_staff@example.test"), f"/overlaps/{case_id}"
        data = {**read_form(client, page, page + "/answer"), "verdict": "joined", "reason": "One building."}
        client.post(page + "/answer", data=data)
        data = {**read_form(client, page + "/reopen"), "reason": "They are two."}
        assert client.post(page + "/reopen", data=data).status_code == 302
        shown = client.get(page).text
        assert "They are two." in shown
        assert "Record the verdict" in shown

    def test_only_the_two_offices_and_dpe_may(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make() -> int:
            make_overlapping_project("NMDC")
            make_programme()
            return list_cases()[0].id

        number = run_write(make)
        page = f"/overlaps/{number}"
        # The collector's office sees it in its district, but neither record is its own.
        office = sign_in(sqlite_app, "district_officer@example.test")
        assert "Record the verdict" not in office.get(page).text
        assert office.post(page + "/answer", data={"verdict": "joined"}).status_code == 403
        monkeypatch.setattr(access, "_speaks_on", lambda _viewer, _case: True)
        assert office.post(page + "/answer", data={"verdict": "joined"}).status_code == 422


class TestListOverlaps:
    def test_filters_sorts_and_downloads(self, app: Application, case_id: int) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        hits = ("", "?district=376", "?cpse=NMDC", "?theme=ED", "?stage=open", "?state=22", "?sort=score")
        misses = ("?district=374", "?theme=HN", "?stage=answered", "?state=20", "?verdict=joined")
        for query in hits:
            assert f"/overlaps/{case_id}" in client.get("/overlaps" + query).text, query
        for query in misses:
            assert f'href="/overlaps/{case_id}"' not in client.get("/overlaps" + query).text, query
        assert HINDI in client.get("/overlaps?download=csv").text
        assert client.get("/overlaps?download=xlsx").data.startswith(b"PK")

    def test_says_what_to_do_where_there_is_none(self, dpe: FlaskClient) -> None:
        assert "See which programmes run" in dpe.get("/overlaps").text


class TestShowOverlapOverview:
    def test_counts_by_district_theme_and_company(self, app: Application, case_id: int) -> None:
        page = sign_in(app, "dpe_staff@example.test").get("/overlaps/overview").text
        assert "Most wait in Dantewada: 1 overlap" in page
        assert "NMDC has most to answer: 1 overlap" in page
        assert "q8" in page

    def test_says_so_where_there_is_none(self, dpe: FlaskClient) -> None:
        assert "No overlap yet" in dpe.get("/overlaps/overview").text


def test_no_state_of_a_need_or_a_project_breaks_the_page_of_its_case(sqlite_app: Application) -> None:
    def make() -> tuple[int, int, int]:
        need, project = make_overlapping_need(), make_overlapping_project("NMDC")
        return need.id, project.id, list_cases()[0].id

    need, project, case = run_write(make)
    clients = [sign_in(sqlite_app, f"{role}@example.test") for role in ("dpe_staff", "district_officer")]
    steps = itertools.chain(
        (lambda: take_to(db.session.get_one(Need, need), NeedStatus.OPEN),),
        (
            lambda: approve(
                db.session.get_one(Project, project), ProjectStatus.UNDER_WAY, ProjectStatus.CLOSED
            ),
        ),
    )
    for step in steps:
        run_write(step)
        assert [client.get(f"/overlaps/{case}").status_code for client in clients] == [200, 200]
