"""Imports for the tests of faults: one open, one applied, one of another office; of each kind."""

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.imports import services as verbs
from csrmatch.imports.queries import list_names, select_rows
from csrmatch.imports.rules import Outcome
from csrmatch.registry.models import Cpse
from tests.registry.needs import officers_of
from tests.registry.projects import find_officer

__all__ = ["CANARY_NAME", "make_imports"]

CANARY_NAME = "Dantevadaa"
_HEAD = "title_en,theme_ED,district_1,share_1\r\n"


def make_imports() -> dict[str, dict[str, int]]:
    """An import with a row held back and a name that is not known, and one that was applied."""
    return {
        "own": _make("NMDC", "own", is_applied=False),
        "applied": _make("NMDC", "applied", is_applied=True),
        "far": _make(_other_code(), "far", is_applied=False),
        "needs own": _make_needs(376, "own", is_applied=False),
        "needs applied": _make_needs(376, "applied", is_applied=True),
        "needs far": _make_needs(328, "far", is_applied=False),
        "accounts own": _make_accounts("NMDC", "2021-22", is_applied=False),
        "accounts applied": _make_accounts("NMDC", "2022-23", is_applied=True),
        "accounts far": _make_accounts(_other_code(), "2021-22", is_applied=True),
    }


def _other_code() -> str:
    query = db.select(Cpse.code).where(Cpse.code != "NMDC").order_by(Cpse.code).limit(1)
    return db.session.scalars(query).one()


def _make(code: str, name: str, *, is_applied: bool) -> dict[str, int]:
    by = find_officer(code)
    lines = [f"Brought in {name},100,,", f"Brought in {name},100,,"]
    if not is_applied:
        lines.append(f"Elsewhere {name},100,{CANARY_NAME},100")
    return _bring(by, "projects", name, _HEAD + "\r\n".join(lines), is_applied=is_applied)


def _make_needs(lgd: int, name: str, *, is_applied: bool) -> dict[str, int]:
    line = f"Need brought in {name},AW,Kuakonda"
    text = "\r\n".join(["title_en,theme,block", line, line])
    return _bring(officers_of(lgd)[0], "needs", f"needs {name}", text, is_applied=is_applied)


def _make_accounts(code: str, year: str, *, is_applied: bool) -> dict[str, int]:
    text = f"financial_year,spent_inr,note\r\n{year},20000000,Account brought in"
    return _bring(find_officer(code), "accounts", f"accounts {year}", text, is_applied=is_applied)


def _bring(by: User, kind: str, name: str, text: str, *, is_applied: bool) -> dict[str, int]:
    record, _is_new = verbs.receive_file(
        by=by, kind_code=kind, file_name=f"{name}.csv", content=text.encode()
    )
    verbs.check_import(record=record, by=by)
    held = db.session.scalars(select_rows(record, [Outcome.HELD])).all()
    names = list_names(record)
    if is_applied:
        verbs.apply_import(record=record, by=by, version=record.version)
    return {
        "import_id": record.id,
        "row_id": held[0].id if held else 0,
        "name_id": names[0].id if names else 0,
    }
