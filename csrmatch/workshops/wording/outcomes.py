"""The words for what came of a workshop: what is followed, how far it came, and until when."""

from collections.abc import Mapping
from typing import Any

from csrmatch.actions.rules import ActionStatus
from csrmatch.actions.wording import ACTION_STATUSES
from csrmatch.i18n import LazyText, _, lazy_, name_of
from csrmatch.mapping.rules.pasts import PairStage
from csrmatch.practices.rules import PracticeStatus
from csrmatch.practices.wording import PRACTICE_STATUSES
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.registry.wording.needs import NEED_STATUSES
from csrmatch.registry.wording.overlaps import CASE_STATES
from csrmatch.registry.wording.support import SUPPORT_STATUSES
from csrmatch.workshops.queries.outcome_records import OutcomeRecord
from csrmatch.workshops.queries.outcomes import Outcome
from csrmatch.workshops.rules.outcomes import FollowedKind, Horizon, OutcomeKind, OutcomeStage, Point
from csrmatch.workshops.rules.takeaways import HandingState, TakeawayKind
from csrmatch.workshops.wording.takeaways import HANDING_STATES, KINDS

__all__ = [
    "HORIZONS",
    "OUTCOME_KINDS",
    "OUTCOME_STAGES",
    "RECORD_KINDS",
    "name_record",
    "state_of",
    "tell_kind",
    "tell_outcome",
    "tell_point",
    "tell_record",
]

OUTCOME_KINDS: dict[OutcomeKind, LazyText] = {
    OutcomeKind.COMMITMENT: lazy_("Commitments"),
    OutcomeKind.REQUEST: lazy_("Requests"),
    OutcomeKind.CHALLENGE: lazy_("Challenges"),
    OutcomeKind.PRACTICE: lazy_("Practices"),
    OutcomeKind.INSIGHT: lazy_("Insights"),
    OutcomeKind.PAIR: lazy_("Pairs of the room"),
}

HORIZONS: dict[Horizon, LazyText] = {
    Horizon.THREE: lazy_("After 3 months"),
    Horizon.SIX: lazy_("After 6 months"),
    Horizon.TWELVE: lazy_("After 12 months"),
    Horizon.TODAY: lazy_("Today"),
}

# Each with the kind of its tag.
OUTCOME_STAGES: dict[OutcomeStage, tuple[LazyText, str]] = {
    OutcomeStage.DONE: (lazy_("done"), "good"),
    OutcomeStage.UNDER_WAY: (lazy_("under way"), "here"),
    OutcomeStage.PUT: (lazy_("put to an office"), "warn"),
    OutcomeStage.NOTHING: (lazy_("nothing made of it yet"), ""),
    OutcomeStage.DROPPED: (lazy_("declined or given up"), "bad"),
    OutcomeStage.HIDDEN: (lazy_("not shown to you"), ""),
    OutcomeStage.UNKNOWN: (lazy_("not known"), ""),
    OutcomeStage.NOT_DUE: (lazy_("not yet due"), ""),
}

RECORD_KINDS: dict[FollowedKind, LazyText] = {
    FollowedKind.NEED: lazy_("Need"),
    FollowedKind.SUPPORT: lazy_("Request for support"),
    FollowedKind.ACTION: lazy_("Action point"),
    FollowedKind.OVERLAP: lazy_("Overlap"),
    FollowedKind.PRACTICE: lazy_("Practice"),
}

_PAIR_STAGES: dict[PairStage, LazyText] = {
    PairStage.NOT_PROPOSED: lazy_("not proposed yet"),
    PairStage.PROPOSED: lazy_("proposed to both sides"),
    PairStage.DECLINED: lazy_("declined"),
    PairStage.NO_LONGER: lazy_("no longer proposed"),
    PairStage.CONSENT: lazy_("both sides agreed, the board has not yet"),
    PairStage.BOARD: lazy_("both sides and the board agreed"),
    PairStage.PUBLISHED_AS_PROPOSAL: lazy_("published as a proposal"),
    PairStage.PUBLISHED: lazy_("published, the board agreed"),
}

# Each with the kind of its tag.
_CODES: Mapping[FollowedKind, Mapping[str, tuple[LazyText, str]]] = {
    FollowedKind.HANDING: {code.value: HANDING_STATES[code] for code in HandingState},
    FollowedKind.NEED: {code.value: NEED_STATUSES[code] for code in NeedStatus},
    FollowedKind.SUPPORT: {code.value: SUPPORT_STATUSES[code] for code in SupportStatus},
    FollowedKind.ACTION: {code.value: ACTION_STATUSES[code] for code in ActionStatus},
    FollowedKind.OVERLAP: {code.value: CASE_STATES[code] for code in CaseState},
    FollowedKind.PRACTICE: {code.value: PRACTICE_STATUSES[code] for code in PracticeStatus},
    FollowedKind.PAIR: {code.value: (words, "") for code, words in _PAIR_STAGES.items()},
}


def tell_kind(outcome: Outcome) -> str:
    """Of what kind a single note is, or that it is a pair."""
    return _("Pair") if outcome.note is None else str(KINDS[TakeawayKind(outcome.kind.value)])


def tell_point(point: Point) -> str:
    """The record that says how far it came, and where that stood; nothing where no record says so."""
    if point.kind is None or not point.code:
        return ""
    state, _tag = _CODES[point.kind][point.code]
    if point.kind in {FollowedKind.PAIR, FollowedKind.HANDING}:
        return str(state)
    return f"{RECORD_KINDS[point.kind]}: {state}"


def name_record(record: OutcomeRecord) -> str:
    """What a record is called: its number and its title, if it has one."""
    title: Any = {"title_en": record.title_en, "title_hi": record.title_hi}
    return " ".join(part for part in (record.code, name_of(title, "title")) if part)


def state_of(record: OutcomeRecord) -> tuple[LazyText, str]:
    """Where a record stands today, with the kind of its tag."""
    return _CODES[record.kind][record.now]


def tell_record(record: OutcomeRecord) -> str:
    """What a record is called, and where it stands today."""
    return f"{name_record(record)}: {state_of(record)[0]}"


def tell_outcome(outcome: Outcome) -> str:
    """What is followed: the note as it was taken down, or the two of a pair."""
    if outcome.note is not None:
        return outcome.note.text
    if outcome.pair is None:
        return ""
    return f"{name_of(outcome.pair.district)} – {name_of(outcome.pair.cpse)}"
