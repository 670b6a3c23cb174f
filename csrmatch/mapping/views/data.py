"""Pages of the data check: what is missing or old of each office, and the letter that asks for it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.db import today
from csrmatch.i18n import LANGUAGES, name_of, ngettext, speaking
from csrmatch.mapping.checking import OfficeCheck, check_data, weigh_unknown
from csrmatch.mapping.fact_links import form_of, page_of
from csrmatch.mapping.forms.data import AskForm
from csrmatch.mapping.forms.exercises import RunForm
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import gather_input, get_exercise, list_runs
from csrmatch.mapping.rules.facts import Fact
from csrmatch.mapping.services.facts import OfficeAsk
from csrmatch.mapping.services.facts import ask_for_facts as ask
from csrmatch.mapping.views.data_lines import Line, lay_table, list_lines, narrow, read_filters
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.wording import data as words
from csrmatch.registry.wording.answers import quarter_words
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.links import whole_url
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.tables import asks_for_file, send_table

__all__: list[str] = []


@blueprint.get(EXERCISE + "/data")
@requires(Permission.VIEW_EXERCISES)
def show_data(exercise_id: int) -> ResponseReturnValue:
    """What is missing or old of every district and CPSE, who shall supply it, and when they were asked."""
    exercise = get_exercise(current_user, exercise_id)
    day = today()
    gathered = gather_input(exercise, day)
    lines = list_lines(exercise, gathered, day)
    filters = read_filters(lines)
    chosen = narrow(lines, filters)
    table = lay_table(chosen, filters)
    if asks_for_file():
        return send_table(table, f"data-check-{exercise.id}")
    runs = list_runs(exercise)
    check = check_data(gathered)
    unknown = weigh_unknown(gathered.given)
    return render_template(
        "mapping/show_data.html",
        exercise=exercise,
        check=check,
        table=table,
        unknown=unknown,
        unknown_points=sum(row.points for row in unknown),
        counts=Counter(fact for line in lines for fact in line.office.facts),
        totals={"district": len(check.districts), "cpse": len(check.cpses)},
        askable=sum(bool(line.to_ask() and line.officers) for line in chosen),
        chosen={key: value for key, value in filters.data.items() if value},
        words=words,
        page_of=page_of,
        quarter_words=quarter_words,
        steps=exercise_steps(exercise, "data", is_ready=check.is_ready, last_run=runs[0] if runs else None),
        trail=exercise_trail(exercise),
        form=RunForm(),
    )


@dataclass(frozen=True)
class _Sample:
    """What the letter looks like in one language, to its first reader there."""

    language: str
    person: User
    subject: str
    body: str


@blueprint.route(EXERCISE + "/data/ask", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def ask_for_facts(exercise_id: int) -> ResponseReturnValue:
    """Shows the letter and whom it reaches, and writes to the officers of the chosen offices."""
    exercise = get_exercise(current_user, exercise_id)
    day = today()
    lines = list_lines(exercise, gather_input(exercise, day), day)
    filters = read_filters(lines)
    chosen = _choose(lines, narrow(lines, filters))
    only = Fact(filters.fact.data) if filters.fact.data in set(Fact) else None
    offices = {line.office.key: line.office for line in chosen}
    reached = [(line, facts) for line in chosen if (facts := _wanted(line, only)) and line.officers]
    form = AskForm()

    def write(one: OfficeAsk, facts: Sequence[Fact]) -> tuple[str, str]:
        return _write(exercise, offices[one.key], facts, form.note.data or "")

    if form.validate_on_submit():
        with telling_refusals(form):
            asks = [_ask_of(line, facts) for line, facts in reached]
            made = ask(exercise=exercise, by=current_user, asks=asks, note=form.note.data or "", write=write)
            letters = sum(row.recipients for row in made)
            flash(
                ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", letters),
                "good",
            )
            return redirect(url_for("mapping.show_data", exercise_id=exercise.id))
    return render_template(
        "mapping/ask_for_facts.html",
        exercise=exercise,
        form=form,
        reached=reached,
        unreached=[line for line in chosen if _wanted(line, only) and not line.officers],
        lately=[line for line in chosen if line.office.facts and not _wanted(line, only)],
        letters=sum(len(line.officers) for line, _facts in reached),
        samples=_samples(reached, write),
        languages=LANGUAGES,
        arguments=request.args.to_dict(),
        words=words,
        trail=[
            *exercise_trail(exercise),
            (str(words.DATA_CHECK), url_for("mapping.show_data", exercise_id=exercise.id)),
        ],
    ), 422 if form.is_submitted() else 200


def _choose(lines: Sequence[Line], narrowed: Sequence[Line]) -> Sequence[Line]:
    """The one office that the address names, or else those that the list was narrowed to."""
    key = request.args.get("office")
    return [line for line in lines if line.office.key == key] if key else narrowed


def _wanted(line: Line, only: Fact | None) -> tuple[Fact, ...]:
    """What an office is asked for now: of all it lacks, or of the one thing the list was narrowed to."""
    return tuple(fact for fact in line.to_ask() if only in {None, fact})


def _ask_of(line: Line, facts: tuple[Fact, ...]) -> OfficeAsk:
    record = line.office.record
    is_cpse = line.office.is_cpse
    return OfficeAsk(
        key=line.office.key,
        facts=facts,
        officers=line.officers,
        district_id=None if is_cpse else record.number,
        cpse_id=record.number if is_cpse else None,
    )


def _write(exercise: Exercise, office: OfficeCheck, facts: Sequence[Fact], note: str) -> tuple[str, str]:
    """The letter to one office, in the language in force."""
    asks = []
    for fact in facts:
        endpoint, values = form_of(fact, office)
        asks.append((words.tell_ask(fact, office.account_year), whole_url(endpoint, **values)))
    letter = words.FactLetter(name_of(office.row), exercise, asks, current_user.name, note)
    text = words.letter_text(letter, settings_link=whole_url("accounts.show_account"))
    return words.letter_subject(letter), text


def _samples(
    reached: Sequence[tuple[Line, tuple[Fact, ...]]],
    write: Callable[[OfficeAsk, Sequence[Fact]], tuple[str, str]],
) -> list[_Sample]:
    """One letter in each language that a reader has chosen."""
    found: dict[str, _Sample] = {}
    for line, facts in reached:
        for person in line.officers:
            if person.language not in found:
                with speaking(person.language):
                    subject, body = write(_ask_of(line, facts), facts)
                found[person.language] = _Sample(person.language, person, subject, body)
    return [found[code] for code in LANGUAGES if code in found]
