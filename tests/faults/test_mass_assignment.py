"""A form changes what it shows and nothing else, whatever is sent with it."""

import json

import pytest
from sqlalchemy import func, select

from csrmatch.accounts.access import ROLES_BY_KIND, can_invite, can_manage
from csrmatch.accounts.models import Invitation, Organisation, User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import find_anchor
from csrmatch.db import db
from csrmatch.roles import PERMISSIONS, Role
from tests.conftest import sign_in
from tests.faults import state_changes
from tests.faults.action_access import ACTION_CHANGED, ACTION_MAKERS
from tests.faults.feedback_world import FEEDBACK_COLUMNS, FEEDBACK_MAKERS
from tests.faults.participant_world import PARTICIPANT_COLUMNS, PARTICIPANT_MAKERS
from tests.faults.report_world import REPORT_COLUMNS, REPORT_MAKERS
from tests.faults.room_world import ROOM_COLUMNS, ROOM_MAKERS
from tests.faults.state_changes import STATE_CHANGES
from tests.faults.takeaway_world import TAKEAWAY_COLUMNS, TAKEAWAY_MAKERS
from tests.faults.workshop_world import WORKSHOP_COLUMNS, WORKSHOP_MAKERS
from tests.faults.world import World
from tests.form_filling import read_form

