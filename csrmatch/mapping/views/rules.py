"""Pages of rules: the list with whether they can hold together, a new rule of any kind, and lifting one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.showing import shown_name
from csrmatch.db import today
from csrmatch.i18n import _, format_day, format_ist, lazy_, name_of, ngettext
from csrmatch.mapping.forms.exercises import LiftForm, RuleForm, RunForm, options
from csrmatch.mapping.forms.rules import ACTS, RULE_FORMS, ChooseKindForm, RuleFilter
from csrmatch.mapping.models import Exercise, MappingRule, RuleKind
from csrmatch.mapping.queries import (
    find_last_run,
    get_exercise,
    get_pair,
    get_rule,
    list_exercise_cpses,
    list_exercise_districts,
)
from csrmatch.mapping.queries.rules import (
    list_capacities,
    list_ministries_here,
    list_states_here,
    name_ministries,
    rule_order,
    search_rules,
)
from csrmatch.mapping.services import add_rule, lift_rule
from csrmatch.mapping.services.rules import add_bans
from csrmatch.mapping.views.clashes import judge_rules
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.wording.rules import (
    KINDS,
    STANDINGS,
    describe_rule,
    ends_soon,
    name_ministry,
    standing_of,
    title_of,
)
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.tables import Column, Table, asks_for_file, build_table, send_table

__all__ = ["fill_rule_form"]


def fill_rule_form(form: RuleForm, exercise: Exercise) -> None:
    """Gives the form the districts, CPSEs, states and ministries that take part."""
    districts, cpses = _district_options(exercise), _cpse_options(exercise)
    ministries = name_ministries()
    choices: Mapping[str, list[tuple[str, str]]] = {
        "district": [("", _("Choose a district")), *districts],
        "districts": districts,
        "cpse": [("", _first_cpse(form)), *cpses],
        "cpses": cpses,
        "state": [
            ("", _("All districts")),
            *((str(state.lgd), name_of(state)) for state, _count in list_states_here(exercise)),
        ],
        "ministry": [
            ("", _("No ministry")),
            *((name, name_ministry(name, ministries)) for name in list_ministries_here(exercise)),
        ],
    }
    for name, offered in choices.items():
        if name in form:
            form[name].choices = options(offered)


def _first_cpse(form: RuleForm) -> str:
    if "ministry" in form:
        return _("No single CPSE")
    is_needed = "cpse" in form and form.cpse.flags.required
    return _("Choose a CPSE") if is_needed else _("Every CPSE")


def _district_options(exercise: Exercise) -> list[tuple[str, str]]:
    return [
        (str(row.lgd), f"{name_of(row)} · {name_of(row.state)}") for row in list_exercise_districts(exercise)
    ]


def _cpse_options(exercise: Exercise) -> list[tuple[str, str]]:
    return [
        (row.cpse.code, f"{row.cpse.code} · {name_of(row.cpse)}") for row in list_exercise_cpses(exercise)
    ]


@blueprint.get(EXERCISE + "/rules")
@requires(Permission.VIEW_EXERCISES)
def list_exercise_rules(exercise_id: int) -> ResponseReturnValue:
    """The rules of an exercise, each with who, when and why, and whether they can hold together."""
    exercise = get_exercise(current_user, exercise_id)
    table = _table(exercise)
    if asks_for_file():
        return send_table(table, f"rules-{exercise.id}")
    day = today()
    ministries = name_ministries()
    return render_template(
        "mapping/list_exercise_rules.html",
        exercise=exercise,
        table=table,
        found=judge_rules(exercise),
        capacities=list_capacities(exercise),
        say=lambda rule: describe_rule(rule, ministries),
        standing=lambda rule: standing_of(rule, day),
        ends_soon=lambda rule: ends_soon(rule, day),
        STANDINGS=STANDINGS,
        steps=exercise_steps(exercise, "rules", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
        form=RunForm(),
    )


def _table(exercise: Exercise) -> Table[MappingRule]:
    filters = RuleFilter(request.args)
    filters.cpse.choices = all_or(_cpse_options(exercise))
    filters.district.choices = all_or(_district_options(exercise))
    filters.state.choices = all_or(
        (str(state.lgd), name_of(state)) for state, _count in list_states_here(exercise)
    )
    filters.validate()
    given = {name: field.data for name, field in filters._fields.items() if field.data and not field.errors}
    day = today()
    query = search_rules(
        exercise,
        day,
        kind=given.get("kind"),
        cpse=given.get("cpse"),
        district=int(given["district"]) if "district" in given else None,
        state=int(given["state"]) if "state" in given else None,
        standing=given.get("standing"),
    )
    columns = _file_columns() if asks_for_file() else _columns()
    return build_table(
        query,
        columns,
        default_sort="created",
        tie=[MappingRule.id.desc()],
        filters=filters,
        newest_first=True,
    )


def _columns() -> list[Column[MappingRule]]:
    order: Mapping[str, Sequence[Any]] = rule_order(today())
    return [
        Column("rule", lazy_("Rule"), lambda rule: rule.kind, order["rule"]),
        Column("reason", lazy_("Reason"), lambda rule: rule.reason),
        Column("created", lazy_("Author"), lambda rule: rule.created_at, order["created"]),
        Column("standing", lazy_("Status"), lambda rule: rule.id, order["standing"]),
        Column("expires", lazy_("Last day"), lambda rule: rule.expires_on, order["expires"]),
    ]


def _file_columns() -> list[Column[MappingRule]]:
    """What a file says of a rule, one fact a column; it is sorted as the page is."""
    day, ministries = today(), name_ministries()
    order: Mapping[str, Sequence[Any]] = rule_order(day)

    def column(key: str, label: object, value: Callable[[MappingRule], object]) -> Column[MappingRule]:
        return Column(key, label, value, order.get(key, ()))

    return [
        column("number", lazy_("Number"), lambda rule: rule.id),
        column("kind", lazy_("Kind"), lambda rule: KINDS[rule.kind]),
        column("rule", lazy_("Rule"), lambda rule: describe_rule(rule, ministries)),
        column("lgd", lazy_("LGD code"), lambda rule: rule.district.lgd if rule.district else None),
        column("cpse", lazy_("CPSE"), lambda rule: rule.cpse.code if rule.cpse else None),
        column("state", lazy_("State"), lambda rule: name_of(rule.state) if rule.state else None),
        column("ministry", lazy_("Ministry"), lambda rule: rule.ministry),
        column("value", lazy_("Number of districts"), lambda rule: rule.value),
        column("reason", lazy_("Reason"), lambda rule: rule.reason),
        column("author", lazy_("Author"), lambda rule: shown_name(rule.author)),
        column("created", lazy_("Set on"), lambda rule: format_ist(rule.created_at)),
        column("expires", lazy_("Last day"), lambda rule: rule.expires_on),
        column("standing", lazy_("Status"), lambda rule: STANDINGS[standing_of(rule, day)]),
        column(
            "lifted", lazy_("Lifted"), lambda rule: format_ist(rule.lifted_at) if rule.lifted_at else None
        ),
        column(
            "lifted_by",
            lazy_("Lifted by"),
            lambda rule: shown_name(rule.lifted_by) if rule.lifted_by else None,
        ),
        column("lifted_reason", lazy_("Why it was lifted"), lambda rule: rule.lifted_reason),
    ]


@blueprint.route(EXERCISE + "/rules/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def new_rule(exercise_id: int) -> ResponseReturnValue:
    """Sets a rule: first its kind, then what that kind needs; from a run's pair it leads back there."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    act = request.values.get("kind", "")
    chosen = RULE_FORMS.get(act)
    if chosen is None:
        form = ChooseKindForm()
        form.validate_on_submit()
    else:
        form = chosen(kind=act, district=request.args.get("district"), cpse=request.args.get("cpse"))
        fill_rule_form(form, exercise)
        if form.validate_on_submit():
            with telling_refusals(form):
                return _ADDERS[act](exercise, form)
    return render_template(
        "mapping/new_rule.html",
        exercise=exercise,
        form=form,
        act=act if chosen else None,
        ACTS=ACTS,
        trail=[*exercise_trail(exercise), _rules_link(exercise)],
    ), 422 if form.is_submitted() else 200


