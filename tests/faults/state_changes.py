"""For every route that changes something, a request that does change it."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.roles import Role
from tests.conftest import PASSWORD, sign_in
from tests.faults.action_world import action_changes
from tests.faults.answer_changes import answer_changes
from tests.faults.api_changes import API_ENDS, api_changes, token_changes
from tests.faults.consent_world import consent_changes
from tests.faults.feedback_world import feedback_changes
from tests.faults.import_changes import import_changes
from tests.faults.matrix_changes import matrix_changes
from tests.faults.need_changes import need_changes
from tests.faults.overlap_world import overlap_changes
from tests.faults.participant_world import participant_changes
from tests.faults.practice_world import practice_changes
from tests.faults.project_changes import project_changes
from tests.faults.publication_world import publication_changes
from tests.faults.report_world import report_changes
from tests.faults.room_world import room_changes
from tests.faults.rule_changes import rule_changes
from tests.faults.scenario_changes import scenario_changes
from tests.faults.support_world import support_changes
from tests.faults.takeaway_world import takeaway_changes
from tests.faults.talk_changes import talk_changes
from tests.faults.workshop_world import workshop_changes
from tests.faults.world import World
from tests.form_filling import read_form, send

Act = Callable[[Application, World], TestResponse]

_NEW_PASSWORD = "another long sentence"


def _dpe(app: Application) -> FlaskClient:
    return sign_in(app, "dpe_staff@example.test")


def _exercise(world: World, part: str) -> str:
    return f"/exercises/{world.exercise}{part}"


def _sign_in(app: Application, world: World) -> TestResponse:
    return app.test_client().post("/sign-in", data={"email": "chair@example.test", "password": PASSWORD})


def _accept(app: Application, world: World) -> TestResponse:
    data = {"password": _NEW_PASSWORD, "repeat": _NEW_PASSWORD}
    return app.test_client().post(f"/join/{world.tokens['open']}", data=data)


def _change_password(app: Application, world: World) -> TestResponse:
    fields = {"current": PASSWORD, "password": _NEW_PASSWORD, "repeat": _NEW_PASSWORD}
    client = sign_in(app, "own.chair@example.test")
    return send(client, "/account", "/account/password", **fields)


def _end_others(app: Application, world: World) -> TestResponse:
    sign_in(app, "own.agency@example.test")
    return sign_in(app, "own.agency@example.test").post("/account/sessions/end-others")


def _user(world: World, act: str, role: Role = Role.UNICEF_OFFICER) -> tuple[str, str]:
    page = f"/users/{world.people[role]['near']}"
    return page, f"{page}/{act}"


def _enable(app: Application, world: World) -> TestResponse:
    client = _dpe(app)
    send(client, *_user(world, "disable", Role.CHAIR))
    return send(client, *_user(world, "enable", Role.CHAIR))


def _invite(app: Application, world: World) -> TestResponse:
    return send(
        _dpe(app), "/users/invitations/new", name="New", email="new.person@example.org", role="dpe_staff"
    )


def _invitation(world: World, act: str) -> tuple[str, str]:
    place = {"withdraw": "near", "renew": "far"}[act]
    page = f"/users/invitations/{world.invitations[Role.CHAIR][place]}"
    return page, f"{page}/{act}"


def _edit_districts(app: Application, world: World) -> TestResponse:
    client, page = _dpe(app), _exercise(world, "/districts")
    chosen = read_form(client, page).getlist("districts")
    return send(client, page, districts=chosen[:-1])


def _edit_cpses(app: Application, world: World) -> TestResponse:
    client, page = _dpe(app), _exercise(world, "/cpses")
    name = next(name for name in read_form(client, page) if "capacity" in name)
    return send(client, page, **{name: "3"})


def _edit_weights(app: Application, world: World) -> TestResponse:
    weights = {"need_expertise": 34, "nearness": 21}
    return send(_dpe(app), _exercise(world, "/weights"), **weights)


def _company(world: World, part: str) -> str:
    place = world.places["own"]
    return f"/cpses/{place['code']}" + part.format(place["place_id"])


def _edit_cpse(app: Application, world: World) -> TestResponse:
    client = sign_in(app, "cpse_officer@example.test")
    return send(client, _company(world, "/edit"), website="https://www.nmdc.co.in")


def _new_cpse(app: Application, world: World) -> TestResponse:
    names = {"name_en": "Assam Ropeways Ltd.", "name_hi": "असम रोपवेज़ लिमिटेड"}
    return send(_dpe(app), "/cpses/new", code="ARL", ministry="Coal", **names)


def _new_place(app: Application, world: World) -> TestResponse:
    client = sign_in(app, "cpse_officer@example.test")
    point = {"latitude": "18.7", "longitude": "81.2", "state": "22", "district": "376"}
    return send(client, _company(world, "/places/new"), name="New mine", **point)


def _edit_place(app: Application, world: World) -> TestResponse:
    client = sign_in(app, "cpse_officer@example.test")
    return send(client, _company(world, "/places/{}/edit"), name="Another name")


def _retire_place(app: Application, world: World) -> TestResponse:
    page = _company(world, "/places/{}/")
    client = sign_in(app, "cpse_officer@example.test")
    return send(client, page + "edit", page + "retire", reason="Worked out.")


def _account(world: World, place: str, part: str = "") -> str:
    code, year = world.accounts[place]
    return f"/cpses/{code}/csr-accounts/{year}{part}"


def _edit_account(app: Application, world: World) -> TestResponse:
    client = sign_in(app, "cpse_officer@example.test")
    return send(client, _account(world, "own", "/edit"), spent_inr="2.5 crore")


def _publish_account(app: Application, world: World) -> TestResponse:
    client = sign_in(app, "cpse_officer@example.test")
    return send(client, _account(world, "own"), _account(world, "own", "/publish"))


def _withdraw_account(app: Application, world: World) -> TestResponse:
    page = _account(world, "published")
    return send(_dpe(app), page, page + "/withdraw", reason="It was too early.")


_API = api_changes()

STATE_CHANGES: dict[str, Act] = {
    "accounts.sign_in": _sign_in,
    "accounts.sign_out": lambda app, world: _dpe(app).post("/sign-out"),
    "accounts.accept_invitation": _accept,
    "accounts.change_password": _change_password,
    "accounts.change_language": lambda app, world: send(
        sign_in(app, "own.state_officer@example.test"), "/account", "/account/language", language="hi"
    ),
    "accounts.end_other_sessions": _end_others,
    "accounts.disable_user": lambda app, world: send(_dpe(app), *_user(world, "disable")),
    "accounts.enable_user": _enable,
    "accounts.new_invitation": _invite,
    "accounts.withdraw_invitation": lambda app, world: send(_dpe(app), *_invitation(world, "withdraw")),
    "accounts.renew_invitation": lambda app, world: send(_dpe(app), *_invitation(world, "renew")),
    **answer_changes(),
    **action_changes(send),
    **token_changes(send),
    **{name: act for name, act in _API.items() if name not in API_ENDS},
    **overlap_changes(send),
    **import_changes(send),
    **need_changes(send),
    **talk_changes(send),
    **support_changes(send),
    **room_changes(send),
    **takeaway_changes(send),
    **workshop_changes(send),
    **practice_changes(send),
    **report_changes(send),
    **participant_changes(send),
    **feedback_changes(send),
    **consent_changes(send),
    **project_changes(send),
    **{name: act for name, act in _API.items() if name in API_ENDS},
    "registry.edit_cpse": _edit_cpse,
    "registry.new_cpse": _new_cpse,
    "registry.new_place": _new_place,
    "registry.edit_place": _edit_place,
    "registry.retire_place_of_work": _retire_place,
    "registry.edit_csr_account": _edit_account,
    "registry.publish_csr_account": _publish_account,
    "registry.withdraw_csr_account": _withdraw_account,
    **publication_changes(send),
    "mapping.new_exercise": lambda app, world: send(
        _dpe(app), "/exercises/new", title_en="Third", scope="picked"
    ),
    "mapping.edit_exercise": lambda app, world: send(
        _dpe(app), _exercise(world, "/edit"), title_en="Renamed"
    ),
    "mapping.edit_districts": _edit_districts,
    "mapping.edit_cpses": _edit_cpses,
    "mapping.edit_weights": _edit_weights,
    **rule_changes(send),
    "mapping.ask_for_facts": lambda app, world: send(_dpe(app), _exercise(world, "/data/ask")),
    **matrix_changes(send),
    **scenario_changes(send),
    "mapping.new_funding": lambda app, world: send(
        _dpe(app), _exercise(world, f"/runs/{world.run}/funding/new"), most_partners="2"
    ),
    "mapping.new_run": lambda app, world: send(
        _dpe(app), _exercise(world, "/rules"), _exercise(world, "/runs")
    ),
}