# Which columns each act may change; whatever else is sent must stay as it was.
ALLOWED: dict[str, dict[str, set[str]]] = {
    **ACTION_CHANGED,
    "accounts.change_password": {"app_user": {"password_hash"}, "user_session": set()},
    "accounts.change_language": {"app_user": {"language"}},
    "accounts.disable_user": {"app_user": {"is_enabled"}},
    "accounts.enable_user": {"app_user": {"is_enabled"}},
    "accounts.withdraw_invitation": {"invitation": {"withdrawn_at"}},
    "accounts.renew_invitation": {"invitation": {"token_hash", "expires_at"}},
    "accounts.revoke_token": {"api_token": {"revoked_at", "revoked_by_id"}},
    "registry.edit_project": {
        "project": {
            "title_en",
            "title_hi",
            "reference",
            "summary_en",
            "summary_hi",
            "starts_on",
            "ends_on",
            "is_ongoing",
            "changed_at",
        }
    },
    "registry.edit_project_purpose": {
        "project": {"schedule_items", "goals", "changed_at"},
        "project_theme": {"percent"},
    },
    "registry.edit_project_places": {
        "project": {"reach", "elsewhere_percent", "changed_at"},
        "project_district": {"percent"},
    },
    "registry.edit_project_people": {"project": {"changed_at"}, "project_group": {"heads"}},
    "registry.edit_project_money": {
        "project": {"changed_at"},
        "project_quarter": {"outlay_inr", "spent_inr"},
    },
    "registry.edit_project_hands": {
        "project": {
            "implementer",
            "agency_name",
            "agency_csr1",
            "agency_id",
            "creates_asset",
            "asset_holder",
            "asset_holder_name",
            "asset_holder_csr1",
            "changed_at",
        }
    },
    "registry.step_project": {"project": {"status", "changed_at"}},
    "registry.edit_milestone": {"project_milestone": {"title", "due_on", "done_on", "note"}},
    "registry.edit_result": {
        "project_result": {
            "indicator",
            "unit",
            "baseline",
            "target",
            "actual",
            "measured_on",
            "evidence",
        }
    },
    "registry.strike_document": {"attachment": {"struck_at", "struck_by_id", "struck_reason"}},
    "registry.answer_overlap": {"overlap_case": {"state", "verdict", "answered_digest", "changed_at"}},
    "registry.reopen_overlap": {"overlap_case": {"state", "verdict", "answered_digest", "changed_at"}},
    "registry.edit_programme": {"programme": {"what", "changed_at"}},
    "registry.retire_programme": {
        "programme": {"retired_on", "retired_reason", "changed_at"},
        "overlap_case": {"state", "changed_at"},
    },
    **ROOM_COLUMNS,
    **WORKSHOP_COLUMNS,
    "practices.edit_practice": {"practice": {"problem", "cost_inr", "changed_by_id", "changed_at"}},
    "practices.step_practice": {"practice": {"status", "changed_at"}},
    "practices.strike_practice_document": {
        "attachment": {"struck_at", "struck_by_id", "struck_reason"},
    },
    **PARTICIPANT_COLUMNS,
    **FEEDBACK_COLUMNS,
    **REPORT_COLUMNS,
    **TAKEAWAY_COLUMNS,
    "registry.edit_support": {
        "support_request": {
            "theme_code",
            "title_en",
            "title_hi",
            "district_id",
            "asked",
            "ask_inr",
            "financial_year",
            "changed_by_id",
            "changed_at",
        }
    },
    "registry.pledge_support": {
        "support_pledge": {"amount_inr", "note", "pledged_on", "pledged_by_id"},
    },
    "registry.withdraw_pledge": {"support_pledge": {"withdrawn_on", "withdrawn_reason"}},
    "registry.close_support": {
        "support_request": {"status", "closed_reason", "changed_by_id", "changed_at"},
    },
    "registry.edit_need": {
        "need": {
            "theme_code",
            "title_en",
            "title_hi",
            "block",
            "asked",
            "urgency",
            "urgency_reason",
            "cost_inr",
            "scheme_code",
            "covered_inr",
            "covered_percent",
            "changed_by_id",
            "changed_at",
        }
    },
    "registry.edit_need_figure": {
        "need": {
            "indicator_id",
            "figure_value",
            "figure_round",
            "figure_source",
            "figure_taken_on",
            "reported_version_id",
            "benchmark_value",
            "benchmark_is_state",
            "changed_by_id",
            "changed_at",
        }
    },
    "registry.edit_need_people": {"need": {"changed_by_id", "changed_at"}, "need_group": {"heads"}},
    "registry.edit_need_partners": {
        "need": {"changed_by_id", "changed_at"},
        "need_partner": {"pledged_inr"},
    },
    "registry.step_need": {"need": {"status"}},
    "registry.settle_need_thread": {"comment_thread": {"settled_at", "settled_by_id"}},
    "registry.edit_need_comment": {"comment": {"text", "corrected_at"}},
    "registry.strike_need_comment": {"comment": {"struck_at", "struck_by_id", "struck_reason"}},
    "registry.new_need_document": {"need": {"changed_by_id", "changed_at"}},
    "registry.strike_need_document": {
        "attachment": {"struck_at", "struck_by_id", "struck_reason"},
        "need": {"changed_by_id", "changed_at"},
    },
    "registry.return_need": {"need_delegation": {"ended_at", "ended_by_id", "ended_note"}},
    "indicators.edit_figure": {"reported_figure": {"value", "changed_at"}},
    "registry.edit_cpse": {"cpse": {"website", "entered"}},
    "registry.edit_place": {"cpse_place": {"name", "basis", "source", "entered_on"}},
    "registry.retire_place_of_work": {"cpse_place": {"retired_on", "retired_reason"}},
    "registry.edit_csr_account": {"csr_account": {"spent_inr", "changed_at", "changed_by_id"}},
    "registry.publish_csr_account": {"csr_account": {"published_at", "published_by_id"}},
    "registry.withdraw_csr_account": {
        "csr_account": {"published_at", "published_by_id", "changed_at", "changed_by_id"}
    },
    "mapping.reopen_proposed_pair": {
        "pair_answer": {"superseded_at", "superseded_by_id", "superseded_reason"},
        "mapping_rule": {"lifted_at", "lifted_by_id", "lifted_reason"},
    },
    "mapping.strike_resolution_paper": {"attachment": {"struck_at", "struck_by_id", "struck_reason"}},
    "mapping.put_repair": {"proposal": {"state", "ended_at", "ended_by_id", "ended_reason"}},
    "mapping.put_proposal": {"proposal": {"state", "ended_at", "ended_by_id", "ended_reason"}},
    "mapping.withdraw_proposal": {"proposal": {"state", "ended_at", "ended_by_id", "ended_reason"}},
    "mapping.publish_exercise": {"publication": {"state", "ended_at", "ended_by_id", "ended_reason"}},
    "mapping.end_publication": {"publication": {"state", "ended_at", "ended_by_id", "ended_reason"}},
    "mapping.edit_note": {"exercise": {"note", "changed_at"}},
    "mapping.edit_exercise": {"exercise": {"title_en", "title_hi", "financial_year", "changed_at"}},
    "mapping.edit_districts": {"exercise": {"changed_at"}},
    "mapping.edit_cpses": {
        "exercise": {"changed_at"},
        "exercise_cpse": {"capacity", "free_inr", "note"},
    },
    "mapping.edit_weights": {"exercise": {"weights", "changed_at"}},
    "mapping.lift_exercise_rule": {"mapping_rule": {"lifted_at", "lifted_by_id", "lifted_reason"}},
    "mapping.relax_rules": {
        "mapping_rule": {"lifted_at", "lifted_by_id", "lifted_reason"},
        "exercise_cpse": {"capacity"},
        "exercise": {"changed_at"},
    },
}


