"""Action points on the pages of other slices: needs, projects, districts, home, search."""

from flask.testing import FlaskClient

from csrmatch.actions.models import ActionPoint
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from tests.actions.points import attach, colleague, make_action
from tests.actions.test_views import send, text_of
from tests.conftest import sign_in
from tests.registry.needs import make_need, take_to
from tests.registry.projects import make_project

DPE, OWNER, STATE = Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER


class TestOnOtherPages:
    def test_a_need_a_project_and_a_district_show_theirs_with_a_way_to_a_new_one(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        def make() -> tuple[int, int]:
            need, project = make_need("Wells"), make_project("NMDC", "School", lgd=376)
            make_action("About the wells", about=[("need", need.id)])
            make_action("About the school", about=[("project", project.id)])
            return need.id, project.id

        need, project = run_write(make)
        page = dpe_page.get(f"/needs/{need}").text
        assert "About the wells" in page
        assert f"/actions/new?about=need-{need}" in page
        page = dpe_page.get(f"/projects/{project}").text
        assert "About the school" in page
        page = sign_in(sqlite_app, "district_officer@example.test").get("/districts/376").text
        assert "About the wells" in page
        page = dpe_page.get("/districts/376").text
        assert "/actions/new?district=376" in page
        assert "/actions?whose=all&amp;status=open&amp;district=376" in page

    def test_who_sees_none_and_gives_none_out_sees_no_part_of_them(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        def make() -> int:
            need = make_need("Wells")
            make_action("About the wells", about=[("need", need.id)])
            take_to(need, NeedStatus.OPEN)
            return need.id

        need = run_write(make)
        company = sign_in(sqlite_app, "cpse_officer@example.test")
        for path in (f"/needs/{need}", "/districts/376"):
            page = company.get(path)
            assert page.status_code == 200
            assert "About the wells" not in page.text
            assert "/actions/new" not in page.text

    def test_home_tells_both_sides_what_waits(
        self, points: dict[str, int], owner: FlaskClient, dpe_page: FlaskClient
    ) -> None:
        home = text_of(owner.get("/home"))
        assert "Late wells" in home
        assert "3 days overdue" in home
        assert "Done wells" not in home
        home = text_of(dpe_page.get("/home"))
        assert "Done wells" in home
        assert "Late wells" not in home

    def test_home_tells_a_second_person_that_a_closing_waits(
        self, sqlite_app: Application, points: dict[str, int], dpe_page: FlaskClient
    ) -> None:
        second = run_write(lambda: colleague(DPE).email)
        run_write(lambda: attach(db.session.get_one(ActionPoint, points["soon"])))
        send(dpe_page, f"/actions/{points['soon']}/close", note="Seen.")
        assert "Soon wells" not in text_of(dpe_page.get("/home"))
        assert "Soon wells" in text_of(sign_in(sqlite_app, second).get("/home"))

    def test_search_finds_it_for_those_who_may_see_it(
        self, sqlite_app: Application, points: dict[str, int], owner: FlaskClient
    ) -> None:
        assert f"/actions/{points['late']}" in owner.get("/search?q=Late+wells").text
        stranger = sign_in(sqlite_app, "agency@example.test")
        assert f"/actions/{points['late']}" not in stranger.get("/search?q=Late+wells").text
