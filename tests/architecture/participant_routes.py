"""Who may call the routes of a workshop's people at all: their part of the reviewed table."""

from csrmatch.roles import Permission

__all__ = ["PARTICIPANT_ROUTES"]

PARTICIPANT_ROUTES: dict[str, object] = {
    "workshops.list_participants": Permission.VIEW_WORKSHOPS,
    "workshops.list_attendance": Permission.VIEW_WORKSHOPS,
    "workshops.new_participant": Permission.EDIT_WORKSHOPS,
    "workshops.edit_participant": Permission.EDIT_WORKSHOPS,
    "workshops.cancel_participant": Permission.EDIT_WORKSHOPS,
    "workshops.restore_participant": Permission.EDIT_WORKSHOPS,
    "workshops.pick_participants": Permission.EDIT_WORKSHOPS,
    "workshops.import_participants": Permission.EDIT_WORKSHOPS,
    "workshops.download_participant_template": Permission.EDIT_WORKSHOPS,
    "workshops.show_participant_list": Permission.EDIT_WORKSHOPS,
    "workshops.apply_participants": Permission.EDIT_WORKSHOPS,
    "workshops.send_invitations": Permission.EDIT_WORKSHOPS,
    "workshops.renew_answer_link": Permission.EDIT_WORKSHOPS,
    "workshops.answer_invitation": "public",
    "workshops.download_badges": Permission.CHECK_IN_PEOPLE,
    "workshops.check_in_people": Permission.CHECK_IN_PEOPLE,
    "workshops.list_door_people": Permission.CHECK_IN_PEOPLE,
    "workshops.record_check_ins": Permission.CHECK_IN_PEOPLE,
}
