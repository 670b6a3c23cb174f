"""What kept a run from a plan: the rules that clash or what is wrong in the input, and the ways out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_login import current_user

from csrmatch.db import today
from csrmatch.i18n import _
from csrmatch.mapping.access.exercises import can_edit_exercise
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome
from csrmatch.mapping.queries import get_run_files
from csrmatch.mapping.queries.rules import name_ministries
from csrmatch.mapping.queries.trials import (
    Change,
    Footing,
    Step,
    Trial,
    find_way_out,
    load_footing,
    try_change,
)
from csrmatch.mapping.results import read_input
from csrmatch.mapping.tables import Issue, Level, MappingInput
from csrmatch.mapping.wording.codes import describe, sum_up_conflict
from csrmatch.mapping.wording.rules import title_of
from csrmatch.optimiser import Conflict

__all__ = [
    "Clash",
    "Found",
    "Part",
    "Remedy",
    "judge_rules",
    "list_clashes",
    "list_parts",
    "list_troubles",
    "more_texts",
    "trial_url",
]


@dataclass(frozen=True)
class Part:
    """One rule or capacity of a clash, with the page that tries what follows without it."""

    text: str
    reason: str
    label: str
    try_url: str
    mend_url: str | None


@dataclass(frozen=True)
class Clash:
    """A smallest set of rules that cannot hold together: the sentence, and its rules."""

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Remedy:
    """Changes that are enough, whether proven the fewest, and what plan follows; `url` shows it whole."""

    parts: tuple[Part, ...]
    total: float
    worst: float
    url: str
    is_fewest: bool


@dataclass(frozen=True)
class Found:
    """How the rules stand: whether they can hold together, what clashes, and the cheapest way out.

    `is_slow` where the time of a page did not suffice to find out.
    """

    holds: bool
    clashes: tuple[Clash, ...] = ()
    remedy: Remedy | None = None
    troubles: tuple[str, ...] = ()
    is_known: bool = True
    holds_now: bool = False
    is_slow: bool = False


def list_troubles(exercise: Exercise, run: MappingRun) -> Found:
    """What kept a run from a plan, as it was then, with the ways out as rules stand now."""
    if run.outcome is RunOutcome.INPUT_ERROR:
        issues = [_issue(problem) for problem in run.problems]
        return Found(
            holds=False, troubles=tuple(describe(item) for item in issues if item.level is Level.ERROR)
        )
    given, _warnings = read_input(unpack(get_run_files(run.id)[0]))
    footing = load_footing(exercise, today())
    now_ = try_change(footing, Change(), with_plan=False)
    conflicts = [_conflict(problem) for problem in run.problems]
    return Found(
        holds=False,
        clashes=list_clashes(exercise, footing, conflicts, given, Change()),
        remedy=_remedy(exercise, footing, now_),
        holds_now=now_.is_decided and not now_.is_clashing,
    )


def judge_rules(exercise: Exercise) -> Found:
    """Whether the rules can hold together as they stand; empty exercises are not judged."""
    footing = load_footing(exercise, today())
    if not footing.given.districts or not footing.given.cpses:
        return Found(holds=False, is_known=False)
    trial = try_change(footing, Change(), with_plan=False)
    if not trial.is_decided:
        return Found(holds=False, is_known=False, is_slow=trial.problem is not None)
    return Found(
        holds=not trial.is_clashing,
        clashes=list_clashes(exercise, footing, trial.conflicts, trial.given, Change()),
        remedy=_remedy(exercise, footing, trial),
    )


def list_clashes(
    exercise: Exercise, footing: Footing, conflicts: Sequence[Conflict], given: MappingInput, change: Change
) -> tuple[Clash, ...]:
    """The clashes in words; what each of their rules offers is tried on top of `change`."""
    return tuple(
        Clash(
            sum_up_conflict(conflict, given),
            list_parts(exercise, footing, footing.steps_of(conflict), change),
        )
        for conflict in conflicts
    )


def list_parts(
    exercise: Exercise, footing: Footing, steps: Sequence[Step], change: Change
) -> tuple[Part, ...]:
    """The steps in words, each with the page that tries it on top of `change`."""
    ministries = name_ministries() if steps else {}
    capacity = {row.code: row.capacity + change.more.get(row.code, 0) for row in footing.given.cpses}
    return tuple(_part(exercise, step, change, ministries, capacity) for step in steps)


def trial_url(exercise: Exercise, change: Change) -> str:
    """The page that tries a change."""
    numbers = [str(number) for number in sorted(change.without)]
    return url_for("mapping.try_rules", exercise_id=exercise.id, without=numbers, more=more_texts(change))


def more_texts(change: Change) -> list[str]:
    """The places of a change as addresses and forms hold them: `CODE:2`."""
    return [f"{code}:{count}" for code, count in sorted(change.more.items())]


def _part(
    exercise: Exercise,
    step: Step,
    change: Change,
    ministries: Mapping[str, str],
    capacity: Mapping[str, int],
) -> Part:
    after = change.plus([step])
    address = trial_url(exercise, after)
    can_edit = can_edit_exercise(current_user)
    if step.rule is not None:
        lift = url_for("mapping.lift_exercise_rule", exercise_id=exercise.id, rule_id=step.rule.id)
        return Part(
            text=title_of(step.rule, ministries),
            reason=step.rule.reason,
            label=_("Try without it"),
            try_url=address,
            mend_url=lift if can_edit else None,
        )
    places = capacity.get(step.code, 0)
    return Part(
        text=_("capacity: %(cpse)s can lead %(count)s", cpse=step.code, count=places),
        reason="",
        label=_("Try with %(count)s", count=places + step.by),
        try_url=address,
        mend_url=url_for("mapping.edit_cpses", exercise_id=exercise.id) if can_edit else None,
    )


def _remedy(exercise: Exercise, footing: Footing, trial: Trial) -> Remedy | None:
    way = find_way_out(footing, trial, Change())
    if way is None or way.trial.plan is None:
        return None
    return Remedy(
        parts=list_parts(exercise, footing, way.steps, Change()),
        total=way.trial.plan.total,
        worst=way.trial.plan.worst,
        url=trial_url(exercise, way.change),
        is_fewest=way.is_fewest,
    )


def _issue(stored: dict[str, object]) -> Issue:
    """An issue as it was before it was stored as JSON."""
    params = tuple((str(key), str(value)) for key, value in stored["params"])  # type: ignore[attr-defined]
    return Issue(**{**stored, "params": params, "level": Level(str(stored["level"]))})  # type: ignore[arg-type]


def _conflict(stored: dict[str, object]) -> Conflict:
    """A conflict as it was before it was stored as JSON."""
    lists = {key: value for key, value in stored.items() if isinstance(value, list)}
    as_tuples = {
        key: tuple(tuple(item) if isinstance(item, list) else item for item in value)
        for key, value in lists.items()
    }
    return Conflict(**{**stored, **as_tuples})  # type: ignore[arg-type]
