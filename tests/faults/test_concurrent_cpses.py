"""Many people at one CPSE's page, or at one of its places of work, lose no accepted save."""

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.registry.models import Cpse, CpsePlace
from tests.faults.edit_races import race_editors
from tests.faults.world import World


class TestKeepingACpse:
    @pytest.mark.parametrize("what", ["cpse", "cpse_place"])
    def test_16_editors_lose_no_accepted_save(self, app: Application, world: World, what: str) -> None:
        own = world.places["own"]
        kind: type[Cpse] | type[CpsePlace] = Cpse if what == "cpse" else CpsePlace
        part, column = ("", "headquarters_en") if kind is Cpse else (f"/places/{own['place_id']}", "name")
        page = f"/cpses/{own['code']}{part}/edit"
        place = db.session.scalars(select(CpsePlace).where(CpsePlace.id == own["place_id"])).one()
        number = place.cpse_id if kind is Cpse else place.id
        race_editors(
            app,
            email="cpse_officer@example.test",
            page=page,
            field=column,
            column=getattr(kind, column),
            of={"id": number},
            version=kind.version,
        )
