"""Pages of answers: offices against quarters, and an office's word that there is nothing to report."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import Organisation, OrganisationKind
from csrmatch.accounts.words import KIND_WORDS
from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.places.choices import state_options
from csrmatch.registry.access import can_say_nothing_to_report
from csrmatch.registry.forms.answers import AnswerFilter, WordForm
from csrmatch.registry.forms.fields import options
from csrmatch.registry.queries import answers as reads
from csrmatch.registry.rules.answers import (
    AnswerState,
    Quarter,
    due_day,
    first_day,
    is_open_for_word,
    last_due,
    list_quarters,
    quarter_of,
)
from csrmatch.registry.services import answers as verbs
from csrmatch.registry.views.choices import ministry_options
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.answers import ANSWER_STATES, QUARTER_NAMES, quarter_words, tell_answer
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_answers"]

_OFFICE = "/answers/<int(max=2147483647):organisation_id>"
_QUARTER = _OFFICE + "/<year>/<int(max=4):quarter>"
Judged = Mapping[int, reads.OfficeAnswers]


@blueprint.get("/answers")
@requires(Permission.VIEW_ANSWERS)
def list_answers() -> ResponseReturnValue:
    """Which office has answered for which quarter of a year: filtered, sorted, paged, or as a file."""
    day = today()
    filters = AnswerFilter(request.args)
    _fill_filter(filters, day)
    chosen = filters.data if filters.validate() else {}
    year = filters.year.data
    search = _read_search(chosen)
    numbers = reads.list_office_ids(current_user, search)
    judged = reads.judge_offices(reads.look_back(day), day, organisation_ids=numbers)
    query = reads.with_places(reads.search_offices(current_user, search))
    silent = [number for number, found in judged.items() if found.silent]
    if chosen.get("standing"):
        is_silent = Organisation.id.in_(silent)
        query = query.where(is_silent if chosen["standing"] == "silent" else ~is_silent)
    table = build_table(
        query,
        _columns(judged, year),
        default_sort="silent",
        tie=[by_name(Organisation), Organisation.id],
        filters=filters,
        newest_first=True,
    )
    if asks_for_file():
        return send_table(table, f"answers-{year}")
    quarters = list_quarters(year)
    return render_template(
        "registry/list_answers.html",
        table=table,
        judged=judged,
        quarters=quarters,
        finding=_finding(judged, last_due(day)),
        kinds=KIND_WORDS,
        words={"states": ANSWER_STATES, "quarters": QUARTER_NAMES, "tell": tell_answer},
    )


def _fill_filter(filters: AnswerFilter, day: date) -> None:
    years = reads.list_answer_years(day)
    filters.year.choices = options([(year, year) for year in years])
    if filters.year.data not in years:
        filters.year.data = quarter_of(day).year
    filters.state.choices = all_or(state_options(), _("All states"))
    filters.ministry.choices = all_or(ministry_options(), _("All ministries"))


def _read_search(chosen: Mapping[str, str]) -> reads.OfficeSearch:
    return reads.OfficeSearch(
        text=chosen.get("q"),
        kind=OrganisationKind(chosen["kind"]) if chosen.get("kind") else None,
        state_lgd=int(chosen["state"]) if chosen.get("state") else None,
        ministry=chosen.get("ministry"),
    )


def _columns(judged: Judged, year: str) -> list[Column[Organisation]]:
    """What the list and its file say of an office."""
    columns: list[Column[Organisation]] = [
        Column("name", lazy_("Office"), name_of, [by_name(Organisation)]),
        Column("kind", lazy_("Kind of office"), lambda row: KIND_WORDS[row.kind], [Organisation.kind]),
    ]
    columns += [
        Column(f"q{quarter.number}", QUARTER_NAMES[quarter.number], _told(judged, quarter))
        for quarter in list_quarters(year)
    ]
    runs = {number: len(found.silent) for number, found in judged.items()}
    return [
        *columns,
        Column(
            "silent",
            lazy_("Quarters silent in a row"),
            lambda row: runs[row.id],
            [by_value(Organisation.id, runs)],
            numeric=True,
        ),
    ]


def _told(judged: Judged, quarter: Quarter) -> Callable[[Organisation], object]:
    return lambda row: tell_answer(judged[row.id].by_quarter[quarter])


def _finding(judged: Judged, quarter: Quarter) -> str:
    """How many of those who were asked have answered for the last quarter that is due."""
    answers = [found.by_quarter[quarter] for found in judged.values()]
    asked = [answer for answer in answers if answer.state is not AnswerState.NO_ACCOUNT]
    if not asked:
        return _("Nobody was asked yet for %(quarter)s.", quarter=quarter_words(quarter))
    return _(
        "%(given)s of the %(asked)s offices that were asked have answered for %(quarter)s.",
        given=sum(answer.is_given for answer in asked),
        asked=len(asked),
        quarter=quarter_words(quarter),
    )


@blueprint.get(_OFFICE)
@requires(Permission.VIEW_ANSWERS)
def show_answers(organisation_id: int) -> ResponseReturnValue:
    """One office by quarter: what answered for it, and the way to say that there is nothing to report."""
    office = reads.get_office(current_user, organisation_id)
    day = today()
    quarters = reads.look_back(day)
    answers = reads.judge_offices(quarters, day, organisation_ids=[office.id])[office.id]
    shown = [quarter for quarter in reversed(quarters) if day >= first_day(quarter)]
    may_say = can_say_nothing_to_report(current_user, office)
    return render_template(
        "registry/show_answers.html",
        office=office,
        rows=[(quarter, answers.by_quarter[quarter]) for quarter in shown],
        silent_since=answers.silent_since,
        silent=answers.silent,
        changes=reads.count_changes(office, quarters),
        said=reads.list_words(office),
        can_say={
            quarter
            for quarter in shown
            if may_say and is_open_for_word(quarter, day) and not answers.by_quarter[quarter].is_given
        },
        may_say=may_say,
        form=WordForm(formdata=None),
        kind=KIND_WORDS[office.kind],
        words={"states": ANSWER_STATES, "quarter": quarter_words, "tell": tell_answer},
        days={"first": first_day, "due": due_day},
    )


def _own_office(organisation_id: int, year: str, quarter: int) -> tuple[Organisation, Quarter]:
    """The person's own office and a quarter that can be answered for; anything else is missing."""
    office = reads.get_office(current_user, organisation_id)
    asked = Quarter(year, quarter)
    if not can_say_nothing_to_report(current_user, office) or asked not in reads.look_back(today()):
        raise Missing
    return office, asked


