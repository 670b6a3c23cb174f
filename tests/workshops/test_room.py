"""What is said in the room and what it comes to: the rules, the verbs, two who write at once, the paper."""

import itertools
from datetime import date
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.documents.letters import letter_pdf, letter_word
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import speaking
from csrmatch.mapping.models import ExerciseScope, PairAnswer, ProposedPair
from csrmatch.mapping.services import create_exercise
from csrmatch.roles import Role
from csrmatch.workshops.documents.signatures import signature_sheet
from csrmatch.workshops.models import RoomPair, RoomVoice, RoomWording, Workshop
from csrmatch.workshops.queries.room import find_held, list_room_outcomes
from csrmatch.workshops.rules.room import (
    OutcomeGroup,
    RoomOutcome,
    RoomSide,
    Stance,
    count_groups,
    outcome_of,
)
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.room import hold_exercise
from tests.conftest import sign_in
from tests.documents.test_letters import word_text
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.rooms import put_pair, say

D, C, S, OTHER = RoomSide.DISTRICT, RoomSide.CPSE, RoomSide.STATE, RoomSide.OTHER
YES, IF, NO, LATER = Stance.AGREED, Stance.CONDITIONS, Stance.NOT_AGREED, Stance.LATER


class TestOutcomeOf:
    @pytest.mark.parametrize(
        ("voices", "outcome"),
        [
            ([], RoomOutcome.SILENT),
            ([(D, YES)], RoomOutcome.ONE_SIDE),
            ([(S, YES), (OTHER, YES)], RoomOutcome.ONE_SIDE),
            ([(D, YES), (C, YES)], RoomOutcome.AGREED),
            ([(D, YES), (C, IF)], RoomOutcome.CONDITIONS),
            ([(D, YES), (C, LATER)], RoomOutcome.LATER),
            ([(D, YES), (C, YES), (S, LATER)], RoomOutcome.LATER),
            ([(D, YES), (C, YES), (S, NO)], RoomOutcome.DISPUTED),
            ([(D, YES), (C, YES), (C, NO)], RoomOutcome.NOT_AGREED),
            ([(D, NO)], RoomOutcome.NOT_AGREED),
        ],
    )
    def test_is_as_written(self, voices: list[tuple[RoomSide, Stance]], outcome: RoomOutcome) -> None:
        assert outcome_of(voices) is outcome

    def test_no_pair_is_agreed_unless_both_sides_said_so_and_nobody_dissents(self) -> None:
        every = [(side, stance) for side in RoomSide for stance in Stance]
        seen = 0
        for size in range(5):
            for voices in itertools.combinations(every, size):
                outcome = outcome_of(voices)
                is_agreed = count_groups([outcome])[OutcomeGroup.AGREED] == 1
                both = all({one for side, one in voices if side is asked} & {YES, IF} for asked in (D, C))
                assert is_agreed == (both and not {NO, LATER} & {stance for _side, stance in voices})
                has_dissent = any(stance is NO for _side, stance in voices)
                assert (count_groups([outcome])[OutcomeGroup.DISSENT] == 1) == has_dissent
                assert outcome_of(voices[::-1]) is outcome
                seen += 1
        assert seen == 2517


class TestRecord:
    def test_what_is_said_in_the_room_is_nobodys_consent(self, sqlite_app: Application) -> None:
        def make() -> None:
            pair = put_pair(make_workshop())
            say(pair, D)
            say(pair, C)

        run_write(make)
        assert db.session.scalar(select(func.count()).select_from(PairAnswer)) == 0
        assert db.session.scalar(select(func.count()).select_from(ProposedPair)) == 0

    def test_the_log_tells_the_act_and_no_name(self, sqlite_app: Application) -> None:
        run_write(lambda: say(put_pair(make_workshop()), D, NO, "Kavita Netam", note="Kavita says no."))
        told = "".join(db.session.scalars(select(AuditEvent.changes)))
        assert "not_agreed" in told
        assert "Kavita" not in told

    def test_only_who_takes_notes_writes_and_only_until_the_record_is_closed(
        self, sqlite_app: Application
    ) -> None:
        def make() -> tuple[int, int]:
            open_, closed = make_workshop(), make_workshop("Closed")
            pairs = put_pair(open_), put_pair(closed)
            closed.status = WorkshopStatus.CLOSED
            return pairs[0].id, pairs[1].id

        first, second = run_write(make)

        def write(number: int, role: Role) -> None:
            say(db.session.get_one(RoomPair, number), D, by=find_person(role))

        for number, role in ((first, Role.CPSE_OFFICER), (second, Role.DPE_STAFF), (first, Role.AUDITOR)):
            with pytest.raises(NotAllowed):
                run_write(partial(write, number, role))

    def test_outcomes_are_plain_values_in_the_last_wording_for_the_report(
        self, sqlite_app: Application
    ) -> None:
        def make() -> int:
            workshop = make_workshop()
            pair = put_pair(workshop)
            say(pair, D)
            say(pair, C, IF, note="After the rains.")
            say(pair, S, NO, note="Another was asked for.")
            put_pair(workshop, 636, "NTPC")
            return workshop.id

        workshop = db.session.get_one(Workshop, run_write(make))
        first, second = list_room_outcomes(workshop)[::-1]
        assert (first.lgd, first.cpse, first.outcome) == (376, "NMDC", RoomOutcome.DISPUTED)
        assert [voice.note for voice in first.conditions] == ["After the rains."]
        assert [(voice.name, voice.side) for voice in first.dissent] == [("Anil Sahu", S)]
        assert (second.lgd, second.outcome, second.voices) == (636, RoomOutcome.SILENT, ())


