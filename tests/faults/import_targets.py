"""Whom to ask for what of imports: one's own, another company's, and parts that are another import's."""

from tests.faults.world import MISSING, World

__all__ = ["import_targets", "is_import"]

_PARTS = {"imports.decide_row": "row_id", "imports.choose_name": "name_id"}


def is_import(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.startswith("imports.")


def import_targets(world: World, endpoint: str) -> dict[str, dict[str, object]]:
    """The arguments of a route for each kind of target."""
    if endpoint == "imports.download_template":
        return {"own": {"kind_code": "projects"}, "missing": {"kind_code": "nothing"}}
    if endpoint in {"imports.list_imports", "imports.new_import"}:
        return {"-": {}}
    own, far = dict(world.imports["own"]), dict(world.imports["far"])
    found: dict[str, dict[str, object]] = {}
    if endpoint == "imports.undo_import":
        found["open"] = {"import_id": own["import_id"]}
        own = dict(world.imports["applied"])
    part = _PARTS.get(endpoint)
    keys = ["import_id", *([part] if part else [])]
    found["own"] = {key: own[key] for key in keys}
    found["far"] = {key: far[key] for key in keys}
    found["missing"] = {**found["own"], "import_id": MISSING}
    if part:
        found["other"] = {**found["far"], "import_id": own["import_id"]}
        found["missing_part"] = {**found["own"], part: MISSING}
    return found
