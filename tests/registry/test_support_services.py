"""The verbs of support between CPSEs on both databases: what is kept, refused, told and noted."""

import json
from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, Missing, NotAllowed
from csrmatch.jobs.models import Job
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.registry.access.support import only_visible_pledges
from csrmatch.registry.models import SupportPledge, SupportRequest
from csrmatch.registry.queries.support import find_pledge, sum_pledges
from csrmatch.registry.rules.support import PledgeSum, SupportStatus
from csrmatch.registry.services import support as verbs
from csrmatch.registry.services.support import NEW, SupportText
from csrmatch.roles import Role
from tests.registry.support import find_cpse, make_pledge, make_support, speaker_of

T = TypeVar("T")


def standard(role: Role) -> User:
    """The one person of a role that every test finds."""
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


def write(act: Callable[[SupportRequest], T], number: int) -> T:
    """Acts on a request that is held, as a page does."""

    def run() -> T:
        query = select(SupportRequest).where(SupportRequest.id == number).with_for_update(of=SupportRequest)
        return act(db.session.scalars(query).one())

    return run_write(run)


def pledge(number: int, code: str, amount: int | None, note: str = "", **more: object) -> int:
    def act(request: SupportRequest) -> int:
        present = find_pledge(request, find_cpse(code))
        given = {"version": present.version if present else NEW, "by": speaker_of(code), **more}
        return verbs.pledge_support(
            request=request, cpse=find_cpse(code), amount_inr=amount, note=note, **given
        ).version

    return write(act, number)


def withdraw(number: int, code: str, reason: str = "The board said no.", by: str | None = None) -> None:
    write(
        lambda request: verbs.withdraw_pledge(
            request=request, cpse=find_cpse(code), by=speaker_of(by or code), version=None, reason=reason
        ),
        number,
    )


def close(
    number: int, status: SupportStatus = SupportStatus.MET, by: str = "NMDC", reason: str = "Done."
) -> None:
    write(
        lambda request: verbs.close_support(
            request=request, by=speaker_of(by), version=None, status=status, reason=reason
        ),
        number,
    )


def total(number: int) -> PledgeSum:
    db.session.rollback()
    return sum_pledges([number])[number]


@pytest.fixture
def asked(app: Application) -> int:
    """A request of NMDC for one crore."""
    return run_write(lambda: make_support().id)


class TestAsking:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"title_en": None}, "Enter a title"),
            ({"theme_code": ""}, "Choose the theme"),
            ({"financial_year": "2026-28"}, "Choose the year"),
            ({"ask_inr": -1}, "0 or more"),
        ],
    )
    def test_refuses_what_says_too_little(
        self, app: Application, given: dict[str, object], words: str
    ) -> None:
        text = SupportText(**{"theme_code": "HN", "financial_year": "2026-27", "title_en": "Aids", **given})
        with pytest.raises(DomainError) as refusal:
            run_write(lambda: verbs.ask_support(by=speaker_of("NMDC"), cpse=find_cpse("NMDC"), text=text))
        assert words in str(refusal.value.text)

    def test_nobody_asks_for_another_company_and_no_office_for_any(self, app: Application) -> None:
        text = SupportText(theme_code="HN", financial_year="2026-27", title_en="Aids")
        people = [lambda: speaker_of("NTPC"), lambda: standard(Role.DPE_STAFF)]
        for find in people:
            with pytest.raises(NotAllowed):
                run_write(lambda find=find: verbs.ask_support(by=find(), cpse=find_cpse("NMDC"), text=text))

    def test_a_request_is_changed_by_its_company_while_it_is_open(self, app: Application, asked: int) -> None:
        text = SupportText(theme_code="ED", financial_year="2027-28", title_hi="श्रवण यंत्र", ask_inr=None)

        def change(by: str) -> None:
            write(
                lambda request: verbs.change_support(
                    request=request, by=speaker_of(by), version=None, text=text
                ),
                asked,
            )

        with pytest.raises(NotAllowed):
            change("NTPC")
        change("NMDC")
        db.session.rollback()
        request = db.session.get_one(SupportRequest, asked)
        assert (request.title_en, request.ask_inr, request.district) == (None, None, None)
        close(asked)
        with pytest.raises(NotAllowed):
            change("NMDC")

    def test_an_edit_on_an_older_version_is_told_both_texts(self, app: Application, asked: int) -> None:
        text = SupportText(theme_code="HN", financial_year="2026-27", title_en="Others")
        with pytest.raises(Conflict) as conflict:
            write(
                lambda request: verbs.change_support(
                    request=request, by=speaker_of("NMDC"), version=request.version + 1, text=text
                ),
                asked,
            )
        assert conflict.value.mine["Title in English"] == "Others"
        assert conflict.value.theirs["Title in English"] == "Hearing aids for forty camps"


