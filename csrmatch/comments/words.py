"""The words the log uses for the tables of comments."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_

__all__: list[str] = []

register_words(
    "comment_thread",
    lazy_("Thread of comments"),
    columns={
        "id": lazy_("Number"),
        "created_at": lazy_("Made"),
        "settled_by_id": lazy_("Settled by"),
        "settled_at": lazy_("Settled"),
    },
)
register_words(
    "comment",
    lazy_("Comment"),
    columns={
        "id": lazy_("Number"),
        "thread_id": lazy_("Thread of comments"),
        "organisation_id": lazy_("Organisation"),
        "by_id": lazy_("By"),
        "text": lazy_("Text"),
        "created_at": lazy_("Made"),
        "corrected_at": lazy_("Corrected"),
        "struck_by_id": lazy_("Struck by"),
        "struck_at": lazy_("Struck"),
        "struck_reason": lazy_("Why it was struck"),
        "version": lazy_("Version"),
    },
)
register_words(
    "comment_wording",
    lazy_("Wording of a comment"),
    columns={
        "comment_id": lazy_("Comment"),
        "number": lazy_("Running number"),
        "text": lazy_("Text"),
        "written_at": lazy_("Written"),
    },
)
