"""Every route declares who may call it, and asking changes nothing."""

import hashlib

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.roles import PERMISSIONS, Permission, Role
from csrmatch.web.guards import ACCESS_ATTRIBUTE
from tests.architecture.route_access import ACCESS
from tests.faults.matrix import ACTORS, targets
from tests.faults.world import World

from tests.architecture.feedback_routes import FEEDBACK
from tests.faults.matrix import ACTORS, targets
from tests.faults.world import World

P = Permission

# Reviewed by people: a route that is not here, or declares something else, fails.
ACCESS: dict[str, object] = {
    "home.show_front_page": "public",
    "home.show_health": "public",
    "home.show_readiness": "public",
    "home.show_home": P.VIEW_HOME,
    "home.show_job": P.VIEW_HOME,
    "home.list_mail": P.VIEW_MAIL,
    "home.send_mail_again": P.VIEW_MAIL,
    "home.search_everything": P.VIEW_HOME,
    "home.list_suggestions": P.VIEW_HOME,
    "accounts.sign_in": "public",
    "accounts.sign_out": "public",
    "accounts.choose_language": "public",
    "accounts.accept_invitation": "public",
    "accounts.show_account": P.VIEW_HOME,
    "accounts.change_password": P.VIEW_HOME,
    "accounts.change_language": P.VIEW_HOME,
    "accounts.change_mail": P.VIEW_HOME,
    "accounts.end_other_sessions": P.VIEW_HOME,
    "accounts.list_users": P.VIEW_USERS,
    "accounts.show_user": P.VIEW_USERS,
    "accounts.disable_user": P.INVITE_COLLEAGUES,
    "accounts.enable_user": P.INVITE_COLLEAGUES,
    "accounts.list_invitations": P.INVITE_COLLEAGUES,
    "accounts.new_invitation": P.INVITE_COLLEAGUES,
    "accounts.show_invitation": P.INVITE_COLLEAGUES,
    "accounts.withdraw_invitation": P.INVITE_COLLEAGUES,
    "accounts.renew_invitation": P.INVITE_COLLEAGUES,
    "accounts.list_tokens": P.MANAGE_TOKENS,
    "accounts.new_token": P.MANAGE_TOKENS,
    "accounts.show_token": P.MANAGE_TOKENS,
    "accounts.revoke_token": P.MANAGE_TOKENS,
    "accounts.list_changes": P.VIEW_LOG,
    "api.show_api": "public",
    "api.show_document": "public",
    "api.list_states": P.VIEW_DISTRICTS,
    "api.list_themes": P.VIEW_DISTRICTS,
    "api.list_indicators": P.VIEW_DISTRICTS,
    "api.list_schedule_vii_items": P.VIEW_DISTRICTS,
    "api.list_sdgs": P.VIEW_DISTRICTS,
    "api.list_schemes": P.VIEW_DISTRICTS,
    "api.list_target_groups": P.VIEW_DISTRICTS,
    "api.list_sources": P.VIEW_DISTRICTS,
    "api.list_districts": P.VIEW_DISTRICTS,
    "api.show_district": P.VIEW_DISTRICTS,
    "api.list_cpses": P.VIEW_CPSES,
    "api.show_cpse": P.VIEW_CPSES,
    "api.list_csr_accounts": P.VIEW_CPSES,
    "api.show_csr_account": P.VIEW_CPSES,
    "api.save_csr_account": P.EDIT_CSR_ACCOUNTS,
    "api.list_projects": P.VIEW_PROJECTS,
    "api.show_project": P.VIEW_PROJECTS,
    "api.create_project": P.EDIT_PROJECTS,
    "api.change_project": P.EDIT_PROJECTS,
    "api.save_quarters": P.EDIT_PROJECTS,
    "api.show_milestone": P.VIEW_PROJECTS,
    "api.create_milestone": P.REPORT_ON_PROJECTS,
    "api.change_milestone": P.REPORT_ON_PROJECTS,
    "api.show_result": P.VIEW_PROJECTS,
    "api.create_result": P.REPORT_ON_PROJECTS,
    "api.change_result": P.REPORT_ON_PROJECTS,
    "api.list_needs": P.VIEW_NEEDS,
    "api.show_need": P.VIEW_NEEDS,
    "api.create_need": P.EDIT_NEEDS,
    "api.change_need": P.EDIT_NEEDS,
    "api.step_need": P.STEP_NEEDS,
    "api.step_project": P.EDIT_PROJECTS,
    "api.list_answers": P.VIEW_ANSWERS,
    "api.show_answers": P.VIEW_ANSWERS,
    "api.say_nothing_to_report": P.GIVE_ANSWERS,
    "api.list_project_documents": P.VIEW_PROJECTS,
    "api.download_project_document": P.VIEW_PROJECTS,
    "api.create_project_document": P.REPORT_ON_PROJECTS,
    "api.create_need_document": P.EDIT_NEEDS,
    "api.list_need_papers": P.VIEW_NEEDS,
    "api.download_need_document": P.VIEW_NEEDS,
    "api.list_figures": P.VIEW_DISTRICTS,
    "api.show_figure": P.VIEW_DISTRICTS,
    "api.show_figures": P.VIEW_DISTRICTS,
    "api.create_figure": P.ENTER_FIGURES,
    "api.change_figure": P.ENTER_FIGURES,
    "api.list_need_threads": P.VIEW_NEEDS,
    "api.show_need_thread": P.VIEW_NEEDS,
    "api.create_need_comment": P.COMMENT_ON_NEEDS,
    "api.change_need_comment": P.COMMENT_ON_NEEDS,
    "api.list_overlaps": P.VIEW_OVERLAPS,
    "api.show_overlap": P.VIEW_OVERLAPS,
    "api.answer_overlap": P.ANSWER_OVERLAPS,
    "api.list_programmes": P.VIEW_PROGRAMMES,
    "api.show_programme": P.VIEW_PROGRAMMES,
    "api.create_programme": P.EDIT_PROGRAMMES,
    "api.change_programme": P.EDIT_PROGRAMMES,
    "api.list_support": P.VIEW_SUPPORT,
    "api.show_support": P.VIEW_SUPPORT,
    "api.create_support": P.ASK_SUPPORT,
    "api.list_publications": P.VIEW_DISTRICTS,
    "api.show_publication": P.VIEW_DISTRICTS,
    "api.list_proposals": P.VIEW_EXERCISES,
    "api.show_proposal": P.VIEW_EXERCISES,
    "api.list_proposed_pairs": P.VIEW_PROPOSALS,
    "api.show_proposed_pair": P.VIEW_PROPOSALS,
    "api.show_pair_answer": P.VIEW_PROPOSALS,
    "api.answer_proposed_pair": P.ANSWER_PROPOSALS,
    "imports.list_imports": P.IMPORT_RECORDS,
    "imports.new_import": P.IMPORT_RECORDS,
    "imports.download_template": P.IMPORT_RECORDS,
    "imports.show_import": P.IMPORT_RECORDS,
    "imports.download_import": P.IMPORT_RECORDS,
    "imports.download_marked": P.IMPORT_RECORDS,
    "imports.choose_names": P.IMPORT_RECORDS,
    "imports.decide_row": P.IMPORT_RECORDS,
    "imports.apply_import": P.IMPORT_RECORDS,
    "imports.check_import": P.IMPORT_RECORDS,
    "imports.drop_import": P.IMPORT_RECORDS,
    "imports.undo_import": P.IMPORT_RECORDS,
    "registry.list_districts": P.VIEW_DISTRICTS,
    "registry.show_district": P.VIEW_DISTRICTS,
    "registry.list_district_indicators": P.VIEW_DISTRICTS,
    "registry.list_district_filings": P.VIEW_DISTRICTS,
    "registry.list_cpses": P.VIEW_CPSES,
    "registry.show_cpse": P.VIEW_CPSES,
    "registry.new_cpse": P.ADD_CPSES,
    "registry.edit_cpse": P.EDIT_CPSES,
    "registry.new_place": P.EDIT_CPSES,
    "registry.edit_place": P.EDIT_CPSES,
    "registry.retire_place_of_work": P.EDIT_CPSES,
    "registry.list_csr_accounts": P.VIEW_CSR_ACCOUNTS,
    "registry.show_csr_account": P.VIEW_CPSES,
    "registry.edit_csr_account": P.EDIT_CSR_ACCOUNTS,
    "registry.publish_csr_account": P.EDIT_CSR_ACCOUNTS,
    "registry.withdraw_csr_account": P.EDIT_CSR_ACCOUNTS,
    "registry.list_projects": P.VIEW_PROJECTS,
    "registry.show_project": P.VIEW_PROJECTS,
    "registry.download_document": P.VIEW_PROJECTS,
    "registry.new_project": P.EDIT_PROJECTS,
    "registry.edit_project": P.EDIT_PROJECTS,
    "registry.edit_project_purpose": P.EDIT_PROJECTS,
    "registry.edit_project_places": P.EDIT_PROJECTS,
    "registry.edit_project_people": P.EDIT_PROJECTS,
    "registry.edit_project_money": P.EDIT_PROJECTS,
    "registry.edit_project_hands": P.EDIT_PROJECTS,
    "registry.step_project": P.EDIT_PROJECTS,
    "registry.new_milestone": P.REPORT_ON_PROJECTS,
    "registry.edit_milestone": P.REPORT_ON_PROJECTS,
    "registry.remove_milestone": P.REPORT_ON_PROJECTS,
    "registry.new_result": P.REPORT_ON_PROJECTS,
    "registry.edit_result": P.REPORT_ON_PROJECTS,
    "registry.remove_result": P.REPORT_ON_PROJECTS,
    "registry.new_document": P.REPORT_ON_PROJECTS,
    "registry.strike_document": P.REPORT_ON_PROJECTS,
    "registry.list_programmes": P.VIEW_PROGRAMMES,
    "registry.show_programme": P.VIEW_PROGRAMMES,
    "registry.new_programme": P.EDIT_PROGRAMMES,
    "registry.edit_programme": P.EDIT_PROGRAMMES,
    "registry.retire_programme": P.EDIT_PROGRAMMES,
    "registry.list_overlaps": P.VIEW_OVERLAPS,
    "registry.show_overlap": P.VIEW_OVERLAPS,
    "registry.show_near_overlaps": P.VIEW_OVERLAPS,
    "registry.answer_overlap": P.ANSWER_OVERLAPS,
    "registry.reopen_overlap": P.ANSWER_OVERLAPS,
    "registry.show_overlap_overview": P.COMPARE_OVERLAPS,
    "registry.list_needs": P.VIEW_NEEDS,
    "registry.show_need": P.VIEW_NEEDS,
    "registry.print_need": P.VIEW_NEEDS,
    "registry.new_need": P.EDIT_NEEDS,
    "registry.edit_need": P.EDIT_NEEDS,
    "registry.edit_need_figure": P.EDIT_NEEDS,
    "registry.edit_need_people": P.EDIT_NEEDS,
    "registry.edit_need_partners": P.EDIT_NEEDS,
    "registry.step_need": P.STEP_NEEDS,
    "registry.new_need_document": P.EDIT_NEEDS,
    "registry.download_need_document": P.VIEW_NEEDS,
    "registry.strike_need_document": P.EDIT_NEEDS,
    "registry.delegate_need": P.EDIT_NEEDS,
    "registry.return_need": P.EDIT_NEEDS,
    "registry.show_need_thread": P.VIEW_NEEDS,
    "registry.new_need_comment": P.COMMENT_ON_NEEDS,
    "registry.edit_need_comment": P.COMMENT_ON_NEEDS,
    "registry.strike_need_comment": P.COMMENT_ON_NEEDS,
    "registry.settle_need_thread": P.COMMENT_ON_NEEDS,
    "registry.list_support": P.VIEW_SUPPORT,
    "registry.show_support": P.VIEW_SUPPORT,
    "registry.new_support": P.ASK_SUPPORT,
    "registry.edit_support": P.ASK_SUPPORT,
    "registry.close_support": P.ASK_SUPPORT,
    "registry.pledge_support": P.ASK_SUPPORT,
    "registry.withdraw_pledge": P.ASK_SUPPORT,
    "workshops.list_workshops": P.VIEW_WORKSHOPS,
    "workshops.show_workshop": P.VIEW_WORKSHOPS,
    "workshops.new_workshop": P.EDIT_WORKSHOPS,
    "workshops.edit_workshop": P.EDIT_WORKSHOPS,
    "workshops.edit_organisers": P.EDIT_WORKSHOPS,
    "workshops.list_participants": P.VIEW_WORKSHOPS,
    "workshops.list_attendance": P.VIEW_WORKSHOPS,
    "workshops.new_participant": P.EDIT_WORKSHOPS,
    "workshops.edit_participant": P.EDIT_WORKSHOPS,
    "workshops.cancel_participant": P.EDIT_WORKSHOPS,
    "workshops.restore_participant": P.EDIT_WORKSHOPS,
    "workshops.pick_participants": P.EDIT_WORKSHOPS,
    "workshops.import_participants": P.EDIT_WORKSHOPS,
    "workshops.download_participant_template": P.EDIT_WORKSHOPS,
    "workshops.show_participant_list": P.EDIT_WORKSHOPS,
    "workshops.apply_participants": P.EDIT_WORKSHOPS,
    "workshops.send_invitations": P.EDIT_WORKSHOPS,
    "workshops.renew_answer_link": P.EDIT_WORKSHOPS,
    "workshops.answer_invitation": "public",
    "workshops.download_badges": P.CHECK_IN_PEOPLE,
    "workshops.check_in_people": P.CHECK_IN_PEOPLE,
    "workshops.list_door_people": P.CHECK_IN_PEOPLE,
    "workshops.record_check_ins": P.CHECK_IN_PEOPLE,
    **FEEDBACK,
    "indicators.list_indicators": P.VIEW_DISTRICTS,
    "indicators.show_indicator": P.VIEW_DISTRICTS,
    "indicators.list_figures": P.VIEW_DISTRICTS,
    "indicators.show_figures": P.VIEW_DISTRICTS,
    "indicators.new_figure": P.ENTER_FIGURES,
    "indicators.edit_figure": P.ENTER_FIGURES,
    "registry.list_answers": P.VIEW_ANSWERS,
    "registry.show_answers": P.VIEW_ANSWERS,
    "registry.say_nothing_to_report": P.GIVE_ANSWERS,
    "registry.take_answer_back": P.GIVE_ANSWERS,
    "mapping.list_exercises": P.VIEW_EXERCISES,
    "mapping.new_exercise": P.EDIT_EXERCISES,
    "mapping.show_exercise": P.VIEW_EXERCISES,
    "mapping.show_data": P.VIEW_EXERCISES,
    "mapping.ask_for_facts": P.EDIT_EXERCISES,
    "mapping.edit_exercise": P.EDIT_EXERCISES,
    "mapping.edit_districts": P.EDIT_EXERCISES,
    "mapping.edit_cpses": P.EDIT_EXERCISES,
    "mapping.edit_weights": P.EDIT_EXERCISES,
    "mapping.show_trial": P.EDIT_EXERCISES,
    "mapping.compare_criteria": P.EDIT_EXERCISES,
    "mapping.list_exercise_rules": P.VIEW_EXERCISES,
    "mapping.new_rule": P.EDIT_EXERCISES,
    "mapping.lift_exercise_rule": P.EDIT_EXERCISES,
    "mapping.try_rules": P.VIEW_EXERCISES,
    "mapping.relax_rules": P.EDIT_EXERCISES,
    "mapping.new_run": P.EDIT_EXERCISES,
    "mapping.show_run": P.VIEW_EXERCISES,
    "mapping.show_funding": P.VIEW_EXERCISES,
    "mapping.new_funding": P.EDIT_EXERCISES,
    "mapping.show_matrix": P.VIEW_EXERCISES,
    "mapping.show_pair": P.VIEW_EXERCISES,
    "mapping.swap_leads": P.EDIT_EXERCISES,
    "mapping.download_run": P.VIEW_EXERCISES,
    "mapping.show_answer": P.VIEW_EXERCISES,
    "mapping.analyse_run": P.EDIT_EXERCISES,
    "mapping.download_analysis": P.VIEW_EXERCISES,
    "mapping.new_scenario": P.EDIT_EXERCISES,
    "mapping.edit_note": P.EDIT_EXERCISES,
    "mapping.list_exercise_runs": P.VIEW_EXERCISES,
    "mapping.compare_runs": P.VIEW_EXERCISES,
    "mapping.put_proposal": P.PUT_PROPOSALS,
    "mapping.show_proposal": P.VIEW_EXERCISES,
    "mapping.withdraw_proposal": P.PUT_PROPOSALS,
    "mapping.show_repair": P.VIEW_EXERCISES,
    "mapping.put_repair": P.PUT_PROPOSALS,
    "mapping.list_proposed_pairs": P.VIEW_PROPOSALS,
    "mapping.show_proposed_pair": P.VIEW_PROPOSALS,
    "mapping.answer_proposed_pair": P.ANSWER_PROPOSALS,
    "mapping.record_pair_answer": P.PUT_PROPOSALS,
    "mapping.reopen_proposed_pair": P.PUT_PROPOSALS,
    "mapping.download_letter": P.VIEW_PROPOSALS,
    "mapping.new_resolution": P.VIEW_PROPOSALS,
    "mapping.download_resolution": P.VIEW_PROPOSALS,
    "mapping.strike_resolution_paper": P.VIEW_PROPOSALS,
    "mapping.bundle_letters": P.PUT_PROPOSALS,
    "mapping.download_letters": P.PUT_PROPOSALS,
    "mapping.publish_exercise": P.PUBLISH_MAPPINGS,
    "mapping.end_publication": P.PUBLISH_MAPPINGS,
    "mapping.go_on_next_year": P.EDIT_EXERCISES,
    "mapping.list_publications": "public",
    "mapping.show_publication": "public",
    "mapping.download_publication": "public",
    "mapping.download_order": "public",
    "mapping.show_published_pair": "public",
}

