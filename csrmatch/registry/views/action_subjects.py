"""Needs and projects as what action points are about, and the action points on their pages."""

from flask import url_for

from csrmatch.actions.panels import draw_actions_about
from csrmatch.actions.subjects import register_subject
from csrmatch.i18n import lazy_
from csrmatch.registry.models import Need, Project
from csrmatch.registry.queries import action_subjects as reads
from csrmatch.web.panels import register_panel

__all__: list[str] = []

register_subject(
    "need",
    lazy_("Need"),
    reads.find_needs,
    lambda about: url_for("registry.show_need", need_id=about.record_id),
    reads.visible_needs,
)
register_subject(
    "project",
    lazy_("Project"),
    reads.find_projects,
    lambda about: url_for("registry.show_project", project_id=about.record_id),
    reads.visible_projects,
)


def _draw_of_need(need: Need) -> str | None:
    return draw_actions_about("need", need.id)


def _draw_of_project(project: Project) -> str | None:
    return draw_actions_about("project", project.id)


register_panel("need.next", "actions", _draw_of_need, position=20)
register_panel("project.next", "actions", _draw_of_project, position=20)
