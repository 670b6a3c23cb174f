"""Action points for the furnished demonstration: overdue, of high priority, done, handed back, dropped."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.actions import services
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionStatus, Priority
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN

__all__ = ["action_pages", "give_out_actions"]

_LATE, _HIGH, _BACK, _DONE, _DROPPED, _PAPER = (f"/actions/{number}" for number in (1, 2, 3, 4, 5, 6))
_PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

# Endpoint, name of the picture, address, who opens it.
_PAGES: list[tuple[str, str, str, str]] = [
    ("actions.list_actions", "actions", "/actions", "dpe"),
    ("actions.list_actions", "actions-own", "/actions", "district"),
    ("actions.list_actions", "actions-none", "/actions", "agency"),
    ("actions.new_action", "action-new", "/actions/new?about=need-1", "dpe"),
    ("actions.show_action", "action-late", _LATE, "district"),
    ("actions.show_action", "action-high", _HIGH, "dpe"),
    ("actions.show_action", "action-back", _BACK, "dpe"),
    ("actions.show_action", "action-dropped", _DROPPED, "dpe"),
    ("actions.show_action", "action-read-only", _LATE, "auditor"),
    ("actions.edit_action", "action-edit", f"{_LATE}/edit", "dpe"),
    ("actions.report_on_action", "action-report", f"{_LATE}/report", "district"),
    ("actions.name_person", "action-person", f"{_LATE}/person", "district"),
    ("actions.hand_back_action", "action-hand-back", f"{_LATE}/hand-back", "district"),
    ("actions.change_due_date", "action-due", f"{_LATE}/due", "dpe"),
    ("actions.reassign_action", "action-assign", f"{_BACK}/assign", "dpe"),
    ("actions.close_action", "action-close", f"{_HIGH}/close", "dpe"),
    ("actions.return_action", "action-return", f"{_DONE}/return", "dpe"),
    ("actions.drop_action", "action-drop", f"{_LATE}/drop", "dpe"),
    ("actions.reopen_action", "action-reopen", f"{_DROPPED}/reopen", "dpe"),
    ("actions.new_action_document", "action-paper", f"{_LATE}/documents/new", "district"),
    ("registry.show_need", "need-actions", "/needs/1", "dpe"),
]


def action_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """The pages, with that on which the one paper is struck; its number is read from the database."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    number, paper = connection.execute("select action_id, attachment_id from action_document").fetchone()
    connection.close()
    path = f"/actions/{number}/documents/{paper}/strike"
    return [*_PAGES, ("actions.strike_action_document", "action-strike", path, "district")]


def give_out_actions() -> None:
    """Six action points with invented answers, as a review might give them out."""
    dpe, unicef, district, company = (_person(name) for name in ("dpe", "unicef", "district", "cpse"))
    late = _give(
        dpe,
        district,
        "Send the list of Anganwadi centres without a water tap",
        "बिना नल वाले आँगनवाड़ी केंद्रों की सूची भेजें",
        "Block by block, with the distance to the nearest source. The list decides which centres come first.",
        due_in=-16,
        about=[("need", 1)],
        owner_written="District Programme Officer, Women and Child Development",
    )
    services.change_action(
        action=late,
        by=dpe,
        version=late.version,
        values={
            "asked": "Block by block, with the distance to the nearest source of water and the number of "
            "children. The list decides which centres come first.",
            "file_number": "DPE/CSR/2026/118",
        },
    )
    services.change_due_date(
        action=late,
        by=dpe,
        version=late.version,
        due_on=today() - timedelta(days=9),
        reason="Two blocks were cut off by the rains.",
    )
    _report(late, district, ActionStatus.BEHIND, "Three of four blocks have sent their list.", 70)
    high = _give(
        dpe,
        district,
        "Hand over the land for the girls' hostel at Kuakonda",
        "कुआकोंडा में बालिका छात्रावास के लिए भूमि सौंपें",
        "Possession certificate of the one acre beside the school.",
        due_in=6,
        priority=Priority.HIGH,
    )
    _report(high, district, ActionStatus.DONE, "Possession was given before the Sarpanch.", 100)
    services.attach_action_document(
        action=high,
        by=district,
        title="Possession certificate",
        file_name="possession.pdf",
        content=_PDF,
    )
    services.close_action(
        action=high, by=dpe, version=high.version, note="The certificate names the survey number."
    )
    back = _give(
        dpe,
        company,
        "Repair the road to the health sub-centre at Palnar",
        "पालनार उप-स्वास्थ्य केंद्र की सड़क की मरम्मत करें",
        "Before the rains.",
        due_in=40,
    )
    services.hand_back_action(
        action=back,
        by=company,
        version=back.version,
        reason="The road belongs to the Public Works Department; we can pay for culverts only.",
    )
    done = _give(
        dpe,
        company,
        "Train forty Anganwadi workers in growth monitoring",
        "चालीस आँगनवाड़ी कार्यकर्ताओं को वृद्धि निगरानी का प्रशिक्षण दें",
        "Two days each, with the block's own trainers.",
        due_in=-2,
        priority=Priority.LOW,
    )
    _report(done, company, ActionStatus.DONE, "Two batches of twenty were trained; the block has the lists.")
    dropped = _give(
        dpe, district, "Find a building for a camp office", "शिविर कार्यालय के लिए भवन खोजें", "", due_in=None
    )
    services.drop_action(
        action=dropped, by=dpe, version=dropped.version, reason="The camp is held in the school instead."
    )
    _give(
        unicef,
        district,
        "Choose ten villages for the first round of height boards",
        "लंबाई मापक बोर्ड के पहले दौर के लिए दस गाँव चुनें",
        "Villages where more than a third of the children were not measured last quarter.",
        due_in=21,
    )


def _person(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def _give(
    by: User, to: User, title_en: str, title_hi: str, asked: str, *, due_in: int | None, **more: Any
) -> ActionPoint:
    due: date | None = None if due_in is None else today() + timedelta(days=due_in)
    return services.assign_action(
        by=by,
        owner=to.organisation,
        title_en=title_en,
        title_hi=title_hi,
        asked=asked,
        due_on=due,
        assigned_on=today() - timedelta(days=30),
        **more,
    )


def _report(
    action: ActionPoint, by: User, status: ActionStatus, text: str, percent: int | None = None
) -> None:
    services.report_on_action(
        action=action, by=by, version=action.version, status=status, text=text, percent=percent
    )
