"""Who sees an action point, who links it, and what the log keeps to itself."""

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind
from csrmatch.actions.access import only_visible_actions
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.places.models import State
from csrmatch.roles import Role
from tests.actions.points import colleague, make_action, somebody

DPE, OWNER, STATE, CHAIR = Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER, Role.CHAIR


class TestVisibility:
    def test_both_offices_the_state_dpe_and_the_auditor_see_it_and_nobody_else(
        self, app: Application
    ) -> None:
        far = db.session.scalars(
            select(Organisation)
            .join(State, Organisation.state_id == State.id)
            .where(State.lgd == 22, Organisation.kind == OrganisationKind.STATE)
        ).first()

        def make() -> int:
            assert far is not None
            colleague(STATE, "near", far)
            colleague(CHAIR, "near", far)
            return make_action(by=somebody(Role.UNICEF_OFFICER)).id

        number = run_write(make)

        def sees(role: Role, name: str = "") -> bool:
            query = only_visible_actions(somebody(role, name), select(ActionPoint.id))
            return number in set(db.session.scalars(query))

        assert {role for role in Role if sees(role)} == {
            DPE,
            OWNER,
            Role.UNICEF_OFFICER,
            Role.AUDITOR,
        }
        # Dantewada lies in Chhattisgarh, whose officers and chair see it; the standard ones are Jharkhand's.
        assert sees(STATE, "near")
        assert sees(CHAIR, "near")

    def test_the_log_never_holds_who_was_written_down(self, sqlite_app: Application) -> None:
        run_write(lambda: make_action(owner_written="Shri Quokka"))
        assert not any("Quokka" in row.changes for row in db.session.scalars(select(AuditEvent)))
        assert db.session.scalars(select(ActionStep)).one().note == ""
