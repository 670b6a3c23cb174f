"""Overlaps, figures, imports and comments: found by whoever may open their pages, and by nobody else."""

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.comments.models import Comment
from csrmatch.comments.services import strike_comment
from csrmatch.db import db, run_write
from csrmatch.imports.models import DataImport
from csrmatch.indicators.models import ReportedFigure
from csrmatch.indicators.rules import TypedFigure
from csrmatch.indicators.services.telling import FigureText, correct_figure
from csrmatch.registry.models import Cpse, Need, NeedThread, OverlapCase
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.programmes import ProgrammeKind
from csrmatch.roles import Role
from csrmatch.search.indexing import rebuild_index
from csrmatch.search.queries import search_records
from tests.conftest import sign_in
from tests.imports.sheets import bring_in, template
from tests.registry.need_talks import say_on_need, tell_water
from tests.registry.needs import make_need, officers_of, take_to
from tests.registry.overlaps import find_case, make_overlapping_project, make_programme, somebody
from tests.registry.projects import find_officer

NEW = ("overlap", "figure", "import", "need_thread")
SEES_ALL = {Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER}


def _found(viewer: User, words: str, kind: str) -> set[tuple[str, tuple[tuple[str, object], ...]]]:
    """The pages of one kind that a search leads a person to."""
    found = search_records(viewer, words)
    results = [one for group in found.groups if group.kind.code == kind for one in group.results]
    return {(one.shown.endpoint, tuple(sorted(one.shown.values.items()))) for one in results}


def _who_finds(words: str, kind: str) -> set[Role]:
    db.session.rollback()
    return {role for role in Role if _found(somebody(role), words, kind)}


def _other_company() -> User:
    """An officer of a company that is not NMDC."""
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == "NTPC")).one()
    officer = db.session.scalars(select(User).where(User.email == "cpse_officer@example.test")).one()
    officer.organisation_id = cpse.organisation_id
    return officer


def _talk() -> int:
    """An open need of Dantewada about which NMDC asked; its number."""
    need = make_need("Solar pumps")
    take_to(need, NeedStatus.OPEN)
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    say_on_need(need, cpse, find_officer("NMDC"), "Is the quokka कंगारू protected?")
    return need.id


class TestComments:
    def test_are_found_by_both_sides_and_those_over_them_in_both_scripts(self, app: Application) -> None:
        run_write(_talk)
        readers = {Role.CPSE_OFFICER, Role.DISTRICT_OFFICER} | SEES_ALL
        assert _who_finds("quokka", "need_thread") == readers
        assert _who_finds("कंगारू", "need_thread") == readers

    def test_of_one_company_are_not_found_by_another_nor_misspelt_nor_suggested(
        self, app: Application
    ) -> None:
        run_write(_talk)
        run_write(_other_company)
        officer = somebody(Role.CPSE_OFFICER)
        for words in ("quokka", "quoka", "quokka pumps", "कंगारू"):
            assert _found(officer, words, "need_thread") == set(), words
        client = sign_in(app, "cpse_officer@example.test")
        for path in ("/search?q=quokka", "/search/suggestions?q=quokka", "/search?q=quokka&kind=need_thread"):
            assert "comments" not in client.get(path).text.casefold()

    def test_lead_to_the_page_of_the_thread(self, app: Application) -> None:
        need = run_write(_talk)
        ((endpoint, values),) = _found(somebody(Role.DPE_STAFF), "quokka", "need_thread")
        with app.test_request_context():
            path = app.url_for(endpoint, **dict(values))
        assert path == f"/needs/{need}/comments/NMDC"
        assert "quokka" in sign_in(app, "dpe_staff@example.test").get(path).text

    def test_that_are_corrected_or_struck_are_no_longer_found(self, app: Application) -> None:
        run_write(_talk)

        def strike() -> None:
            comment = db.session.scalars(select(Comment)).one()
            strike_comment(
                comment=comment, by=officers_of(376)[0], version=comment.version, reason="By mistake."
            )

        run_write(strike)
        assert _who_finds("quokka", "need_thread") == set()

    def test_follow_the_title_of_the_need(self, app: Application) -> None:
        number = run_write(_talk)

        def rename() -> None:
            db.session.get_one(Need, number).title_en = "Wombat pumps"

        run_write(rename)
        assert _who_finds("wombat", "need_thread") == {Role.CPSE_OFFICER, Role.DISTRICT_OFFICER} | SEES_ALL


