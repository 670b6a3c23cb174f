"""Pages of the register of overlaps: the list, one case face to face, its verdict, and where they are."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.indicators.queries import list_themes
from csrmatch.places.choices import district_options, state_options
from csrmatch.places.queries import list_districts, list_states
from csrmatch.registry.access import can_answer_overlap, can_reopen_overlap
from csrmatch.registry.forms.overlaps import OverlapFilter, ReopenForm, VerdictForm
from csrmatch.registry.models import OverlapCase
from csrmatch.registry.pictures.overlaps import draw_cpses, draw_places
from csrmatch.registry.queries import overlaps as reads
from csrmatch.registry.queries.near import find_readable
from csrmatch.registry.queries.needs import find_scheme
from csrmatch.registry.rules.overlaps import CaseState, Reason, RecordKind, Verdict
from csrmatch.registry.services import overlaps as verbs
from csrmatch.registry.views.choices import recent_years
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.overlap_cards import Card, label_of, tell_record
from csrmatch.registry.wording.overlaps import CASE_STATES, CASE_STEPS, REASONS, RECORD_KINDS, VERDICTS
from csrmatch.roles import Permission, allows
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["overlap_cards", "overlap_trail"]

OVERLAP = "/overlaps/<int(max=2147483647):case_id>"


def overlap_trail(case: OverlapCase | None = None) -> list[tuple[str, str]]:
    """The way to a page below the register or below a case."""
    trail = [(_("Overlaps"), url_for("registry.list_overlaps"))]
    if case is not None:
        trail.append((case.code, url_for("registry.show_overlap", case_id=case.id)))
    return trail


@blueprint.app_template_global("overlap_cards")
def overlap_cards(cases: list[OverlapCase]) -> dict[int, list[Card]]:
    """Both records of each case in words, as far as the reader may know them, by the number of the case."""
    sides = [side for case in cases for side in case.sides]
    readable = find_readable(current_user, [side.project_id for side in sides if side.project_id])
    districts = {row.id: row for row in list_districts()}
    found: dict[int, list[Card]] = {}
    for side in sides:
        record = side.need or side.project or side.programme
        if record is not None:
            is_open = side.project_id is None or side.project_id in readable
            card = tell_record(record, is_open=is_open, districts=districts)
            found.setdefault(side.case_id, []).append(card)
    return found


@blueprint.app_template_global("overlap_labels")
def overlap_labels(cases: list[OverlapCase]) -> dict[int, list[str]]:
    """What both records of each case are called, as far as the reader may know, by the case's number."""
    sides = [side for case in cases for side in case.sides]
    numbers = [side.project_id for side in sides if side.project_id]
    readable = find_readable(current_user, numbers) if numbers else set()
    found: dict[int, list[str]] = {}
    for side in sides:
        record = side.need or side.project or side.programme
        if record is not None:
            is_open = side.project_id is None or side.project_id in readable
            found.setdefault(side.case_id, []).append(label_of(record, is_open=is_open))
    return found


def _fill_filter(filters: OverlapFilter) -> None:
    filters.state.choices = all_or(state_options(), _("All states"))
    filters.district.choices = all_or(district_options(), _("All districts"))
    cpses = reads.list_overlap_cpses(current_user)
    filters.cpse.choices = all_or((row.code, row.code) for row in cpses)
    filters.theme.choices = all_or(theme_options(), _("All themes"))
    filters.stage.choices = all_or((code.value, words) for code, (words, _kind) in CASE_STATES.items())
    filters.verdict.choices = all_or((code.value, words) for code, words in VERDICTS.items())
    filters.kind.choices = all_or((code.value, words) for code, words in RECORD_KINDS.items())
    filters.year.choices = all_or(recent_years(), _("All years"))


