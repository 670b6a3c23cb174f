"""Feedback: what is asked, who may answer when, and that a summary gives nobody away."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, now, run_write, today
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import (
    FeedbackAnswer,
    FeedbackReply,
    FeedbackSending,
    Workshop,
    WorkshopSession,
)
from csrmatch.workshops.queries.feedback import (
    count_answers,
    find_feedback_form,
    get_feedback_form,
    list_feedback_sessions,
)
from csrmatch.workshops.queries.feedback_summary import FeedbackSummary, QuestionSummary, summarise_feedback
from csrmatch.workshops.rules.feedback import (
    FEWEST,
    FeedbackState,
    Question,
    cut_groups,
    feedback_state,
)
from csrmatch.workshops.rules.participants import ParticipantGroup as Group
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import feedback as verbs
from csrmatch.workshops.services.agenda import drop_session
from csrmatch.workshops.wording.feedback import summary_rows
from tests.faults.racing import at_once
from tests.workshops.factories import make_workshop
from tests.workshops.feedback import answer, form_text, make_form
from tests.workshops.participants import make_held_workshop, person_of

_DAY = timedelta(days=1)


def held(**given: object) -> Workshop:
    return make_held_workshop(WorkshopStatus.HELD, in_days=-2, **given)


def summary_of(workshop: Workshop) -> FeedbackSummary:
    found = summarise_feedback(workshop)
    assert found is not None
    return found


def sessions_of(workshop: Workshop) -> list[int]:
    return [row.id for row in list_feedback_sessions(workshop)]


def part(summary: FeedbackSummary, key: Question | None) -> QuestionSummary:
    return next(item for item in summary.questions if item.question.key is key)


class TestWhenItIsOpen:
    @pytest.mark.parametrize(
        ("status", "shift", "state"),
        [
            (WorkshopStatus.ANNOUNCED, 0, FeedbackState.OPEN),
            (WorkshopStatus.HELD, 7, FeedbackState.OPEN),
            (WorkshopStatus.HELD, 8, FeedbackState.OVER),
            (WorkshopStatus.HELD, -1, FeedbackState.NOT_YET),
            (WorkshopStatus.PLANNED, 3, FeedbackState.NOT_YET),
            (WorkshopStatus.CLOSED, 3, FeedbackState.OVER),
            (WorkshopStatus.CANCELLED, 3, FeedbackState.OVER),
        ],
    )
    def test_both_its_days_count_and_the_workshop_must_be_told_of_and_not_closed(
        self, status: WorkshopStatus, shift: int, state: FeedbackState
    ) -> None:
        first = today()
        assert feedback_state(status, first, first + 7 * _DAY, first + shift * _DAY) is state

    def test_an_answer_after_its_last_day_is_refused(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            form = make_form(held(), days=1)
            answer(form, useful=5)
            form.opens_on, form.closes_on = today() - 3 * _DAY, today() - _DAY
            with pytest.raises(DomainError, match="takes no answers"):
                answer(form, useful=5)
            assert count_answers(form) == 1


class TestTheForm:
    def test_only_who_holds_the_workshop_makes_it(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            workshop = held()
            for role in (Role.CPSE_OFFICER, Role.AUDITOR, Role.CHAIR):
                with pytest.raises(NotAllowed):
                    verbs.set_form(workshop=workshop, by=person_of(role), version=0, text=form_text())
            verbs.set_form(workshop=workshop, by=person_of(Role.UNICEF_OFFICER), version=0, text=form_text())

    def test_its_questions_stay_once_somebody_has_answered_and_its_days_can_change(
        self, app: Application
    ) -> None:
        with app.app_context():
            workshop = held()
            form = make_form(workshop)
            by = person_of(Role.DPE_STAFF)
            fewer = form_text([Question.USEFUL, Question.REMARKS], ())
            verbs.set_form(workshop=workshop, by=by, version=form.version, text=fewer)
            assert [row.key for row in form.questions] == [Question.USEFUL, Question.REMARKS]
            answer(form, useful=4)
            with pytest.raises(DomainError, match="answered already"):
                verbs.set_form(workshop=workshop, by=by, version=form.version, text=form_text())
            longer = form_text([Question.USEFUL, Question.REMARKS], (), days=30)
            verbs.set_form(workshop=workshop, by=by, version=form.version, text=longer)
            assert form.closes_on == longer.closes_on

    def test_two_people_who_change_it_at_once_are_told_of_each_other(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            workshop = held()
            form = make_form(workshop)
            seen, by = form.version, person_of(Role.DPE_STAFF)
            verbs.set_form(workshop=workshop, by=by, version=seen, text=form_text(days=20))
            with pytest.raises(Conflict):
                verbs.set_form(workshop=workshop, by=by, version=seen, text=form_text(days=30))

    @pytest.mark.parametrize(
        "text",
        [
            form_text((), ()),
            form_text(days=-3),
            form_text(days=500),
            form_text(own=[verbs.OwnQuestion(verbs.QuestionKind.TEXT)]),
            form_text(own=[verbs.OwnQuestion(verbs.QuestionKind.SESSIONS, "Which?")]),
            form_text(own=[verbs.OwnQuestion(verbs.QuestionKind.TEXT, "Why?")] * 6),
        ],
    )
    def test_one_that_asks_nothing_or_wrongly_is_refused(
        self, text: verbs.FormText, sqlite_app: Application
    ) -> None:
        with sqlite_app.app_context():
            workshop = held()
            with pytest.raises(DomainError):
                verbs.set_form(workshop=workshop, by=person_of(Role.DPE_STAFF), version=0, text=text)
            assert find_feedback_form(workshop) is None


class TestAnswering:
    def test_sent_twice_it_is_one_answer(self, app: Application) -> None:
        with app.app_context():
            made = run_write(lambda: make_form(held()).workshop_id)

            def send(_place: int) -> int:
                def give() -> int:
                    form = get_feedback_form(db.session.get_one(Workshop, made))
                    return answer(form, key="one key of one form", useful=5).id

                return run_write(give)

            assert len(set(at_once(app, 6, send))) == 1
            assert len(db.session.scalars(select(FeedbackAnswer)).all()) == 1
            assert len(db.session.scalars(select(FeedbackReply)).all()) == 1

    def test_what_is_not_among_the_answers_is_refused(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            form, other = make_form(held()), held()
            foreign = sessions_of(other)[0]
            for wrong in (
                {"useful": 6},
                {"pace": "yes"},
                {"sessions": [foreign]},
                {"remarks": 3},
                {"own": 0},
            ):
                with pytest.raises(DomainError, match="not among"):
                    answer(form, **wrong)
            with pytest.raises(DomainError, match="one question"):
                answer(form, remarks="  ")
            assert count_answers(form) == 0

    def test_one_network_cannot_flood_it_and_a_whole_hall_can_answer(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            form = make_form(held(), own=())
            moment = now()
            db.session.add_all(FeedbackSending(sender="hall", at=moment) for _time in range(199))
            answer(form, useful=5, sender="hall")
            with pytest.raises(DomainError, match="Too many"):
                answer(form, useful=5, sender="hall")
            answer(form, useful=5, sender="another hall")
            for row in db.session.scalars(select(FeedbackSending)):
                row.at = moment - timedelta(hours=2)
            answer(form, useful=5, sender="hall")
            assert len(db.session.scalars(select(FeedbackSending)).all()) == 1

    def test_the_log_tells_that_it_came_and_nothing_it_says(self, app: Application) -> None:
        with app.app_context():
            run_write(
                lambda: (
                    answer(
                        make_form(held()), Group.DPE, name="Asha Secretname", remarks="Too loud", useful=2
                    ).id
                )
            )
            told = db.session.scalars(
                select(AuditEvent).where(AuditEvent.object_type.in_(["feedback_answer", "feedback_reply"]))
            ).all()
            assert len(told) == 3
            for entry in told:
                for word in ("Too loud", "Secretname", '"dpe"', '"number":[null'):
                    assert word not in entry.changes


class TestTheSummary:
    def test_a_question_left_out_is_no_zero(self, app: Application) -> None:
        with app.app_context():
            workshop = held(days=2)
            form = make_form(workshop)
            sessions = sessions_of(workshop)
            for mark in (5, 4, 3):
                answer(form, useful=mark, sessions=sessions[:1], remarks="Good")
            answer(form, Group.DISTRICT, sessions=sessions[:2], pace="right")
            summary = summary_of(workshop)
            useful = part(summary, Question.USEFUL)
            assert (summary.answers, useful.answered, useful.unanswered, useful.mean) == (4, 3, 1, 4.0)
            assert [(item.value, item.count) for item in useful.options] == [
                (1, 0),
                (2, 0),
                (3, 1),
                (4, 1),
                (5, 1),
            ]
            picked = part(summary, Question.SESSIONS)
            assert (picked.answered, [item.count for item in picked.options]) == (4, [4, 1, 0, 0])
            assert part(summary, Question.ARRANGEMENTS).answered == 0
            assert part(summary, Question.ARRANGEMENTS).mean is None
            assert part(summary, None).unanswered == 4

    def test_fewer_than_three_answers_are_not_shown(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            workshop = held()
            form = make_form(workshop)
            for _time in range(FEWEST - 1):
                answer(form, remarks="I am the only one")
            assert summary_of(workshop).questions == ()
            answer(form, remarks="And I")
            assert summary_of(workshop).questions

    def test_small_groups_are_told_as_one(self, app: Application) -> None:
        with app.app_context():
            workshop = held()
            form = make_form(workshop)
            for group, count in ((Group.CPSE, 5), (Group.DISTRICT, 2), (None, 1)):
                for _time in range(count):
                    answer(form, group, useful=5, remarks=f"of {group}")
            summary = summary_of(workshop)
            assert summary.cuts == [(Group.CPSE,), (Group.DISTRICT, None)]
            assert summary.cut_counts == [5, 3]
            assert part(summary, Question.USEFUL).options[-1].by_cut == [5, 3]
            rows = summary_rows(summary)
            assert [row.by_cut for row in rows if row.answer == "of None"] == [[0, 1]]

    def test_texts_do_not_stand_in_the_order_in_which_they_came(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():
            workshop = held()
            form = make_form(workshop)
            for remark, missing in (("c", "x"), ("a", "z"), ("b", "y")):
                answer(form, remarks=remark, missing=missing)
            summary = summary_of(workshop)
            assert [item.text for item in part(summary, Question.REMARKS).shown] == ["a", "b", "c"]
            assert [item.text for item in part(summary, Question.MISSING).shown] == ["x", "y", "z"]

    def test_a_remark_can_be_left_out_and_is_kept(self, app: Application) -> None:
        with app.app_context():
            workshop, by = held(), person_of(Role.DPE_STAFF)
            form = make_form(workshop)
            replies = [answer(form, remarks=words).replies[0] for words in ("Fine", "Fine too", "Abuse")]
            with pytest.raises(NotAllowed):
                verbs.hide_remark(
                    workshop=workshop, reply=replies[2], by=person_of(Role.CPSE_OFFICER), reason="I"
                )
            with pytest.raises(DomainError, match="reason"):
                verbs.hide_remark(workshop=workshop, reply=replies[2], by=by, reason=" ")
            verbs.hide_remark(workshop=workshop, reply=replies[2], by=by, reason="It insults a person.")
            item = part(summary_of(workshop), Question.REMARKS)
            assert ([one.text for one in item.shown], [one.text for one in item.hidden]) == (
                ["Fine", "Fine too"],
                ["Abuse"],
            )
            assert item.answered == 3
            assert "Abuse" not in {row.answer for row in summary_rows(summary_of(workshop))}
            verbs.show_remark(workshop=workshop, reply=replies[2], by=by)
            assert len(part(summary_of(workshop), Question.REMARKS).shown) == 3

    def test_a_session_taken_off_the_agenda_still_counts(self, app: Application) -> None:
        with app.app_context():
            by = person_of(Role.DPE_STAFF)
            workshop = make_workshop(status=WorkshopStatus.HELD)
            form = make_form(workshop)
            first = sessions_of(workshop)[0]
            for _time in range(3):
                answer(form, sessions=[first])
            session = db.session.get_one(WorkshopSession, first)
            drop_session(workshop=workshop, session=session, by=by, version=session.version)
            db.session.expire_all()
            picked = part(summary_of(workshop), Question.SESSIONS)
            assert (picked.answered, picked.options[-1].value, picked.options[-1].count) == (3, None, 3)


class TestCuts:
    @given(st.dictionaries(st.sampled_from([*Group, None]), st.integers(0, 9)))
    def test_no_cut_and_no_difference_of_cuts_is_smaller_than_the_fewest(
        self, counts: dict[Group | None, int]
    ) -> None:
        cuts = cut_groups(counts)
        sizes = [sum(counts.get(group, 0) for group in cut) for cut in cuts]
        assert all(size >= FEWEST for size in sizes)
        told = [group for cut in cuts for group in cut]
        assert len(told) == len(set(told))
        # All groups are told once there are cuts: what is missing could be worked out.
        assert not cuts or sum(sizes) == sum(counts.values())
        assert len(cuts) != 1
