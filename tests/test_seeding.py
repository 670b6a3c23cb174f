"""The reference data in the database equals the published totals; loading it again changes nothing."""

import pytest
from sqlalchemy import func, select, text

from csrmatch.app import Application
from csrmatch.audit.queries import find_anchor
from csrmatch.db import db, run_write
from csrmatch.indicators.models import Benchmark, Figure, Indicator, Kpi, Theme
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse, CpsePlace, CpseSpending
from csrmatch.seeding import load_new_reference, load_reference


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def snapshot() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that the loader fills."""
    models = (State, District, Theme, Kpi, Indicator, Figure, Benchmark, Cpse, CpsePlace, CpseSpending)
    found = {}
    for model in models:
        table = model.__table__
        order = list(table.primary_key.columns)
        found[table.name] = [
            tuple(map(str, row)) for row in db.session.execute(select(table).order_by(*order))
        ]
    return found


class TestLoadReference:
    def test_figures_in_the_database_equal_the_join_report(self, app: Application) -> None:
        known = Figure.value.is_not(None)
        assert count(District) == 112
        assert count(Figure, Figure.round == "NFHS-5", known) == 4_961
        assert (
            db.session.scalar(
                select(func.count(func.distinct(Figure.district_id))).where(Figure.round == "NFHS-4", known)
            )
            == 102
        )
        assert count(Figure, Figure.flag == "suppressed", known) == 0

    def test_spending_in_the_database_adds_up_to_the_rupee(self, app: Application) -> None:
        total = db.session.scalar(select(func.sum(CpseSpending.spent_inr)))
        assert round(int(total) / 10_000_000) == 8_044
        here = db.session.scalar(
            select(func.sum(CpseSpending.spent_inr)).where(CpseSpending.district_id.is_not(None))
        )
        assert round(int(here) / 10_000_000, 2) == pytest.approx(323.97)
        assert db.session.scalar(select(func.count(func.distinct(CpseSpending.cpse_id)))) == 26

    def test_loading_again_changes_no_row(self, app: Application) -> None:
        before = snapshot()
        load_reference()
        assert snapshot() == before

    def test_a_row_changed_by_hand_is_brought_back(self, app: Application) -> None:
        before = snapshot()

        def spoil() -> None:
            db.session.execute(text("update district set name_en = 'x' where lgd = 376"))
            db.session.execute(text("delete from figure where round = 'NFHS-4'"))

        run_write(spoil)
        load_reference()
        after = snapshot()
        assert after["district"] == before["district"]
        assert len(after["figure"]) == len(before["figure"])


class TestLoadNewReference:
    def test_an_unchanged_product_is_not_loaded_again(self, app: Application) -> None:
        anchor = find_anchor()
        load_new_reference()
        assert find_anchor() == anchor