class TestHoldExercise:
    def test_one_exercise_is_held_at_one_workshop_at_a_time(self, sqlite_app: Application) -> None:
        def hold(title: str) -> int:
            dpe = find_person(Role.DPE_STAFF)
            exercise = create_exercise(
                by=dpe, title_en="A", title_hi=None, financial_year="2026-27", scope=ExerciseScope.PICKED
            )
            workshop = make_workshop(title)
            hold_exercise(workshop=workshop, exercise=exercise, by=dpe)
            with pytest.raises(DomainError, match="another workshop now: One"):
                hold_exercise(workshop=make_workshop("Two"), exercise=exercise, by=dpe)
            with pytest.raises(DomainError, match="holds an exercise already"):
                hold_exercise(workshop=workshop, exercise=exercise, by=dpe)
            return workshop.id

        assert find_held(db.session.get_one(Workshop, run_write(lambda: hold("One")))) is not None


def _room(app: Application) -> tuple[str, int]:
    def make() -> tuple[int, int, int]:
        workshop = make_workshop()
        pair = put_pair(workshop)
        return workshop.id, pair.id, say(pair, D).id

    workshop, pair, voice = run_write(make)
    return f"/workshops/{workshop}/mapping/pairs/{pair}/voices", voice


class TestTwoRecorders:
    def test_who_change_one_voice_at_once_lose_nothing(self, app: Application) -> None:
        voices, number = _room(app)
        page = f"{voices}/{number}/edit"
        clients = [sign_in(app, f"{role}@example.test") for role in ("dpe_staff", "unicef_officer")]
        forms = [read_form(client, page) for client in clients]
        for who, form in enumerate(forms):
            form.setlist("note", [f"As recorder {who} heard it."])

        answers = at_once(app, 2, lambda who: clients[who].post(page, data=forms[who]))
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert "As recorder 0 heard it." in refused.text
        assert "As recorder 1 heard it." in refused.text
        query = select(RoomWording).where(RoomWording.voice_id == number)
        assert len(db.session.scalars(query).all()) == 2
        assert verify_log().problem is None

    def test_who_write_the_same_person_down_at_once_make_one_voice_and_are_told(
        self, app: Application
    ) -> None:
        voices, _number = _room(app)
        page = f"{voices}/new?side=cpse"
        clients = [sign_in(app, f"{role}@example.test") for role in ("dpe_staff", "unicef_officer")]
        forms = [read_form(client, page) for client in clients]
        for who, form in enumerate(forms):
            form.setlist("name", ["Sunita Rao"])
            form.setlist("stance", ["agreed", "later"][who : who + 1])

        answers = at_once(app, 2, lambda who: clients[who].post(page, data=forms[who]))
        assert sorted(answer.status_code for answer in answers) == [302, 422]
        refused = next(answer for answer in answers if answer.status_code == 422)
        assert "Sunita Rao is on record for this pair already" in refused.text
        query = select(func.count()).select_from(RoomVoice).where(RoomVoice.name == "Sunita Rao")
        assert db.session.scalar(query) == 1

    def test_who_name_the_same_pair_at_once_make_one_of_it(self, app: Application) -> None:
        voices, _number = _room(app)
        page = voices.split("/pairs/")[0] + "/pairs/new"
        clients = [sign_in(app, f"{role}@example.test") for role in ("dpe_staff", "unicef_officer")]
        forms = [read_form(client, page) for client in clients]
        for form in forms:
            form.setlist("district", ["636"])
            form.setlist("cpse", ["NTPC"])
        answers = at_once(app, 2, lambda who: clients[who].post(page, data=forms[who]))
        assert {answer.status_code for answer in answers} == {302}
        assert len({answer.location for answer in answers}) == 1


class TestPollProjector:
    def test_tells_who_knows_it_already_nothing_and_the_others_few_bytes_without_names(
        self, sqlite_app: Application
    ) -> None:
        voices, _number = _room(sqlite_app)
        news = voices.split("/pairs/")[0] + "/projector/news"
        client: FlaskClient = sign_in(sqlite_app, "cpse_officer@example.test")
        first = client.get(news)
        assert first.json is not None
        assert first.json["last"] is None
        assert first.json["counts"] == {"agreed": 0, "open": 1, "dissent": 0}
        again = client.get(news, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        run_write(lambda: say(db.session.scalars(select(RoomPair)).one(), C))
        after = client.get(news, headers={"If-None-Match": first.headers["ETag"]})
        assert after.json is not None
        assert after.json["last"]["code"] == "NMDC"
        assert after.json["tiles"] == {"376": "room-agreed"}
        assert len(after.data) < 500
        for name in ("Ravi Kumar", "Sunita Rao", "Officer on the day"):
            assert name not in after.text
            assert name not in client.get(news.removesuffix("/news")).text


class TestSignatureSheet:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_has_a_place_for_both_sides_and_says_proposal(
        self, sqlite_app: Application, language: str
    ) -> None:
        def make() -> int:
            workshop = make_workshop()
            pair = put_pair(workshop)
            say(pair, D)
            say(pair, C, IF, note="After the rains.")
            say(put_pair(workshop, 636, "NTPC"), D, NO)
            return workshop.id

        workshop = db.session.get_one(Workshop, run_write(make))
        day = date(2026, 2, 10)
        with speaking(language):
            letter = signature_sheet(workshop, [day], list_room_outcomes(workshop), day)
            word, pdf = letter_word(letter, day), letter_pdf(letter, day)
        said = word_text(word)
        for part in ("Ravi Kumar", "Sunita Rao", "NMDC", "After the rains."):
            assert part in said
        assert "NTPC" not in said
        assert said.count("……………………") == 4
        assert ("Proposal" if language == "en" else "प्रस्ताव") in said
        assert pdf.startswith(b"%PDF-")
