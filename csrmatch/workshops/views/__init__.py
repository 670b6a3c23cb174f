"""The pages of workshops: the list, and of one its agenda, people, notes, mapping, report and feedback."""

from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.workshops import log_words, tasks
from csrmatch.workshops.access.participants import can_open_door
from csrmatch.workshops.access.report import can_keep_report
from csrmatch.workshops.rules.report import WAS_HELD
from csrmatch.workshops.tabs import Tab, register_tab
from csrmatch.workshops.views import (
    agenda,
    agenda_editing,
    agenda_files,
    attendance,
    badges,
    certificates,
    check_in,
    conversions,
    documents,
    feedback,
    feedback_answers,
    invitations,
    live_notes,
    outcomes,
    participant_lists,
    participants,
    report,
    room,
    room_exercise,
    room_papers,
    room_projector,
    room_recording,
    takeaways,
    talks,
    workshop_editing,
    workshop_steps,
    workshops,
)
from csrmatch.workshops.views.pages import blueprint

__all__ = [
    "agenda",
    "agenda_editing",
    "agenda_files",
    "attendance",
    "badges",
    "blueprint",
    "certificates",
    "check_in",
    "conversions",
    "documents",
    "feedback",
    "feedback_answers",
    "invitations",
    "live_notes",
    "log_words",
    "outcomes",
    "participant_lists",
    "participants",
    "report",
    "room",
    "room_exercise",
    "room_papers",
    "room_projector",
    "room_recording",
    "takeaways",
    "talks",
    "tasks",
    "workshop_editing",
    "workshop_steps",
    "workshops",
]

register_navigation(
    NavigationEntry(lazy_("Workshops"), "workshops.list_workshops", Permission.VIEW_WORKSHOPS, 56)
)
register_tab(Tab(lazy_("Overview"), "workshops.show_workshop", 10))
register_tab(Tab(lazy_("Agenda"), "workshops.show_agenda", 20))
register_tab(Tab(lazy_("Participants"), "workshops.list_participants", 30))
register_tab(Tab(lazy_("Check-in"), "workshops.check_in_people", 35, can_open_door))
register_tab(Tab(lazy_("Notes"), "workshops.list_takeaways", 40))
register_tab(Tab(lazy_("Mapping"), "workshops.show_room", 60))
register_tab(
    Tab(
        lazy_("Report"),
        "workshops.show_report",
        70,
        lambda viewer, workshop: workshop.status in WAS_HELD or can_keep_report(viewer, workshop),
    )
)
register_tab(Tab(lazy_("Feedback"), "workshops.show_feedback", 80))
register_tab(Tab(lazy_("Certificates"), "workshops.list_certificates", 85))
register_tab(Tab(lazy_("What came of it"), "workshops.show_outcomes", 90))
