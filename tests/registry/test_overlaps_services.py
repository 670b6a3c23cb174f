"""The register on both databases: cases open, last, change and end as records are saved."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError
from csrmatch.registry.models import Cpse, Need, OverlapCase, Programme, Project
from csrmatch.registry.queries.overlaps import (
    list_overlaps_of_cpse,
    list_overlaps_of_district,
    list_waiting_overlaps,
)
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind, Reason, Verdict
from csrmatch.registry.rules.projects import ProjectStatus, TargetGroup
from csrmatch.registry.services import overlaps as verbs
from csrmatch.registry.services import projects as project_verbs
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.needs import change_need, change_need_partners
from csrmatch.registry.services.programmes import retire_programme
from csrmatch.registry.services.project_texts import ProjectText, text_of
from csrmatch.roles import Role
from tests.faults.racing import at_once
from tests.registry.needs import officers_of, take_to
from tests.registry.overlaps import (
    HINDI,
    approve,
    find_case,
    list_cases,
    make_overlapping_need,
    make_overlapping_project,
    make_programme,
    somebody,
    steps_of,
)
from tests.registry.projects import find_district, find_officer

S = CaseStepKind


@pytest.fixture
def pair(app: Application) -> tuple[Need, Project]:
    """A need of Dantewada in Hindi and a project of NTPC in English for the same purpose."""

    def make() -> tuple[int, int]:
        return make_overlapping_need().id, make_overlapping_project().id

    need, project = run_write(make)
    return db.session.get_one(Need, need), db.session.get_one(Project, project)


def _case(pair: tuple[Need, Project]) -> OverlapCase:
    case = find_case(*pair)
    assert case is not None
    return case


def _answer(case: OverlapCase, verdict: Verdict = Verdict.NOT_THE_SAME) -> None:
    by = somebody(Role.DPE_STAFF)
    verbs.answer_overlap(case=case, by=by, version=case.version, verdict=verdict, reason="Other schools.")


class TestOpening:
    def test_a_need_in_hindi_meets_a_project_in_english(self, pair: tuple[Need, Project]) -> None:
        case = _case(pair)
        assert case.state is CaseState.OPEN
        assert {Reason.DISTRICT, Reason.THEME, Reason.TITLE, Reason.PERIOD} <= set(case.reasons)
        assert [row.district.lgd for row in case.districts] == [376]
        assert [row.theme_code for row in case.themes] == ["ED"]
        assert (case.sides[0].need_id, case.sides[1].project_id) == (pair[0].id, pair[1].id)
        assert steps_of(case) == [S.OPENED]

    def test_a_programme_is_found_whichever_is_saved_last(self, app: Application) -> None:
        def make() -> int:
            first = make_programme()
            need = make_overlapping_need()
            second = make_programme("School toilets for girls")
            return sum(find_case(row, need) is not None for row in (first, second))

        assert run_write(make) == 2

    @pytest.mark.parametrize("given", [{"lgd": 374}, {"theme": "HN"}, {"title": "Road to Bacheli"}])
    def test_another_place_theme_or_purpose_opens_none(
        self, app: Application, given: dict[str, object]
    ) -> None:
        def make() -> int:
            make_overlapping_need()
            make_overlapping_project("NTPC", **given)
            return len(list_cases())

        assert run_write(make) == 0

    def test_one_company_has_no_case_with_itself(self, app: Application) -> None:
        def make() -> int:
            make_overlapping_project("NTPC")
            make_overlapping_project("NTPC")
            return len(list_cases())

        assert run_write(make) == 0

    def test_a_change_that_makes_them_alike_opens_one(self, app: Application) -> None:
        def make() -> list[bool]:
            need = make_overlapping_need("सड़क निर्माण")
            project = make_overlapping_project()
            before = find_case(need, project)
            text = NeedText(theme_code="ED", title_hi=HINDI)
            change_need(need=need, by=officers_of(376)[0], version=need.version, text=text)
            return [before is None, find_case(need, project) is not None]

        assert run_write(make) == [True, True]

    def test_a_project_of_a_partner_answers_the_need_and_is_no_overlap(self, app: Application) -> None:
        def make() -> int:
            need = make_overlapping_need()
            take_to(need, NeedStatus.OPEN)
            ntpc = db.session.scalars(select(Cpse).where(Cpse.code == "NTPC")).one()
            by = officers_of(376)[0]
            change_need_partners(need=need, by=by, version=need.version, pledges={ntpc: None})
            make_overlapping_project("NTPC")
            return len(list_cases())

        assert run_write(make) == 0

    def test_saving_many_can_wait_for_the_end(self, app: Application) -> None:
        def make() -> tuple[int, int]:
            with verbs.following_later():
                make_overlapping_need()
                make_overlapping_project()
                during = len(list_cases())
            return during, len(list_cases())

        assert run_write(make) == (0, 1)

    def test_a_pair_has_one_case_only(self, pair: tuple[Need, Project]) -> None:
        case = _case(pair)
        twin = {name: getattr(case, name) for name in ("pair", "state", "score", "reasons", "digest")}

        def add() -> None:
            db.session.add(OverlapCase(**twin, created_at=case.created_at, changed_at=case.changed_at))

        with pytest.raises(IntegrityError):
            run_write(add)

    def test_two_who_save_overlapping_records_at_once_open_one_case(self, app: Application) -> None:
        run_write(lambda: (officers_of(376), find_officer("NMDC")))

        def save(number: int) -> None:
            run_write(make_overlapping_project if number % 2 else make_overlapping_need)

        at_once(app, 6, save)
        db.session.rollback()
        total = db.session.scalar(select(func.count(OverlapCase.id)))
        pairs = db.session.scalar(select(func.count(OverlapCase.pair.distinct())))
        # Three needs with three projects of one company, and the needs among themselves.
        assert (total, pairs) == (12, 12)


class TestAnswering:
    def test_a_verdict_lasts_when_the_same_is_saved_again(self, pair: tuple[Need, Project]) -> None:
        _need, project = pair

        def act() -> CaseState:
            _answer(_case(pair))
            text = text_of(project)
            again = ProjectText(
                **{**text.__dict__, "summary_en": "More words.", "title_en": "GIRLS' toilets in schools"}
            )
            project_verbs.change_project(project=project, version=project.version, text=again)
            return _case(pair).state

        assert run_write(act) is CaseState.ANSWERED
        assert steps_of(_case(pair)) == [S.OPENED, S.ANSWERED]

    def test_a_compared_fact_that_changes_asks_again(self, pair: tuple[Need, Project]) -> None:
        _need, project = pair

        def act() -> None:
            _answer(_case(pair))
            heads = {TargetGroup.WOMEN: 400}
            project_verbs.change_project_people(project=project, version=project.version, heads=heads)

        run_write(act)
        case = _case(pair)
        assert (case.state, case.verdict) == (CaseState.OPEN, Verdict.NOT_THE_SAME)
        assert steps_of(case) == [S.OPENED, S.ANSWERED, S.CHANGED]

    def test_it_can_be_opened_again_with_a_reason(self, pair: tuple[Need, Project]) -> None:
        def act() -> None:
            case = _case(pair)
            _answer(case)
            by = somebody(Role.DPE_STAFF)
            verbs.reopen_overlap(case=case, by=by, version=case.version, reason="They are the same schools.")

        run_write(act)
        case = _case(pair)
        assert (case.state, case.verdict) == (CaseState.OPEN, None)
        assert steps_of(case) == [S.OPENED, S.ANSWERED, S.REOPENED]

    def test_it_needs_a_reason_and_an_open_case(self, pair: tuple[Need, Project]) -> None:
        case, by = _case(pair), somebody(Role.DPE_STAFF)
        given = {"case": case, "by": by, "version": case.version}
        with pytest.raises(DomainError, match="reason"):
            verbs.answer_overlap(**given, verdict=Verdict.JOINED, reason=" ")
        with pytest.raises(DomainError, match="answered"):
            verbs.reopen_overlap(**given, reason="A reason.")
        run_write(lambda: _answer(_case(pair)))
        case = _case(pair)
        with pytest.raises(DomainError, match="does not wait"):
            verbs.answer_overlap(case=case, by=by, version=case.version, verdict=Verdict.JOINED, reason="x")

    def test_a_stale_verdict_is_told_so(self, pair: tuple[Need, Project]) -> None:
        case = _case(pair)
        with pytest.raises(Conflict) as told:
            verbs.answer_overlap(
                case=case,
                by=somebody(Role.DPE_STAFF),
                version=case.version - 1,
                verdict=Verdict.JOINED,
                reason="A reason.",
            )
        assert "A reason." in told.value.mine.values()


class TestEnding:
    def test_a_case_ends_with_a_record_and_not_before(self, pair: tuple[Need, Project]) -> None:
        need, project = pair

        def change() -> None:
            approve(project, ProjectStatus.UNDER_WAY, ProjectStatus.COMPLETED)
            # They no longer share a theme: the case stays until somebody answers it or a record ends.
            project_verbs.change_project_purpose(
                project=project, version=project.version, themes={"HN": 100}, schedule_items=[], goals=[]
            )

        run_write(change)
        case = _case(pair)
        assert (case.state, case.score, case.reasons) == (CaseState.OPEN, 0, [])
        assert [row.theme_code for row in case.themes] == ["ED"]
        run_write(lambda: take_to(need, NeedStatus.WITHDRAWN))
        assert _case(pair).state is CaseState.ENDED
        assert steps_of(_case(pair)) == [S.OPENED, S.ENDED]

    def test_what_is_taken_up_again_is_as_it_was(self, app: Application) -> None:
        def act() -> tuple[CaseState, CaseState]:
            need, programme = make_overlapping_need(), make_programme()
            take_to(need, NeedStatus.TAKEN_UP)
            case = find_case(need, programme)
            assert case is not None
            _answer(case, Verdict.COMPLEMENTARY)
            from csrmatch.registry.services.needs import step_need

            by = officers_of(376)[1]
            step_need(need=need, by=by, version=need.version, status=NeedStatus.MET, reason="Built.")
            ended = case.state
            step_need(need=need, by=by, version=need.version, status=NeedStatus.TAKEN_UP, reason="Not all.")
            return ended, case.state

        assert run_write(act) == (CaseState.ENDED, CaseState.ANSWERED)

    def test_a_retired_programme_overlaps_with_nothing(self, app: Application) -> None:
        def act() -> list[CaseState]:
            make_overlapping_need()
            programme: Programme = make_programme()
            retire_programme(programme=programme, version=programme.version, reason="It has ended.")
            make_overlapping_need("कन्या शौचालय, विद्यालय")
            return [case.state for case in list_cases() if "programme" in case.pair]

        assert run_write(act) == [CaseState.ENDED]


class TestReading:
    def test_offices_are_asked_about_their_own_records(self, pair: tuple[Need, Project]) -> None:
        _need, project = pair
        district = officers_of(376)[0]
        # NTPC may not know of the draft yet, and the office not of a project that is only proposed…
        assert list_waiting_overlaps(somebody(Role.CPSE_OFFICER)) == []
        # … but it is in its own district, and there the office reads all projects.
        assert list_waiting_overlaps(district) == [_case(pair)]
        assert list_overlaps_of_district(district, find_district(376)) == [_case(pair)]
        assert list_overlaps_of_district(district, find_district(374)) == []
        dpe = somebody(Role.DPE_STAFF)
        assert list_overlaps_of_cpse(dpe, project.cpse) == [_case(pair)]
        assert list_waiting_overlaps(dpe) == []

    def test_a_company_learns_of_a_case_when_the_need_is_open(self, app: Application) -> None:
        def make() -> tuple[int, int]:
            return make_overlapping_need().id, make_overlapping_project("NMDC").id

        need_id, _project = run_write(make)
        officer = somebody(Role.CPSE_OFFICER)
        assert list_waiting_overlaps(officer) == []
        run_write(lambda: take_to(db.session.get_one(Need, need_id), NeedStatus.OPEN))
        assert len(list_waiting_overlaps(officer)) == 1

    def test_a_company_learns_of_anothers_project_when_its_board_has_approved_it(
        self, app: Application
    ) -> None:
        def make() -> int:
            make_overlapping_project("NMDC")
            return make_overlapping_project("NTPC").id

        other = run_write(make)
        officer = somebody(Role.CPSE_OFFICER)
        assert list_waiting_overlaps(officer) == []
        run_write(lambda: approve(db.session.get_one(Project, other)))
        assert len(list_waiting_overlaps(officer)) == 1
