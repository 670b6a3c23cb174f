"""Records by the API: lists page by page, versions, keys, what is refused and how it is told."""

from datetime import date

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.queries import find_anchor
from csrmatch.db import db, run_write
from csrmatch.places.models import District
from csrmatch.registry.models import Need, Project
from csrmatch.roles import Role
from tests.counting import counted_statements
from tests.faults.racing import at_once
from tests.registry.api.asking import Caller
from tests.registry.projects import fill_project, make_project


@pytest.fixture
def program(app: Application) -> Caller:
    """A program of NMDC."""
    return Caller(app)


def _project() -> int:
    def make() -> int:
        project = make_project()
        fill_project(project)
        return project.id

    return run_write(make)


def _count(model: type[object]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


class TestLists:
    @pytest.mark.parametrize("sort", ["lgd", "-lgd", "name", "-name"])
    def test_give_every_record_once_in_order_page_by_page(self, program: Caller, sort: str) -> None:
        found, address = [], f"/districts?sort={sort}&limit=25"
        while address:
            answer = program.get(address)
            found += [row["lgd" if "lgd" in sort else "name_en"] for row in answer.json["items"]]
            link = answer.headers.get("Link", "")
            assert bool(link) == (answer.json["next"] is not None)
            address = link.partition(">")[0].removeprefix("</api/v1")
        assert len(found) == _count(District) == 112
        db.session.rollback()
        column = District.lgd if "lgd" in sort else District.name_en
        order = column.desc() if sort.startswith("-") else column.asc()
        assert found == list(db.session.scalars(select(column).order_by(order, District.id)))

    def test_filter_as_the_pages_do(self, program: Caller) -> None:
        run_write(lambda: [make_project(title=f"Wells {number}") for number in range(3)] and None)
        _project()
        assert len(program.get("/projects?q=Wells").json["items"]) == 3
        assert len(program.get("/projects?q=NMDC-0004").json["items"]) == 1
        assert len(program.get("/projects?status=under_way&district=376&theme=ED").json["items"]) == 1
        assert program.get("/projects?changed_since=2999-01-01T00:00:00Z").json["items"] == []
        assert program.get("/projects?cpse=NTPC").json == {"items": [], "next": None}

    def test_ask_the_database_as_often_for_many_as_for_few(self, app: Application, program: Caller) -> None:
        _project()
        program.get("/projects")
        with counted_statements(app.test_client()) as few:
            program.get("/projects")
        run_write(lambda: [fill_project(make_project(title=f"P {n}")) for n in range(5)] and None)
        with counted_statements(app.test_client()) as many:
            assert len(program.get("/projects").json["items"]) == 6
        assert len(many) <= len(few)

    @pytest.mark.parametrize(
        "query", ["cursor=x", "cursor=WyJsZ2QiLCAxXQ", "sort=id", "limit=201", "limit=0", "limit=1_0", "x=1"]
    )
    def test_refuse_what_they_do_not_know(self, program: Caller, query: str) -> None:
        assert program.get(f"/districts?{query}").status_code == 422

    def test_tell_what_is_not_known_as_null(self, program: Caller) -> None:
        run_write(lambda: make_project(starts_on=None, ends_on=None) and None)
        row = program.get("/projects").json["items"][0]
        assert [row[name] for name in ("outlay_inr", "spent_inr", "starts_on", "title_hi")] == [None] * 4
        assert all(figure["value"] != 0 for figure in program.get("/districts/376").json["figures"][:5])

    def test_tell_figures_with_their_source_and_dates(self, program: Caller) -> None:
        district = program.get("/districts/376").json
        assert district["name_hi"].startswith("दंतेवाड़ा")
        figure = next(row for row in district["figures"] if row["value"] is not None)
        assert {figure["round"], figure["source"], figure["starts_on"], figure["india_value"]} - {None}
        assert date.fromisoformat(figure["ends_on"]) > date.fromisoformat(figure["starts_on"])


class TestVersions:
    def test_nothing_is_sent_again_that_the_caller_has(self, program: Caller) -> None:
        address = f"/projects/{_project()}"
        first = program.get(address)
        again = program.get(address, If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")
        milestone = {"title": "Roof", "due_on": "2027-01-01"}
        assert program.send("POST", f"{address}/milestones", milestone).status_code == 201
        assert program.get(address, If_None_Match=first.headers["ETag"]).status_code == 200

    def test_a_change_on_an_old_version_is_refused_with_both_texts(self, program: Caller) -> None:
        address = f"/projects/{_project()}"
        tag = program.get(address).headers["ETag"]
        assert program.send("PATCH", address, {"title_en": "First"}, If_Match=tag).status_code == 200
        before = find_anchor()
        late = program.send("PATCH", address, {"title_en": "Second", "sdgs": [6]}, If_Match=tag)
        assert late.status_code == 412
        assert late.json["theirs"]["Title in English"] == "First"
        assert late.json["mine"]["Title in English"] == "Second"
        assert late.json["mine"]["Sustainable Development Goals"] == "6"
        assert late.json["version"] == program.get(address).json["version"]
        db.session.rollback()
        assert find_anchor() == before
        assert program.send("PATCH", address, {"title_en": "Second"}).status_code == 428
        for other in ("*", '"x"', "1"):
            assert program.send("PATCH", address, {"title_en": "S"}, If_Match=other).status_code == 412

    def test_changes_of_several_parts_are_saved_all_or_none(self, program: Caller) -> None:
        address = f"/projects/{_project()}"
        tag = program.get(address).headers["ETag"]
        wrong = {"title_en": "New", "themes": [{"theme": "ED", "percent": 60}]}
        answer = program.send("PATCH", address, wrong, If_Match=tag)
        assert answer.status_code == 422
        assert answer.json["detail"] == "The shares of the themes sum to 60, not to 100."
        assert program.get(address).headers["ETag"] == tag

    def test_sixteen_that_save_at_once_lose_nothing_that_was_accepted(
        self, app: Application, program: Caller
    ) -> None:
        address = f"/projects/{_project()}"
        tag = program.get(address).headers["ETag"]
        app.config["API_PER_MINUTE"] = 10**9
        app.before_request_funcs[None].pop(0)

        def save(number: int) -> int:
            return program.send("PATCH", address, {"title_en": f"T {number}"}, If_Match=tag).status_code

        codes = at_once(app, 16, save)
        assert sorted(codes) == [200] + [412] * 15


class TestKeys:
    def test_the_same_key_gives_the_same_record_also_when_sent_at_once(
        self, app: Application, program: Caller
    ) -> None:
        app.config["API_PER_MINUTE"] = 10**9
        app.before_request_funcs[None].pop(0)
        before = _count(Project)

        def record(_number: int) -> tuple[int, int]:
            answer = program.send("POST", "/projects", {"title_en": "Wells"}, Idempotency_Key="k-1")
            return answer.status_code, answer.json["id"]

        answers = at_once(app, 8, record)
        assert len({number for _code, number in answers}) == 1
        assert sorted(code for code, _number in answers) == [200] * 7 + [201]
        assert _count(Project) == before + 1
        assert (
            program.send("POST", "/projects", {"title_en": "Wells"}, Idempotency_Key="k-2").status_code == 201
        )
        assert program.send("POST", "/projects", {"title_en": "Wells"}).status_code == 201
        assert _count(Project) == before + 3

    def test_a_key_that_was_refused_can_be_used_again(self, program: Caller) -> None:
        assert program.send("POST", "/projects", {}, Idempotency_Key="k").status_code == 422
        assert program.send("POST", "/projects", {"title_en": "W"}, Idempotency_Key="k").status_code == 201


class TestRefusals:
    def test_are_told_in_the_callers_language_with_the_same_code(self, program: Caller) -> None:
        english = program.get("/projects/999")
        hindi = program.get("/projects/999", Accept_Language="hi")
        assert english.json["code"] == hindi.json["code"] == "missing"
        assert english.content_type == hindi.content_type == "application/problem+json"
        assert english.json["title"] == "There is no such record, or it is not for this token."

    def test_never_hold_what_was_sent(self, program: Caller) -> None:
        sent = {"title_en": 5, "title_hi": ["geheim"], "starts_on": "geheim", "is_ongoing": "geheim"}
        answer = program.send("POST", "/projects", sent)
        assert answer.status_code == 422
        assert "geheim" not in answer.text
        assert {wrong["field"] for wrong in answer.json["errors"]} >= {"title_en", "starts_on"}

    @pytest.mark.parametrize(
        ("data", "kind", "status"),
        [
            (b"title_en=x", "application/x-www-form-urlencoded", 415),
            (b'{"title_en": "x"}', "text/plain", 415),
            (b'{"title_en": ', "application/json", 422),
            (b'"{\\"title_en\\": \\"x\\"}"', "application/json", 422),
            (b"\xff\xfe", "application/json", 422),
            (b'{"title_en": "\\ud800"}', "application/json", 422),
            (b"[" * 200_000, "application/json", 400),
            (b'{"title_en": NaN}', "application/json", 422),
            (b'{"title_en": "x", "theme": "ZZ"}', "application/json", 422),
            (b'{"title_en": "x", "district_lgd": 1}', "application/json", 422),
            (b'{"title_en": "x", "starts_on": 0}', "application/json", 422),
            (b'{"title_en": "\\u0000 x"}', "application/json", 201),
        ],
    )
    def test_of_what_is_no_record_change_nothing(
        self, program: Caller, data: bytes, kind: str, status: int
    ) -> None:
        answer = program.send("POST", "/projects", data=data, Content_Type=kind)
        assert answer.status_code == status, answer.text
        assert _count(Project) == (1 if status == 201 else 0)

    def test_count_letters_in_the_form_in_which_they_are_stored(self, program: Caller) -> None:
        # One sign of Devanagari that is stored as two.
        answer = program.send("POST", "/projects", {"title_hi": "\u0958" * 150})
        assert answer.status_code == 422
        assert answer.json["errors"][0]["code"] == "string_too_long"

    def test_of_addresses_and_methods_that_are_none_are_problems_too(self, program: Caller) -> None:
        assert program.get("/nowhere").content_type == "application/problem+json"
        answer = program.send("DELETE", "/projects")
        assert (answer.status_code, answer.json["code"]) == (405, "method")
        assert "GET" in answer.headers["Allow"]

    def test_of_the_rules_of_the_law_are_those_of_the_pages(self, program: Caller) -> None:
        number = _project()
        tag = program.get(f"/projects/{number}").headers["ETag"]
        hands = {"implementer": "agency", "agency_name": "UNICEF"}
        answer = program.send("PATCH", f"/projects/{number}", hands, If_Match=tag)
        assert answer.status_code == 422
        assert "rule 4(3)" in answer.json["detail"]
        money = {"quarters": [{"quarter": 1, "outlay_inr": 0, "spent_inr": 10**9}]}
        answer = program.send("PUT", f"/projects/{number}/quarters/2024-25", money, If_Match=tag)
        assert "set aside over all years" in answer.json["detail"]
        account = {"spent_inr": 5, "theme_inr": 6}
        answer = program.send("PUT", "/cpses/NMDC/csr-accounts/2024-25", account, If_Match='"0"')
        assert "cannot be more than" in answer.json["detail"]


class TestNeeds:
    def test_are_posted_and_changed_as_drafts_of_the_own_district(self, app: Application) -> None:
        collector = Caller(app, Role.DISTRICT_OFFICER)
        sent = {"title_hi": "कुएँ", "theme": "AW", "target_groups": [{"group": "st", "heads": 40}]}
        made = collector.send("POST", "/needs", sent)
        assert made.status_code == 201
        assert (made.json["status"], made.json["district_lgd"]) == ("draft", 376)
        changed = collector.send(
            "PATCH", f"/needs/{made.json['id']}", {"cost_inr": 5_000_000}, If_Match=made.headers["ETag"]
        )
        assert changed.json["cost_inr"] == 5_000_000
        assert changed.json["target_groups"] == [{"group": "st", "heads": 40}]
        share = {"cost_inr": None, "scheme": "jal-jeevan-mission", "covered_percent": 40}
        changed = collector.send(
            "PATCH", f"/needs/{made.json['id']}", share, If_Match=changed.headers["ETag"]
        )
        assert (changed.json["covered_percent"], changed.json["covered_inr"]) == (40, None)
        assert Caller(app, Role.CPSE_OFFICER).get(f"/needs/{made.json['id']}").status_code == 404
        assert _count(Need) == 1