# The role table, as printed for the office.
ROLES = """
                    dpe  cps  dis  sta  uni  cha  age  aud
view_home           x    x    x    x    x    x    x    x
view_districts      x    x    x    x    x    x    x    x
view_cpses          x    x    x    x    x    x    x    x
add_cpses           x
edit_cpses          x    x
view_csr_accounts   x                                  x
edit_csr_accounts   x    x
view_projects       x    x    x    x    x    x    x    x
edit_projects            x
report_on_projects       x                        x
import_records           x    x
view_needs          x    x    x    x    x    x    x    x
edit_needs                    x
step_needs          x         x    x
comment_on_needs         x    x
enter_figures                 x    x    x
view_programmes     x    x    x    x    x    x    x    x
edit_programmes     x              x    x
view_overlaps       x    x    x    x    x    x    x    x
answer_overlaps     x    x    x    x    x
compare_overlaps    x                                  x
view_answers        x    x    x    x         x         x
give_answers             x    x
view_mail           x
view_exercises      x                                  x
edit_exercises      x
view_proposals      x    x    x    x                   x
put_proposals       x
answer_proposals         x    x
publish_mappings    x
view_support        x    x    x    x    x    x    x    x
ask_support              x
view_actions        x    x    x    x    x    x    x    x
assign_actions      x              x    x    x
report_on_actions   x    x    x    x    x    x    x
view_practices      x    x    x    x    x    x    x    x
edit_practices      x    x    x    x    x
keep_practices      x                   x
view_workshops      x    x    x    x    x    x    x    x
edit_workshops      x                   x
take_notes          x    x    x    x    x    x    x
check_in_people     x    x    x    x    x    x    x
view_users          x    x    x    x    x    x    x    x
invite_colleagues   x    x    x    x    x    x    x
manage_users        x
manage_tokens       x    x    x    x    x    x    x
view_log            x                                  x
"""


