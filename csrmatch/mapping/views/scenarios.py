"""Pages of scenarios: copy an exercise, its note, all its runs, and two runs compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.showing import shown_name
from csrmatch.i18n import _, format_ist, lazy_, name_of
from csrmatch.mapping.forms.scenarios import ComparisonFilter, CopyForm, NoteForm, RunFilter
from csrmatch.mapping.models import MappingRun, RuleKind
from csrmatch.mapping.queries import find_last_run, get_exercise, get_run, load_result
from csrmatch.mapping.queries.scenarios import (
    Comparable,
    find_comparable,
    list_comparable,
    list_family,
    search_runs,
)
from csrmatch.mapping.results import Result
from csrmatch.mapping.rules.differences import Difference, compare_inputs, compare_leads
from csrmatch.mapping.services.scenarios import change_note, copy_exercise
from csrmatch.mapping.tables.rows import RuleRow
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import OUTCOMES, blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.plan import leads_of
from csrmatch.mapping.views.runs import RUN
from csrmatch.mapping.wording.rules import KINDS
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.held import HeldColumn, hold_table
from csrmatch.web.tables import Column, Table, asks_for_file, build_table, send_table

__all__ = ["ComparedRow"]

_SHOWN = {
    "moved": lazy_("Moved to another CPSE"),
    "gained": lazy_("Better served"),
    "lost": lazy_("Worse served"),
}


@blueprint.route(EXERCISE + "/copy", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def new_scenario(exercise_id: int) -> ResponseReturnValue:
    """Copies an exercise with all that it asks, to change one thing and compare."""
    exercise = get_exercise(current_user, exercise_id)
    number = len(list_family(current_user, exercise)) + 1
    form = CopyForm(
        title_en=_suffixed(exercise.title_en, f"scenario {number}"),
        title_hi=_suffixed(exercise.title_hi, f"परिदृश्य {number}") if exercise.title_hi else "",
    )
    if form.validate_on_submit():
        scenario = copy_exercise(
            exercise=exercise,
            by=current_user,
            title_en=form.title_en.data,
            title_hi=form.title_hi.data,
            note=form.note.data or "",
        )
        flash(_("The scenario is ready: change what it asks, then run it and compare."), "good")
        return redirect(url_for("mapping.show_exercise", exercise_id=scenario.id))
    status = 422 if form.is_submitted() else 200
    trail = exercise_trail(exercise)
    return render_template("mapping/new_scenario.html", exercise=exercise, form=form, trail=trail), status


def _suffixed(title: str, suffix: str) -> str:
    """The title with what it is a copy as, within the length that a title may have."""
    return f"{title[: 157 - len(suffix)]} – {suffix}"


@blueprint.route(EXERCISE + "/note", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def edit_note(exercise_id: int) -> ResponseReturnValue:
    """Changes what is written down of an exercise."""
    exercise = get_exercise(current_user, exercise_id)
    form = NoteForm(obj=exercise)
    if form.validate_on_submit():
        change_note(exercise=exercise, version=form.version.data, note=form.note.data or "")
        flash(_("Saved."), "good")
        return redirect(url_for("mapping.show_exercise", exercise_id=exercise.id))
    status = 422 if form.is_submitted() else 200
    trail = exercise_trail(exercise)
    return render_template("mapping/edit_note.html", exercise=exercise, form=form, trail=trail), status


@blueprint.get(EXERCISE + "/all-runs")
@requires(Permission.VIEW_EXERCISES)
def list_exercise_runs(exercise_id: int) -> ResponseReturnValue:
    """All runs of an exercise: who ran it when, how it ended, and from which input."""
    exercise = get_exercise(current_user, exercise_id)
    filters = RunFilter(request.args)
    outcomes = [(code.value, words[0]) for code, words in OUTCOMES.items() if code is not None]
    filters.outcome.choices = all_or(outcomes, _("All outcomes"))
    known = {code for code, _words in outcomes}
    columns: list[Column[MappingRun]] = [
        Column("run", lazy_("Run"), lambda row: row.number, [MappingRun.number], numeric=True),
        Column("outcome", lazy_("Outcome"), lambda row: OUTCOMES[row.outcome][0], [MappingRun.outcome]),
        Column("total", lazy_("Total fit"), lambda row: row.summary.get("total"), numeric=True),
        Column("worst", lazy_("Lowest fit"), lambda row: row.summary.get("worst"), numeric=True),
        Column("by", lazy_("By"), lambda row: shown_name(row.created_by)),
        Column("when", lazy_("When"), lambda row: format_ist(row.created_at), [MappingRun.created_at]),
        Column(
            "input", lazy_("Digest of the input"), lambda row: row.input_digest, [MappingRun.input_digest]
        ),
        Column("version", lazy_("Version of csrmatch"), lambda row: row.software_version),
    ]
    table = build_table(
        search_runs(
            exercise,
            outcome=filters.outcome.data if filters.outcome.data in known else None,
            digest=filters.q.data,
        ),
        columns,
        default_sort="run",
        tie=[MappingRun.id],
        filters=filters,
        newest_first=True,
    )
    if asks_for_file():
        return send_table(table, f"runs-{exercise.id}")
    last = find_last_run(exercise)
    return render_template(
        "mapping/list_exercise_runs.html",
        exercise=exercise,
        table=table,
        steps=exercise_steps(exercise, "answers", last_run=last),
        trail=exercise_trail(exercise),
    )


@dataclass(frozen=True)
class ComparedRow:
    """One district of two plans, named in the reader's language."""

    district: str
    state: str
    change: Difference


