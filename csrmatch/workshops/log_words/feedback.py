"""The words the log uses for the tables of feedback."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.feedback import OWN_KINDS, QUESTIONS

__all__: list[str] = []

register_words(
    "feedback_form",
    lazy_("Feedback form"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "opens_on": lazy_("Opens on"),
        "closes_on": lazy_("Closes on"),
        "link_number": lazy_("Which link"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
)
register_words(
    "feedback_question",
    lazy_("Question of a feedback form"),
    columns={
        "id": lazy_("Number"),
        "form_id": lazy_("Feedback form"),
        "key": lazy_("Question"),
        "kind": lazy_("How it is answered"),
        "text_en": lazy_("Question in English"),
        "text_hi": lazy_("Question in Hindi"),
        "position": lazy_("Place in the order"),
    },
    values={
        "key": {key.value: words for key, words in QUESTIONS.items()},
        "kind": {
            **{kind.value: words for kind, words in OWN_KINDS.items()},
            "choice": lazy_("by one of some words"),
            "sessions": lazy_("by sessions picked"),
        },
    },
)
register_words(
    "feedback_answer",
    lazy_("Answer to a feedback form"),
    columns={
        "id": lazy_("Number"),
        "form_id": lazy_("Feedback form"),
        "key": lazy_("Key of the form"),
        "group": lazy_("Group"),
        "language": lazy_("Language"),
        "name": lazy_("Name"),
        "organisation": lazy_("Organisation"),
        "received_at": lazy_("Received"),
    },
)
register_words(
    "feedback_reply",
    lazy_("Reply to a question of feedback"),
    columns={
        "id": lazy_("Number"),
        "answer_id": lazy_("Answer to a feedback form"),
        "question_id": lazy_("Question"),
        "number": lazy_("Figure"),
        "choice": lazy_("Word chosen"),
        "session_id": lazy_("Session"),
        "text": lazy_("Text"),
        "hidden_at": lazy_("Left out since"),
        "hidden_by_id": lazy_("Left out by"),
        "hidden_reason": lazy_("Why it is left out"),
    },
)