def _read_search(filters: OverlapFilter) -> reads.OverlapSearch:
    if not filters.validate():
        return reads.OverlapSearch()
    chosen = filters.data
    districts = {str(row.lgd): row for row in list_districts()} if chosen["district"] else {}
    states = {str(row.lgd): row for row in list_states()} if chosen["state"] else {}
    return reads.OverlapSearch(
        district=districts.get(chosen["district"]),
        state=states.get(chosen["state"]),
        cpse=chosen["cpse"],
        theme=chosen["theme"],
        case_state=CaseState(chosen["stage"]) if chosen["stage"] else None,
        verdict=Verdict(chosen["verdict"]) if chosen["verdict"] else None,
        kind=RecordKind(chosen["kind"]) if chosen["kind"] else None,
        year=chosen["year"],
    )


@blueprint.get("/overlaps")
@requires(Permission.VIEW_OVERLAPS)
def list_overlaps() -> ResponseReturnValue:
    """The cases the reader may see: filtered, sorted, paged, or as a file."""
    filters = OverlapFilter(request.args)
    _fill_filter(filters)
    query = reads.search_overlaps(current_user, _read_search(filters))
    cards: dict[int, list[Card]] = {}
    table = build_table(
        query,
        _columns(cards),
        default_sort="code",
        tie=[OverlapCase.id],
        filters=filters,
        newest_first=True,
    )
    cards.update(overlap_cards(list(table.rows)))
    if asks_for_file():
        return send_table(table, "overlaps")
    return render_template(
        "registry/list_overlaps.html",
        table=table,
        cards=cards,
        themes={row.code: row for row in list_themes()},
        states=CASE_STATES,
        verdicts=VERDICTS,
        may_compare=allows(current_user.role, Permission.COMPARE_OVERLAPS),
    )


def _columns(cards: dict[int, list[Card]]) -> list[Column[OverlapCase]]:
    themes = {row.code: row for row in list_themes()}
    return [
        Column("code", lazy_("Number"), lambda row: row.code, [OverlapCase.id]),
        Column("first", lazy_("One record"), lambda row: cards[row.id][0].label),
        Column("second", lazy_("The other record"), lambda row: cards[row.id][1].label),
        Column("districts", lazy_("Districts"), _districts),
        Column(
            "themes",
            lazy_("Themes"),
            lambda row: ", ".join(name_of(themes[part.theme_code]) for part in row.themes),
        ),
        Column("score", lazy_("Likeness of 100"), lambda row: row.score, [OverlapCase.score], numeric=True),
        Column("stage", lazy_("Stage"), lambda row: CASE_STATES[row.state][0], [OverlapCase.state]),
        Column(
            "verdict",
            lazy_("Verdict"),
            lambda row: VERDICTS[row.verdict] if row.verdict else None,
            [OverlapCase.verdict],
        ),
    ]


def _districts(case: OverlapCase) -> str:
    return ", ".join(sorted(name_of(row.district) for row in case.districts))


@dataclass(frozen=True)
class _Line:
    """One fact of both records face to face; `mark` says what they share, None where not compared."""

    label: str
    first: str | None
    second: str | None
    mark: str | None


def _lines(case: OverlapCase, first: Card, second: Card) -> list[_Line]:
    """What is the same and what differs."""

    def line(label: object, name: str, reason: Reason | None) -> _Line:
        mark = None if reason is None else _mark(case, reason)
        return _Line(str(label), getattr(first, name), getattr(second, name), mark)

    lines = [
        line(lazy_("Kind"), "kind_words", None),
        line(lazy_("Title"), "title", Reason.TITLE),
        line(lazy_("Who answers for it"), "owner", None),
        line(lazy_("Theme"), "themes", Reason.THEME),
        line(lazy_("Districts"), "places", Reason.DISTRICT),
        line(lazy_("For whom"), "groups", Reason.GROUP),
        line(lazy_("Years"), "period", Reason.PERIOD),
        line(lazy_("Stage"), "stage", None),
    ]
    schemes = [find_scheme(card.scheme_code) for card in (first, second)]
    if any(schemes):
        words = [name_of(row) if row else _("none known") for row in schemes]
        lines.insert(-1, _Line(_("Scheme"), words[0], words[1], _mark(case, Reason.SCHEME)))
    return lines


