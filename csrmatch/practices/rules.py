"""Decisions about practices on plain values: the steps of their life, and what nobody knows of one yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "FIELD_KNOWN",
    "LONGEST_LINE",
    "EvidenceKind",
    "Gap",
    "OriginKind",
    "PartKind",
    "PracticeFacts",
    "PracticeStatus",
    "PracticeStepProblem",
    "find_gaps",
    "find_step_problem",
    "is_line_of",
    "is_only_named",
    "join_changeable",
    "likeness",
    "needs_reason",
    "next_practice_steps",
    "split_changeable",
]


class PracticeStatus(StrEnum):
    """Where a practice stands on its way into the library and out of it."""

    DRAFT = "draft"
    OFFERED = "offered"
    SENT_BACK = "sent_back"
    LIBRARY = "library"
    RETIRED = "retired"


class EvidenceKind(StrEnum):
    """What speaks for it that a practice works; where nobody knows even that, there is none of these."""

    NONE_YET = "none_yet"
    TOLD = "told"
    OWN_RECORDS = "own_records"
    EVALUATED = "evaluated"


class OriginKind(StrEnum):
    """How a practice came to be known here."""

    WORKSHOP = "workshop"
    UNICEF = "unicef"
    OTHER_STATE = "other_state"
    CPSE = "cpse"
    OWN_WORK = "own_work"
    PUBLISHED = "published"


class PartKind(StrEnum):
    """Whether a part of a practice must stay, or may change from place to place."""

    CORE = "core"
    CHANGEABLE = "changeable"


class PracticeStepProblem(StrEnum):
    """Why a step in a practice's life is refused."""

    NOT_NEXT = "not_next"
    NOT_YOURS = "not_yours"
    SAME_EYES = "same_eyes"
    NO_REASON = "no_reason"


class Gap(StrEnum):
    """What of a practice is not known; in the order in which its page tells the rest."""

    PROBLEM = "problem"
    PLACES = "places"
    GROUPS = "groups"
    RUN_BY = "run_by"
    DONE = "done"
    CORE = "core"
    CHANGEABLE = "changeable"
    COST = "cost"
    EVIDENCE = "evidence"
    CONTACT = "contact"


# Without these there is no practice to copy, only the name of one.
FIELD_KNOWN = frozenset({Gap.PROBLEM, Gap.DONE, Gap.CORE, Gap.COST, Gap.EVIDENCE})

# The most letters that a part has: one that may change, with how it may.
LONGEST_LINE = 300

_S = PracticeStatus
_BY_OFFICE: dict[PracticeStatus, tuple[PracticeStatus, ...]] = {
    _S.DRAFT: (_S.OFFERED, _S.RETIRED),
    _S.SENT_BACK: (_S.OFFERED, _S.RETIRED),
    # An offer may be taken back as long as nobody has decided on it.
    _S.OFFERED: (_S.DRAFT,),
}
_BY_KEEPER: dict[PracticeStatus, tuple[PracticeStatus, ...]] = {
    _S.OFFERED: (_S.LIBRARY, _S.SENT_BACK),
    _S.LIBRARY: (_S.RETIRED,),
    # What was retired by mistake comes back.
    _S.RETIRED: (_S.LIBRARY,),
}
_NEED_REASON = frozenset({(_S.OFFERED, _S.SENT_BACK), (_S.RETIRED, _S.LIBRARY)})


@dataclass(frozen=True)
class PracticeFacts:
    """Who takes a step, as one of the office, as a keeper, as the very author; and with what reason."""

    is_of_office: bool
    is_keeper: bool
    is_author: bool
    was_in_library: bool
    reason: str


def next_practice_steps(
    status: PracticeStatus, *, is_of_office: bool, is_keeper: bool, was_in_library: bool = True
) -> tuple[PracticeStatus, ...]:
    """The states to which a person may take a practice, whoever wrote it, in the order they are offered."""
    own = _BY_OFFICE.get(status, ()) if is_of_office else ()
    kept = _BY_KEEPER.get(status, ()) if is_keeper else ()
    if status is _S.RETIRED and not was_in_library:
        # A draft that was given up has nothing to come back to.
        return ()
    return (*kept, *own)


def find_step_problem(
    old: PracticeStatus, new: PracticeStatus, facts: PracticeFacts
) -> PracticeStepProblem | None:
    """Why a step is refused: it is not next, it is another's to take, it wants other eyes or a reason."""
    anybody = next_practice_steps(old, is_of_office=True, is_keeper=True, was_in_library=facts.was_in_library)
    if new not in anybody:
        return PracticeStepProblem.NOT_NEXT
    own = next_practice_steps(
        old,
        is_of_office=facts.is_of_office,
        is_keeper=facts.is_keeper,
        was_in_library=facts.was_in_library,
    )
    if new not in own:
        return PracticeStepProblem.NOT_YOURS
    if old is _S.OFFERED and new is _S.LIBRARY and facts.is_author:
        return PracticeStepProblem.SAME_EYES
    if needs_reason(old, new) and not facts.reason.strip():
        return PracticeStepProblem.NO_REASON
    return None


def needs_reason(old: PracticeStatus, new: PracticeStatus) -> bool:
    """Whether a step is taken with a reason only: sending back, retiring, bringing back."""
    return new is _S.RETIRED or (old, new) in _NEED_REASON


def find_gaps(known: Iterable[Gap]) -> list[Gap]:
    """What is not known, in the order of the page."""
    told = set(known)
    return [gap for gap in Gap if gap not in told]


def is_only_named(gaps: Iterable[Gap]) -> bool:
    """Whether a practice is known by its name and little else: nothing of it could be copied."""
    return set(gaps) >= FIELD_KNOWN


def split_changeable(line: str) -> tuple[str, str]:
    """What may change and how, from one line of text: what stands before its first colon, and behind it."""
    what, _colon, how = line.partition(":")
    return what.strip(), how.strip()


def join_changeable(what: str, how: str) -> str:
    """The line of text that `split_changeable` reads so."""
    return ": ".join(filter(None, [what, how]))


def is_line_of(what: str, how: str) -> bool:
    """Whether a part that may change can be typed as one line: it has a name, no colon in it, and fits."""
    line = join_changeable(what, how)
    return len(line) <= LONGEST_LINE and bool(what) and split_changeable(line) == (what, how)


def likeness(*, same_theme: bool, shared_groups: int, same_district: bool, same_state: bool) -> int:
    """How near a practice is to a need: by theme first, then by place, then by the people it was for."""
    if not same_theme and not shared_groups:
        return 0
    return 8 * same_theme + 4 * same_district + 2 * same_state + min(shared_groups, 3)