class TestEveryRoute:
    def test_declares_its_access_as_reviewed_both_ways(self, sqlite_app: Application) -> None:
        declared = {
            rule.endpoint: getattr(sqlite_app.view_functions[rule.endpoint], ACCESS_ATTRIBUTE, "nothing")
            for rule in sqlite_app.url_map.iter_rules()
            if rule.endpoint != "static"
        }
        assert declared == ACCESS

    def test_is_named_after_its_function(self, sqlite_app: Application) -> None:
        for endpoint, view in sqlite_app.view_functions.items():
            if endpoint != "static":
                assert endpoint.split(".")[1] == view.__name__, endpoint

    def test_types_every_number_in_its_address_and_bounds_it(self, sqlite_app: Application) -> None:
        for rule in sqlite_app.url_map.iter_rules():
            for name, converter in rule._converters.items():
                if name.endswith("_id") or name in {"number", "lgd"}:
                    assert getattr(converter, "max", None), f"{rule.rule}: {name} has no greatest value"


class TestRoles:
    def test_the_table_is_as_printed(self) -> None:
        head, *lines = ROLES.strip("\n").splitlines()
        columns = [head.index(role.value.replace("_", "")[:3]) for role in Role]
        printed = {
            role: frozenset(
                Permission(line.split()[0]) for line in lines if column < len(line) and line[column] == "x"
            )
            for role, column in zip(Role, columns, strict=True)
        }
        assert printed == PERMISSIONS


def _digest() -> str:
    """A digest of every row of every table."""
    digest = hashlib.sha256()
    for table in sorted(db.metadata.tables.values(), key=lambda table: table.name):
        rows = sorted(repr(tuple(row)) for row in db.session.execute(table.select()))
        digest.update(f"{table.name}{len(rows)}".encode())
        for row in rows:
            digest.update(row.encode())
    db.session.rollback()
    return digest.hexdigest()


class TestAsking:
    def test_changes_nothing_whoever_asks_for_what(self, app: Application, world: World) -> None:
        before = _digest()
        asked = 0
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            for actor in ACTORS:
                client = app.test_client(use_cookies=False)
                for arguments in targets(world, rule.endpoint, actor).values():
                    with app.test_request_context():
                        url = app.url_for(rule.endpoint, **arguments)
                    answer = client.get(url, headers={"Cookie": f"csrmatch={world.cookies[actor]}"})
                    assert answer.status_code < 500, url
                    asked += 1
        print(f"\n{asked} pages asked for")
        assert asked > 300
        assert _digest() == before
