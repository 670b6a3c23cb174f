"""Each filter of lists of needs, projects, programmes and overlaps, against plain Python over all rows."""

import csv
import io
import itertools
import random
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.i18n import IST
from csrmatch.registry.models import (
    Cpse,
    Need,
    NeedGroup,
    NeedPartner,
    OverlapCase,
    Programme,
    ProgrammeGroup,
    Project,
    ProjectDistrict,
    ProjectGroup,
    ProjectQuarter,
    ProjectTheme,
)
from csrmatch.registry.rules.needs import NeedStatus, Urgency, covered_amount, money_to_find
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import (
    Implementer,
    ProjectReach,
    ProjectStatus,
    TargetGroup,
    sum_quarters,
)
from csrmatch.registry.rules.years import year_of
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.registry.listing import choices, codes
from tests.registry.overlaps import (
    make_overlapping_need,
    make_overlapping_project,
    make_programme,
    somebody,
)
from tests.registry.projects import find_district

PLACES = (376, 374, 328, 636)
THEMES = ("ED", "HN", "AW")
TODAY = date(2026, 7, 15)
Tests = Mapping[str, Callable[[Any, str], bool]]


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day on which the lists are read."""
    for place in ("projects", "choices"):
        monkeypatch.setattr(f"csrmatch.registry.views.{place}.today", lambda: TODAY)
    return TODAY


@pytest.fixture
def visitor(app: Application) -> FlaskClient:
    """DPE staff, who see every row."""
    return sign_in(app, f"{Role.DPE_STAFF.value}@example.test")


def compare(client: FlaskClient, path: str, rows: Mapping[str, Any], tests: Tests, few: set[str]) -> None:
    """Every choice of every filter, and some two at once; of the `few` only what some row could have."""
    offered = choices(client, path)
    assert set(offered) == set(tests)
    asked = [(name, value) for name, found in offered.items() if name not in few for value in found]
    asked += [
        (name, str(value))
        for name, given in {"district": PLACES, "state": (22, 20)}.items()
        for value in given
        if name in few
    ]
    found = {}
    for name, value in asked:
        found[name, value] = {code for code, row in rows.items() if tests[name](row, value)}
        assert codes(client, path, **{name: value}) == found[name, value], (name, value)
    told = {name for (name, _value), here in found.items() if 0 < len(here) < len(rows)}
    assert told == set(tests), f"no row tells apart: {set(tests) - told}"
    pairs = [pair for pair in itertools.combinations(asked, 2) if pair[0][0] != pair[1][0]]
    for first, second in random.Random(7).sample(pairs, 20):  # noqa: S311 (a fixed order)
        assert codes(client, path, **dict([first, second])) == found[first] & found[second], (first, second)


def make_needs() -> None:
    """Needs of every kind: with and without cost, cover, pledges, figures, people."""
    chance, by = random.Random(1), somebody(Role.DPE_STAFF)  # noqa: S311 (a fixed order)
    cpses = db.session.scalars(select(Cpse).where(Cpse.code.in_(["NMDC", "NTPC"])).order_by(Cpse.id)).all()
    statuses = list(NeedStatus)
    for number in range(1, 41):
        scheme = chance.choice([None, "jal-jeevan-mission", "poshan-2-0"])
        covered = chance.choice(["amount", "share", None]) if scheme else None
        # At the turn of a financial year in India, which is not the turn of a day in UTC.
        moment = datetime(2025, 4, 1, tzinfo=IST) + timedelta(hours=chance.choice([-1, 0, 1, 3000, 11000]))
        urgency = chance.choice(list(Urgency))
        need = Need(
            district=find_district(PLACES[number % 4]),
            number=number,
            theme_code=chance.choice(THEMES),
            title_en=f"Need {number}",
            block=chance.choice([None, "Kuakonda"]),
            status=statuses[number % len(statuses)],
            urgency=urgency,
            urgency_reason="Soon." if urgency is Urgency.HIGH else "",
            cost_inr=chance.choice([None, 999, 1_000_000]),
            scheme_code=scheme,
            covered_inr=chance.choice([400, 2_000_000]) if covered == "amount" else None,
            covered_percent=chance.choice([33, 100]) if covered == "share" else None,
            figure_value=chance.choice([None, 12.5]),
            created_by_id=by.id,
            created_at=moment.astimezone(UTC),
            changed_by_id=by.id,
            changed_at=moment.astimezone(UTC),
        )
        for group in chance.sample(list(TargetGroup), chance.randrange(4)):
            need.groups.append(NeedGroup(group=group, heads=chance.choice([None, 40])))
        for cpse in chance.sample(cpses, chance.randrange(3)):
            need.partners.append(NeedPartner(cpse=cpse, pledged_inr=chance.choice([None, 1, 600_000])))
        db.session.add(need)


def left_of(need: Need) -> str:
    """Whether money is still to be found, by the rules themselves."""
    covered = 0
    if need.scheme_code is not None:
        covered = covered_amount(need.cost_inr, need.covered_inr, need.covered_percent)
    left = money_to_find(need.cost_inr, covered, [row.pledged_inr for row in need.partners])
    return "unknown" if left is None else "some" if left else "none"


NEED_TESTS: Tests = {
    "state": lambda need, value: str(need.district.state.lgd) == value,
    "district": lambda need, value: str(need.district.lgd) == value,
    "theme": lambda need, value: need.theme_code == value,
    "status": lambda need, value: need.status == value,
    "urgency": lambda need, value: need.urgency == value,
    "group": lambda need, value: value in [row.group for row in need.groups],
    "cpse": lambda need, value: value in [row.cpse.code for row in need.partners],
    "scheme": lambda need, value: need.scheme_code == value,
    "year": lambda need, value: year_of(need.created_at.astimezone(IST).date()) == value,
    "left": lambda need, value: left_of(need) == value,
    "gap": lambda need, value: {
        "cost": need.cost_inr is None,
        "figure": need.figure_value is None,
        "heads": all(row.heads is None for row in need.groups),
        "partner": not need.partners,
        "block": not need.block,
    }[value],
}


def make_projects() -> None:
    """Projects of every kind: late and early, overspent, without places, agencies, people."""
    chance, by = random.Random(2), somebody(Role.CPSE_OFFICER)  # noqa: S311 (a fixed order)
    cpses = db.session.scalars(select(Cpse).where(Cpse.code.in_(["NMDC", "NTPC"])).order_by(Cpse.id)).all()
    now = datetime(2026, 7, 1, tzinfo=UTC)
    for number in range(1, 41):
        implementer = chance.choice([None, Implementer.COMPANY, Implementer.AGENCY])
        starts = chance.choice([None, date(2024, 7, 1), date(2025, 4, 1)])
        ends = chance.choice([None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
        reach = chance.choice([None, ProjectReach.NOT_BOUND, ProjectReach.DISTRICTS, ProjectReach.DISTRICTS])
        project = Project(
            cpse=chance.choice(cpses),
            number=number,
            title_en=f"Project {number}",
            status=chance.choice([ProjectStatus.UNDER_WAY, *ProjectStatus]),
            starts_on=starts,
            ends_on=ends,
            reach=reach,
            implementer=implementer,
            agency_name=chance.choice(["Gram Vikas", "Shiksha & Sons"]) if implementer == "agency" else None,
            agency_csr1=chance.choice([None, "", "CSR00001234"]),
            created_by_id=by.id,
            created_at=now,
            changed_at=now,
        )
        for theme in chance.sample(THEMES, chance.randrange(3)):
            project.themes.append(ProjectTheme(theme_code=theme, percent=50))
        if reach is ProjectReach.DISTRICTS:
            for place in chance.sample(PLACES, chance.randrange(1, 3)):
                project.districts.append(ProjectDistrict(district=find_district(place), percent=50))
        for group in chance.sample(list(TargetGroup), chance.randrange(4)):
            project.groups.append(ProjectGroup(group=group, heads=chance.choice([None, 40])))
        for year, quarter in chance.sample(
            [("2024-25", 1), ("2024-25", 2), ("2026-27", 1)], chance.randrange(3)
        ):
            outlay, spent = chance.choice([None, 0, 500]), chance.choice([None, 500, 700])
            project.quarters.append(
                ProjectQuarter(financial_year=year, quarter=quarter, outlay_inr=outlay, spent_inr=spent)
            )
        db.session.add(project)


def runs_in(project: Project, year: str) -> bool:
    """Whether a project has money of a year, or runs in it by both its days."""
    first, last = date(int(year[:4]), 4, 1), date(int(year[:4]) + 1, 3, 31)
    has_days = project.starts_on is not None and project.ends_on is not None
    runs = has_days and project.starts_on <= last and project.ends_on >= first
    return runs or year in [row.financial_year for row in project.quarters]


def looks_of(project: Project) -> dict[str, bool]:
    """What wants a look about a project."""
    totals = sum_quarters((row.outlay_inr, row.spent_inr) for row in project.quarters)
    is_late = project.ends_on is not None and project.ends_on < TODAY
    return {
        "late": project.status is ProjectStatus.UNDER_WAY and is_late,
        "overspent": totals.is_overspent,
        "outlay": totals.outlay_inr is None,
        "spent": totals.spent_inr is None,
        "themes": not project.themes,
        "places": project.reach is None,
        "dates": project.starts_on is None or project.ends_on is None,
        "hands": project.implementer is None,
        "csr1": project.implementer is Implementer.AGENCY and not project.agency_csr1,
        "heads": all(row.heads is None for row in project.groups),
    }


PROJECT_TESTS: Tests = {
    "cpse": lambda project, value: project.cpse.code == value,
    "theme": lambda project, value: value in [row.theme_code for row in project.themes],
    "state": lambda project, value: value in [str(row.district.state.lgd) for row in project.districts],
    "district": lambda project, value: value in [str(row.district.lgd) for row in project.districts],
    "year": runs_in,
    "status": lambda project, value: project.status == value,
    "agency": lambda project, value: project.agency_name == value,
    "group": lambda project, value: value in [row.group for row in project.groups],
    "look": lambda project, value: looks_of(project)[value],
}


def make_programmes() -> None:
    """Programmes of each reach, with and without days, for several groups."""
    reaches = {
        "of two districts": {"reach": ProgrammeReach.DISTRICTS, "starts_on": date(2022, 4, 1)},
        "of a state": {"reach": ProgrammeReach.STATE, "state": find_district(328).state, "starts_on": None},
        "of all": {"reach": ProgrammeReach.ALL, "kind": ProgrammeKind.UNICEF, "theme_code": "HN"},
        "of one": {"reach": ProgrammeReach.DISTRICTS, "districts": (find_district(328),)},
        "of another": {"reach": ProgrammeReach.DISTRICTS, "districts": (find_district(636),)},
    }
    ends = (date(2023, 3, 31), None, date(2027, 3, 31), date(2025, 3, 31), None)
    wanted = ([TargetGroup.WOMEN], [], [TargetGroup.ST], [TargetGroup.WOMEN, TargetGroup.SC], [])
    for (name, given), end, groups in zip(reaches.items(), ends, wanted, strict=True):
        programme = make_programme(f"Programme {name}", **given, ends_on=end)
        programme.groups = [ProgrammeGroup(group=group) for group in groups]
    db.session.flush()
    db.session.scalars(
        select(Programme).where(Programme.name_en == "Programme of one")
    ).one().retired_on = date(2026, 1, 1)


class TestNeeds:
    def test_each_filter_and_any_two_find_what_python_finds(
        self, app: Application, visitor: FlaskClient
    ) -> None:
        run_write(make_needs)
        rows = {row.code: row for row in db.session.scalars(select(Need))}
        compare(visitor, "/needs", rows, NEED_TESTS, {"district", "state"})

    def test_the_money_still_to_find_sorts(self, app: Application, visitor: FlaskClient) -> None:
        run_write(make_needs)
        for order, sign in (("asc", 1), ("desc", -1)):
            text = visitor.get(f"/needs?sort=left&order={order}&download=csv").data.decode("utf-8-sig")
            told = [row["Still to find (₹)"] for row in csv.DictReader(io.StringIO(text))]
            known = [int(value) for value in told if value]
            assert known == sorted(known, key=lambda value: sign * value)
            assert 0 < len(known) < len(told)
            assert told[: len(known)] == [str(value) for value in known], "what is not known comes last"


class TestProjects:
    def test_each_filter_and_any_two_find_what_python_finds(
        self, app: Application, visitor: FlaskClient
    ) -> None:
        run_write(make_projects)
        rows = {row.code: row for row in db.session.scalars(select(Project))}
        compare(visitor, "/projects", rows, PROJECT_TESTS, {"district", "state"})

    def test_what_may_be_chosen_comes_from_projects_the_reader_may_see(self, app: Application) -> None:
        run_write(make_projects)
        officer = sign_in(app, f"{Role.DISTRICT_OFFICER.value}@example.test")
        seen = {
            row.agency_name
            for row in db.session.scalars(select(Project))
            if row.code in codes(officer, "/projects")
        }
        assert set(choices(officer, "/projects")["agency"]) == seen - {None}


class TestProgrammes:
    def test_state_group_and_year_find_what_python_finds(
        self, app: Application, visitor: FlaskClient
    ) -> None:
        run_write(make_programmes)
        rows = list(db.session.scalars(select(Programme)))

        def works_in(row: Programme, lgd: str) -> bool:
            of_districts = lgd in [str(part.district.state.lgd) for part in row.districts]
            of_state = row.state is not None and str(row.state.lgd) == lgd
            return row.reach is ProgrammeReach.ALL or of_state or of_districts

        for lgd in ("22", "20", "18"):
            expected = {row.name_en for row in rows if works_in(row, lgd)}
            assert codes(visitor, "/programmes", state=lgd, retired="1") == expected, lgd
        for group in TargetGroup:
            expected = {row.name_en for row in rows if group in [part.group for part in row.groups]}
            assert codes(visitor, "/programmes", group=group.value, retired="1") == expected, group
        for year in choices(visitor, "/programmes")["year"]:
            first, last = date(int(year[:4]), 4, 1), date(int(year[:4]) + 1, 3, 31)
            expected = {
                row.name_en
                for row in rows
                if row.retired_on is None
                and (row.starts_on or first) <= last
                and (row.ends_on or last) >= first
            }
            assert codes(visitor, "/programmes", year=year) == expected, year


class TestOverlaps:
    def test_the_kind_of_a_record_and_the_year_find_what_python_finds(
        self, app: Application, visitor: FlaskClient
    ) -> None:
        def make() -> None:
            make_programme()
            make_overlapping_project()
            make_overlapping_need()

        def make_first_older() -> str:
            first = db.session.scalars(select(OverlapCase).order_by(OverlapCase.id)).first()
            # One minute before the year ends in India.
            first.created_at = datetime(2025, 3, 31, 18, 29, tzinfo=UTC)
            return first.code

        run_write(make)
        first = run_write(make_first_older)
        rows = {row.code: row for row in db.session.scalars(select(OverlapCase))}
        assert len(rows) > 1
        for kind in ("need", "project", "programme"):
            expected = {
                code for code, row in rows.items() if any(getattr(side, f"{kind}_id") for side in row.sides)
            }
            assert codes(visitor, "/overlaps", kind=kind) == expected, kind
        for year in choices(visitor, "/overlaps")["year"]:
            expected = {
                code for code, row in rows.items() if year_of(row.created_at.astimezone(IST).date()) == year
            }
            assert codes(visitor, "/overlaps", year=year) == expected, year
        assert codes(visitor, "/overlaps", year="2024-25") == {first}


class TestFilterForm:
    def test_what_is_chosen_stays_in_the_links_and_can_be_cleared(self, sqlite_app: Application) -> None:
        run_write(make_needs)
        client = sign_in(sqlite_app, f"{Role.DPE_STAFF.value}@example.test")
        soup = BeautifulSoup(client.get("/needs?theme=ED&left=some").text, "html.parser")
        assert soup.select_one("select[name=theme] option[selected]")["value"] == "ED"
        assert soup.select_one("details.more-filters").has_attr("open"), "a filter in force is not hidden"
        links = [*soup.select("table.list thead a"), *soup.select(".downloads a")]
        assert len(links) > 5
        assert all("theme=ED" in link["href"] and "left=some" in link["href"] for link in links)
        assert soup.select_one(".filter-acts a")["href"] == "/needs"
        rest = BeautifulSoup(client.get("/needs?theme=ED").text, "html.parser")
        assert not rest.select_one("details.more-filters").has_attr("open")

    def test_an_empty_result_says_what_to_do(self, sqlite_app: Application) -> None:
        run_write(make_needs)
        client = sign_in(sqlite_app, f"{Role.DPE_STAFF.value}@example.test")
        soup = BeautifulSoup(client.get("/needs?q=zzzz").text, "html.parser")
        assert "Choose less above" in soup.select_one("main .empty").text
        assert soup.select_one("main .empty a")["href"] == "/needs"
        assert soup.select_one("table.list") is None, "a head without rows says nothing"

    def test_a_choice_that_means_nothing_is_told(self, sqlite_app: Application) -> None:
        run_write(make_needs)
        client = sign_in(sqlite_app, f"{Role.DPE_STAFF.value}@example.test")
        text = "Something that was chosen means nothing here"
        assert text in client.get("/needs?theme=none").text
        assert text not in client.get("/needs?theme=ED").text