_COLUMNS = (
    HeldColumn[ComparedRow](
        "district", lazy_("District"), lambda row: row.district, by=lambda row: row.district
    ),
    HeldColumn[ComparedRow](
        "lgd",
        lazy_("LGD code"),
        lambda row: row.change.lgd,
        numeric=True,
        by=lambda row: int(row.change.lgd),
    ),
    HeldColumn[ComparedRow](
        "before",
        lazy_("Lead before"),
        lambda row: row.change.before,
        by=lambda row: row.change.before,
    ),
    HeldColumn[ComparedRow](
        "fit_before",
        lazy_("Fit before"),
        lambda row: row.change.fit_before,
        numeric=True,
        by=lambda row: row.change.fit_before,
    ),
    HeldColumn[ComparedRow](
        "after", lazy_("Lead here"), lambda row: row.change.after, by=lambda row: row.change.after
    ),
    HeldColumn[ComparedRow](
        "fit_after",
        lazy_("Fit here"),
        lambda row: row.change.fit_after,
        numeric=True,
        by=lambda row: row.change.fit_after,
    ),
    HeldColumn[ComparedRow](
        "gain",
        lazy_("Gained or lost"),
        lambda row: row.change.gain,
        numeric=True,
        by=lambda row: row.change.gain,
    ),
)


@blueprint.get(RUN + "/compare")
@requires(Permission.VIEW_EXERCISES)
def compare_runs(exercise_id: int, number: int) -> ResponseReturnValue:
    """A run beside another one of the same or any other exercise: who moved, gained and lost, and why."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    result = load_result(run)
    filters = ComparisonFilter(request.args)
    others = [found for found in list_comparable(current_user, exercise) if found.run.id != run.id]
    filters.other.choices = [(str(found.run.id), _title(found)) for found in others]
    filters.show.choices = all_or(_SHOWN.items(), _("All districts"))
    common = {
        "exercise": exercise,
        "run": run,
        "filters": filters,
        "steps": exercise_steps(exercise, "answers", last_run=find_last_run(exercise)),
        "trail": exercise_trail(exercise, run),
    }
    asked = request.args.get("other", type=int)
    if asked is None and not others:
        return render_template("mapping/compare_runs.html", other=None, **common)
    other = find_comparable(current_user, asked) if asked else others[0]
    filters.other.data = str(other.run.id)
    earlier = load_result(other.run)
    changes = compare_leads(leads_of(earlier), leads_of(result))
    table = _table(changes, earlier, result, filters)
    if asks_for_file():
        return send_table(table, f"comparison-{run.id}-{other.run.id}")
    return render_template(
        "mapping/compare_runs.html",
        other=other,
        title=_title(other),
        table=table,
        moved=sum(change.is_moved for change in changes),
        gained=sum((change.gain or 0) > 0 for change in changes),
        lost=sum((change.gain or 0) < 0 for change in changes),
        most=max((abs(change.gain or 0.0) for change in changes), default=0.0) or 1.0,
        asked=compare_inputs(earlier.given, result.given),
        tell_rule=_rule_words(earlier, result),
        names=_names(earlier, result),
        **common,
    )


def _title(found: Comparable) -> str:
    title = name_of(found.exercise, "title")
    when = format_ist(found.run.created_at)
    return _("%(title)s, run %(number)s, %(when)s", title=title, number=found.run.number, when=when)


def _names(*results: Result) -> dict[str, str]:
    return {row.lgd: name_of(row) for result in results for row in result.given.districts}


def _table(
    changes: list[Difference], earlier: Result, result: Result, filters: ComparisonFilter
) -> Table[ComparedRow]:
    states = {row.lgd: row for found in (earlier, result) for row in found.given.districts}
    text, show = (filters.q.data or "").casefold(), filters.show.data
    rows = [ComparedRow(name_of(states[c.lgd]), states[c.lgd].state, c) for c in changes]
    rows = [row for row in rows if _is_shown(row, text, show)]
    return hold_table(rows, _COLUMNS, default_sort="gain", filters=filters, is_whole=True)


def _is_shown(row: ComparedRow, text: str, show: str | None) -> bool:
    change, gain = row.change, row.change.gain or 0.0
    wanted = {"moved": change.is_moved, "gained": gain > 0, "lost": gain < 0}.get(show or "", True)
    return wanted and text in f"{row.district} {change.lgd} {change.before} {change.after}".casefold()


class _RuleWords:
    """Rules as they were frozen, in words with the names of the districts."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __call__(self, rule: RuleRow) -> str:
        parts = [self._names.get(rule.lgd, rule.lgd) if rule.lgd else "", rule.cpse or "", rule.group or ""]
        if rule.value is not None:
            parts.append(str(rule.value))
        kind = KINDS[RuleKind(rule.kind)] if rule.kind in set(RuleKind) else rule.kind
        return f"{kind}: " + " – ".join(part for part in parts if part)


def _rule_words(*results: Result) -> _RuleWords:
    return _RuleWords(_names(*results))
