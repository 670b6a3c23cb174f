"""The verbs of needs on both databases: what is kept, refused, and noted."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError
from csrmatch.indicators.queries import list_readings
from csrmatch.registry.models import Cpse, Need
from csrmatch.registry.queries.needs import list_need_steps, list_waiting_needs
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText
from tests.registry.needs import fill_need, make_need, officers_of, take_to


@pytest.fixture
def need(app: Application) -> Need:
    """A draft of Dantewada with every part but its partners, in an office of two."""

    def make() -> int:
        made = make_need()
        fill_need(made)
        return made.id

    return db.session.get_one(Need, run_write(make))


def _step(need: Need, status: NeedStatus, by: int = 1, reason: str = "A reason.") -> None:
    officer = officers_of(need.district.lgd)[by]
    verbs.step_need(need=need, by=officer, version=need.version, status=status, reason=reason)


class TestPosting:
    def test_numbers_run_within_a_district(self, app: Application) -> None:
        def make() -> list[str]:
            return [make_need(lgd=lgd).code for lgd in (376, 376, 328, 376)]

        assert run_write(make) == ["376-0001", "376-0002", "328-0001", "376-0003"]

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"title_en": None}, "Enter a title"),
            ({"urgency": Urgency.HIGH}, "Say why it is urgent."),
            ({"covered_inr": 5}, "Choose the scheme"),
            ({"covered_inr": 5, "scheme_code": "no-such-scheme"}, "Choose the scheme"),
            ({"cost_inr": -1}, "0 or more"),
            ({"cost_inr": 4, "covered_inr": 5, "scheme_code": "mgnrega"}, "more than the whole cost"),
        ],
    )
    def test_refuses_what_contradicts_itself(
        self, app: Application, need: Need, given: dict[str, object], words: str
    ) -> None:
        text = NeedText(**{"theme_code": "AW", "title_en": "Wells", **given})
        with pytest.raises(DomainError) as refusal:
            verbs.change_need(need=need, by=officers_of(376)[0], version=need.version, text=text)
        assert words in str(refusal.value.text)

    def test_the_database_itself_refuses_urgent_without_a_reason(self, app: Application, need: Need) -> None:
        need.urgency_reason = ""
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


class TestTheFigure:
    def test_is_kept_as_it_was_taken(self, app: Application, need: Need) -> None:
        reading = next(row for row in list_readings(need.district) if row.gap is not None)
        verbs.change_need_figure(need=need, by=officers_of(376)[0], version=need.version, reading=reading)
        db.session.refresh(need)
        assert need.figure_value == reading.value
        assert need.benchmark_value == reading.state
        assert (need.benchmark_is_state, need.figure_round) == (True, "NFHS-5")
        assert need.gap == pytest.approx(reading.gap)
        before = need.figure_value
        reading.latest.value = before + 10
        db.session.flush()
        db.session.refresh(need)
        assert need.figure_value == before
        db.session.rollback()

    def test_that_is_not_known_stays_not_known(self, app: Application, need: Need) -> None:
        reading = next(row for row in list_readings(need.district) if row.value is None)
        verbs.change_need_figure(need=need, by=officers_of(376)[0], version=need.version, reading=reading)
        assert (need.figure_value, need.gap) == (None, None)
        assert need.indicator_id == reading.indicator.id
        db.session.rollback()


class TestTheSteps:
    def test_of_a_whole_life_are_kept_with_who_and_why(self, app: Application, need: Need) -> None:
        take_to(need, NeedStatus.MET)
        steps = [(step.new_status.value, step.is_alone) for step in list_need_steps(need)]
        states = ["draft", "verified", "open", "taken_up", "met"]
        assert steps == [(state, False) for state in states]
        assert {step.by_id for step in list_need_steps(need)[1:]} == {officers_of(376)[1].id}
        db.session.rollback()

    def test_the_author_may_verify_only_where_nobody_else_can(self, app: Application, need: Need) -> None:
        author, colleague = officers_of(376)
        with pytest.raises(DomainError):
            _step(need, NeedStatus.VERIFIED, by=0)
        colleague.is_enabled = False
        db.session.flush()
        verbs.step_need(need=need, by=author, version=need.version, status=NeedStatus.VERIFIED, reason="")
        assert [step.is_alone for step in list_need_steps(need)] == [False, True]
        db.session.rollback()

    def test_taking_up_asks_for_a_partner_and_keeps_one(self, app: Application, need: Need) -> None:
        take_to(need, NeedStatus.OPEN)
        with pytest.raises(DomainError) as refusal:
            _step(need, NeedStatus.TAKEN_UP)
        assert "Record a partner first" in str(refusal.value.text)
        by = officers_of(376)[0]
        cpses = db.session.scalars(select(Cpse).where(Cpse.code.in_(["NMDC", "NTPC"])).order_by(Cpse.code))
        pledges = {cpse: amount for cpse, amount in zip(cpses, (7, None), strict=True)}
        verbs.change_need_partners(need=need, by=by, version=need.version, pledges=pledges)
        _step(need, NeedStatus.TAKEN_UP)
        db.session.refresh(need)
        assert {row.cpse.code: row.pledged_inr for row in need.partners} == {"NMDC": 7, "NTPC": None}
        with pytest.raises(DomainError):
            verbs.change_need_partners(need=need, by=by, version=need.version, pledges={})
        db.session.rollback()

    def test_begun_on_an_older_version_are_refused(self, app: Application, need: Need) -> None:
        by = officers_of(376)[1]
        old = need.version
        verbs.change_need_people(need=need, by=officers_of(376)[0], version=old, heads={})
        with pytest.raises(Conflict):
            verbs.step_need(need=need, by=by, version=old, status=NeedStatus.VERIFIED, reason="")
        db.session.rollback()


class TestWhatWaits:
    def test_is_a_colleagues_draft_to_verify_or_ones_own_sent_back(
        self, app: Application, need: Need
    ) -> None:
        author, colleague = officers_of(376)
        assert list_waiting_needs(author) == []
        assert list_waiting_needs(colleague) == [(need, False)]
        _step(need, NeedStatus.VERIFIED)
        assert list_waiting_needs(colleague) == []
        _step(need, NeedStatus.DRAFT, reason="The cost is that of another year.")
        assert list_waiting_needs(author) == [(need, True)]
        assert list_waiting_needs(colleague) == []
        verbs.change_need_people(need=need, by=author, version=need.version, heads={})
        assert list_waiting_needs(author) == []
        assert list_waiting_needs(colleague) == [(need, False)]
        assert list_waiting_needs(officers_of(328)[0]) == []
        db.session.rollback()
