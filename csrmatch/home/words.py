"""The words for jobs and mail."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.jobs import JobState
from csrmatch.mail import MailState

__all__ = ["JOB_STATES", "MAIL_KINDS", "MAIL_STATES"]

# Each with the kind of its tag.
JOB_STATES: dict[JobState, tuple[LazyText, str]] = {
    JobState.QUEUED: (lazy_("waiting for its turn"), ""),
    JobState.RUNNING: (lazy_("being worked on"), "here"),
    JobState.DONE: (lazy_("done"), "good"),
    JobState.FAILED: (lazy_("not done"), "bad"),
}

MAIL_STATES: dict[MailState, tuple[LazyText, str]] = {
    MailState.QUEUED: (lazy_("waiting"), ""),
    MailState.SENT: (lazy_("sent"), "good"),
    MailState.FAILED: (lazy_("given up"), "bad"),
}

MAIL_KINDS: dict[str, LazyText] = {
    "reminder": lazy_("Reminder"),
    "digest": lazy_("Summary"),
    "fact_request": lazy_("Request for facts"),
    "support": lazy_("Pledge of support"),
    "workshop": lazy_("Invitation to a workshop"),
    "action": lazy_("Action point"),
}
