"""Whom to ask for what of imports: one's own, another office's, and parts that are another import's."""

from csrmatch.roles import Role
from tests.faults.world import MISSING, World

__all__ = ["import_targets", "is_import"]

_PARTS = {"imports.decide_row": "row_id"}


def is_import(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.startswith("imports.")


def import_targets(world: World, endpoint: str, role: Role) -> dict[str, dict[str, object]]:
    """The arguments of a route for each kind of target, as seen from a role."""
    is_district = role is Role.DISTRICT_OFFICER
    if endpoint == "imports.download_template":
        own_kind, far_kind = ("needs", "projects") if is_district else ("projects", "needs")
        return {
            "own": {"kind_code": own_kind},
            "far": {"kind_code": far_kind},
            "far_accounts" if is_district else "own_accounts": {"kind_code": "accounts"},
            "missing": {"kind_code": "nothing"},
        }
    if endpoint in {"imports.list_imports", "imports.new_import"}:
        return {"-": {}}
    # To a district a company's import is as far as another district's, and the other way round.
    prefix = "needs " if is_district else ""
    own, far = dict(world.imports[f"{prefix}own"]), dict(world.imports[f"{prefix}far"])
    other_kind = dict(world.imports["own" if is_district else "needs own"])
    found: dict[str, dict[str, object]] = {}
    if endpoint == "imports.undo_import":
        found["open"] = {"import_id": own["import_id"]}
        own = dict(world.imports[f"{prefix}applied"])
    part = _PARTS.get(endpoint)
    if part is None:
        found |= _of_accounts(world, role, is_applied=endpoint == "imports.undo_import")
    keys = ["import_id", *([part] if part else [])]
    found["own"] = {key: own[key] for key in keys}
    found["far"] = {key: far[key] for key in keys}
    found["near"] = {key: other_kind[key] for key in keys}
    found["missing"] = {**found["own"], "import_id": MISSING}
    if part:
        found["other"] = {**found["far"], "import_id": own["import_id"]}
        found["missing_part"] = {**found["own"], part: MISSING}
    return found


def _of_accounts(world: World, role: Role, *, is_applied: bool) -> dict[str, dict[str, object]]:
    """The imports of accounts: to everybody but the company's own officers those of any company are far."""
    own = {"import_id": world.imports["accounts applied" if is_applied else "accounts own"]["import_id"]}
    if role is Role.DISTRICT_OFFICER:
        return {"far_accounts": own}
    return {"own_accounts": own, "far_accounts": {"import_id": world.imports["accounts far"]["import_id"]}}
