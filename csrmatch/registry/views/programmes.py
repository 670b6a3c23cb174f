"""Pages of programmes that departments, ministries and UNICEF run."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, format_day, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import district_options, state_options
from csrmatch.places.queries import list_districts, list_states
from csrmatch.reference import read_schemes
from csrmatch.registry.access import can_edit_programme, can_keep_programmes
from csrmatch.registry.forms.fields import options
from csrmatch.registry.forms.programmes import NewProgrammeForm, ProgrammeFilter, ProgrammeForm, RetireForm
from csrmatch.registry.models import Programme
from csrmatch.registry.queries import programmes as reads
from csrmatch.registry.queries.needs import find_scheme
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.registry.services import programmes as verbs
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.programmes import PROGRAMME_KINDS, PROGRAMME_REACHES
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.roles import Permission, Role
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["PROGRAMME", "programme_trail"]

PROGRAMME = "/programmes/<int(max=2147483647):programme_id>"
_YEARS_BACK, _YEARS_ON = 3, 2
# Whose programmes an office may choose to record; the verbs say the same.
_KINDS = {
    Role.STATE_OFFICER: (ProgrammeKind.DEPARTMENT, ProgrammeKind.SCHEME),
    Role.UNICEF_OFFICER: (ProgrammeKind.UNICEF,),
}


def programme_trail(programme: Programme | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of programmes or below a programme."""
    trail = [(_("Programmes"), url_for("registry.list_programmes"))]
    if programme is not None:
        trail.append((programme.code, url_for("registry.show_programme", programme_id=programme.id)))
    return trail


def _fill_filter(filters: ProgrammeFilter) -> None:
    filters.kind.choices = all_or((code.value, words) for code, words in PROGRAMME_KINDS.items())
    filters.theme.choices = all_or(theme_options(), _("All themes"))
    filters.state.choices = all_or(state_options(), _("All states"))
    filters.district.choices = all_or(district_options(), _("All districts"))
    filters.group.choices = all_or((code.value, words) for code, words in GROUPS.items())
    this = year_of(today())
    years = [shift_year(this, number) for number in range(_YEARS_ON, -_YEARS_BACK - 1, -1)]
    filters.year.choices = all_or(((year, year) for year in years), _("All years"))
    filters.retired.choices = all_or([("1", _("shown too"))], _("not shown"))


def _read_search(filters: ProgrammeFilter) -> reads.ProgrammeSearch:
    if not filters.validate():
        return reads.ProgrammeSearch()
    chosen = filters.data
    districts = {str(row.lgd): row for row in list_districts()} if chosen["district"] else {}
    return reads.ProgrammeSearch(
        text=chosen["q"],
        kind=ProgrammeKind(chosen["kind"]) if chosen["kind"] else None,
        theme=chosen["theme"],
        district=districts.get(chosen["district"]),
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        group=TargetGroup(chosen["group"]) if chosen["group"] else None,
        year=chosen["year"],
        with_retired=bool(chosen["retired"]),
    )


def _places(programme: Programme) -> str:
    if programme.reach is ProgrammeReach.STATE and programme.state is not None:
        return _("all of %(state)s", state=name_of(programme.state))
    if programme.reach is ProgrammeReach.ALL:
        return str(PROGRAMME_REACHES[ProgrammeReach.ALL])
    return ", ".join(sorted(name_of(row.district) for row in programme.districts))


def _columns() -> list[Column[Programme]]:
    return [
        Column("name", lazy_("Name"), name_of, [reads.name_order()]),
        Column("kind", lazy_("Kind"), lambda row: PROGRAMME_KINDS[row.kind], [Programme.kind]),
        Column("theme", lazy_("Theme"), lambda row: name_of(row.theme), [Programme.theme_code]),
        Column("places", lazy_("Where it works"), _places, [Programme.reach]),
        Column("run_by", lazy_("Run by"), lambda row: row.run_by, [Programme.run_by]),
        Column("starts", lazy_("First day"), lambda row: _day(row.starts_on), [Programme.starts_on]),
        Column("ends", lazy_("Last day"), lambda row: _day(row.ends_on), [Programme.ends_on]),
        Column("money", lazy_("Money (₹)"), lambda row: row.money_inr, [Programme.money_inr], numeric=True),
        Column("source", lazy_("Source"), lambda row: f"{row.source}, {format_day(row.source_on)}"),
    ]


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


@blueprint.get("/programmes")
@requires(Permission.VIEW_PROGRAMMES)
def list_programmes() -> ResponseReturnValue:
    """The programmes: filtered, sorted, paged, or as a file."""
    filters = ProgrammeFilter(request.args)
    _fill_filter(filters)
    query = reads.search_programmes(_read_search(filters))
    table = build_table(query, _columns(), default_sort="name", tie=[Programme.id], filters=filters)
    if asks_for_file():
        return send_table(table, "programmes")
    return render_template(
        "registry/list_programmes.html",
        table=table,
        kinds=PROGRAMME_KINDS,
        places={row.id: _places(row) for row in table.rows},
        may_keep=can_keep_programmes(current_user),
    )


