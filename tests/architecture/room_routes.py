"""Who may call which page of the mapping in the room, and its one operation."""

from csrmatch.roles import Permission

__all__ = ["ROOM_ROUTES"]

ROOM_ROUTES: dict[str, object] = {
    "api.list_outcomes": Permission.VIEW_WORKSHOPS,
    "workshops.show_room": Permission.VIEW_WORKSHOPS,
    "workshops.show_room_pair": Permission.VIEW_WORKSHOPS,
    "workshops.show_projector": Permission.VIEW_WORKSHOPS,
    "workshops.poll_projector": Permission.VIEW_WORKSHOPS,
    "workshops.hold_exercise": Permission.EDIT_EXERCISES,
    "workshops.new_room_exercise": Permission.EDIT_EXERCISES,
    "workshops.release_exercise": Permission.EDIT_EXERCISES,
    "workshops.lay_room_pairs": Permission.EDIT_EXERCISES,
    "workshops.moderate_room": Permission.TAKE_NOTES,
    "workshops.new_room_pair": Permission.TAKE_NOTES,
    "workshops.strike_room_pair": Permission.TAKE_NOTES,
    "workshops.new_voice": Permission.TAKE_NOTES,
    "workshops.edit_voice": Permission.TAKE_NOTES,
    "workshops.strike_voice": Permission.TAKE_NOTES,
    "workshops.download_signatures": Permission.TAKE_NOTES,
}
