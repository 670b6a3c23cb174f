"""Who gets which answer from which route: the one table that is reviewed by people.

`who` are the roles that may call it at all: others signed in get 403, everybody else is sent to sign in.
`answers` gives the status for each target; for those in `wide` a record near or far is as their own.
"""

from csrmatch.roles import Role
from tests.faults.action_access import ACTION_TABLE
from tests.faults.expecting import (
    ASKED,
    ASKED_OR_ASKING,
    BRINGERS,
    COLLECTOR,
    COMPANY,
    DPE,
    EVERYONE,
    KEEPERS,
    OFFICES,
    PAIRED,
    PROGRAMME_KEEPERS,
    PUBLIC,
    READERS,
    REPORTERS,
    SEE_ALL_NEEDS,
    SEE_ALL_PROJECTS,
    SIDES,
    STEPPERS,
    TALKERS,
    TELLERS,
    Expected,
)
from tests.faults.feedback_access import FEEDBACK
from tests.faults.outcome_access import OUTCOMES
from tests.faults.participant_access import PARTICIPANTS
from tests.faults.practice_world import PRACTICE_TABLE
from tests.faults.report_world import REPORTS
from tests.faults.room_world import ROOM
from tests.faults.takeaway_access import TAKEAWAYS
from tests.faults.workshop_access import WORKSHOPS

_GONE = {"missing": 404}
_PEOPLE = {"near": 404, "far": 404, **_GONE}
_INVITED = {"near": 404, "far": 404, "used": 404, **_GONE}
_PROJECT = {"far": 404, **_GONE}
_EDIT_PROJECT = {"closed": 403, **_PROJECT}
_REPORT_PART = {"other": 404, "missing_part": 404, **_EDIT_PROJECT}
_NEED = {"far": 404, **_GONE}
_THREAD = {"missing_company": 404, "missing_part": 404, "other": 404, **_NEED}
_PAPER = {"missing_part": 404, "other": 404, "struck": 404}
_FOREIGN_PAPER = {"far": 404, "unanswered": 404, "missing_part": 404, "struck": 404, **_GONE}
# A foreign need that is open can be read, not changed; nor can one's own where it stands elsewhere.
_CHANGE_NEED = {"open": 403, "elsewhere": 403, **_NEED}
_FOREIGN_PLACE = {"near": 404, "foreign_place": 404, "missing_place": 404, **_GONE}
_FOREIGN_ACCOUNT = {"near": 404, "far": 404, "missing_year": 404, **_GONE}
_IMPORT = {"near": 404, "far": 404, "far_accounts": 404, **_GONE}
_IMPORT_PART = {"near": 404, "far": 404, "other": 404, "missing_part": 404, **_GONE}
_RUN = {"there": 200, "missing_run": 404, **_GONE}
_SIDE = {"own": 200, "far": 404, "no_side": 404, **_GONE}
_VERSION = {"there": 200, "missing_version": 404, "missing_year": 404, **_GONE}