@blueprint.post(_QUARTER + "/nothing")
@requires(Permission.GIVE_ANSWERS)
def say_nothing_to_report(organisation_id: int, year: str, quarter: int) -> ResponseReturnValue:
    """Records that a quarter brought nothing to report."""
    office, asked = _own_office(organisation_id, year, quarter)
    form = WordForm()
    if form.validate_on_submit():
        with flashing_refusals():
            verbs.say_nothing_to_report(by=current_user, office=office, quarter=asked, day=today())
            flash(_("Recorded: nothing to report for %(quarter)s.", quarter=quarter_words(asked)), "good")
    return redirect(url_for("registry.show_answers", organisation_id=office.id))


@blueprint.post(_QUARTER + "/take-back")
@requires(Permission.GIVE_ANSWERS)
def take_answer_back(organisation_id: int, year: str, quarter: int) -> ResponseReturnValue:
    """Takes the word back that a quarter brought nothing to report."""
    office, asked = _own_office(organisation_id, year, quarter)
    form = WordForm()
    if form.validate_on_submit():
        verbs.take_answer_back(by=current_user, office=office, quarter=asked)
        flash(_("Taken back: %(quarter)s waits for an answer again.", quarter=quarter_words(asked)), "good")
    return redirect(url_for("registry.show_answers", organisation_id=office.id))