# What a case of overlap says of two records is worked out anew when one of them changes; no form holds it.
_FOLLOWS = {"overlap_case": {"reasons", "digest", "score", "state", "changed_at"}}


def _every_column() -> dict[str, str]:
    """A value for every column of every logged table, as a forger would add them to a form."""
    kinds = {"INTEGER": "1", "BIGINT": "1", "BOOLEAN": "1", "JSON": "{}"}
    return {
        column.name: kinds.get(str(column.type), "dpe_staff")
        for mapper in db.Model.registry.mappers
        if mapper.class_.__logged__
        for column in mapper.local_table.columns
    }


class TestExtraFields:
    def test_change_no_column_beside_those_of_the_form(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        extra = _every_column()
        assert len(extra) >= 40
        original = state_changes.read_form

        def read_with_extra(*given: object, **named: object) -> object:
            form = original(*given, **named)  # type: ignore[arg-type]
            for name, value in extra.items():
                if name not in form:
                    form.add(name, value)
            return form

        monkeypatch.setattr(state_changes, "read_form", read_with_extra)
        for endpoint, allowed in ALLOWED.items():
            before = find_anchor().count
            db.session.rollback()
            STATE_CHANGES[endpoint](sqlite_app, world)
            db.session.rollback()
            query = select(AuditEvent).where(AuditEvent.id > before, AuditEvent.action == "update")
            changed = 0
            for entry in db.session.scalars(query.order_by(AuditEvent.id)):
                columns = set(json.loads(entry.changes)) - {"version"}
                assert columns <= allowed.get(entry.object_type, set()) | _FOLLOWS.get(
                    entry.object_type, set()
                ), f"{endpoint} changed {entry.object_type}: {columns}"
                changed += len(columns)
            assert changed, f"{endpoint} changed nothing, so it proves nothing"

    def test_every_act_that_updates_is_among_them(self, sqlite_app: Application) -> None:
        makers = {
            "accounts.sign_in",
            "accounts.sign_out",
            "accounts.accept_invitation",
            "accounts.end_other_sessions",
            "accounts.new_invitation",
            "accounts.new_token",
            "registry.new_need",
            "registry.new_programme",
            "registry.new_need_comment",
            "registry.delegate_need",
            "indicators.new_figure",
            "registry.new_project",
            "registry.new_support",
            "practices.new_practice",
            "practices.new_practice_document",
            "mapping.answer_proposed_pair",
            "mapping.record_pair_answer",
            "mapping.bundle_letters",
            "mapping.new_resolution",
            "registry.new_milestone",
            "registry.remove_milestone",
            "registry.new_result",
            "registry.remove_result",
            "registry.new_document",
            "mapping.new_exercise",
            "registry.new_cpse",
            "registry.new_place",
            "mapping.new_rule",
            "mapping.new_run",
            "mapping.new_funding",
            "mapping.ask_for_facts",
            "mapping.analyse_run",
            "mapping.new_scenario",
            "mapping.go_on_next_year",
            "mapping.swap_leads",
            "accounts.change_mail",
            "home.send_mail_again",
            "registry.say_nothing_to_report",
            "registry.take_answer_back",
            *WORKSHOP_MAKERS,
            *REPORT_MAKERS,
            *PARTICIPANT_MAKERS,
            *FEEDBACK_MAKERS,
            *ROOM_MAKERS,
            *TAKEAWAY_MAKERS,
        }
        # What an import changes comes from its file, which is held to the rules of the forms elsewhere.
        from_files = {
            "imports.apply_import",
            "workshops.apply_participants",
            "workshops.import_participants",
            "imports.check_import",
            "imports.choose_names",
            "imports.decide_row",
            "imports.drop_import",
            "imports.new_import",
            "imports.undo_import",
        }
        # What programs send has a test of its own.
        pages = {endpoint for endpoint in STATE_CHANGES if not endpoint.startswith("api.")}
        assert ALLOWED.keys() | makers | ACTION_MAKERS | from_files == pages

    def test_an_invitation_gives_no_role_or_office_that_was_not_offered(
        self, sqlite_app: Application, world: World
    ) -> None:
        client = sign_in(sqlite_app, "chair@example.test")
        form = {**read_form(client, "/users/invitations/new"), "name": "N", "email": "n@example.org"}
        count = select(func.count()).select_from(Invitation)
        before = db.session.scalar(count)
        dpe = db.session.scalars(select(Organisation.id).where(Organisation.kind == "dpe")).first()
        for forged in (
            {"role": "dpe_staff"},
            {"role": "state_officer"},
            {"organisation_id": str(dpe)},
            {"organisation_id": str(dpe), "role": "dpe_staff"},
        ):
            db.session.rollback()
            assert client.post("/users/invitations/new", data={**form, **forged}).status_code == 422
        assert db.session.scalar(count) == before

    def test_an_accepted_invitation_gives_what_was_invited_to_and_no_more(
        self, sqlite_app: Application, world: World
    ) -> None:
        data = {**_every_column(), "password": "a long password", "repeat": "a long password"}
        data |= {"role": "auditor", "email": "other@example.org", "is_enabled": "1"}
        answer = sqlite_app.test_client().post(f"/join/{world.tokens['open']}", data=data)
        assert answer.status_code == 302
        db.session.rollback()
        user = db.session.scalars(select(User).where(User.email == "open@example.test")).one()
        assert user.role is Role.DPE_STAFF
        assert user.organisation.kind == "dpe"


class TestTheLatticeOfGrants:
    def test_nobody_can_invite_to_more_than_they_hold(self, sqlite_app: Application, world: World) -> None:
        organisations = list(db.session.scalars(select(Organisation).order_by(Organisation.id)))
        for viewer in db.session.scalars(select(User).order_by(User.id)):
            for organisation in organisations:
                for role in Role:
                    if can_invite(viewer, organisation, role):
                        assert role in ROLES_BY_KIND[organisation.kind]
                        if viewer.role is not Role.DPE_STAFF:
                            assert PERMISSIONS[role] <= PERMISSIONS[viewer.role]
                            assert organisation.id == viewer.organisation_id

    def test_the_auditor_can_grant_and_change_nothing(self, sqlite_app: Application, world: World) -> None:
        users = list(db.session.scalars(select(User).order_by(User.id)))
        auditor = next(user for user in users if user.role is Role.AUDITOR)
        assert not any(can_manage(auditor, user) for user in users)
        assert not any(can_invite(auditor, user.organisation, role) for user in users for role in Role)

    def test_nobody_can_disable_themselves_or_someone_of_another_office(
        self, sqlite_app: Application, world: World
    ) -> None:
        users = list(db.session.scalars(select(User).order_by(User.id)))
        for viewer in users:
            assert not can_manage(viewer, viewer)
            if viewer.role is not Role.DPE_STAFF:
                for user in users:
                    if can_manage(viewer, user):
                        assert (user.organisation_id, user.role) == (viewer.organisation_id, viewer.role)
