"""Links and addresses that change after an invitation: the new one counts, the former is taken back."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import Missing
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.services import invitations as verbs
from csrmatch.workshops.services.participants import (
    cancel_participant,
    change_participant,
    participant_text_of,
    restore_participant,
)
from csrmatch.workshops.signed_links import answer_token
from csrmatch.workshops.tasks.invitations import write_letter
from tests.workshops.inviting import SmallCalendar, invite, mails, make_invitable_workshop, person
from tests.workshops.participants import person_of


@pytest.fixture
def workshop(app: Application) -> int:
    """An announced workshop with people to invite."""
    return run_write(make_invitable_workshop)


class TestAnInvitationThatChanges:
    def test_who_is_put_back_before_the_next_round_is_sent_the_new_link(self, workshop: int) -> None:
        invite(workshop)
        row = person("Asha Verma")
        former, number = answer_token(row), row.id

        def act() -> None:
            row, holder = db.session.get_one(Participant, number), person_of(Role.DPE_STAFF)
            cancel_participant(workshop=row.workshop, row=row, by=holder, version=None, reason="A mistake.")
            restore_participant(workshop=row.workshop, row=row, by=holder)

        run_write(act)
        (mail,) = invite(workshop)
        assert mail.address == "asha@example.org"
        assert former not in mail.body
        assert answer_token(person("Asha Verma")) in mail.body

    def test_a_corrected_address_is_invited_and_the_former_one_is_told_to_forget(self, workshop: int) -> None:
        calendar, before = SmallCalendar(), invite(workshop)
        calendar.take(before[0].calendar or "")

        def correct(email: str) -> None:
            row = db.session.scalars(select(Participant).where(Participant.name_en == "Asha Verma")).one()
            change_participant(
                workshop=row.workshop,
                row=row,
                by=person_of(Role.DPE_STAFF),
                version=row.version,
                text=replace(participant_text_of(row), email=email),
                write=write_letter,
            )

        run_write(lambda: correct("asha.verma@example.org"))
        (taken,) = mails()[len(before) :]
        assert taken.address == "asha@example.org"
        assert "is taken back" in taken.body
        assert "/answer/" not in taken.body
        calendar.take(taken.calendar or "")
        assert calendar.standing == []
        (new,) = invite(workshop)
        assert (new.address, new.subject.split(":")[0]) == ("asha.verma@example.org", "Invitation")
        assert "you are invited" in new.body
        # Nobody was told of this address before it is corrected once more but the one that was invited.
        run_write(lambda: correct("a.verma@example.org"))
        run_write(lambda: correct("asha@example.org"))
        assert [mail.address for mail in mails()[len(before) + 2 :]] == ["asha.verma@example.org"]

    def test_an_answer_by_a_link_that_went_meanwhile_is_not_taken(self, workshop: int) -> None:
        invite(workshop)
        row = person("Asha Verma")
        number, link_number = row.id, row.link_number

        def act(verb: Any) -> None:
            row = db.session.get_one(Participant, number)
            verb(row)
            yes = ParticipantStatus.ACCEPTED
            verbs.answer_invitation(row=row, link_number=link_number, answer=yes, wishes=None)

        def renew(row: Participant) -> None:
            verbs.renew_answer_link(workshop=row.workshop, row=row, by=person_of(Role.DPE_STAFF))

        def take_off(row: Participant) -> None:
            row.status = ParticipantStatus.CANCELLED

        for meanwhile in (renew, take_off):
            with pytest.raises(Missing):
                run_write(lambda meanwhile=meanwhile: act(meanwhile))  # type: ignore[misc]
        run_write(lambda: act(lambda _row: None))
        assert person("Asha Verma").status is ParticipantStatus.ACCEPTED
