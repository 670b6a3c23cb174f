"""The verbs of action points: who may what, what stays on record, and who closes what is of high priority."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import Organisation
from csrmatch.actions import services
from csrmatch.actions.models import ActionLink, ActionPoint
from csrmatch.actions.queries import get_action, list_documents, list_steps
from csrmatch.actions.rules import ActionStatus, Move, Priority
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError, Missing, NotAllowed
from csrmatch.roles import Role
from tests.actions.points import (
    HIGH,
    PDF,
    attach,
    colleague,
    district,
    load,
    make_action,
    office_of,
    report,
    somebody,
)
from tests.registry.needs import make_need

DPE, OWNER, STATE, CHAIR = Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER, Role.CHAIR


class TestGivingOut:
    def test_needs_no_more_than_a_title_and_an_office(self, app: Application) -> None:
        number = run_write(
            lambda: services.assign_action(by=somebody(DPE), owner=office_of(OWNER), title_hi="उप-केंद्र खोलें").id
        )
        action = load(number)
        assert (action.status, action.priority) == (ActionStatus.NOT_STARTED, Priority.NORMAL)
        assert action.due_on is None
        assert action.code == f"A-{number:04d}"
        # The place of the owner's office is where it is to be done, as long as nothing else is said.
        assert action.district_id == office_of(OWNER).district_id
        assert action.state_id == office_of(OWNER).district.state_id
        assert [step.move for step in list_steps(action)] == [Move.ASSIGN]

    def test_takes_its_place_from_what_it_is_about(self, sqlite_app: Application) -> None:
        need = make_need("Wells")
        by = somebody(DPE)
        about = [("need", need.id), ("need", need.id)]
        action = make_action(owner=office_of(Role.CPSE_OFFICER), by=by, about=about)
        assert action.district_id == need.district_id
        assert action.state_id == need.district.state_id
        links = db.session.scalars(select(ActionLink)).all()
        assert [(link.kind, link.record_id) for link in links] == [("need", need.id)]

    def test_about_what_the_assigner_may_not_see_is_refused_like_what_is_not_there(
        self, sqlite_app: Application
    ) -> None:
        draft = make_need("Draft of Dantewada")
        for about in [("need", draft.id), ("need", 99_999), ("nothing", 1)]:
            with pytest.raises(Missing):
                make_action(by=somebody(STATE), owner=office_of(STATE), about=[about])

    @pytest.mark.parametrize("role", [Role.CPSE_OFFICER, OWNER, Role.AGENCY, Role.AUDITOR])
    def test_is_not_for_those_who_hold_no_meetings(self, sqlite_app: Application, role: Role) -> None:
        with pytest.raises(NotAllowed):
            make_action(by=somebody(role))

    def test_a_state_gives_nothing_to_offices_of_another_state_and_nobody_to_the_auditor(
        self, sqlite_app: Application
    ) -> None:
        with pytest.raises(NotAllowed):
            make_action(by=somebody(STATE), owner=office_of(OWNER))
        own = db.session.scalars(
            select(Organisation).where(Organisation.district_id == district(328).id)
        ).one()
        assert make_action(by=somebody(STATE), owner=own).state_id == office_of(STATE).state_id
        assert make_action(by=somebody(CHAIR), owner=office_of(Role.CPSE_OFFICER)).id
        with pytest.raises(NotAllowed):
            make_action(owner=office_of(Role.AUDITOR))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"assigned_on": "tomorrow"},
            {"due_in": 3, "assigned_on": "today + 4"},
            {"person": "stranger"},
        ],
    )
    def test_refuses_what_cannot_be(self, sqlite_app: Application, wrong: dict[str, object]) -> None:
        given = dict(wrong)
        if given.get("assigned_on") == "tomorrow":
            given["assigned_on"] = today() + timedelta(days=1)
        if given.get("assigned_on") == "today + 4":
            given |= {"assigned_on": today(), "due_in": -1}
        if given.get("person"):
            given["person"] = somebody(CHAIR)
        with pytest.raises(DomainError):
            make_action(**given)  # type: ignore[arg-type]


class TestReporting:
    def test_says_how_it_stands_and_leaves_a_line(self, app: Application) -> None:
        number = run_write(lambda: make_action().id)

        def say() -> None:
            services.report_on_action(
                action=db.session.get_one(ActionPoint, number),
                by=somebody(OWNER),
                version=None,
                status=ActionStatus.ON_SCHEDULE,
                text="Two of four are open.",
                percent=50,
            )

        run_write(say)
        action = load(number)
        assert (action.status, action.percent) == (ActionStatus.ON_SCHEDULE, 50)
        last = list_steps(action)[0]
        assert (last.move, last.note, last.percent) == (Move.REPORT, "Two of four are open.", 50)
        assert (last.old_status, last.new_status) == (ActionStatus.NOT_STARTED, ActionStatus.ON_SCHEDULE)

    @pytest.mark.parametrize("role", [DPE, STATE, CHAIR, Role.CPSE_OFFICER, Role.AUDITOR])
    def test_is_the_owners_alone(self, sqlite_app: Application, role: Role) -> None:
        action = make_action()
        with pytest.raises(NotAllowed):
            report(action, by=somebody(role))

    @pytest.mark.parametrize("status", [ActionStatus.CLOSED, ActionStatus.DROPPED, ActionStatus.HANDED_BACK])
    def test_cannot_claim_more_than_done(self, sqlite_app: Application, status: ActionStatus) -> None:
        with pytest.raises(DomainError, match="others close it"):
            report(make_action(), status)

    def test_on_an_older_version_is_told_with_what_was_typed(self, sqlite_app: Application) -> None:
        action = make_action()
        version = action.version
        report(action, ActionStatus.BEHIND)
        with pytest.raises(Conflict) as raised:
            services.report_on_action(
                action=action, by=somebody(OWNER), version=version, status=ActionStatus.DONE, text="All open."
            )
        assert "All open." in raised.value.mine.values()

    def test_a_line_department_reports_on_what_was_named_its_own(self, sqlite_app: Application) -> None:
        action, other = make_action(), make_action("Another")
        clerk = colleague(OWNER, "block")
        clerk.scope = "Block Kuakonda"
        with pytest.raises(Missing):
            get_action(clerk, action.id)
        services.name_person(action=action, by=somebody(OWNER), version=action.version, person=clerk)
        assert get_action(clerk, action.id) is action
        with pytest.raises(Missing):
            get_action(clerk, other.id)
        report(action, ActionStatus.ON_SCHEDULE, by=clerk)
        with pytest.raises(NotAllowed):
            services.hand_back_action(action=action, by=clerk, version=None, reason="Not ours.")

    def test_naming_somebody_of_another_office_is_refused(self, sqlite_app: Application) -> None:
        with pytest.raises(DomainError, match="does not belong"):
            services.name_person(
                action=make_action(), by=somebody(OWNER), version=None, person=somebody(STATE)
            )


class TestHandingBack:
    def test_waits_for_the_assigner_who_gives_it_out_anew(self, sqlite_app: Application) -> None:
        action = make_action()
        services.hand_back_action(
            action=action, by=somebody(OWNER), version=None, reason="It is the state's."
        )
        assert action.status is ActionStatus.HANDED_BACK
        with pytest.raises(DomainError):
            report(action)
        services.reassign_action(
            action=action,
            by=somebody(DPE),
            version=None,
            owner=office_of(STATE),
            due_on=None,
            reason="To the department.",
        )
        assert (action.owner, action.status, action.turn) == (office_of(STATE), ActionStatus.NOT_STARTED, 2)
        steps = list_steps(action)
        assert [step.move for step in steps] == [Move.REASSIGN, Move.HAND_BACK, Move.ASSIGN]
        assert [step.owner_id for step in steps] == [
            office_of(STATE).id,
            office_of(OWNER).id,
            office_of(OWNER).id,
        ]

    def test_needs_a_reason(self, sqlite_app: Application) -> None:
        with pytest.raises(DomainError, match="stays on record"):
            services.hand_back_action(action=make_action(), by=somebody(OWNER), version=None, reason="  ")


class TestLastDay:
    def test_a_change_keeps_the_old_day_with_its_reason(self, sqlite_app: Application) -> None:
        action = make_action(due_in=5)
        later = today() + timedelta(days=40)
        services.change_due_date(
            action=action, by=somebody(DPE), version=None, due_on=later, reason="The roads were cut."
        )
        step = list_steps(action)[0]
        assert (step.old_due_on, step.new_due_on) == (today() + timedelta(days=5), later)
        assert step.note == "The roads were cut."

    def test_the_owner_does_not_move_it(self, sqlite_app: Application) -> None:
        with pytest.raises(NotAllowed):
            services.change_due_date(
                action=make_action(), by=somebody(OWNER), version=None, due_on=None, reason="We need time."
            )

    def test_is_not_before_it_was_given_out_nor_the_same(self, sqlite_app: Application) -> None:
        action = make_action(due_in=5)
        for due_on in (today() - timedelta(days=1), action.due_on):
            with pytest.raises(DomainError):
                services.change_due_date(
                    action=action, by=somebody(DPE), version=None, due_on=due_on, reason="A reason."
                )


def close(action: ActionPoint, by: object, note: str = "Seen on the spot.") -> Move:
    return services.close_action(action=action, by=by, version=action.version, note=note)  # type: ignore[arg-type]


class TestClosing:
    def test_needs_a_note_and_one_person_of_the_other_side(self, sqlite_app: Application) -> None:
        action = make_action()
        report(action)
        with pytest.raises(DomainError, match="stays on record"):
            close(action, somebody(DPE), " ")
        with pytest.raises(NotAllowed):
            close(action, somebody(OWNER))
        assert close(action, somebody(DPE)) is Move.CLOSE
        assert (action.status, action.ended_on) == (ActionStatus.CLOSED, today())

    def test_of_high_priority_needs_a_document_and_a_second_person(self, sqlite_app: Application) -> None:
        action = make_action(priority=HIGH)
        first, second = somebody(DPE), colleague(DPE)
        with pytest.raises(DomainError, match="document"):
            close(action, first)
        attach(action)
        assert close(action, first) is Move.ASK_CLOSING
        assert action.status is ActionStatus.NOT_STARTED
        with pytest.raises(DomainError, match="second person"):
            close(action, first)
        assert close(action, second) is Move.CLOSE
        assert (action.closing_by_id, action.status) == (first.id, ActionStatus.CLOSED)

    def test_lowering_the_priority_is_no_way_round_the_second_person(self, sqlite_app: Application) -> None:
        action = make_action(priority=HIGH)
        services.change_action(
            action=action, by=somebody(DPE), version=None, values={"priority": Priority.LOW}
        )
        attach(action)
        assert close(action, somebody(DPE)) is Move.ASK_CLOSING

    def test_raising_it_asks_for_the_second_person(self, sqlite_app: Application) -> None:
        action = make_action()
        services.change_action(action=action, by=somebody(DPE), version=None, values={"priority": HIGH})
        attach(action)
        assert close(action, somebody(DPE)) is Move.ASK_CLOSING

    def test_an_asking_falls_with_the_next_report_and_with_its_document(
        self, sqlite_app: Application
    ) -> None:
        action = make_action(priority=HIGH)
        attach(action)
        close(action, somebody(DPE))
        report(action, ActionStatus.BEHIND)
        assert action.closing_by_id is None
        close(action, somebody(DPE))
        (paper,) = list_documents(action)
        services.strike_action_document(
            action=action,
            document=paper,
            by=somebody(OWNER),
            version=paper.attachment.version,
            reason="Wrong file.",
        )
        assert action.closing_by_id is None
        with pytest.raises(DomainError, match="document"):
            close(action, somebody(DPE))

    def test_who_reported_or_has_it_in_hand_does_not_close_in_their_own_office(
        self, sqlite_app: Application
    ) -> None:
        dpe = office_of(DPE)
        action = make_action(owner=dpe)
        second = colleague(DPE)
        report(action, by=somebody(DPE))
        with pytest.raises(DomainError, match="somebody else"):
            close(action, somebody(DPE))
        services.name_person(action=action, by=second, version=None, person=second)
        with pytest.raises(DomainError, match="somebody else"):
            close(action, second)
        assert close(action, colleague(DPE, "third")) is Move.CLOSE

    def test_all_who_reported_are_who_did_the_work(self, sqlite_app: Application) -> None:
        action = make_action(owner=office_of(DPE))
        first, second, third = somebody(DPE), colleague(DPE), colleague(DPE, "third")
        report(action, by=first)
        services.return_action(action=action, by=third, version=None, reason="One is shut.")
        report(action, by=second)
        for worker in (first, second):
            with pytest.raises(DomainError, match="somebody else"):
                close(action, worker)
        assert close(action, third) is Move.CLOSE

    def test_who_asked_and_then_took_it_in_hand_is_not_the_first_of_two(
        self, sqlite_app: Application
    ) -> None:
        action = make_action(owner=office_of(DPE), priority=HIGH)
        first, second, third = somebody(DPE), colleague(DPE), colleague(DPE, "third")
        attach(action, by=first)
        assert close(action, first) is Move.ASK_CLOSING
        services.name_person(action=action, by=second, version=None, person=first)
        assert close(action, second) is Move.ASK_CLOSING
        assert action.closing_by_id == second.id
        assert close(action, third) is Move.CLOSE

    def test_an_office_never_closes_what_others_gave_it(self, sqlite_app: Application) -> None:
        action = make_action(by=somebody(Role.UNICEF_OFFICER), owner=office_of(DPE))
        with pytest.raises(NotAllowed):
            close(action, colleague(DPE))
        of_state = make_action(owner=office_of(STATE))
        with pytest.raises(NotAllowed):
            close(of_state, somebody(STATE))
        # The chair of the state is not the department that did it.
        assert close(of_state, somebody(CHAIR)) is Move.CLOSE

    def test_what_the_chair_gave_the_own_department_the_department_does_not_close(
        self, sqlite_app: Application
    ) -> None:
        action = make_action(by=somebody(CHAIR), owner=office_of(STATE))
        report(action, by=somebody(STATE))
        with pytest.raises(NotAllowed):
            close(action, somebody(STATE))
        with pytest.raises(NotAllowed):
            close(action, colleague(STATE))
        assert close(action, somebody(CHAIR)) is Move.CLOSE

    def test_the_chair_of_another_state_closes_nothing(self, sqlite_app: Application) -> None:
        action = make_action()
        with pytest.raises(NotAllowed):
            close(action, somebody(CHAIR))


class TestEnding:
    def test_not_accepted_it_is_the_owners_again(self, sqlite_app: Application) -> None:
        action = make_action()
        report(action)
        services.return_action(action=action, by=somebody(DPE), version=None, reason="One is shut.")
        assert (action.status, action.turn) == (ActionStatus.ON_SCHEDULE, 2)

    def test_dropped_and_reopened_both_with_a_reason_that_stays(self, sqlite_app: Application) -> None:
        action = make_action()
        with pytest.raises(DomainError):
            services.drop_action(action=action, by=somebody(DPE), version=None, reason="")
        services.drop_action(action=action, by=somebody(DPE), version=None, reason="The scheme ended.")
        with pytest.raises(DomainError):
            report(action)
        with pytest.raises(DomainError, match="over already"):
            services.reopen_action(
                action=action,
                by=somebody(DPE),
                version=None,
                due_on=today() - timedelta(days=1),
                reason="It goes on.",
            )
        services.reopen_action(
            action=action, by=somebody(DPE), version=None, due_on=today(), reason="It goes on."
        )
        assert (action.status, action.ended_on, action.turn) == (ActionStatus.ON_SCHEDULE, None, 2)
        assert [step.note for step in list_steps(action)][:2] == ["It goes on.", "The scheme ended."]

    def test_what_is_ended_takes_no_file(self, sqlite_app: Application) -> None:
        action = make_action()
        services.drop_action(action=action, by=somebody(DPE), version=None, reason="The scheme ended.")
        with pytest.raises(NotAllowed):
            services.attach_action_document(
                action=action, by=somebody(OWNER), title="Late", file_name="x.pdf", content=PDF
            )
