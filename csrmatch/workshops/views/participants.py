"""Pages of participants: the list with its counts, a new person, changes, taking off, picking."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import Organisation
from csrmatch.accounts.queries import list_organisations
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of, ngettext
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.forms import FilterForm, all_or
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table
from csrmatch.workshops.access import participants as seeing
from csrmatch.workshops.access.workshops import can_edit, can_hold
from csrmatch.workshops.forms import participants as forms
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.queries import participants as reads
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus
from csrmatch.workshops.services import participants as verbs
from csrmatch.workshops.services.participants import ParticipantText
from csrmatch.workshops.tasks.invitations import write_letter
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit, workshop_trail
from csrmatch.workshops.wording.participants import (
    GROUPS,
    PARTICIPANT_STATUSES,
    organisation_of,
    told_name,
)

__all__ = ["PARTICIPANT", "PARTICIPANTS", "participant_trail"]

PARTICIPANTS = WORKSHOP + "/people"
PARTICIPANT = PARTICIPANTS + "/<int(max=2147483647):participant_id>"


def participant_trail(workshop: Workshop) -> list[tuple[str, str]]:
    """The way to a page below the list of participants."""
    here = url_for("workshops.list_participants", workshop_id=workshop.id)
    return [*workshop_trail(workshop), (_("Participants"), here)]


def _read_search(filters: FilterForm) -> reads.ParticipantSearch:
    if not filters.validate():
        return reads.ParticipantSearch()
    chosen = filters.data
    return reads.ParticipantSearch(
        text=chosen["q"],
        group=ParticipantGroup(chosen["group"]) if chosen["group"] else None,
        status=ParticipantStatus(chosen["status"]) if chosen["status"] else None,
        is_present={"yes": True, "no": False}.get(chosen["present"]),
    )


@blueprint.get(PARTICIPANTS)
@requires(Permission.VIEW_WORKSHOPS)
def list_participants(workshop_id: int) -> ResponseReturnValue:
    """Who takes part, by group and answer: filtered, sorted, paged, or as a file."""
    workshop = get_workshop(current_user, workshop_id)
    filters = forms.ParticipantFilter(request.args)
    present: set[int] = set()
    table = build_table(
        reads.search_participants(current_user, workshop, _read_search(filters)),
        _columns(workshop, present),
        default_sort="name" if can_see_names(current_user) else "number",
        tie=[Participant.id],
        filters=filters,
    )
    present |= reads.find_present([row.id for row in table.rows])
    if asks_for_file():
        return send_table(table, "participants")
    counts = reads.count_groups(workshop)
    return render_template(
        "workshops/list_participants.html",
        workshop=workshop,
        table=table,
        present=present,
        counts=counts,
        most=max((found.listed for found in counts), default=0),
        groups=GROUPS,
        statuses=PARTICIPANT_STATUSES,
        told_name=told_name,
        organisation_of=organisation_of,
        shows_address=lambda row: seeing.can_see_address(current_user, workshop, row),
        can_edit=can_edit(current_user, workshop),
        can_hold=can_hold(current_user, workshop),
        can_check_in=seeing.can_open_door(current_user, workshop),
        trail=workshop_trail(workshop),
    )


def _columns(workshop: Workshop, present: set[int]) -> list[Column[Participant]]:
    """What the list and its file say of a person; addresses only where the reader may have them."""

    def address(name: str) -> Any:
        return lambda row: getattr(row, name) if seeing.can_see_address(current_user, workshop, row) else None

    named = can_see_names(current_user)
    columns: list[Column[Participant]] = [
        Column(
            "name",
            lazy_("Name"),
            lambda row: told_name(row, current_user),
            [reads.name_order()] if named else [Participant.id],
        ),
        Column("number", lazy_("Number"), lambda row: row.code, [Participant.id]),
        *(
            [Column("designation", lazy_("Designation"), lambda row: name_of(row, "designation"))]
            if named
            else []
        ),
        Column("organisation", lazy_("Organisation"), organisation_of),
        Column("group", lazy_("Group"), lambda row: GROUPS[row.group], [reads.group_order()]),
        Column(
            "status",
            lazy_("Answer"),
            lambda row: PARTICIPANT_STATUSES[row.status][0],
            [reads.status_order()],
        ),
        Column(
            "present",
            lazy_("Was there"),
            lambda row: _("yes") if row.id in present else _("no"),
            [reads.present_order()],
        ),
    ]
    if seeing.can_see_addresses(current_user):
        columns += [
            Column("email", lazy_("E-mail"), address("email")),
            Column("phone", lazy_("Phone"), address("phone")),
        ]
    return columns


def _fill_offices(form: Any) -> dict[str, Organisation]:
    offices = {str(office.id): office for office in list_organisations()}
    form.office.choices = options(
        [
            ("", lazy_("none")),
            *sorted(((key, name_of(office)) for key, office in offices.items()), key=_by_name),
        ]
    )
    return offices


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _text(form: Any, offices: dict[str, Organisation]) -> ParticipantText:
    names = ("name_en", "name_hi", "designation_en", "designation_hi", "organisation_en", "organisation_hi")
    given = {name: form[name].data or None for name in (*names, "email", "phone", "wishes")}
    return ParticipantText(
        group=ParticipantGroup(form.group.data),
        organisation=offices.get(form.office.data),
        language=form.language.data,
        is_speaker=form.is_speaker.data,
        **given,
    )


@blueprint.route(PARTICIPANTS + "/new", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def new_participant(workshop_id: int) -> ResponseReturnValue:
    """Puts a person on the list; one who seems to be there already is asked about."""
    workshop = workshop_to_edit(workshop_id)
    form = forms.NewParticipantForm()
    offices = _fill_offices(form)
    doubles: list[Participant] = []
    if form.validate_on_submit():
        text = _text(form, offices)
        doubles = reads.find_likely_doubles(workshop, [text.name_en, text.name_hi], text.email)
        if doubles and not form.is_other.data:
            words = _(
                "Somebody with this name or address is on the list. Tick the box below if this is another."
            )
            form.is_other.errors = [words]
        else:
            with telling_refusals(form):
                row = verbs.add_participant(workshop=workshop, by=current_user, text=text)
                flash(_("%(name)s is on the list.", name=name_of(row)), "good")
                return redirect(url_for("workshops.list_participants", workshop_id=workshop.id))
    page = render_template(
        "workshops/new_participant.html",
        workshop=workshop,
        form=form,
        doubles=doubles,
        organisation_of=organisation_of,
        trail=participant_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route(PARTICIPANT + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_participant(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """Changes what is written down of a person."""
    workshop = workshop_to_edit(workshop_id)
    row = reads.get_participant(workshop, participant_id, for_change=request.method == "POST")
    stored = {
        item: getattr(row, item) for item in verbs.ParticipantText.__dataclass_fields__ if item != "group"
    }
    form = forms.ParticipantForm(
        data={
            **stored,
            "version": row.version,
            "group": row.group.value,
            "office": str(row.organisation_id or ""),
        }
    )
    offices = _fill_offices(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_participant(
                workshop=workshop,
                row=row,
                by=current_user,
                version=form.version.data,
                text=_text(form, offices),
                write=write_letter,
            )
            flash(_("Saved."), "good")
            return redirect(url_for("workshops.list_participants", workshop_id=workshop.id))
    page = render_template(
        "workshops/edit_participant.html",
        workshop=workshop,
        row=row,
        form=form,
        button=forms.PlainForm(formdata=None),
        statuses=PARTICIPANT_STATUSES,
        trail=participant_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route(PARTICIPANT + "/cancel", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def cancel_participant(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """Takes a person off the list, with the reason."""
    workshop = workshop_to_edit(workshop_id)
    row = reads.get_participant(workshop, participant_id, for_change=request.method == "POST")
    form = forms.CancelParticipantForm(version=row.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.cancel_participant(
                workshop=workshop,
                row=row,
                by=current_user,
                version=form.version.data,
                reason=form.reason.data or "",
            )
            flash(_("%(name)s is taken off the list.", name=name_of(row)), "good")
            return redirect(url_for("workshops.list_participants", workshop_id=workshop.id))
    page = render_template(
        "workshops/cancel_participant.html",
        workshop=workshop,
        row=row,
        form=form,
        trail=participant_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(PARTICIPANT + "/restore")
@requires(Permission.EDIT_WORKSHOPS)
def restore_participant(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """Puts a person back on the list."""
    workshop = workshop_to_edit(workshop_id)
    row = reads.get_participant(workshop, participant_id, for_change=True)
    with flashing_refusals():
        verbs.restore_participant(workshop=workshop, row=row, by=current_user)
        flash(_("%(name)s is on the list.", name=name_of(row)), "good")
    return redirect(url_for("workshops.list_participants", workshop_id=workshop.id))


@blueprint.route(PARTICIPANTS + "/pick", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def pick_participants(workshop_id: int) -> ResponseReturnValue:
    """Puts people with an account and speakers of the agenda on the list, many at once."""
    workshop = workshop_to_edit(workshop_id)
    form = forms.PickForm()
    if not can_see_names(current_user):
        raise NotAllowed
    filters = forms.PickFilter(request.args)
    users, speakers = _pickable(workshop, filters)
    form.users.choices, form.speakers.choices = options(users), options(speakers)
    if form.validate_on_submit() and not form.users.data and not form.speakers.data:
        form.form_errors.append(_("Choose at least one person."))
    elif form.is_submitted() and not form.errors:
        with telling_refusals(form):
            count = verbs.add_users(
                workshop=workshop, by=current_user, user_ids=map(int, form.users.data or [])
            )
            count += verbs.add_speakers(
                workshop=workshop, by=current_user, speaker_ids=map(int, form.speakers.data or [])
            )
            flash(ngettext("%(num)s person is added.", "%(num)s people are added.", count), "good")
            return redirect(url_for("workshops.list_participants", workshop_id=workshop.id))
    page = render_template(
        "workshops/pick_participants.html",
        workshop=workshop,
        form=form,
        filters=filters,
        shown=len(users) if len(users) >= reads.MOST_PICKED else None,
        trail=participant_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


def _pickable(
    workshop: Workshop, filters: forms.PickFilter
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Who can be picked, in words; of the people with an account those of the office that was chosen."""
    offices = reads.list_pickable_offices(current_user, workshop)
    filters.office.choices = all_or((str(row.id), name_of(row)) for row in offices)
    office_id = int(filters.office.data) if filters.validate() and filters.office.data else None
    users = [
        (str(user.id), f"{name_of(user.organisation)}: {user.name}")
        for user in reads.list_pickable_users(current_user, workshop, office_id=office_id)
    ]
    speakers = [
        (str(row.id), ", ".join(part for part in (name_of(row), name_of(row, "organisation")) if part))
        for row in reads.list_pickable_speakers(workshop)
    ]
    return users, speakers