class TestPledging:
    def test_sums_what_stands_and_counts_help_in_kind(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 4_000_000)
        pledge(asked, "SECL", None, "Two vans for a month.")
        assert total(asked) == PledgeSum(2, 4_000_000, 1)

    def test_passes_what_is_asked_only_where_that_is_meant(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        with pytest.raises(DomainError) as refusal:
            pledge(asked, "SECL", 4_000_001)
        assert "more than the" in str(refusal.value.text)
        pledge(asked, "SECL", 5_000_000, means_more=True)
        assert total(asked).over(10_000_000) == 1_000_000

    def test_a_changed_pledge_replaces_itself(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        pledge(asked, "NTPC", 9_000_000)
        assert total(asked) == PledgeSum(1, 9_000_000, 0)

    def test_nobody_pledges_to_their_own_request_or_for_another_company(
        self, app: Application, asked: int
    ) -> None:
        for code, by in (("NMDC", "NMDC"), ("NTPC", "SECL")):
            with pytest.raises(NotAllowed):
                pledge(asked, code, 1, by=run_write(lambda by=by: speaker_of(by)))

    @pytest.mark.parametrize("amount", [0, -5])
    def test_nothing_is_not_a_pledge(self, app: Application, asked: int, amount: int) -> None:
        with pytest.raises(DomainError):
            pledge(asked, "NTPC", amount)

    def test_a_stale_pledge_is_told_both_texts(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000, "The first.")
        with pytest.raises(Conflict) as conflict:
            pledge(asked, "NTPC", 7_000_000, "The second.", version=NEW)
        assert (conflict.value.theirs["Note"], conflict.value.mine["Note"]) == ("The first.", "The second.")

    def test_what_is_taken_back_counts_no_more_and_can_stand_again(
        self, app: Application, asked: int
    ) -> None:
        pledge(asked, "NTPC", 6_000_000)
        with pytest.raises(DomainError):
            withdraw(asked, "NTPC", reason=" ")
        withdraw(asked, "NTPC")
        assert total(asked) == PledgeSum()
        with pytest.raises(Missing):
            withdraw(asked, "NTPC")
        pledge(asked, "NTPC", 5_000_000)
        assert total(asked) == PledgeSum(1, 5_000_000, 0)
        row = db.session.scalars(select(SupportPledge)).one()
        assert (row.withdrawn_on, row.withdrawn_reason) == (None, "")

    def test_nobody_takes_back_what_another_pledged(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        with pytest.raises(NotAllowed):
            withdraw(asked, "NTPC", by="SECL")

    def test_a_closed_request_takes_no_pledge_and_gives_none_back(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        close(asked)
        with pytest.raises(NotAllowed):
            pledge(asked, "SECL", 1)
        with pytest.raises(NotAllowed):
            withdraw(asked, "NTPC")
        assert total(asked) == PledgeSum(1, 6_000_000, 0)


class TestClosing:
    def test_is_once_by_the_company_itself_with_a_reason(self, app: Application, asked: int) -> None:
        with pytest.raises(NotAllowed):
            close(asked, by="NTPC")
        with pytest.raises(DomainError):
            close(asked, reason="")
        with pytest.raises(DomainError):
            close(asked, SupportStatus.OPEN)
        close(asked, SupportStatus.WITHDRAWN, reason="The camps are off.")
        db.session.rollback()
        request = db.session.get_one(SupportRequest, asked)
        assert (request.status, request.closed_reason) == (SupportStatus.WITHDRAWN, "The camps are off.")
        with pytest.raises(DomainError):
            close(asked)

    def test_its_reason_stands_in_the_log(self, app: Application, asked: int) -> None:
        close(asked, reason="All aids are there.")
        db.session.rollback()
        query = select(AuditEvent).where(AuditEvent.object_type == "support_request")
        last = db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(1)).one()
        assert json.loads(last.changes)["status"] == ["open", "met"]
        assert last.reason == "All aids are there."


class TestWhoReadsAPledge:
    def test_both_companies_dpe_and_the_auditor_and_nobody_else(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        pledge(asked, "SECL", 1_000_000)

        def seen(viewer: object) -> set[str]:
            rows = db.session.scalars(only_visible_pledges(viewer, select(SupportPledge)))  # type: ignore[arg-type,type-var]
            return {row.cpse.code for row in rows}

        both = {"NTPC", "SECL"}
        for role in Role:
            expected = both if role in {Role.DPE_STAFF, Role.AUDITOR, Role.CPSE_OFFICER} else set()
            assert seen(standard(role)) == expected, role
        assert seen(speaker_of("NTPC")) == {"NTPC"}
        assert run_write(lambda: seen(speaker_of("GAIL"))) == set()


def told() -> list[tuple[str, str]]:
    """Runs what waits and gives the subjects of the mails about pledges, with whom each is to."""
    db.session.rollback()
    for number in db.session.scalars(select(Job.id).where(Job.kind == verbs.PLEDGED).order_by(Job.id)).all():
        run_job(number)
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.kind == "support").order_by(OutgoingMail.id)
    return [(mail.subject, mail.address) for mail in db.session.scalars(query)]


class TestTheMail:
    def test_tells_the_company_that_asked_once_of_each_wording(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        subjects = told()
        assert [subject for subject, _to in subjects] == [
            "NTPC pledges support: Hearing aids for forty camps"
        ]
        assert subjects[0][1] == run_write(lambda: speaker_of("NMDC")).email
        assert told() == subjects
        pledge(asked, "NTPC", 6_000_000)
        assert told() == subjects, "nothing changed, so nothing is told"
        withdraw(asked, "NTPC")
        assert told()[-1][0] == "NTPC takes its pledge back: Hearing aids for forty camps"
        mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
        assert "The board said no." in mail.body
        assert f"/support/{asked}" in mail.body

    def test_of_a_wording_that_was_overtaken_is_not_sent(self, app: Application, asked: int) -> None:
        pledge(asked, "NTPC", 6_000_000)
        pledge(asked, "NTPC", 7_000_000)
        assert len(told()) == 1
        mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
        assert "70.00 lakh" in mail.body


class TestSumsInTheList:
    def test_equal_those_counted_by_hand(self, app: Application) -> None:
        def make() -> list[int]:
            first, second = make_support(), make_support("NTPC", "Scales", ask_inr=None, lgd=None)
            make_pledge(first, "NTPC", 1_000_000)
            make_pledge(first, "SECL", 2_000_000)
            make_pledge(second, "NMDC", None)
            return [first.id, second.id]

        first, second = run_write(make)
        withdraw(first, "SECL")
        db.session.rollback()
        found = sum_pledges([first, second])
        assert found == {first: PledgeSum(1, 1_000_000, 0), second: PledgeSum(1, 0, 1)}
        assert sum_pledges([first], but_of=find_cpse("NTPC").id)[first] == PledgeSum()
