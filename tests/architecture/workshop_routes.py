"""Who may call the routes of workshops at all: their part of the reviewed table."""

from csrmatch.roles import Permission

__all__ = ["WORKSHOP_ROUTES"]

WORKSHOP_ROUTES: dict[str, object] = {
    "api.list_workshops": Permission.VIEW_WORKSHOPS,
    "api.show_workshop": Permission.VIEW_WORKSHOPS,
    "workshops.list_workshops": Permission.VIEW_WORKSHOPS,
    "workshops.show_workshop": Permission.VIEW_WORKSHOPS,
    "workshops.new_workshop": Permission.EDIT_WORKSHOPS,
    "workshops.edit_workshop": Permission.EDIT_WORKSHOPS,
    "workshops.edit_organisers": Permission.EDIT_WORKSHOPS,
    "workshops.step_workshop": Permission.EDIT_WORKSHOPS,
    "workshops.cancel_workshop": Permission.EDIT_WORKSHOPS,
    "workshops.unmark_workshop": Permission.EDIT_WORKSHOPS,
    "workshops.copy_workshop": Permission.EDIT_WORKSHOPS,
    "workshops.edit_helpers": Permission.EDIT_WORKSHOPS,
    "workshops.remove_helper": Permission.EDIT_WORKSHOPS,
    "workshops.show_agenda": Permission.VIEW_WORKSHOPS,
    "workshops.download_agenda": Permission.VIEW_WORKSHOPS,
    "workshops.edit_days": Permission.EDIT_WORKSHOPS,
    "workshops.add_day": Permission.EDIT_WORKSHOPS,
    "workshops.remove_day": Permission.EDIT_WORKSHOPS,
    "workshops.new_session": Permission.EDIT_WORKSHOPS,
    "workshops.edit_session": Permission.EDIT_WORKSHOPS,
    "workshops.remove_session": Permission.EDIT_WORKSHOPS,
    "workshops.move_session": Permission.EDIT_WORKSHOPS,
    "workshops.new_talk": Permission.EDIT_WORKSHOPS,
    "workshops.edit_talk": Permission.EDIT_WORKSHOPS,
    "workshops.remove_talk": Permission.EDIT_WORKSHOPS,
    "workshops.move_talk": Permission.EDIT_WORKSHOPS,
    "workshops.new_workshop_document": Permission.EDIT_WORKSHOPS,
    "workshops.download_workshop_document": Permission.VIEW_WORKSHOPS,
    "workshops.strike_workshop_document": Permission.EDIT_WORKSHOPS,
}
