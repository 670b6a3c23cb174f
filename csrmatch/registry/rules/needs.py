"""Decisions about needs on plain values: the steps of their life, who takes them, what is still to find."""

from dataclasses import dataclass
from enum import StrEnum

from csrmatch.roles import Role

__all__ = [
    "OPEN_TO_ALL",
    "NeedStatus",
    "NeedStepProblem",
    "NeedTask",
    "StepFacts",
    "Urgency",
    "check_need_step",
    "covered_amount",
    "covered_share",
    "is_sent_back",
    "money_to_find",
    "needs_reason",
    "next_need_steps",
    "task_of",
]


class NeedStatus(StrEnum):
    """Where a need stands; only a draft can be changed, so that what was verified stays as it was."""

    DRAFT = "draft"
    VERIFIED = "verified"
    OPEN = "open"
    TAKEN_UP = "taken_up"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Urgency(StrEnum):
    """How long a need can wait."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class NeedTask(StrEnum):
    """What a person is asked for to whom a need is handed on."""

    FINISH = "finish"
    ANSWER = "answer"


class NeedStepProblem(StrEnum):
    """Why a step in a need's life is refused."""

    NOT_NEXT = "not_next"
    NOT_YOURS = "not_yours"
    SAME_EYES = "same_eyes"
    HANDED_ON = "handed_on"
    NO_PARTNER = "no_partner"
    NO_REASON = "no_reason"


# What every office and company may read.
OPEN_TO_ALL = frozenset({NeedStatus.OPEN, NeedStatus.TAKEN_UP, NeedStatus.MET})

_S = NeedStatus
_OFFICE = frozenset({Role.DISTRICT_OFFICER})
# The state knows its schemes, DPE the needs of all districts: both may ask the office to look again.
_WITH_STATE = _OFFICE | {Role.STATE_OFFICER}
_WITH_DPE = _WITH_STATE | {Role.DPE_STAFF}
_STEPS: dict[tuple[NeedStatus, NeedStatus], frozenset[Role]] = {
    (_S.DRAFT, _S.VERIFIED): _OFFICE,
    (_S.DRAFT, _S.WITHDRAWN): _OFFICE,
    (_S.VERIFIED, _S.OPEN): _OFFICE,
    (_S.VERIFIED, _S.DRAFT): _WITH_STATE,
    (_S.VERIFIED, _S.WITHDRAWN): _OFFICE,
    (_S.OPEN, _S.TAKEN_UP): _OFFICE,
    (_S.OPEN, _S.DRAFT): _WITH_DPE,
    (_S.OPEN, _S.WITHDRAWN): _OFFICE,
    (_S.TAKEN_UP, _S.MET): _OFFICE,
    # Partners may fall away.
    (_S.TAKEN_UP, _S.OPEN): _OFFICE,
    (_S.TAKEN_UP, _S.WITHDRAWN): _OFFICE,
    # What was said to be met may turn out not to be.
    (_S.MET, _S.TAKEN_UP): _OFFICE,
}
_SELF_EXPLAINING = frozenset(
    {(_S.DRAFT, _S.VERIFIED), (_S.VERIFIED, _S.OPEN), (_S.OPEN, _S.TAKEN_UP)},
)


@dataclass(frozen=True)
class StepFacts:
    """What decides on a step: who takes it, whether the words are their own, and who else there is."""

    role: Role
    wrote_last: bool
    is_only_officer: bool
    has_partner: bool
    reason: str
    is_delegate: bool = False


def next_need_steps(status: NeedStatus, role: Role) -> tuple[NeedStatus, ...]:
    """The states to which a person of that role may take a need from where it stands."""
    return tuple(new for (old, new), roles in _STEPS.items() if old is status and role in roles)


def is_sent_back(old: NeedStatus | None, new: NeedStatus) -> bool:
    """Whether a step gives a need back to be written again."""
    return old is not None and new is NeedStatus.DRAFT


def needs_reason(old: NeedStatus, new: NeedStatus) -> bool:
    """Whether a step is taken only with a note: sent back or withdrawn why, met with what was reached."""
    return (old, new) not in _SELF_EXPLAINING


def check_need_step(old: NeedStatus, new: NeedStatus, facts: StepFacts) -> NeedStepProblem | None:
    """Why a step cannot be taken, or None.

    Nobody takes a step of a need that was handed to them: they write, the office decides. Whoever wrote a
    draft last does not verify it where the office has a second officer: two pairs of eyes see each need
    before others read it.
    """
    roles = _STEPS.get((old, new))
    if roles is None:
        return NeedStepProblem.NOT_NEXT
    problems = {
        NeedStepProblem.NOT_YOURS: facts.role not in roles,
        NeedStepProblem.HANDED_ON: facts.is_delegate,
        NeedStepProblem.SAME_EYES: (
            new is NeedStatus.VERIFIED and facts.wrote_last and not facts.is_only_officer
        ),
        NeedStepProblem.NO_PARTNER: new is NeedStatus.TAKEN_UP and not facts.has_partner,
        NeedStepProblem.NO_REASON: needs_reason(old, new) and not facts.reason.strip(),
    }
    return next((problem for problem, applies in problems.items() if applies), None)


def task_of(status: NeedStatus) -> NeedTask | None:
    """What can be handed on of a need that stands there: a draft to be finished, questions to be answered."""
    if status is NeedStatus.DRAFT:
        return NeedTask.FINISH
    return NeedTask.ANSWER if status in OPEN_TO_ALL else None


def covered_amount(cost_inr: int | None, covered_inr: int | None, covered_percent: int | None) -> int | None:
    """What a scheme covers in whole rupees: as told, or from the share of a cost that is known."""
    if covered_inr is not None:
        return covered_inr
    if cost_inr is None or covered_percent is None:
        return None
    return (cost_inr * covered_percent + 50) // 100


def covered_share(cost_inr: int | None, covered_inr: int | None, covered_percent: int | None) -> float | None:
    """What a scheme covers in per cent of the cost: as told, or from the two amounts; None if not known."""
    if covered_percent is not None:
        return float(covered_percent)
    if not cost_inr or covered_inr is None:
        return None
    return 100 * covered_inr / cost_inr


def money_to_find(cost_inr: int | None, covered_inr: int | None, pledged_inr: list[int | None]) -> int | None:
    """What of the cost neither a scheme covers nor a partner has pledged, at least 0; None if not known.

    What is covered is 0 where no scheme is known. An amount that is not known leaves the rest not known too.
    """
    if cost_inr is None or covered_inr is None or any(amount is None for amount in pledged_inr):
        return None
    return max(0, cost_inr - covered_inr - sum(amount or 0 for amount in pledged_inr))
