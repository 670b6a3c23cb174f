"""Imports for the furnished demonstration: one that waits for decisions, one applied, one in error."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.imports import services as verbs
from csrmatch.registry.models import CsrAccount

__all__ = ["IMPORT_PAGES", "bring_accounts_in", "bring_projects_in"]

_WAITING, _APPLIED, _WRONG = "/imports/1", "/imports/2", "/imports/3"
_ACCOUNTS, _WRONG_ACCOUNTS = "/imports/4", "/imports/5"

# Endpoint, name of the picture, address, who opens it.
IMPORT_PAGES: list[tuple[str, str, str, str]] = [
    ("imports.list_imports", "imports", "/imports", "cpse"),
    ("imports.list_imports", "imports-none", "/imports?state=undone", "cpse"),
    ("imports.new_import", "import-new", "/imports/new", "cpse"),
    ("imports.show_import", "import-waiting", _WAITING, "cpse"),
    ("imports.show_import", "import-applied", _APPLIED, "cpse"),
    ("imports.show_import", "import-wrong", _WRONG, "cpse"),
    ("imports.decide_row", "import-decide", f"{_WAITING}/rows/2", "cpse"),
    ("imports.undo_import", "import-undo", f"{_APPLIED}/undo", "cpse"),
    ("imports.show_import", "import-accounts", _ACCOUNTS, "cpse"),
    ("imports.show_import", "import-accounts-wrong", _WRONG_ACCOUNTS, "cpse"),
]
_HEAD = "title_en,title_hi,theme_ED,theme_HN,district_1,share_1,outlay_2025-26_q1"
_FILES = {
    "projects-of-2025.csv": (
        "Smart classrooms in twelve schools,बारह विद्यालयों में स्मार्ट कक्षाएँ,100,,376 Dantewada,100,2400000",
        "Smart classrooms in twelve schools,,100,,376 Dantewada,100,3100000",
        "Mobile clinic for the blocks beyond the river,,,100,Dantevadaa,100,1800000",
    ),
    "libraries.csv": ("Libraries in six villages,छह गाँवों में पुस्तकालय,100,,376 Dantewada,100,900000",),
    "half-filled.csv": (
        "Night school,,60,30,376 Dantewada,100,12.5",
        "????,,100,,376 Dantewada,90,-700",
    ),
}


def bring_projects_in() -> None:
    """Three files of NMDC with invented projects."""
    for name, lines in _FILES.items():
        _bring_in("projects", name, [_HEAD, *lines], is_applied=name == "libraries.csv")


def bring_accounts_in() -> None:
    """Two files of NMDC's accounts with invented figures: one that changes and adds years, one in error."""
    last = db.session.scalars(select(CsrAccount).where(CsrAccount.financial_year == "2025-26")).one()
    head = "id,version,financial_year,spent_inr,theme_inr,overheads_inr,other_transferred_on,note"
    change = f"{last.id},{last.version},2025-26,74500000,52000000,3500000,2026-09-28,As audited in September"
    _bring_in("accounts", "accounts-as-audited.csv", [head, change, ",,2023-24,61000000,,3000000,,"])
    wrong = [",,2025-26,70000000,,,,", ",,2022-23,50000000,52000000,2.5 lakh,2027-01-01,", ",,2021-23,,,,,"]
    _bring_in("accounts", "accounts-half-filled.csv", [head, *wrong])


def _bring_in(kind: str, name: str, lines: list[str], *, is_applied: bool = False) -> None:
    by = db.session.scalars(select(User).where(User.email == f"cpse@{DEMO_DOMAIN}")).one()
    content = "\r\n".join(lines).encode()
    record, _is_new = verbs.receive_file(by=by, kind_code=kind, file_name=name, content=content)
    verbs.check_import(record=record, by=by)
    if is_applied:
        verbs.apply_import(record=record, by=by, version=record.version)