TABLE: dict[tuple[str, str], Expected] = {
    ("home.show_front_page", "GET"): Expected(PUBLIC),
    ("home.show_health", "GET"): Expected(PUBLIC),
    ("home.show_readiness", "GET"): Expected(PUBLIC),
    ("home.show_home", "GET"): Expected(EVERYONE),
    ("home.search_everything", "GET"): Expected(EVERYONE),
    ("home.list_suggestions", "GET"): Expected(EVERYONE),
    ("home.show_job", "GET"): Expected(EVERYONE, {"own": 200, "far": 404, **_GONE}, DPE),
    ("home.list_mail", "GET"): Expected(DPE),
    ("home.send_mail_again", "POST"): Expected(DPE, {"there": 302, **_GONE}),
    ("accounts.sign_in", "GET"): Expected(PUBLIC),
    ("accounts.sign_in", "POST"): Expected(PUBLIC, {"-": 422}),
    ("accounts.sign_out", "POST"): Expected(PUBLIC, {"-": 302}),
    ("accounts.choose_language", "GET"): Expected(PUBLIC, {"there": 302, "missing": 302}),
    ("accounts.accept_invitation", "GET"): Expected(PUBLIC, {"open": 200, "used": 404, **_GONE}),
    ("accounts.accept_invitation", "POST"): Expected(PUBLIC, {"open": 422, "used": 404, **_GONE}),
    ("accounts.show_account", "GET"): Expected(EVERYONE),
    ("accounts.change_password", "POST"): Expected(EVERYONE, {"-": 422}),
    ("accounts.change_mail", "POST"): Expected(EVERYONE, {"-": 422}),
    ("accounts.change_language", "POST"): Expected(EVERYONE, {"-": 422}),
    ("accounts.end_other_sessions", "POST"): Expected(EVERYONE, {"-": 302}),
    ("accounts.list_users", "GET"): Expected(EVERYONE),
    ("accounts.show_user", "GET"): Expected(EVERYONE, {"self": 200, "own": 200, **_PEOPLE}, READERS),
    ("accounts.disable_user", "POST"): Expected(OFFICES, {"self": 403, "own": 302, **_PEOPLE}, DPE),
    ("accounts.enable_user", "POST"): Expected(OFFICES, {"self": 403, "own": 302, **_PEOPLE}, DPE),
    ("accounts.list_invitations", "GET"): Expected(OFFICES),
    ("accounts.new_invitation", "GET"): Expected(OFFICES),
    ("accounts.new_invitation", "POST"): Expected(OFFICES, {"-": 422}),
    ("accounts.show_invitation", "GET"): Expected(OFFICES, {"own": 200, **_INVITED}, DPE),
    ("accounts.withdraw_invitation", "POST"): Expected(OFFICES, {"own": 302, **_INVITED}, DPE),
    ("accounts.renew_invitation", "POST"): Expected(OFFICES, {"own": 302, **_INVITED}, DPE),
    ("accounts.list_tokens", "GET"): Expected(OFFICES),
    ("accounts.new_token", "GET"): Expected(OFFICES),
    ("accounts.new_token", "POST"): Expected(OFFICES, {"-": 422}),
    ("accounts.show_token", "GET"): Expected(OFFICES, {"own": 200, **_PEOPLE}, DPE),
    ("accounts.revoke_token", "POST"): Expected(OFFICES, {"own": 302, **_PEOPLE}, DPE),
    ("api.show_api", "GET"): Expected(PUBLIC),
    ("api.show_document", "GET"): Expected(PUBLIC),
    ("accounts.list_changes", "GET"): Expected(READERS),
    ("imports.list_imports", "GET"): Expected(BRINGERS),
    ("imports.new_import", "GET"): Expected(BRINGERS),
    ("imports.new_import", "POST"): Expected(BRINGERS, {"-": 422}),
    ("imports.download_template", "GET"): Expected(
        BRINGERS, {"own": 200, "own_accounts": 200, "far": 404, "far_accounts": 404, **_GONE}
    ),
    **{
        (f"imports.{endpoint}", "GET"): Expected(BRINGERS, {"own": 200, "own_accounts": 200, **_IMPORT})
        for endpoint in ("show_import", "download_import", "download_marked")
    },
    **{
        (f"imports.{endpoint}", "POST"): Expected(BRINGERS, {"own": 302, "own_accounts": 302, **_IMPORT})
        for endpoint in ("apply_import", "check_import", "choose_names", "drop_import")
    },
    ("imports.decide_row", "GET"): Expected(BRINGERS, {"own": 200, **_IMPORT_PART}),
    ("imports.decide_row", "POST"): Expected(BRINGERS, {"own": 422, **_IMPORT_PART}),
    ("imports.undo_import", "GET"): Expected(
        BRINGERS, {"own": 200, "own_accounts": 200, "open": 404, **_IMPORT}
    ),
    ("imports.undo_import", "POST"): Expected(
        BRINGERS, {"own": 422, "own_accounts": 422, "open": 404, **_IMPORT}
    ),
    ("registry.list_districts", "GET"): Expected(EVERYONE),
    ("registry.show_district", "GET"): Expected(EVERYONE, {"there": 200, **_GONE}),
    ("registry.list_district_indicators", "GET"): Expected(EVERYONE, {"there": 200, **_GONE}),
    ("registry.list_district_filings", "GET"): Expected(EVERYONE, {"there": 200, **_GONE}),
    ("registry.list_cpses", "GET"): Expected(EVERYONE),
    ("registry.show_cpse", "GET"): Expected(EVERYONE, {"there": 200, **_GONE}),
    ("registry.new_cpse", "GET"): Expected(DPE),
    ("registry.new_cpse", "POST"): Expected(DPE, {"-": 422}),
    ("registry.edit_cpse", "GET"): Expected(KEEPERS, {"own": 200, "near": 404, **_GONE}, DPE),
    ("registry.edit_cpse", "POST"): Expected(KEEPERS, {"own": 422, "near": 404, **_GONE}, DPE),
    ("registry.new_place", "GET"): Expected(KEEPERS, {"own": 200, "near": 404, **_GONE}, DPE),
    ("registry.new_place", "POST"): Expected(KEEPERS, {"own": 422, "near": 404, **_GONE}, DPE),
    ("registry.edit_place", "GET"): Expected(KEEPERS, {"own": 200, **_FOREIGN_PLACE}, DPE),
    ("registry.edit_place", "POST"): Expected(KEEPERS, {"own": 422, **_FOREIGN_PLACE}, DPE),
    ("registry.retire_place_of_work", "POST"): Expected(KEEPERS, {"own": 302, **_FOREIGN_PLACE}, DPE),
    ("registry.list_csr_accounts", "GET"): Expected(READERS),
    ("registry.show_csr_account", "GET"): Expected(
        EVERYONE, {"own": 200, "published": 200, **_FOREIGN_ACCOUNT}, READERS
    ),
    ("registry.edit_csr_account", "GET"): Expected(KEEPERS, {"own": 200, **_FOREIGN_ACCOUNT}, DPE),
    ("registry.edit_csr_account", "POST"): Expected(KEEPERS, {"own": 422, **_FOREIGN_ACCOUNT}, DPE),
    ("registry.publish_csr_account", "POST"): Expected(KEEPERS, {"own": 302, **_FOREIGN_ACCOUNT}, DPE),
    ("registry.withdraw_csr_account", "POST"): Expected(KEEPERS, {"own": 302, **_FOREIGN_ACCOUNT}, DPE),
    ("registry.list_projects", "GET"): Expected(EVERYONE),
    ("registry.show_project", "GET"): Expected(EVERYONE, {"own": 200, **_PROJECT}, SEE_ALL_PROJECTS),
    ("registry.download_document", "GET"): Expected(
        EVERYONE,
        {"own": 200, "other": 404, "missing_part": 404, "struck": 404, **_PROJECT},
        SEE_ALL_PROJECTS,
    ),
    ("registry.new_project", "GET"): Expected(COMPANY),
    ("registry.new_project", "POST"): Expected(COMPANY, {"-": 422}),
    **{
        (f"registry.{endpoint}", method): Expected(COMPANY, {"own": status, **_EDIT_PROJECT})
        for endpoint in (
            "edit_project",
            "edit_project_purpose",
            "edit_project_places",
            "edit_project_people",
            "edit_project_hands",
            "step_project",
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("registry.edit_project_money", "GET"): Expected(COMPANY, {"own": 200, "no_year": 404, **_EDIT_PROJECT}),
    ("registry.edit_project_money", "POST"): Expected(COMPANY, {"own": 422, "no_year": 404, **_EDIT_PROJECT}),
    **{
        (f"registry.{endpoint}", method): Expected(REPORTERS, {"own": status, **_EDIT_PROJECT})
        for endpoint in ("new_milestone", "new_result", "new_document")
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        (f"registry.{endpoint}", method): Expected(REPORTERS, {"own": status, **_REPORT_PART})
        for endpoint in ("edit_milestone", "edit_result")
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("registry.remove_milestone", "POST"): Expected(REPORTERS, {"own": 302, **_REPORT_PART}),
    ("registry.remove_result", "POST"): Expected(REPORTERS, {"own": 302, **_REPORT_PART}),
    ("registry.strike_document", "GET"): Expected(REPORTERS, {"own": 200, "struck": 404, **_REPORT_PART}),
    ("registry.strike_document", "POST"): Expected(REPORTERS, {"own": 422, "struck": 404, **_REPORT_PART}),
    ("registry.list_programmes", "GET"): Expected(EVERYONE),
    ("registry.show_programme", "GET"): Expected(EVERYONE, {"own": 200, **_GONE}),
    ("registry.new_programme", "GET"): Expected(PROGRAMME_KEEPERS),
    ("registry.new_programme", "POST"): Expected(PROGRAMME_KEEPERS, {"-": 422}),
    **{
        (f"registry.{endpoint}", method): Expected(
            PROGRAMME_KEEPERS, {"own": status, "near": 403, "retired": 403, **_GONE}, DPE
        )
        for endpoint in ("edit_programme", "retire_programme")
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("registry.list_overlaps", "GET"): Expected(EVERYONE),
    ("registry.show_near_overlaps", "GET"): Expected(EVERYONE),
    ("registry.show_overlap_overview", "GET"): Expected(READERS),
    ("registry.show_overlap", "GET"): Expected(
        EVERYONE, {"own": 200, "elsewhere": 200, "near": 404, "far": 404, **_GONE}, SEE_ALL_PROJECTS
    ),
    **{
        (f"registry.{endpoint}", method): Expected(
            SIDES, {"own": status, "elsewhere": 403, "near": 404, "far": 404, **_GONE}
        )
        for endpoint, method, status in (
            ("answer_overlap", "POST", 422),
            ("reopen_overlap", "GET", 200),
            ("reopen_overlap", "POST", 422),
        )
    },
    ("registry.list_needs", "GET"): Expected(EVERYONE),
    **{
        (f"registry.{endpoint}", "GET"): Expected(EVERYONE, {"own": 200, "open": 200, **_NEED}, SEE_ALL_NEEDS)
        for endpoint in ("show_need", "print_need")
    },
    ("registry.new_need", "GET"): Expected(COLLECTOR),
    ("registry.new_need", "POST"): Expected(COLLECTOR, {"-": 422}),
    **{
        (f"registry.{endpoint}", method): Expected(who, {"own": status, **_CHANGE_NEED})
        for endpoint, who in (
            ("edit_need", COLLECTOR),
            ("edit_need_figure", COLLECTOR),
            ("edit_need_people", COLLECTOR),
            ("edit_need_partners", COLLECTOR),
            ("step_need", STEPPERS),
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("registry.list_support", "GET"): Expected(EVERYONE),
    ("registry.show_support", "GET"): Expected(
        EVERYONE, {"own": 200, "near": 200, "far": 200, "closed": 200, **_GONE}
    ),
    ("registry.new_support", "GET"): Expected(COMPANY),
    ("registry.new_support", "POST"): Expected(COMPANY, {"-": 422}),
    **{
        (f"registry.{endpoint}", method): Expected(COMPANY, {own: status, **refused, "closed": 403, **_GONE})
        for endpoint, own, refused in (
            ("edit_support", "own", {"near": 403}),
            ("close_support", "own", {"near": 403}),
            ("pledge_support", "near", {"own": 403}),
            ("withdraw_pledge", "near", {"own": 403, "no_pledge": 404}),
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("registry.list_answers", "GET"): Expected(ASKED_OR_ASKING),
    ("registry.show_answers", "GET"): Expected(ASKED_OR_ASKING, {"own": 200, "far": 404, **_GONE}, READERS),
    ("registry.say_nothing_to_report", "POST"): Expected(
        ASKED, {"own": 302, "far": 404, "no_year": 404, **_GONE}
    ),
    ("registry.take_answer_back", "POST"): Expected(ASKED, {"own": 302, "far": 404, "no_year": 404, **_GONE}),
    ("registry.show_need_thread", "GET"): Expected(EVERYONE, {"own": 200, **_THREAD}, SEE_ALL_NEEDS),
    **{
        (f"registry.{endpoint}", method): Expected(TALKERS, {"own": status, **_THREAD})
        for endpoint in ("new_need_comment", "edit_need_comment", "strike_need_comment")
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("registry.settle_need_thread", "POST"): Expected(TALKERS, {"own": 302, **_THREAD}),
    ("registry.download_need_document", "GET"): Expected(
        EVERYONE, {"own": 200, "open": 200, **_PAPER, **_NEED}, SEE_ALL_NEEDS
    ),
    **{
        (f"registry.{endpoint}", method): Expected(
            COLLECTOR, {"own": status, "missing_part": 404, "other": 404, "struck": 404, **_CHANGE_NEED}
        )
        for endpoint in ("new_need_document", "strike_need_document", "delegate_need", "return_need")
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("indicators.list_indicators", "GET"): Expected(EVERYONE),
    ("indicators.show_indicator", "GET"): Expected(EVERYONE, {"there": 200, **_GONE}),
    ("indicators.list_figures", "GET"): Expected(EVERYONE),
    ("indicators.show_figures", "GET"): Expected(EVERYONE, {"there": 200, "missing_indicator": 404, **_GONE}),
    **{
        ("indicators.new_figure", method): Expected(
            TELLERS,
            {"own": status, "far": 403, "missing_indicator": 404, **_GONE},
            frozenset({Role.UNICEF_OFFICER}),
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        ("indicators.edit_figure", method): Expected(TELLERS, {"own": status, "other_office": 403, **_GONE})
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("mapping.list_exercises", "GET"): Expected(READERS),
    ("mapping.new_exercise", "GET"): Expected(DPE),
    ("mapping.new_exercise", "POST"): Expected(DPE, {"-": 422}),
    ("mapping.show_exercise", "GET"): Expected(READERS, {"there": 200, **_GONE}),
    ("mapping.show_data", "GET"): Expected(READERS, {"there": 200, **_GONE}),
    ("mapping.ask_for_facts", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.ask_for_facts", "POST"): Expected(DPE, {"there": 302, **_GONE}),
    ("mapping.edit_exercise", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.edit_exercise", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.edit_districts", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.edit_districts", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.edit_cpses", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.edit_cpses", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.edit_weights", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.edit_weights", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.show_trial", "GET"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.compare_criteria", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.list_exercise_rules", "GET"): Expected(READERS, {"there": 200, **_GONE}),
    ("mapping.new_rule", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.new_rule", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.lift_exercise_rule", "GET"): Expected(
        DPE, {"there": 200, "lifted": 200, "far": 404, "missing_rule": 404, **_GONE}
    ),
    ("mapping.lift_exercise_rule", "POST"): Expected(
        DPE, {"there": 422, "lifted": 422, "far": 404, "missing_rule": 404, **_GONE}
    ),
    ("mapping.try_rules", "GET"): Expected(
        READERS, {"there": 200, "lifted": 200, "far": 404, "missing_rule": 404, **_GONE}
    ),
    ("mapping.relax_rules", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.new_run", "POST"): Expected(DPE, {"there": 302, **_GONE}),
    ("mapping.show_run", "GET"): Expected(READERS, _RUN),
    ("mapping.show_funding", "GET"): Expected(READERS, _RUN),
    ("mapping.new_funding", "GET"): Expected(DPE, _RUN),
    ("mapping.new_funding", "POST"): Expected(DPE, {**_RUN, "there": 302}),
    ("mapping.show_matrix", "GET"): Expected(READERS, _RUN),
    ("mapping.download_run", "GET"): Expected(READERS, _RUN),
    ("mapping.show_answer", "GET"): Expected(READERS, {**_RUN, "missing_answer": 404}),
    ("mapping.analyse_run", "POST"): Expected(DPE, {**_RUN, "there": 302}),
    ("mapping.download_analysis", "GET"): Expected(READERS, {**_RUN, "missing_answer": 404}),
    ("mapping.new_scenario", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.new_scenario", "POST"): Expected(DPE, {"there": 302, **_GONE}),
    ("mapping.edit_note", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.edit_note", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.list_exercise_runs", "GET"): Expected(READERS, {"there": 200, **_GONE}),
    ("mapping.compare_runs", "GET"): Expected(READERS, {**_RUN, "missing_other": 404}),
    ("mapping.put_proposal", "GET"): Expected(DPE, {**_RUN, "missing_answer": 404}),
    ("mapping.put_proposal", "POST"): Expected(DPE, {**_RUN, "there": 422, "missing_answer": 404}),
    ("mapping.show_proposal", "GET"): Expected(READERS, _RUN),
    ("mapping.withdraw_proposal", "GET"): Expected(DPE, _RUN),
    ("mapping.withdraw_proposal", "POST"): Expected(DPE, {**_RUN, "there": 422}),
    ("mapping.show_repair", "GET"): Expected(READERS, _RUN),
    ("mapping.put_repair", "GET"): Expected(DPE, {**_RUN, "missing_answer": 404}),
    ("mapping.put_repair", "POST"): Expected(DPE, {**_RUN, "there": 422, "missing_answer": 404}),
    ("mapping.list_proposed_pairs", "GET"): Expected(PAIRED),
    ("mapping.show_proposed_pair", "GET"): Expected(PAIRED, {"own": 200, "far": 404, **_GONE}, READERS),
    ("mapping.answer_proposed_pair", "GET"): Expected(ASKED, _SIDE),
    ("mapping.answer_proposed_pair", "POST"): Expected(ASKED, {**_SIDE, "own": 422}),
    ("mapping.record_pair_answer", "GET"): Expected(DPE, _SIDE, DPE),
    ("mapping.record_pair_answer", "POST"): Expected(DPE, {**_SIDE, "own": 422}, DPE),
    ("mapping.reopen_proposed_pair", "POST"): Expected(DPE, {"own": 302, **_GONE}, DPE),
    ("mapping.download_letter", "GET"): Expected(
        PAIRED, {"own": 200, "near": 404, "far": 404, "no_kind": 404, **_GONE}, READERS
    ),
    ("mapping.new_resolution", "GET"): Expected(PAIRED, {"own": 200, **_FOREIGN_PAPER}),
    ("mapping.new_resolution", "POST"): Expected(PAIRED, {"own": 422, **_FOREIGN_PAPER}),
    ("mapping.download_resolution", "GET"): Expected(PAIRED, {"own": 200, **_FOREIGN_PAPER}),
    ("mapping.strike_resolution_paper", "GET"): Expected(PAIRED, {"own": 200, **_FOREIGN_PAPER}),
    ("mapping.strike_resolution_paper", "POST"): Expected(PAIRED, {"own": 422, **_FOREIGN_PAPER}),
    ("mapping.bundle_letters", "GET"): Expected(DPE, _RUN),
    ("mapping.bundle_letters", "POST"): Expected(DPE, {**_RUN, "there": 302}),
    ("mapping.download_letters", "GET"): Expected(DPE, {**_RUN, "other": 404, "missing_part": 404}),
    ("mapping.publish_exercise", "GET"): Expected(DPE, {"there": 200, **_GONE}),
    ("mapping.publish_exercise", "POST"): Expected(DPE, {"there": 422, **_GONE}),
    ("mapping.end_publication", "GET"): Expected(DPE, _VERSION),
    ("mapping.end_publication", "POST"): Expected(DPE, {**_VERSION, "there": 422}),
    ("mapping.go_on_next_year", "POST"): Expected(DPE, {**_VERSION, "there": 302}),
    ("mapping.list_publications", "GET"): Expected(PUBLIC),
    ("mapping.show_publication", "GET"): Expected(PUBLIC, _VERSION),
    ("mapping.download_publication", "GET"): Expected(PUBLIC, _VERSION),
    ("mapping.download_order", "GET"): Expected(PUBLIC, _VERSION),
    ("mapping.show_published_pair", "GET"): Expected(
        PUBLIC, {"there": 200, "missing_district": 404, **_GONE}
    ),
    ("mapping.show_pair", "GET"): Expected(READERS, {**_RUN, "missing_district": 404, "missing_cpse": 404}),
    ("mapping.swap_leads", "GET"): Expected(DPE, {**_RUN, "missing_district": 404, "missing_cpse": 404}),
    ("mapping.swap_leads", "POST"): Expected(
        DPE, {**_RUN, "there": 422, "missing_district": 404, "missing_cpse": 404}
    ),
    **{route: Expected(*row) for route, row in ACTION_TABLE.items()},
    **WORKSHOPS,
    **REPORTS,
    **PARTICIPANTS,
    **PRACTICE_TABLE,
    **FEEDBACK,
    **ROOM,
    **TAKEAWAYS,
    **OUTCOMES,
}
