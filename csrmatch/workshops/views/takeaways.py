"""Pages of takeaways: the list of a workshop, one of them, its corrections, striking and restoring it."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.showing import shown_name
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, format_ist, lazy_, name_of
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.sorting import by_name
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table
from csrmatch.workshops.access.takeaways import can_hand_on, can_write_notes
from csrmatch.workshops.access.workshops import can_take_notes
from csrmatch.workshops.forms import takeaways as forms
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.queries import takeaways as reads
from csrmatch.workshops.queries.conversions import list_handings, list_work, tell_work_states
from csrmatch.workshops.queries.note_choices import Choices, TakeawayText, read_choices
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.takeaways import TakeawayKind, WorkState
from csrmatch.workshops.services import takeaways as verbs
from csrmatch.workshops.targets import list_targets
from csrmatch.workshops.views.live_notes import NOTES
from csrmatch.workshops.views.note_choices import (
    fill_choices,
    item_of,
    item_options,
    note_of,
    organisation_of,
    session_label,
    talk_label,
)
from csrmatch.workshops.views.pages import blueprint, workshop_trail
from csrmatch.workshops.views.work_told import tell_handings, tell_work
from csrmatch.workshops.wording.takeaways import KINDS, WORK_STATES

__all__ = ["TAKEAWAY", "takeaway_to_change", "takeaway_trail"]

TAKEAWAY = NOTES + "/<int(max=2147483647):takeaway_id>"


def takeaway_trail(workshop: Workshop, row: Takeaway | None = None) -> list[tuple[str, str]]:
    """The way to a page below the notes of a workshop or below one of them."""
    trail = [*workshop_trail(workshop), (_("Notes"), _list_address(workshop))]
    if row is not None:
        trail.append((row.code, _address(workshop, row)))
    return trail


def _list_address(workshop: Workshop) -> str:
    return url_for("workshops.list_takeaways", workshop_id=workshop.id)


def _address(workshop: Workshop, row: Takeaway) -> str:
    return url_for("workshops.show_takeaway", workshop_id=workshop.id, takeaway_id=row.id)


def _fill_filter(filters: forms.TakeawayFilter, choices: Choices, workshop: Workshop) -> None:
    filters.theme.choices = all_or(
        ((code, name_of(row)) for code, row in choices.themes.items()), _("All themes")
    )
    districts = sorted(choices.districts.values(), key=name_of)
    filters.district.choices = all_or(((str(row.lgd), name_of(row)) for row in districts), _("All districts"))
    filters.item.choices = all_or(item_options(choices, with_names=can_see_names(current_user)))
    companies = ((code, row.code) for code, row in choices.cpses.items())
    offices = ((code, name_of(row)) for code, row in choices.offices.items())
    filters.organisation.choices = all_or([*companies, *offices])
    filters.taker.choices = all_or((str(row.id), shown_name(row)) for row in reads.list_takers(workshop))


def _read_search(filters: forms.TakeawayFilter) -> reads.TakeawaySearch:
    if not filters.validate():
        return reads.TakeawaySearch()
    chosen = filters.data
    item, organisation = chosen["item"], chosen["organisation"]
    return reads.TakeawaySearch(
        text=chosen["q"],
        kind=TakeawayKind(chosen["kind"]) if chosen["kind"] else None,
        theme=chosen["theme"],
        lgd=int(chosen["district"]) if chosen["district"] else None,
        session_id=int(item[1:]) if item.startswith("s") else None,
        talk_id=int(item[1:]) if item.startswith("t") else None,
        cpse=organisation.removeprefix("cpse:") if organisation.startswith("cpse:") else None,
        organisation_id=int(organisation[7:]) if organisation.startswith("office:") else None,
        taker_id=int(chosen["taker"]) if chosen["taker"] else None,
        work=WorkState(chosen["work"]) if chosen["work"] else None,
        with_struck=chosen["struck"],
    )


@blueprint.get(NOTES)
@requires(Permission.VIEW_WORKSHOPS)
def list_takeaways(workshop_id: int) -> ResponseReturnValue:
    """What was taken down at a workshop: filtered, sorted, paged, or as a file."""
    workshop = get_workshop(current_user, workshop_id)
    filters = forms.TakeawayFilter(request.args)
    _fill_filter(filters, read_choices(workshop), workshop)
    states: dict[int, WorkState] = {}
    table = build_table(
        reads.search_takeaways(workshop, _read_search(filters), by_speaker=can_see_names(current_user)),
        _columns(states),
        default_sort="number",
        tie=[Takeaway.id],
        filters=filters,
        newest_first=True,
    )
    states |= tell_work_states([row.id for row in table.rows])
    if asks_for_file():
        return send_table(table, "notes")
    return render_template(
        "workshops/list_takeaways.html",
        workshop=workshop,
        table=table,
        states=states,
        counts=reads.count_takeaways_by_kind(workshop),
        kinds=KINDS,
        work_states=WORK_STATES,
        about=organisation_words,
        speaker=speaker_words,
        may_take=can_take_notes(current_user, workshop),
        may_write=can_write_notes(current_user, workshop),
        trail=workshop_trail(workshop),
    )


def organisation_words(row: Takeaway) -> str:
    """Whom a takeaway is about: a company by its code, an office by its name, another body as written."""
    if row.cpse is not None:
        return row.cpse.code
    return name_of(row.organisation) if row.organisation else row.organisation_name or ""


def speaker_words(row: Takeaway) -> str:
    """Who said it, to whoever may read names."""
    return row.speaker_name or "" if can_see_names(current_user) else ""


def _item_words(row: Takeaway) -> str:
    if row.talk is not None:
        return talk_label(row.talk, with_names=can_see_names(current_user))
    return session_label(row.session) if row.session else ""


def _columns(states: dict[int, WorkState]) -> list[Column[Takeaway]]:
    """What the list and its file say of a takeaway; `states` is filled once its rows are known."""
    return [
        Column("text", lazy_("Note"), lambda row: row.text),
        Column("number", lazy_("Number"), lambda row: row.code, [Takeaway.id]),
        Column("kind", lazy_("Kind"), lambda row: KINDS[row.kind], [reads.kind_order()]),
        Column(
            "theme",
            lazy_("Theme"),
            lambda row: name_of(row.theme) if row.theme else "",
            [Takeaway.theme_code],
        ),
        Column(
            "district",
            lazy_("District"),
            lambda row: name_of(row.district) if row.district else "",
            [by_name(District)],
        ),
        Column(
            "organisation", lazy_("Organisation"), organisation_words, [Cpse.code, Takeaway.organisation_name]
        ),
        # In whose order a list stands tells who they are.
        Column(
            "speaker",
            lazy_("Speaker"),
            speaker_words,
            [Takeaway.speaker_name] if can_see_names(current_user) else [],
        ),
        Column("item", lazy_("Session or talk"), _item_words, [Takeaway.session_id, Takeaway.talk_id]),
        Column("due", lazy_("By when"), lambda row: row.due_on or "", [Takeaway.due_on]),
        Column("taker", lazy_("Taken down by"), lambda row: shown_name(row.taken_by), [Takeaway.taken_by_id]),
        Column("taken", lazy_("Taken down"), lambda row: format_ist(row.taken_at), [Takeaway.taken_at]),
        Column("work", lazy_("What became of it"), lambda row: WORK_STATES[states[row.id]][0]),
    ]


@blueprint.get(TAKEAWAY)
@requires(Permission.VIEW_WORKSHOPS)
def show_takeaway(workshop_id: int, takeaway_id: int) -> ResponseReturnValue:
    """One takeaway: what was said, by whom it was taken down, every wording, and what became of it."""
    workshop = get_workshop(current_user, workshop_id)
    row = reads.get_takeaway(workshop, takeaway_id)
    handings = list_handings(row)
    return render_template(
        "workshops/show_takeaway.html",
        workshop=workshop,
        row=row,
        work=tell_work(current_user, list_work(row)),
        handings=tell_handings(current_user, handings),
        targets=[] if row.struck_at else list_targets(),
        item=_item_words(row),
        organisation=organisation_words(row),
        sees_names=can_see_names(current_user),
        kinds=KINDS,
        restore=forms.RestoreForm(),
        may_write=can_write_notes(current_user, workshop),
        may_hand=can_hand_on(current_user, workshop),
        trail=takeaway_trail(workshop),
    )


def takeaway_to_change(workshop_id: int, takeaway_id: int) -> tuple[Workshop, Takeaway]:
    """A takeaway that the person may correct: one they may only read is refused."""
    workshop = get_workshop(current_user, workshop_id)
    row = reads.get_takeaway(workshop, takeaway_id, for_change=request.method == "POST")
    if not can_write_notes(current_user, workshop):
        raise NotAllowed
    return workshop, row


def _codes_of(row: Takeaway) -> dict[str, object]:
    text = verbs.text_of(row)
    plain = {
        name: getattr(text, name) or ""
        for name in ("organisation_name", "speaker_name", "by_whom", "asked_of")
    }
    return {
        **plain,
        "version": row.version,
        "kind": row.kind.value,
        "text": row.text,
        "text_en": row.text_en or "",
        "text_hi": row.text_hi or "",
        "due_on": row.due_on,
        "item": item_of(row.session_id, row.talk_id),
        "theme": row.theme_code or "",
        "district": str(row.district.lgd) if row.district else "",
        "organisation": organisation_of(row.cpse.code if row.cpse else None, row.organisation_id),
    }


def _text(form: forms.TakeawayForm, choices: Choices) -> TakeawayText:
    note = replace(note_of(form), text_en=form.text_en.data or "", text_hi=form.text_hi.data or "")
    return choices.resolve(note)[0]


@blueprint.route(TAKEAWAY + "/edit", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def edit_takeaway(workshop_id: int, takeaway_id: int) -> ResponseReturnValue:
    """Corrects a takeaway; where somebody else was first, both wordings are shown to choose or to join."""
    workshop, row = takeaway_to_change(workshop_id, takeaway_id)
    choices = read_choices(workshop)
    form = forms.TakeawayForm(data=_codes_of(row))
    fill_choices(form, choices, workshop)
    theirs = _settle(form, row)
    if theirs is None and form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_takeaway(
                takeaway=row, by=current_user, version=form.version.data, text=_text(form, choices)
            )
            flash(_("Saved."), "good")
            return redirect(_address(workshop, row))
    page = render_template(
        "workshops/edit_takeaway.html",
        workshop=workshop,
        row=row,
        form=form,
        theirs=theirs,
        trail=takeaway_trail(workshop, row),
    )
    return page, 409 if theirs is not None else 422 if form.is_submitted() else 200


def _settle(form: forms.TakeawayForm, row: Takeaway) -> str | None:
    """The wording saved meanwhile by somebody else, which the form now builds upon; None where there is none.

    Pressed for it, the form takes that wording, or both one below the other.
    """
    choice = request.form.get("choose", "")
    is_stale = form.is_submitted() and form.version.data not in {None, row.version}
    if not is_stale and not (form.is_submitted() and choice in {"theirs", "both"}):
        return None
    mine = form.text.data or ""
    if choice in {"theirs", "both"} and row.text not in mine:
        _put(form.text, row.text if choice == "theirs" else f"{row.text}\n{mine}")
    elif choice == "theirs":
        _put(form.text, row.text)
    _put(form.version, row.version)
    return row.text


def _put(field: Any, value: object) -> None:
    """Sets what a field shows in place of what was sent."""
    field.data, field.raw_data = value, [str(value)]


@blueprint.route(TAKEAWAY + "/strike", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def strike_takeaway(workshop_id: int, takeaway_id: int) -> ResponseReturnValue:
    """Takes a takeaway out of the list, with the reason; it stays on record."""
    workshop, row = takeaway_to_change(workshop_id, takeaway_id)
    form = forms.StrikeTakeawayForm(version=row.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.strike_takeaway(
                takeaway=row, by=current_user, version=form.version.data, reason=form.reason.data or ""
            )
            flash(_("The note is struck."), "good")
            return redirect(_address(workshop, row))
    page = render_template(
        "workshops/strike_takeaway.html",
        workshop=workshop,
        row=row,
        form=form,
        trail=takeaway_trail(workshop, row),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(TAKEAWAY + "/restore")
@requires(Permission.TAKE_NOTES)
def restore_takeaway(workshop_id: int, takeaway_id: int) -> ResponseReturnValue:
    """Puts a struck takeaway back among the others."""
    workshop, row = takeaway_to_change(workshop_id, takeaway_id)
    verbs.restore_takeaway(takeaway=row, by=current_user)
    flash(_("The note stands again."), "good")
    return redirect(_address(workshop, row))
