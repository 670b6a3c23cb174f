"""What goes on about needs in the furnished demonstration: comments, papers, hands, and told figures."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.accounts.services import add_user
from csrmatch.comments.services import correct_comment
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.indicators.queries.reported import get_indicator
from csrmatch.indicators.rules import TypedFigure
from csrmatch.indicators.services.telling import FigureText, correct_figure, tell_figure
from csrmatch.registry.models import Cpse, Need
from csrmatch.registry.services.need_delegations import delegate_need
from csrmatch.registry.services.need_threads import comment_on_need
from csrmatch.registry.services.needs import attach_need_document
from csrmatch.roles import Role

__all__ = ["talk_about_needs", "talk_pages", "tell_figures"]

_PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_THREAD = "/needs/1/comments/NMDC"
_FIGURES = "/districts/376/indicators/improved_water"


def talk_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it."""
    with sqlite3.connect(database) as connection:
        paper = connection.execute("select attachment_id from need_document").fetchone()[0]
    connection.close()
    return [
        ("registry.show_need", "need-handed-on", "/needs/2", "district"),
        ("registry.show_need_thread", "need-thread", _THREAD, "district"),
        ("registry.show_need_thread", "need-thread-own", _THREAD, "cpse"),
        ("registry.new_need_comment", "need-comment-new", f"{_THREAD}/new", "cpse"),
        ("registry.edit_need_comment", "need-comment-edit", f"{_THREAD}/1/edit", "cpse"),
        ("registry.strike_need_comment", "need-comment-strike", f"{_THREAD}/1/strike", "district"),
        ("registry.new_need_document", "need-document-new", "/needs/2/documents/new", "district"),
        (
            "registry.strike_need_document",
            "need-document-strike",
            f"/needs/2/documents/{paper}/strike",
            "district",
        ),
        ("registry.delegate_need", "need-delegate", "/needs/1/delegate", "district"),
        ("registry.return_need", "need-return", "/needs/2/return", "district"),
        ("indicators.list_indicators", "indicators", "/indicators", "district"),
        ("indicators.list_indicators", "indicators-none", "/indicators?q=zzzz", "district"),
        ("indicators.show_indicator", "indicator", "/indicators/improved_water", "district"),
        ("indicators.list_figures", "figures", "/figures", "dpe"),
        ("indicators.show_figures", "figures-district", _FIGURES, "district"),
        ("indicators.show_figures", "figures-without-office", "/districts/376/indicators/electricity", "dpe"),
        ("indicators.new_figure", "figure-new", f"{_FIGURES}/new", "district"),
        ("indicators.edit_figure", "figure-edit", "/figures/1/edit", "district"),
    ]


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def talk_about_needs() -> None:
    """A company asks and is answered; a draft with its estimate is in the hands of a block."""
    officer, company = _user("district"), _user("cpse")
    nmdc = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    taken_up, draft = db.session.scalars(select(Need).order_by(Need.id).limit(2))
    asked = comment_on_need(need=taken_up, cpse=nmdc, by=company, text="Which centres have no stove at all?")
    correct_comment(
        comment=asked,
        by=company,
        version=asked.version,
        text="Which of the sixty centres have no stove at all? We would begin there.",
    )
    answer = "Twenty-two of them, all in the north of the block. The list is with the block office."
    comment_on_need(need=taken_up, cpse=nmdc, by=officer, text=answer)
    comment_on_need(need=taken_up, cpse=nmdc, by=company, text="Thank you. Can the list be attached here?")
    attach_need_document(
        need=draft, by=officer, title="Estimate of the works", file_name="estimate.pdf", content=_PAPER
    )
    block = add_user(
        email=f"block@{DEMO_DOMAIN}",
        name="Block office, Kuakonda (demo)",
        role=Role.DISTRICT_OFFICER,
        organisation=officer.organisation,
        password="no password opens this",  # noqa: S106 (nobody signs in with it)
        is_demo=True,
        scope="Kuakonda block",
    )
    delegate_need(
        need=draft,
        by=officer,
        to=block,
        due_on=today() + timedelta(days=10),
        note="How many girls of class 9 to 12 live more than eight kilometres from the school?",
    )


def tell_figures() -> None:
    """What the district and UNICEF say of drinking water, one of them corrected since."""
    officer, unicef = _user("district"), _user("unicef")
    district = officer.organisation.district
    if district is None:
        raise LookupError("the demonstration has no district")
    water = get_indicator("improved_water")
    for by, value, year, source in (
        (officer, 84.0, 2023, "Water department, annual sheet"),
        (officer, 90.5, 2025, "Water department, annual sheet"),
        (unicef, 78.0, 2024, "Visits to sixty hamlets"),
    ):
        days = (date(year, 4, 1), date(year + 1, 3, 31))
        typed = TypedFigure(*days, date(year + 1, 4, 20), value)
        text = FigureText(typed, source, "Counted at the wells and taps themselves.")
        figure = tell_figure(district=district, indicator=water, by=by, text=text)
        if value == 90.5:
            text = FigureText(
                TypedFigure(*days, date(year + 1, 5, 4), None, 4_410, 5_000),
                source,
                "Two blocks were missing.",
            )
            correct_figure(figure=figure, by=by, version=figure.version, text=text)
