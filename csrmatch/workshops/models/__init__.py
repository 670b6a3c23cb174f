"""The tables of workshops."""

from csrmatch.workshops.models.agenda import (
    SessionRevision,
    Speaker,
    Talk,
    WorkshopDay,
    WorkshopDocument,
    WorkshopSession,
)
from csrmatch.workshops.models.certificates import Certificate
from csrmatch.workshops.models.conversions import TakeawayHanding, TakeawayWork
from csrmatch.workshops.models.feedback import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    FeedbackReply,
    FeedbackSending,
)
from csrmatch.workshops.models.participants import Attendance, Participant, ParticipantList
from csrmatch.workshops.models.report import ReportIssue, WorkshopReport
from csrmatch.workshops.models.room import HeldExercise, RoomPair, RoomVoice, RoomWording
from csrmatch.workshops.models.takeaways import Takeaway, TakeawayWording
from csrmatch.workshops.models.workshops import (
    Workshop,
    WorkshopDistrict,
    WorkshopHelper,
    WorkshopOrganiser,
    WorkshopSeries,
    WorkshopTheme,
)

__all__ = [
    "Attendance",
    "Certificate",
    "FeedbackAnswer",
    "FeedbackForm",
    "FeedbackQuestion",
    "FeedbackReply",
    "FeedbackSending",
    "HeldExercise",
    "Participant",
    "ParticipantList",
    "ReportIssue",
    "RoomPair",
    "RoomVoice",
    "RoomWording",
    "SessionRevision",
    "Speaker",
    "Takeaway",
    "TakeawayHanding",
    "TakeawayWording",
    "TakeawayWork",
    "Talk",
    "Workshop",
    "WorkshopDay",
    "WorkshopDistrict",
    "WorkshopDocument",
    "WorkshopHelper",
    "WorkshopOrganiser",
    "WorkshopReport",
    "WorkshopSeries",
    "WorkshopSession",
    "WorkshopTheme",
]
