"""What offices say of their CPSE and its places, and how it stands beside what the product ships."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError, Missing
from csrmatch.places.models import District, State
from csrmatch.places.rules import distance_km
from csrmatch.reference import read_cpse_places, read_cpses
from csrmatch.registry.models import CpsePlace
from csrmatch.registry.queries import count_places_by_cpse, get_cpse, get_place, list_near_places
from csrmatch.registry.rules.locations import FARTHEST_KM, is_far_from, is_in_india
from csrmatch.registry.services.cpses import (
    PlaceFacts,
    add_place,
    change_cpse,
    change_place,
    retire_place,
)
from csrmatch.seeding import load_reference


def person(role: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{role}@example.test")).one()


def district(lgd: int = 376) -> District:
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()


def facts(**changes: object) -> PlaceFacts:
    here = district()
    made = PlaceFacts("New mine", "mine", here.latitude, here.longitude, here.state, here)
    return replace(made, **changes)  # type: ignore[arg-type]


def shipped(name: str = "Bailadila iron ore mine, Kirandul") -> CpsePlace:
    db.session.rollback()
    return db.session.scalars(select(CpsePlace).where(CpsePlace.shipped_name == name)).one()


def names(code: str = "NMDC") -> list[str]:
    db.session.rollback()
    return sorted(place.name for place in get_cpse(code).places)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        run_write(act)
    return str(refusal.value.text)


class TestChangeCpse:
    def test_what_an_office_enters_is_kept_over_what_is_shipped(self, app: Application) -> None:
        before = get_cpse("NMDC").version

        def act() -> None:
            values = {"website": "https://www.nmdc.co.in", "headquarters_en": "Hyderabad (Masab Tank)"}
            change_cpse(cpse=get_cpse("NMDC"), by=person("cpse_officer"), version=before, values=values)

        run_write(act)
        load_reference()
        db.session.rollback()
        cpse = get_cpse("NMDC")
        assert cpse.website == "https://www.nmdc.co.in"
        assert cpse.headquarters_en == "Hyderabad (Masab Tank)"
        assert cpse.entered == {
            name: {"by": "cpse", "on": today().isoformat()} for name in ("website", "headquarters_en")
        }
        others = {row.code: row.hq_en for row in read_cpses() if row.code != "NMDC"}
        assert {code: get_cpse(code).headquarters_en for code in others} == others

    def test_only_dpe_says_the_status(self, app: Application) -> None:
        cpse = get_cpse("ALIMCO")
        values = {"status": "maharatna", "status_on": date(2026, 4, 1)}
        text = refused(
            lambda: change_cpse(cpse=cpse, by=person("cpse_officer"), version=cpse.version, values=values)
        )
        assert "Only DPE" in text
        run_write(
            lambda: change_cpse(
                cpse=get_cpse("ALIMCO"), by=person("dpe_staff"), version=cpse.version, values=values
            )
        )
        load_reference()
        db.session.rollback()
        assert get_cpse("ALIMCO").status == "maharatna"
        assert get_cpse("ALIMCO").entered["status"]["by"] == "dpe"

    def test_a_stale_edit_hears_both_texts(self, app: Application) -> None:
        version = get_cpse("NMDC").version
        for place in ("Hyderabad", "Raipur"):
            values = {"headquarters_en": place + " city"}
            act = lambda values=values: change_cpse(  # noqa: E731
                cpse=get_cpse("NMDC"), by=person("dpe_staff"), version=version, values=values
            )
            if place == "Hyderabad":
                run_write(act)
        with pytest.raises(Conflict) as refusal:
            run_write(act)
        assert refusal.value.theirs == {"Headquarters in English": "Hyderabad city"}
        assert refusal.value.mine == {"Headquarters in English": "Raipur city"}


class TestPlaces:
    def test_a_place_that_is_added_stays_when_the_files_are_loaded_again(self, app: Application) -> None:
        before = names()
        run_write(lambda: add_place(cpse=get_cpse("NMDC"), by=person("cpse_officer"), facts=facts()))
        load_reference()
        assert names() == sorted([*before, "New mine"])
        place = next(place for place in get_cpse("NMDC").places if place.name == "New mine")
        assert (place.basis, place.source, place.entered_on) == ("stated_by_cpse", "office", today())

    def test_a_shipped_place_that_is_changed_is_neither_undone_nor_doubled(self, app: Application) -> None:
        before = names()

        def act() -> None:
            place = shipped()
            change_place(
                place=place, by=person("dpe_staff"), version=place.version, facts=facts(name="Kirandul mine")
            )

        run_write(act)
        load_reference()
        expected = sorted([*(name for name in before if "Kirandul" not in name), "Kirandul mine"])
        assert names() == expected

    def test_a_retired_place_counts_no_more_and_does_not_come_back(self, app: Application) -> None:
        before, count = names(), count_places_by_cpse()[get_cpse("NMDC").id]

        def act() -> None:
            place = shipped()
            retire_place(place=place, version=place.version, reason="The mine is worked out.")

        run_write(act)
        load_reference()
        assert names() == [name for name in before if "Kirandul" not in name]
        assert count_places_by_cpse()[get_cpse("NMDC").id] == count - 1
        near = [item.place.name for item in list_near_places(district(), 100)]
        assert not [name for name in near if "Kirandul" in name]
        assert shipped().retired_reason == "The mine is worked out."
        with pytest.raises(Missing):
            get_place(get_cpse("NMDC"), shipped().id)

    def test_what_nobody_touched_is_as_shipped(self, app: Application) -> None:
        load_reference()
        db.session.rollback()
        stored = {
            (place.cpse.code, place.name, place.latitude, place.longitude)
            for place in db.session.scalars(select(CpsePlace))
        }
        assert stored == {(row.cpse, row.name_en, row.lat, row.lon) for row in read_cpse_places()}

    def test_a_load_that_changes_nothing_leaves_versions_as_they_are(self, app: Application) -> None:
        load_reference()
        db.session.rollback()
        assert {place.version for place in db.session.scalars(select(CpsePlace))} == {1}

    def test_every_change_is_in_the_log_and_no_load_is(self, app: Application) -> None:
        kinds = select(AuditEvent).where(AuditEvent.object_type.in_(["cpse", "cpse_place"]))
        assert db.session.scalars(kinds).all() == []
        run_write(lambda: add_place(cpse=get_cpse("NMDC"), by=person("cpse_officer"), facts=facts()))
        load_reference()
        db.session.rollback()
        assert [entry.action for entry in db.session.scalars(kinds)] == ["insert"]

    @pytest.mark.parametrize(
        ("latitude", "longitude", "said"),
        [(81.26, 18.64, "exchanged"), (0.0, 0.0, "exchanged"), (28.6, 77.2, "headquarters of Dantewada")],
    )
    def test_a_point_that_cannot_be_there_is_refused(
        self, app: Application, latitude: float, longitude: float, said: str
    ) -> None:
        wrong = facts(latitude=latitude, longitude=longitude)
        officer = person("cpse_officer")
        assert said in refused(lambda: add_place(cpse=get_cpse("NMDC"), by=officer, facts=wrong))

    def test_a_district_of_another_state_and_a_name_taken_are_refused(self, app: Application) -> None:
        officer = person("cpse_officer")
        other = db.session.scalars(select(State).where(State.lgd == 20)).one()
        wrong = facts(state=other)
        assert "Chhattisgarh" in refused(lambda: add_place(cpse=get_cpse("NMDC"), by=officer, facts=wrong))
        taken = facts(name="Bailadila iron ore mine, Kirandul")
        assert "already" in refused(lambda: add_place(cpse=get_cpse("NMDC"), by=officer, facts=taken))

    def test_a_place_of_another_cpse_is_missing(self, app: Application) -> None:
        with pytest.raises(Missing):
            get_place(get_cpse("SAIL"), shipped().id)


class TestLocations:
    @given(st.sampled_from(read_cpse_places()))
    def test_every_shipped_place_lies_in_india(self, place: object) -> None:
        assert is_in_india(place.lat, place.lon)  # type: ignore[attr-defined]

    @given(st.floats(6, 37), st.floats(68, 97), st.floats(6, 37), st.floats(68, 97))
    def test_far_is_what_the_distance_says(self, a: float, b: float, c: float, d: float) -> None:
        assert is_far_from(a, b, c, d) == (distance_km(a, b, c, d) > FARTHEST_KM)
