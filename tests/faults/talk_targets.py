"""Whom to ask for what of a need's threads, documents and hands, and of the figures that offices tell."""

from csrmatch.roles import Role
from tests.faults.world import MISSING, World

__all__ = ["is_talk", "talk_targets"]

Targets = dict[str, dict[str, object]]

_THREADS = {
    "registry.show_need_thread",
    "registry.new_need_comment",
    "registry.settle_need_thread",
    "registry.edit_need_comment",
    "registry.strike_need_comment",
}
_DOCUMENTS = {
    "registry.new_need_document",
    "registry.download_need_document",
    "registry.strike_need_document",
}
_HANDS = {"registry.delegate_need", "registry.return_need"}
_JHARKHAND = {Role.STATE_OFFICER, Role.CHAIR}
_CODE = "improved_water"


def is_talk(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint in _THREADS | _DOCUMENTS | _HANDS or endpoint in {
        "indicators.show_indicator",
        "indicators.show_figures",
        "indicators.new_figure",
        "indicators.edit_figure",
    }


def talk_targets(world: World, endpoint: str, role: Role) -> Targets:
    """The arguments of a route for each kind of target, as seen from a role."""
    if endpoint in _THREADS:
        return _threads(world, endpoint, role)
    if endpoint in _DOCUMENTS:
        return _documents(world, endpoint, role)
    if endpoint in _HANDS:
        return _hands(world, endpoint)
    return _figures(world, endpoint, role)


def _threads(world: World, endpoint: str, role: Role) -> Targets:
    """The thread of Dantewada and NMDC, and one of another district with another company."""
    comment = world.talk["office_comment_id" if role is Role.DISTRICT_OFFICER else "comment_id"]
    part = {"comment_id": comment} if "edit" in endpoint or "strike" in endpoint else {}
    own: dict[str, object] = {"need_id": world.needs["taken_up"], "code": "NMDC", **part}
    found = {
        "own": own,
        "far": {"need_id": world.needs["open"], "code": world.far_company, **part},
        "missing_company": {**own, "code": "NOSUCH"},
        "missing": {**own, "need_id": MISSING},
    }
    if part:
        found["far"]["comment_id"] = world.talk["far_comment_id"]
        found["missing_part"] = {**own, "comment_id": MISSING}
        found["other"] = {**own, "comment_id": world.talk["far_comment_id"]}
    if role in {*_JHARKHAND, Role.AGENCY}:
        found["far"] = found.pop("own")
    return found


def _documents(world: World, endpoint: str, role: Role) -> Targets:
    own, far = ("there", "here") if role in _JHARKHAND else ("here", "there")
    has_part = endpoint != "registry.new_need_document"

    def about(name: str) -> dict[str, object]:
        part = {"attachment_id": world.need_papers.get(name, MISSING)} if has_part else {}
        return {"need_id": world.needs[name], **part}

    found = {"own": about(own), "far": about(far), "missing": {**about(own), "need_id": MISSING}}
    if endpoint == "registry.download_need_document":
        found["open"] = about("taken_up")
        if role in {Role.CPSE_OFFICER, Role.AGENCY}:
            found["far"] = found.pop("own")
    else:
        found |= {"open": about("open"), "elsewhere": about("withdrawn")}
    if has_part:
        known = found.get("own", found["open"])
        found["missing_part"] = {**known, "attachment_id": MISSING}
        found["other"] = {**known, "attachment_id": world.need_papers[far]}
        if "own" in found:
            found["struck"] = {**known, "attachment_id": world.need_papers[f"{own} struck"]}
    return found


def _hands(world: World, endpoint: str) -> Targets:
    names = {"own": "here", "elsewhere": "withdrawn", "far": "there", "open": "open"}
    if endpoint == "registry.return_need":
        names |= {"own": "handed", "elsewhere": "here"}
    found: Targets = {target: {"need_id": world.needs[name]} for target, name in names.items()}
    return {**found, "missing": {"need_id": MISSING}}


def _figures(world: World, endpoint: str, role: Role) -> Targets:
    if endpoint == "indicators.edit_figure":
        own, far = {Role.STATE_OFFICER: ("state", "own"), Role.UNICEF_OFFICER: ("unicef", "own")}.get(
            role, ("own", "state")
        )
        numbers = {"own": world.figures[own], "other_office": world.figures[far], "missing": MISSING}
        return {target: {"figure_id": number} for target, number in numbers.items()}
    if endpoint == "indicators.show_indicator":
        return {"there": {"code": _CODE}, "missing": {"code": "no_such"}}
    own_lgd, far_lgd = (328, 376) if role in _JHARKHAND else (376, 328)
    found: Targets = {
        "there": {"lgd": own_lgd, "code": _CODE},
        "missing": {"lgd": 999_999, "code": _CODE},
        "missing_indicator": {"lgd": own_lgd, "code": "no_such"},
    }
    if endpoint == "indicators.new_figure":
        found["far"] = {"lgd": far_lgd, "code": _CODE}
        found["own"] = found.pop("there")
    return found
