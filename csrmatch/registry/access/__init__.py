"""Which records of the registry a person may see and change, one module for each kind of record."""

from csrmatch.registry.access.answers import can_say_nothing_to_report, only_visible_offices
from csrmatch.registry.access.cpses import (
    acts_for,
    can_edit_account,
    can_edit_cpse,
    can_see_gaps,
    can_set_identity,
    only_visible_accounts,
)
from csrmatch.registry.access.needs import (
    can_attach_to_need,
    can_comment_on_need,
    can_delegate_need,
    can_edit_need,
    can_edit_need_partners,
    can_post_needs,
    can_return_need,
    can_step_need,
    can_strike_comment,
    is_in_own_hands,
    only_visible_needs,
    only_visible_threads,
)
from csrmatch.registry.access.overlaps import (
    can_answer_overlap,
    can_edit_programme,
    can_keep_programmes,
    can_reopen_overlap,
    only_own_overlaps,
    only_visible_overlaps,
)
from csrmatch.registry.access.projects import (
    can_edit_project,
    can_record_projects,
    can_report_on_project,
    only_announced_projects,
    only_visible_projects,
)

__all__ = [
    "acts_for",
    "can_answer_overlap",
    "can_attach_to_need",
    "can_comment_on_need",
    "can_delegate_need",
    "can_edit_account",
    "can_edit_cpse",
    "can_edit_need",
    "can_edit_need_partners",
    "can_edit_programme",
    "can_edit_project",
    "can_keep_programmes",
    "can_post_needs",
    "can_record_projects",
    "can_reopen_overlap",
    "can_report_on_project",
    "can_return_need",
    "can_say_nothing_to_report",
    "can_see_gaps",
    "can_set_identity",
    "can_step_need",
    "can_strike_comment",
    "is_in_own_hands",
    "only_announced_projects",
    "only_own_overlaps",
    "only_visible_accounts",
    "only_visible_needs",
    "only_visible_offices",
    "only_visible_overlaps",
    "only_visible_projects",
    "only_visible_threads",
]
