"""Who may call the routes of notes: their part of what people review."""

from csrmatch.roles import Permission

__all__ = ["TAKEAWAY_ROUTES"]

P = Permission

TAKEAWAY_ROUTES: dict[str, object] = {
    "workshops.list_takeaways": P.VIEW_WORKSHOPS,
    "workshops.list_new_notes": P.VIEW_WORKSHOPS,
    "workshops.show_notes_worker": "public",
    "workshops.take_notes": P.TAKE_NOTES,
    "workshops.show_offline_notes": P.TAKE_NOTES,
    "workshops.send_notes": P.TAKE_NOTES,
    "workshops.show_takeaway": P.VIEW_WORKSHOPS,
    "workshops.edit_takeaway": P.TAKE_NOTES,
    "workshops.strike_takeaway": P.TAKE_NOTES,
    "workshops.restore_takeaway": P.TAKE_NOTES,
    "workshops.convert_takeaway": P.VIEW_WORKSHOPS,
    "workshops.hand_on_takeaway": P.TAKE_NOTES,
    "workshops.decline_handing": P.VIEW_WORKSHOPS,
    "api.list_takeaways": P.VIEW_WORKSHOPS,
    "api.create_takeaways": P.TAKE_NOTES,
}
