"""The words for the codes of needs: states, the acts that lead to them, urgency, refusals."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.rules.needs import NeedStatus, NeedStepProblem, NeedTask, Urgency

__all__ = ["NEED_ACTS", "NEED_STATUSES", "NEED_STEP_PROBLEMS", "NEED_TASKS", "URGENCIES"]

# Each with the kind of its tag.
NEED_STATUSES: dict[NeedStatus, tuple[LazyText, str]] = {
    NeedStatus.DRAFT: (lazy_("draft"), ""),
    NeedStatus.VERIFIED: (lazy_("verified"), "here"),
    NeedStatus.OPEN: (lazy_("open to companies"), "here"),
    NeedStatus.TAKEN_UP: (lazy_("taken up"), "good"),
    NeedStatus.MET: (lazy_("met"), "good"),
    NeedStatus.WITHDRAWN: (lazy_("withdrawn"), ""),
}

# What a person does to bring a need there.
NEED_ACTS: dict[NeedStatus, LazyText] = {
    NeedStatus.DRAFT: lazy_("Send it back to be written again"),
    NeedStatus.VERIFIED: lazy_("Verify it: what it says is right and nobody else covers it"),
    NeedStatus.OPEN: lazy_("Open it to companies"),
    NeedStatus.TAKEN_UP: lazy_("It is taken up by the partners recorded"),
    NeedStatus.MET: lazy_("It is met"),
    NeedStatus.WITHDRAWN: lazy_("Withdraw it for good"),
}

NEED_TASKS: dict[NeedTask, LazyText] = {
    NeedTask.FINISH: lazy_("finish the draft"),
    NeedTask.ANSWER: lazy_("answer the companies"),
}

URGENCIES: dict[Urgency, tuple[LazyText, str]] = {
    Urgency.LOW: (lazy_("can wait"), ""),
    Urgency.NORMAL: (lazy_("this year"), ""),
    Urgency.HIGH: (lazy_("urgent"), "warn"),
}

NEED_STEP_PROBLEMS: dict[NeedStepProblem, LazyText] = {
    NeedStepProblem.NOT_NEXT: lazy_("From where the need stands now this step cannot be taken."),
    NeedStepProblem.NOT_YOURS: lazy_("This step is for another office to take."),
    NeedStepProblem.SAME_EYES: lazy_(
        "You wrote this need last, so a colleague of your office verifies it: two pairs of eyes see each."
    ),
    NeedStepProblem.HANDED_ON: lazy_(
        "This need was handed to you: you write, the office that handed it on takes the step."
    ),
    NeedStepProblem.NO_PARTNER: lazy_("Record a partner first; then the need can be taken up."),
    NeedStepProblem.NO_REASON: lazy_(
        "Say why; for a need that is met, what was reached. It stays on record."
    ),
}
