"""Requests for support as others see them: made, asked for by the matrix, changed by every route."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.registry.models import Cpse
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.registry.services.support import close_support
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.registry.support import make_pledge, make_support, speaker_of

__all__ = ["is_support", "make_requests", "support_changes", "support_targets"]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_PAGES = ("show_support", "edit_support", "close_support", "pledge_support", "withdraw_pledge")


def make_requests(near: User, far: User) -> dict[str, int]:
    """One of NMDC that two others pledged to, theirs with and without a pledge of NMDC, closed ones."""
    first, second = _company(near), _company(far)
    own = make_support("NMDC", "Support own")
    make_pledge(own, first.code, 1_000_000)
    make_pledge(own, second.code, 2_000_000)
    asked = make_support(first.code, "Support near", ask_inr=None, lgd=None)
    make_pledge(asked, "NMDC", 3_000_000)
    make_pledge(asked, second.code, 4_000_000)
    bare = make_support(second.code, "Support far")
    make_pledge(bare, first.code, 5_000_000)
    closed = make_support("NMDC", "Support closed")
    over = make_support(first.code, "Support over")
    make_pledge(over, "NMDC", 6_000_000)
    for request in (closed, over):
        by = speaker_of(request.cpse.code)
        close_support(request=request, by=by, version=None, status=SupportStatus.MET, reason="A reason.")
    found = {"own": own, "near": asked, "far": bare, "closed": closed, "over": over}
    return {name: request.id for name, request in found.items()}


def _company(officer: User) -> Cpse:
    cpse = find_cpse_of(officer.organisation_id)
    assert cpse is not None
    db.session.flush()
    return cpse


def is_support(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.removeprefix("registry.") in _PAGES


def support_targets(requests: dict[str, int], endpoint: str) -> Targets:
    """One's own request and foreign ones, as the officer of NMDC sees them; others read all of them."""
    names = {"own": "own", "near": "near", "closed": "closed"}
    if endpoint == "registry.show_support":
        names |= {"far": "far"}
    if endpoint in {"registry.pledge_support", "registry.withdraw_pledge"}:
        names |= {"closed": "over"}
    if endpoint == "registry.withdraw_pledge":
        names |= {"no_pledge": "far"}
    found: Targets = {target: {"request_id": requests[name]} for target, name in names.items()}
    return {**found, "missing": {"request_id": _MISSING}}


def support_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def act(name: str, part: str, **changes: object) -> Callable[..., TestResponse]:
        def run(app: Application, world: Any) -> TestResponse:
            page = f"/support/{world.support[name]}{part}" if name else f"/support{part}"
            return send(sign_in(app, "cpse_officer@example.test"), page, **changes)

        return run

    return {
        "registry.new_support": act("", "/new", title_en="Wheelchairs", theme="HN"),
        "registry.edit_support": act("own", "/edit", title_en="Renamed", ask_inr="2 crore"),
        "registry.pledge_support": act("near", "/pledge", amount_inr="35 lakh", note="For the vans."),
        "registry.withdraw_pledge": act("near", "/pledge/withdraw", reason="The board said no."),
        "registry.close_support": act("own", "/close", status="met", reason="All is there."),
    }
