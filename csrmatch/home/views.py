"""The public front page, the signed-in home, and whether the service is alive."""

from flask import Blueprint, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from csrmatch.accounts.models import User
from csrmatch.actions.queries import list_waiting_actions
from csrmatch.actions.wording import ACTION_STATUSES, tell_overdue
from csrmatch.db import db, now, today
from csrmatch.home.glance import list_glances
from csrmatch.home.waiting import Waiting, list_waiting
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.queries import Standing, list_standings
from csrmatch.jobs.queue import count_waiting
from csrmatch.jobs.rules import IN_TIME
from csrmatch.mapping.fact_links import form_of
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.mapping.queries import list_last_runs, search_exercises
from csrmatch.mapping.queries.facts import list_wanted_facts
from csrmatch.mapping.queries.proposals import list_waiting_pairs
from csrmatch.mapping.queries.publications import list_latest_pairs
from csrmatch.mapping.views.published import front_of
from csrmatch.mapping.wording.data import tell_ask
from csrmatch.places.models import District
from csrmatch.places.queries import list_districts
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.practices.queries import list_waiting_practices
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries.answers import list_waiting_quarters
from csrmatch.registry.queries.csr_accounts import list_account_duties
from csrmatch.registry.queries.need_delegations import list_handed_needs
from csrmatch.registry.queries.need_threads import list_waiting_threads
from csrmatch.registry.queries.needs import list_waiting_needs
from csrmatch.registry.queries.overlaps import list_waiting_overlaps
from csrmatch.registry.wording.accounts import DUE_STATES, DUTIES
from csrmatch.registry.wording.answers import ANSWER_STATES, quarter_words
from csrmatch.registry.wording.needs import NEED_TASKS
from csrmatch.roles import Permission, Role, allows
from csrmatch.web.guards import public, requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.shades import shade
from csrmatch.workshops.queries.conversions import list_waiting_handings
from csrmatch.workshops.queries.invitations import list_waiting_invitations
from csrmatch.workshops.signed_links import answer_token
from csrmatch.workshops.wording.invitations import tell_hours

__all__ = ["blueprint"]

blueprint = Blueprint("home", __name__)
_LOOKED_AT = 50
_SHOWN = 5
_WAITING = 7

register_navigation(NavigationEntry(lazy_("Home"), "home.show_home", Permission.VIEW_HOME, 10))


@blueprint.get("/")
@public
def show_front_page() -> ResponseReturnValue:
    """What csrmatch is, the 112 districts, and the published mapping, for anybody."""
    districts = list_districts()
    standings = list_standings()
    by_state: dict[int, list[District]] = {}
    for district in districts:
        by_state.setdefault(district.state_id, []).append(district)
    tiles = lay_tiles(
        districts,
        kind=lambda row: _shade_of(row, standings),
        label=lambda row: _label_of(row, standings),
        url=lambda row: f"#state-{row.state.lgd}",
    )
    states = [
        (rows[0].state, sorted(rows, key=name_of))
        for rows in sorted(by_state.values(), key=lambda rows: name_of(rows[0].state))
    ]
    pairs = list_latest_pairs()
    return render_template(
        "home/show_front_page.html",
        tiles=tiles,
        states=states,
        total=len(districts),
        published=front_of(pairs) if pairs else None,
    )


@blueprint.get("/home")
@requires(Permission.VIEW_HOME)
def show_home() -> ResponseReturnValue:
    """What waits for the person, what changed, and the map of their world."""
    user: User = current_user
    waiting, runs, titles = _exercises_of(user)
    organisation = user.organisation
    cpse = find_cpse_of(organisation.id) if user.role is Role.CPSE_OFFICER else None
    duties = list_account_duties(user, cpse, today()) if cpse else []
    return render_template(
        "home/show_home.html",
        waiting=waiting,
        duties=duties[:_WAITING],
        needs=list_waiting_needs(user, _WAITING),
        overlaps=list_waiting_overlaps(user, _WAITING),
        wanted=list_wanted_facts(user, today())[:_WAITING],
        form_of=form_of,
        tell_ask=tell_ask,
        glances=list_glances(user, today()),
        handed=list_handed_needs(user, _WAITING),
        proposed=list_waiting_pairs(user, _WAITING),
        notes=list_waiting_handings(user, _WAITING),
        threads=list_waiting_threads(user, _WAITING),
        actions=[(row, tell_overdue(row, today())) for row in list_waiting_actions(user, today(), _WAITING)],
        action_statuses=ACTION_STATUSES,
        practices=list_waiting_practices(user, _WAITING),
        tasks=NEED_TASKS,
        day=today(),
        quarters=list_waiting_quarters(user, today()),
        invited=list_waiting_invitations(user, today(), _WAITING),
        answer_token=answer_token,
        tell_hours=tell_hours,
        quarter_words=quarter_words,
        answer_states=ANSWER_STATES,
        words={"duties": DUTIES, "states": DUE_STATES},
        runs=runs,
        titles=titles,
        cpse=cpse,
        district=organisation.district,
        state=organisation.state,
        tiles=_world_of(user),
        may_open_exercises=allows(user.role, Permission.VIEW_EXERCISES),
    )


@blueprint.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """Says that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    """Says whether the database answers and has the schema it needs, and whether jobs are done in time."""
    try:
        db.session.execute(text("select version_num from alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return jsonify(status="database not ready"), 503
    waiting = count_waiting(now() - IN_TIME)
    # Pages work without a worker, so a queue that is behind is told and takes nothing off the air.
    return jsonify(status="ready", queue="behind" if waiting else "in time", waiting=waiting)


def _exercises_of(user: User) -> tuple[list[Waiting], list[MappingRun], dict[int, Exercise]]:
    """What waits, the newest runs, and the exercises by id; nothing for who may not see exercises."""
    if not allows(user.role, Permission.VIEW_EXERCISES):
        return [], [], {}
    query = search_exercises(user, text=None, year=None).order_by(None)
    newest = query.order_by(Exercise.changed_at.desc(), Exercise.id.desc()).limit(_LOOKED_AT)
    exercises = {exercise.id: exercise for exercise in db.session.scalars(newest)}
    last = {key: run for key, run in list_last_runs().items() if key in exercises}
    may_act = allows(user.role, Permission.EDIT_EXERCISES)
    waiting = list_waiting(list(exercises.values()), last) if may_act else []
    runs = sorted(last.values(), key=lambda run: (run.created_at, run.id), reverse=True)
    return waiting, runs[:_SHOWN], exercises


def _world_of(user: User) -> TileMap:
    """The district of a district's officer within its state, a state for its officers, else the nation."""
    organisation = user.organisation
    standings = list_standings()
    return lay_tiles(
        list_districts(organisation.state_id),
        kind=lambda row: _shade_of(row, standings) + (" ring" if row.id == organisation.district_id else ""),
        label=lambda row: _label_of(row, standings),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
    )


def _shade_of(district: District, standings: dict[int, Standing]) -> str:
    standing = standings.get(district.id)
    return shade(standing.share if standing else None)


def _label_of(district: District, standings: dict[int, Standing]) -> str:
    place = f"{name_of(district)}, {name_of(district.state)}"
    standing = standings.get(district.id)
    if standing is None:
        return _("%(place)s: not known", place=place)
    return _(
        "%(place)s: %(worse)s of %(known)s indicators worse than India",
        place=place,
        worse=standing.worse,
        known=standing.known,
    )
