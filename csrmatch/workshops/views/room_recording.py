"""Pages of whoever writes down what is said: the list to work from, a voice, its changes, a pair named."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.mapping.queries import list_all_cpses
from csrmatch.places.choices import district_options
from csrmatch.places.queries import list_districts
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.forms import room as forms
from csrmatch.workshops.models import RoomPair, RoomVoice, Workshop
from csrmatch.workshops.queries import room as reads
from csrmatch.workshops.queries.room import KnownPerson
from csrmatch.workshops.rules.room import GROUP_OF, RoomSide, Stance, count_groups
from csrmatch.workshops.services import room as verbs
from csrmatch.workshops.services import voices as voice_verbs
from csrmatch.workshops.services.voices import VoiceText
from csrmatch.workshops.views.pages import WORKSHOP, blueprint
from csrmatch.workshops.views.room import room_table
from csrmatch.workshops.views.room_pages import (
    PAIR,
    VOICE,
    pair_title,
    pair_to_record,
    pair_url,
    room_trail,
    workshop_to_record,
)
from csrmatch.workshops.wording.room import OUTCOME_GROUPS, OUTCOMES_IN_ROOM, PROPOSAL_NOTE, STANCES

__all__: list[str] = []


@blueprint.get(WORKSHOP + "/mapping/record")
@requires(Permission.TAKE_NOTES)
def moderate_room(workshop_id: int) -> ResponseReturnValue:
    """The list to work from in the room, made for a phone: each pair with a button for each side."""
    workshop = workshop_to_record(workshop_id)
    outcomes = reads.list_room_outcomes(workshop)
    return render_template(
        "workshops/moderate_room.html",
        workshop=workshop,
        table=room_table(outcomes),
        has_pairs=bool(outcomes),
        counts=count_groups(pair.outcome for pair in outcomes),
        groups=OUTCOME_GROUPS,
        group_of=GROUP_OF,
        outcomes=OUTCOMES_IN_ROOM,
        stances=STANCES,
        proposal_note=PROPOSAL_NOTE,
        trail=room_trail(workshop),
    )


@blueprint.route(WORKSHOP + "/mapping/pairs/new", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def new_room_pair(workshop_id: int) -> ResponseReturnValue:
    """A pair named by those in the room, with or without a run."""
    workshop = workshop_to_record(workshop_id, for_change=request.method == "POST")
    form = forms.RoomPairForm()
    cpses = {row.code: row for row in list_all_cpses()}
    form.district.choices = options([("", _("Choose a district")), *district_options()])
    words = ((code, f"{code} – {name_of(row)}") for code, row in cpses.items())
    form.cpse.choices = options([("", _("Choose a CPSE")), *words])
    if form.validate_on_submit():
        with telling_refusals(form):
            district = next(row for row in list_districts() if str(row.lgd) == form.district.data)
            pair = verbs.name_pair(
                workshop=workshop, district=district, cpse=cpses[form.cpse.data], by=current_user
            )
            flash(_("The pair is before the room. Write down what is said of it."), "good")
            return redirect(pair_url(workshop, pair.id))
    page = render_template(
        "workshops/new_room_pair.html", workshop=workshop, form=form, trail=room_trail(workshop)
    )
    return page, 422 if form.is_submitted() else 200


def _pair_page(
    name: str, workshop: Workshop, pair: RoomPair, form: Any, **given: object
) -> ResponseReturnValue:
    page = render_template(
        f"workshops/{name}.html",
        workshop=workshop,
        pair=pair,
        title=pair_title(pair),
        form=form,
        proposal_note=PROPOSAL_NOTE,
        trail=room_trail(workshop, pair),
        **given,
    )
    return page, 422 if form.is_submitted() else 200


def _to_pair(workshop: Workshop, pair: RoomPair, text: str) -> ResponseReturnValue:
    flash(text, "good")
    return redirect(pair_url(workshop, pair.id))


@blueprint.route(PAIR + "/voices/new", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def new_voice(workshop_id: int, pair_id: int) -> ResponseReturnValue:
    """Writes down what somebody says of the pair; the button that led here said for which side."""
    workshop, pair = pair_to_record(workshop_id, pair_id)
    if pair.struck_at is not None:
        raise Missing
    people = {person.key: person for person in reads.list_known_people(workshop)}
    form = forms.NewVoiceForm(**_prefilled(pair))
    form.person.choices = options(
        [("", _("somebody else, typed below")), *((key, _person(one)) for key, one in people.items())]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            text = _text(form, people.get(form.person.data))
            voice_verbs.record_voice(pair=pair, by=current_user, text=text)
            flash(_("Written down: %(name)s, %(pair)s.", name=text.name, pair=pair_title(pair)), "good")
            back = url_for("workshops.moderate_room", workshop_id=workshop.id, _anchor=f"pair-{pair.id}")
            return redirect(back)
    return _pair_page("new_voice", workshop, pair, form)


def _prefilled(pair: RoomPair) -> dict[str, str]:
    """The side that the button named, and the organisation that it speaks for."""
    named = request.args.get("side", "")
    if named == RoomSide.DISTRICT.value:
        return {"side": named, "organisation": name_of(pair.district)}
    if named == RoomSide.CPSE.value:
        return {"side": named, "organisation": name_of(pair.cpse)}
    return {"side": named} if named in set(RoomSide) else {}


def _person(person: KnownPerson) -> str:
    return ", ".join(part for part in (person.name, person.designation, person.organisation) if part)


def _text(form: Any, person: KnownPerson | None = None) -> VoiceText:
    """What was typed; who was chosen from the list is taken as listed, unless a name was typed as well."""
    chosen = person if person is not None and not form.name.data else None
    return VoiceText(
        side=RoomSide(form.side.data),
        stance=Stance(form.stance.data),
        name=chosen.name if chosen else form.name.data or "",
        designation=(chosen.designation if chosen else form.designation.data) or "",
        organisation=(chosen.organisation if chosen else "") or form.organisation.data or "",
        note=form.note.data or "",
    )


def _voice(workshop_id: int, pair_id: int, voice_id: int) -> tuple[Workshop, RoomPair, RoomVoice]:
    workshop, pair = pair_to_record(workshop_id, pair_id)
    return workshop, pair, reads.get_voice(pair, voice_id)


@blueprint.route(VOICE + "/edit", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def edit_voice(workshop_id: int, pair_id: int, voice_id: int) -> ResponseReturnValue:
    """Changes what is on record of a voice; what it said before is kept."""
    workshop, pair, voice = _voice(workshop_id, pair_id, voice_id)
    form = forms.VoiceForm(data={"version": voice.version, **vars(voice_verbs.voice_text_of(voice))})
    if form.validate_on_submit():
        with telling_refusals(form):
            voice_verbs.change_voice(
                voice=voice, by=current_user, version=form.version.data, text=_text(form)
            )
            return _to_pair(workshop, pair, _("Saved. The earlier wording is kept."))
    return _pair_page("edit_voice", workshop, pair, form, voice=voice)


@blueprint.route(VOICE + "/strike", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def strike_voice(workshop_id: int, pair_id: int, voice_id: int) -> ResponseReturnValue:
    """Strikes a voice that was written down wrongly, with the reason."""
    workshop, pair, voice = _voice(workshop_id, pair_id, voice_id)
    form = forms.RoomReasonForm(version=voice.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            reason = form.reason.data or ""
            voice_verbs.strike_voice(voice=voice, by=current_user, version=form.version.data, reason=reason)
            return _to_pair(workshop, pair, _("The voice is struck; its record stays."))
    return _pair_page("strike_voice", workshop, pair, form, voice=voice, stances=STANCES)


@blueprint.route(PAIR + "/strike", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def strike_room_pair(workshop_id: int, pair_id: int) -> ResponseReturnValue:
    """Takes a pair off the table, with the reason."""
    workshop, pair = pair_to_record(workshop_id, pair_id)
    form = forms.RoomReasonForm(version=pair.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.strike_pair(
                pair=pair, by=current_user, version=form.version.data, reason=form.reason.data or ""
            )
            return _to_pair(workshop, pair, _("The pair is taken off; its record stays."))
    return _pair_page("strike_room_pair", workshop, pair, form)