def _overlap() -> tuple[int, str]:
    """A case between a project of NMDC and a programme of UNICEF; its number, and the project's title."""
    project = make_overlapping_project("NMDC")
    programme = make_programme(
        by=somebody(Role.UNICEF_OFFICER), kind=ProgrammeKind.UNICEF, run_by="Quokka Trust"
    )
    case = find_case(programme, project)
    assert case is not None
    project.title_en = "Platypus latrines"
    return case.id, project.title_en


class TestOverlaps:
    def test_are_found_by_number_company_and_programme_by_those_who_see_them(self, app: Application) -> None:
        number, _title = run_write(_overlap)
        shown = {
            role
            for role in Role
            if sign_in(app, f"{role.value}@example.test").get(f"/overlaps/{number}").status_code == 200
        }
        assert {Role.DPE_STAFF, Role.CPSE_OFFICER} <= shown < set(Role)
        for words in (f"V-{number:04d}", "quokka", "NMDC quokka", "दंतेवाड़ा quokka"):
            assert _who_finds(words, "overlap") == shown, words

    def test_tell_nothing_of_a_project_but_whose_it_is(self, app: Application) -> None:
        _number, title = run_write(_overlap)
        assert _who_finds(title, "overlap") == set()

    def test_follow_the_names_of_their_records(self, app: Application) -> None:
        number, _title = run_write(_overlap)

        def rename() -> None:
            case = db.session.get_one(OverlapCase, number)
            programme = next(side.programme for side in case.sides if side.programme is not None)
            programme.run_by = "Wombat Trust"

        run_write(rename)
        assert _who_finds("quokka", "overlap") == set()
        assert Role.DPE_STAFF in _who_finds("wombat", "overlap")


class TestFigures:
    def test_are_found_by_indicator_district_office_and_source_by_all_who_read_the_list(
        self, app: Application
    ) -> None:
        run_write(lambda: tell_water(officers_of(376)[0], source="Quokka survey").id)
        readers = {
            role
            for role in Role
            if sign_in(app, f"{role.value}@example.test").get("/figures").status_code == 200
        }
        assert _who_finds("quokka", "figure") == readers
        assert _who_finds("Dantewada water quokka", "figure") == readers
        assert _who_finds("दंतेवाड़ा quokka", "figure") == readers

    def test_that_are_corrected_are_found_by_what_stands(self, app: Application) -> None:
        run_write(lambda: tell_water(officers_of(376)[0], source="Quokka survey").id)

        def correct() -> None:
            figure = db.session.scalars(select(ReportedFigure)).one()
            last = figure.latest
            typed = TypedFigure(figure.starts_on, figure.ends_on, last.dated_on, 83.0)
            text = FigureText(typed, "Wombat survey", "Counted anew.")
            correct_figure(figure=figure, by=officers_of(376)[0], version=figure.version, text=text)

        run_write(correct)
        assert _who_finds("quokka", "figure") == set()
        assert Role.DPE_STAFF in _who_finds("wombat", "figure")


class TestImports:
    def test_are_found_by_the_office_that_brought_them_in_alone(self, app: Application) -> None:
        number = bring_in(template())
        assert _who_finds("projects.xlsx", "import") == {Role.CPSE_OFFICER}
        found = _found(somebody(Role.CPSE_OFFICER), "projects.xlsx", "import")
        assert found == {("imports.show_import", (("import_id", number),))}
        run_write(_other_company)
        assert _who_finds("projects.xlsx", "import") == set()


class TestIndex:
    @pytest.mark.parametrize("kind", NEW)
    def test_is_as_the_hook_left_it_when_it_is_made_anew(self, app: Application, kind: str) -> None:
        run_write(_talk)
        run_write(_overlap)
        run_write(lambda: tell_water(officers_of(376)[0]).id)
        bring_in(template())
        for model in (NeedThread, OverlapCase, ReportedFigure, DataImport):
            assert db.session.scalars(select(model)).first() is not None
        assert run_write(rebuild_index)[kind] == 0
