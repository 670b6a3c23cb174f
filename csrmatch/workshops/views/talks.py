"""Pages of talks: a new one, changing one with its speakers, moving and removing one."""

from functools import partial
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import _, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import district_options
from csrmatch.places.queries import list_districts
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.forms import agenda as forms
from csrmatch.workshops.models import Speaker, Talk, WorkshopSession
from csrmatch.workshops.queries import agenda as reads
from csrmatch.workshops.rules.agenda_slots import clock_of, slot_of
from csrmatch.workshops.rules.clashes import propose_talk
from csrmatch.workshops.services import agenda as verbs
from csrmatch.workshops.services.agenda import SpeakerText, TalkText
from csrmatch.workshops.views import choices
from csrmatch.workshops.views.agenda_editing import (
    SESSION,
    agenda_url,
    edit_page,
    move_part,
    remove_part,
)
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit
from csrmatch.workshops.wording.agenda import tell_office

__all__: list[str] = []

_TALK = WORKSHOP + "/talks/<int(max=2147483647):talk_id>"


def _fill(form: Any) -> list[Speaker]:
    """Sets what can be chosen; gives the earlier speakers among it."""
    earlier, is_cut = reads.list_earlier_speakers(current_user, form.earlier_text.data or "")
    form.is_cut = is_cut
    form.theme.choices = options([("", _("none")), *theme_options()])
    form.district.choices = options([("", _("none")), *district_options()])
    form.cpse.choices = options([("", _("none")), *choices.cpse_options()])
    form.earlier.choices = options(
        [
            ("", _("Choose a speaker")),
            *((str(row.id), ", ".join(filter(None, (name_of(row), tell_office(row))))) for row in earlier),
        ]
    )
    return earlier


def _speakers(form: Any) -> tuple[SpeakerText, ...]:
    """The speakers that were typed, in their order, each with the office that its organisation is."""
    found = []
    for fields in forms.speaker_fields(form):
        given = {part: field.data or None for part, field in fields.items()}
        if any(given.values()):
            office = reads.find_office_id(given["organisation_en"], given["organisation_hi"])
            found.append(SpeakerText(**given, organisation_id=office))
    return tuple(found)


def _text(form: Any) -> TalkText:
    districts = {str(row.lgd): row for row in list_districts()} if form.district.data else {}
    return TalkText(
        starts_at=form.starts_at.data,
        minutes=form.minutes.data,
        theme_code=form.theme.data or None,
        district=districts.get(form.district.data),
        cpse=reads.find_cpse(form.cpse.data) if form.cpse.data else None,
        speakers=_speakers(form),
        **{name: form[name].data or None for name in ("topic_en", "topic_hi", "said_en", "said_hi")},
    )


def _spread(speakers: tuple[SpeakerText, ...]) -> dict[str, object]:
    """The speakers of a talk as the fields of its form."""
    return {
        f"speaker_{place}_{part}": getattr(speaker, part)
        for place, speaker in enumerate(speakers[: forms.MOST_SPEAKERS], 1)
        for part in forms.SPEAKER_PARTS
    }


def _takes_over(form: Any, earlier: list[Speaker]) -> bool:
    """Puts an earlier speaker into the first free fields, if that is what was asked for."""
    if "take" not in request.form:
        return False
    if request.form["take"] == "look":
        return True
    chosen = next((row for row in earlier if str(row.id) == form.earlier.data), None)
    free = (fields for fields in forms.speaker_fields(form) if not any(row.data for row in fields.values()))
    fields = next(free, None)
    if chosen is not None and fields is not None:
        for part, field in fields.items():
            field.data = getattr(chosen, part)
        form.earlier.data = ""
    return True


def _show(name: str, workshop: Any, form: Any, **given: Any) -> ResponseReturnValue:
    """The page of a talk, with the fields of its speakers and of one more."""
    fields = forms.speaker_fields(form)
    used = [
        place for place, parts in enumerate(fields) if any(row.data or row.errors for row in parts.values())
    ]
    shown = fields[: max(used, default=-1) + 2]
    given |= {"offices": reads.list_office_names(), "most_speakers": reads.MOST_OFFERED}
    return edit_page(name, workshop, form, speakers=shown, **given)


@blueprint.route(SESSION + "/talks/new", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def new_talk(workshop_id: int, session_id: int) -> ResponseReturnValue:
    """Adds a talk to a session; when it may begin follows from the talks before it."""
    workshop = workshop_to_edit(workshop_id)
    session = reads.get_session(workshop, session_id)
    start, minutes = propose_talk(slot_of(session))
    form = forms.NewTalkForm(starts_at=None if start is None else clock_of(start), minutes=minutes)
    earlier = _fill(form)
    if _takes_over(form, earlier):
        return _show("new_talk", workshop, form, session=session, status=200)
    if form.validate_on_submit():
        with telling_refusals(form):
            talk = verbs.add_talk(workshop=workshop, session=session, by=current_user, text=_text(form))
            flash(_("The talk is added to %(session)s.", session=name_of(session, "title")), "good")
            return redirect(agenda_url(workshop, f"talk-{talk.id}"))
    return _show("new_talk", workshop, form, session=session)


@blueprint.route(_TALK + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_talk(workshop_id: int, talk_id: int) -> ResponseReturnValue:
    """Changes what a talk is and who speaks, or removes it."""
    workshop = workshop_to_edit(workshop_id)
    talk = reads.get_talk(workshop, talk_id)
    form = forms.TalkForm(data=_stored(talk))
    earlier = _fill(form)
    removal = forms.RemoveForm(formdata=None, version=talk.version)
    if _takes_over(form, earlier):
        return _show("edit_talk", workshop, form, talk=talk, removal=removal, status=200)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_talk(
                workshop=workshop, talk=talk, by=current_user, version=form.version.data, text=_text(form)
            )
            flash(_("Saved."), "good")
            return redirect(agenda_url(workshop, f"talk-{talk.id}"))
    return _show("edit_talk", workshop, form, talk=talk, removal=removal)


def _stored(talk: Talk) -> dict[str, object]:
    text = verbs.talk_text_of(talk)
    plain = {name: value for name, value in vars(text).items() if name != "speakers"}
    return {
        **plain,
        **_spread(text.speakers),
        "version": talk.version,
        "theme": text.theme_code or "",
        "district": str(text.district.lgd) if text.district else "",
        "cpse": text.cpse.code if text.cpse else "",
    }


@blueprint.post(_TALK + "/remove")
@requires(Permission.EDIT_WORKSHOPS)
def remove_talk(workshop_id: int, talk_id: int) -> ResponseReturnValue:
    """Takes a talk from the agenda."""
    workshop = workshop_to_edit(workshop_id)
    drop = partial(verbs.drop_talk, talk=reads.get_talk(workshop, talk_id))
    return remove_part(workshop, drop, _("The talk is removed from the agenda."))


@blueprint.post(_TALK + "/move")
@requires(Permission.EDIT_WORKSHOPS)
def move_talk(workshop_id: int, talk_id: int) -> ResponseReturnValue:
    """Puts a talk to another place of its session or of another one."""
    workshop = workshop_to_edit(workshop_id)
    talk = reads.get_talk(workshop, talk_id)

    def tell(session: WorkshopSession) -> str:
        place, title = session.talks.index(talk) + 1, name_of(session, "title")
        return _("The talk is now number %(place)s of %(session)s.", place=place, session=title)

    def move(session: WorkshopSession, **given: Any) -> None:
        verbs.move_talk(talk=talk, session=session, **given)

    return move_part(workshop, f"talk-{talk.id}", partial(reads.get_session, workshop), move, tell)
