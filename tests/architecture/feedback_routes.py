"""Who may call the routes of feedback and certificates: their part of the one reviewed table."""

from csrmatch.roles import Permission

__all__ = ["FEEDBACK_ROUTES"]

FEEDBACK_ROUTES: dict[str, object] = {
    "workshops.show_feedback": Permission.VIEW_WORKSHOPS,
    "workshops.edit_feedback": Permission.EDIT_WORKSHOPS,
    "workshops.show_feedback_link": Permission.EDIT_WORKSHOPS,
    "workshops.renew_feedback_link": Permission.EDIT_WORKSHOPS,
    "workshops.hide_remark": Permission.EDIT_WORKSHOPS,
    "workshops.show_remark": Permission.EDIT_WORKSHOPS,
    "workshops.give_feedback": "public",
    "workshops.thank_for_feedback": "public",
    "workshops.list_certificates": Permission.VIEW_WORKSHOPS,
    "workshops.make_certificates": Permission.EDIT_WORKSHOPS,
    "workshops.download_certificate": Permission.VIEW_WORKSHOPS,
    "workshops.download_certificates": Permission.EDIT_WORKSHOPS,
    "workshops.withdraw_certificate": Permission.EDIT_WORKSHOPS,
    "workshops.check_certificate": "public",
}