def _rules_link(exercise: Exercise) -> tuple[str, str]:
    return _("Rules"), url_for("mapping.list_exercise_rules", exercise_id=exercise.id)


def _add_pair(exercise: Exercise, form: Any) -> ResponseReturnValue:
    lgd, code = int(form.district.data), form.cpse.data
    district, cpse = get_pair(exercise, lgd, code)
    _add(exercise, form, RuleKind(form.kind.data), district=district, cpse=cpse)
    if form.run.data and form.run.data.isdecimal() and len(form.run.data) < 10:
        address = url_for(
            "mapping.show_pair", exercise_id=exercise.id, number=int(form.run.data), lgd=lgd, code=code
        )
        return redirect(address)
    return _back(exercise)


def _add_cpse_bans(exercise: Exercise, form: Any) -> ResponseReturnValue:
    return _add_bans(
        exercise, form, [get_pair(exercise, int(lgd), form.cpse.data) for lgd in form.districts.data]
    )


def _add_district_bans(exercise: Exercise, form: Any) -> ResponseReturnValue:
    kept = set(form.cpses.data)
    others = [row.cpse.code for row in list_exercise_cpses(exercise) if row.cpse.code not in kept]
    return _add_bans(exercise, form, [get_pair(exercise, int(form.district.data), code) for code in others])


