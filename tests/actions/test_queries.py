"""What waits for whom, and which report stands for an action point."""

import pytest

from csrmatch.actions import services
from csrmatch.actions.queries import latest_reports, list_waiting_actions
from csrmatch.actions.rules import ActionStatus
from csrmatch.app import Application
from csrmatch.db import db, today
from csrmatch.roles import Role
from tests.actions.points import make_action, office_of, report, somebody

DPE, OWNER = Role.DPE_STAFF, Role.DISTRICT_OFFICER


def waiting(role: Role) -> list[int]:
    db.session.flush()
    return [row.id for row in list_waiting_actions(somebody(role), today(), 50)]


class TestWhatWaitsForItsOwner:
    @pytest.mark.parametrize("due_in", [None, 60])
    def test_is_what_was_not_accepted_until_the_next_report(
        self, app: Application, due_in: int | None
    ) -> None:
        action = make_action(due_in=due_in)
        report(action)
        assert waiting(OWNER) == []
        services.return_action(action=action, by=somebody(DPE), version=None, reason="One is shut.")
        assert waiting(OWNER) == [action.id]
        report(action, ActionStatus.ON_SCHEDULE)
        assert waiting(OWNER) == []

    def test_is_what_was_reopened_until_the_next_report(self, sqlite_app: Application) -> None:
        action = make_action(due_in=None)
        report(action)
        services.close_action(action=action, by=somebody(DPE), version=None, note="Seen.")
        services.reopen_action(
            action=action, by=somebody(DPE), version=None, due_on=None, reason="It shut again."
        )
        assert waiting(OWNER) == [action.id]
        report(action, ActionStatus.ON_SCHEDULE)
        assert waiting(OWNER) == []


class TestLatestReports:
    def test_are_of_the_office_that_has_it_in_hand(self, app: Application) -> None:
        action, other = make_action(), make_action("Wells")
        report(action, ActionStatus.BEHIND)
        report(other, ActionStatus.BEHIND)
        assert latest_reports([action.id, other.id]).keys() == {action.id, other.id}
        services.reassign_action(
            action=action,
            by=somebody(DPE),
            version=None,
            owner=office_of(Role.CPSE_OFFICER),
            due_on=None,
            reason="The company builds it.",
        )
        assert latest_reports([action.id, other.id]).keys() == {other.id}
        report(action, ActionStatus.ON_SCHEDULE, by=somebody(Role.CPSE_OFFICER))
        assert latest_reports([action.id])[action.id].by_id == somebody(Role.CPSE_OFFICER).id
