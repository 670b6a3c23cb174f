"""What kept a run from a plan: the rules that clash or what is wrong in the input, and the ways out."""

from dataclasses import dataclass

from flask import url_for

from csrmatch.i18n import _, name_of
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome
from csrmatch.mapping.queries import get_run_files, list_rules
from csrmatch.mapping.results import read_input
from csrmatch.mapping.services.rules import today
from csrmatch.mapping.tables import Issue, Level, MappingInput
from csrmatch.mapping.wording import describe, describe_conflict
from csrmatch.optimiser import Conflict

__all__ = ["Trouble", "list_troubles"]


@dataclass(frozen=True)
class Trouble:
    """Something that kept a run from a plan, in words, and the addresses where it can be mended."""

    text: str
    ways: tuple[tuple[str, str], ...]


def list_troubles(exercise: Exercise, run: MappingRun) -> list[Trouble]:
    """What kept a run from a plan, each with the ways out of it."""
    if run.outcome is RunOutcome.INPUT_ERROR:
        issues = [_issue(problem) for problem in run.problems]
        return [Trouble(describe(issue), ()) for issue in issues if issue.level is Level.ERROR]
    given, _warnings = read_input(unpack(get_run_files(run.id)[0]))
    return [_clash(exercise, _conflict(problem), given) for problem in run.problems]


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


def _clash(exercise: Exercise, conflict: Conflict, given: MappingInput) -> Trouble:
    """A conflict in words, with a link to lift each rule that is part of it and still in force."""
    pairs = {*conflict.pins, *conflict.bans}
    day = today()
    links = []
    for rule in list_rules(exercise, lifted=False):
        if rule.pair is None or not rule.is_in_force(day):
            continue
        district, cpse = rule.pair
        if (str(district.lgd), cpse.code) in pairs:
            label = (
                _("Lift the pin of %(cpse)s", cpse=cpse.code)
                if rule.kind == "pin"
                else _("Lift the ban of %(cpse)s", cpse=cpse.code)
            )
            address = url_for("mapping.lift_exercise_rule", exercise_id=exercise.id, rule_id=rule.id)
            links.append((f"{label} · {name_of(district)}", address))
    links.append((_("Change the capacities"), url_for("mapping.edit_cpses", exercise_id=exercise.id)))
    return Trouble(describe_conflict(conflict, given), tuple(links))