def _add_bans(exercise: Exercise, form: Any, pairs: list[tuple[District, Cpse]]) -> ResponseReturnValue:
    rules = add_bans(
        exercise=exercise,
        by=current_user,
        pairs=pairs,
        reason=form.reason.data,
        expires_on=form.expires_on.data,
    )
    flash(
        ngettext(
            "%(num)s ban holds from the next run on.", "%(num)s bans hold from the next run on.", len(rules)
        ),
        "good",
    )
    return _back(exercise)


def _add_minimum(exercise: Exercise, form: Any) -> ResponseReturnValue:
    return _add_and_go(exercise, form, RuleKind.MINIMUM, cpse=_cpse(exercise, form), value=form.value.data)


def _add_budget(exercise: Exercise, form: Any) -> ResponseReturnValue:
    return _add_and_go(exercise, form, RuleKind.BUDGET, cpse=_cpse(exercise, form))


def _add_bound(exercise: Exercise, form: Any) -> ResponseReturnValue:
    states = {str(state.lgd): state for state, _count in list_states_here(exercise)}
    return _add_and_go(
        exercise,
        form,
        RuleKind(form.direction.data),
        cpse=_cpse(exercise, form),
        state=states.get(form.state.data),
        ministry=form.ministry.data or None,
        value=form.value.data,
    )


def _add_one_each(exercise: Exercise, form: Any) -> ResponseReturnValue:
    return _add_and_go(exercise, form, RuleKind.ONE_EACH)


_ADDERS: Mapping[str, Callable[[Exercise, Any], ResponseReturnValue]] = {
    "pin": _add_pair,
    "ban": _add_pair,
    "ban_cpse": _add_cpse_bans,
    "ban_district": _add_district_bans,
    "minimum": _add_minimum,
    "budget": _add_budget,
    "bound": _add_bound,
    "one_each": _add_one_each,
}


def _cpse(exercise: Exercise, form: Any) -> Cpse | None:
    """The CPSE that was chosen among those that take part."""
    return next((row.cpse for row in list_exercise_cpses(exercise) if row.cpse.code == form.cpse.data), None)


def _add_and_go(exercise: Exercise, form: Any, kind: RuleKind, **facts: Any) -> ResponseReturnValue:
    _add(exercise, form, kind, **facts)
    return _back(exercise)


def _add(exercise: Exercise, form: Any, kind: RuleKind, **facts: Any) -> None:
    add_rule(
        exercise=exercise,
        by=current_user,
        kind=kind,
        reason=form.reason.data,
        expires_on=form.expires_on.data,
        **facts,
    )
    flash(_("The rule holds from the next run on."), "good")


def _back(exercise: Exercise) -> ResponseReturnValue:
    return redirect(url_for("mapping.list_exercise_rules", exercise_id=exercise.id))


@blueprint.route(EXERCISE + "/rules/<int(max=2147483647):rule_id>/lift", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def lift_exercise_rule(exercise_id: int, rule_id: int) -> ResponseReturnValue:
    """Takes a rule out of force; the record stays."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    rule = get_rule(exercise, rule_id)
    form = LiftForm(version=rule.version)
    if form.validate_on_submit():
        lift_rule(rule=rule, by=current_user, version=form.version.data, reason=form.reason.data)
        flash(_("The rule is lifted. The record of it stays."), "good")
        return _back(exercise)
    return render_template(
        "mapping/lift_exercise_rule.html",
        exercise=exercise,
        rule=rule,
        title=title_of(rule, name_ministries()),
        last_day=format_day(rule.expires_on) if rule.expires_on else _("until it is lifted"),
        form=form,
        trail=[*exercise_trail(exercise), _rules_link(exercise)],
    ), 422 if form.is_submitted() else 200