def _mark(case: OverlapCase, reason: Reason) -> str:
    return str(REASONS[reason]) if reason.value in case.reasons else ""


def _page(case: OverlapCase, form: VerdictForm) -> ResponseReturnValue:
    first, second = overlap_cards([case])[case.id]
    page = render_template(
        "registry/show_overlap.html",
        case=case,
        first=first,
        second=second,
        lines=_lines(case, first, second),
        districts=_districts(case),
        reasons=[REASONS[Reason(code)] for code in case.reasons],
        history=reads.list_overlap_steps(case),
        panels=draw_panels("overlap.more", case),
        form=form,
        states=CASE_STATES,
        steps=CASE_STEPS,
        verdicts=VERDICTS,
        roles=ROLE_WORDS,
        trail=overlap_trail(),
        can_answer=can_answer_overlap(current_user, case),
        can_reopen=can_reopen_overlap(current_user, case),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(OVERLAP)
@requires(Permission.VIEW_OVERLAPS)
def show_overlap(case_id: int) -> ResponseReturnValue:
    """One case: both records face to face, what was said of it, and the form of the verdict."""
    case = reads.get_overlap(current_user, case_id)
    return _page(case, VerdictForm(formdata=None, version=case.version))


def _case(case_id: int, allowed: Any) -> OverlapCase:
    """A case the person may act on: one they may not see is missing, one they may only read refused."""
    case = reads.get_overlap(current_user, case_id, for_change=request.method == "POST")
    if not allowed(current_user, case):
        raise NotAllowed
    return case


@blueprint.post(OVERLAP + "/answer")
@requires(Permission.ANSWER_OVERLAPS)
def answer_overlap(case_id: int) -> ResponseReturnValue:
    """Takes a verdict with its reason."""
    case = _case(case_id, can_answer_overlap)
    form = VerdictForm(version=case.version)
    if not form.validate_on_submit():
        return _page(case, form)
    verbs.answer_overlap(
        case=case,
        by=current_user,
        version=form.version.data,
        verdict=Verdict(form.verdict.data),
        reason=form.reason.data,
    )
    flash(_("Your verdict is recorded; the same pair is not asked about again unless it changes."), "good")
    return redirect(url_for("registry.show_overlap", case_id=case.id))


@blueprint.route(OVERLAP + "/reopen", methods=["GET", "POST"])
@requires(Permission.ANSWER_OVERLAPS)
def reopen_overlap(case_id: int) -> ResponseReturnValue:
    """Opens an answered case again, after asking, with the reason."""
    case = _case(case_id, can_reopen_overlap)
    form = ReopenForm(version=case.version)
    if form.validate_on_submit():
        verbs.reopen_overlap(case=case, by=current_user, version=form.version.data, reason=form.reason.data)
        flash(_("The case is open again."), "good")
        return redirect(url_for("registry.show_overlap", case_id=case.id))
    return render_template(
        "registry/reopen_overlap.html", case=case, form=form, verdicts=VERDICTS, trail=overlap_trail(case)
    ), 422 if form.is_submitted() else 200


@blueprint.get("/overlaps/overview")
@requires(Permission.COMPARE_OVERLAPS)
def show_overlap_overview() -> ResponseReturnValue:
    """Where overlaps are: districts by themes as a heat map, and CPSEs as bars."""
    places = draw_places(
        reads.count_by_district_and_theme(current_user),
        list_districts(),
        list_themes(),
        url=lambda lgd, theme: url_for("registry.list_overlaps", district=lgd, theme=theme, stage="open"),
    )
    cpses = draw_cpses(reads.count_by_cpse(current_user))
    return render_template(
        "registry/show_overlap_overview.html", places=places, cpses=cpses, trail=overlap_trail()
    )