def _fill_choices(form: NewProgrammeForm | ProgrammeForm) -> None:
    """The kinds and places of which the person's office speaks."""
    kinds = _KINDS.get(current_user.role, tuple(ProgrammeKind))
    form.kind.choices = options((kind.value, PROGRAMME_KINDS[kind]) for kind in kinds)
    form.theme.choices = options([("", _("Choose a theme")), *theme_options()])
    schemes = sorted(((row.code, name_of(row)) for row in read_schemes()), key=lambda row: row[1])
    form.scheme.choices = options([("", _("none known")), *schemes])
    own = current_user.organisation.state if current_user.role is Role.STATE_OFFICER else None
    states = [own] if own else sorted(list_states(), key=name_of)
    form.state.choices = options(
        [("", _("Choose a state")), *((str(row.lgd), name_of(row)) for row in states)]
    )
    here = {str(row.lgd) for row in list_districts(own.id if own else None)}
    form.districts.choices = options(row for row in district_options() if row[0] in here)
    if own:
        form.reach.choices = options(
            (code.value, words) for code, words in PROGRAMME_REACHES.items() if code is not ProgrammeReach.ALL
        )


def _read_text(form: NewProgrammeForm | ProgrammeForm) -> verbs.ProgrammeText:
    reach = ProgrammeReach(form.reach.data)
    states = {str(row.lgd): row for row in list_states()}
    chosen = set(form.districts.data or ()) if reach is ProgrammeReach.DISTRICTS else set()
    return verbs.ProgrammeText(
        kind=ProgrammeKind(form.kind.data),
        theme_code=form.theme.data,
        reach=reach,
        run_by=form.run_by.data,
        source=form.source.data,
        source_on=form.source_on.data,
        name_en=form.name_en.data or None,
        name_hi=form.name_hi.data or None,
        what=form.what.data or None,
        scheme_code=form.scheme.data or None,
        state=states.get(form.state.data) if reach is ProgrammeReach.STATE else None,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        money_inr=form.money_inr.data,
        districts=tuple(row for row in list_districts() if str(row.lgd) in chosen),
        groups=frozenset(TargetGroup(code) for code in form.groups.data or ()),
    )


@blueprint.route("/programmes/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PROGRAMMES)
def new_programme() -> ResponseReturnValue:
    """Records a programme that the person's office keeps from then on."""
    form = NewProgrammeForm()
    _fill_choices(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            programme = verbs.create_programme(by=current_user, text=_read_text(form))
            flash(_("The programme is recorded."), "good")
            return redirect(url_for("registry.show_programme", programme_id=programme.id))
    return render_template("registry/new_programme.html", form=form, trail=programme_trail()), (
        422 if form.is_submitted() else 200
    )


@blueprint.get(PROGRAMME)
@requires(Permission.VIEW_PROGRAMMES)
def show_programme(programme_id: int) -> ResponseReturnValue:
    """One programme: what, where, for whom, when, with what money, by whom, and where that is known from."""
    programme = reads.get_programme(programme_id)
    return render_template(
        "registry/show_programme.html",
        programme=programme,
        places=_places(programme),
        kinds=PROGRAMME_KINDS,
        groups=GROUPS,
        scheme=find_scheme(programme.scheme_code),
        trail=programme_trail(),
        can_edit=can_edit_programme(current_user, programme),
    )


def _programme(programme_id: int) -> Programme:
    programme = reads.get_programme(programme_id, for_change=request.method == "POST")
    if not can_edit_programme(current_user, programme):
        raise NotAllowed
    return programme


@blueprint.route(PROGRAMME + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PROGRAMMES)
def edit_programme(programme_id: int) -> ResponseReturnValue:
    """Changes a programme."""
    programme = _programme(programme_id)
    form = ProgrammeForm(data=_codes(programme))
    _fill_choices(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_programme(
                programme=programme, by=current_user, version=form.version.data, text=_read_text(form)
            )
            flash(_("Saved."), "good")
            return redirect(url_for("registry.show_programme", programme_id=programme.id))
    return render_template(
        "registry/edit_programme.html", programme=programme, form=form, trail=programme_trail(programme)
    ), 422 if form.is_submitted() else 200


def _codes(programme: Programme) -> dict[str, object]:
    """What a programme says, as the fields of its form hold it."""
    plain = ("name_en", "name_hi", "what", "starts_on", "ends_on", "money_inr", "run_by", "source")
    return {
        **{name: getattr(programme, name) for name in (*plain, "source_on", "version")},
        "kind": programme.kind.value,
        "theme": programme.theme_code,
        "scheme": programme.scheme_code or "",
        "reach": programme.reach.value,
        "state": str(programme.state.lgd) if programme.state else "",
        "districts": [str(row.district.lgd) for row in programme.districts],
        "groups": [row.group.value for row in programme.groups],
    }


@blueprint.route(PROGRAMME + "/retire", methods=["GET", "POST"])
@requires(Permission.EDIT_PROGRAMMES)
def retire_programme(programme_id: int) -> ResponseReturnValue:
    """Takes a programme out of use, after asking, with the reason."""
    programme = _programme(programme_id)
    form = RetireForm(version=programme.version)
    if form.validate_on_submit():
        verbs.retire_programme(programme=programme, version=form.version.data, reason=form.reason.data)
        flash(_("The programme is retired; it stays on record."), "good")
        return redirect(url_for("registry.show_programme", programme_id=programme.id))
    return render_template(
        "registry/retire_programme.html", programme=programme, form=form, trail=programme_trail(programme)
    ), 422 if form.is_submitted() else 200
