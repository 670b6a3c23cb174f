"""The day's reminders of proposals: to sides that have not answered, and after the last day to DPE."""

from datetime import date, timedelta

from sqlalchemy import select

from csrmatch import jobs, mail
from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.i18n import _, format_day, name_of, ngettext, speaking
from csrmatch.mapping.models import Proposal, ProposedPair
from csrmatch.mapping.queries.publications import list_pairs_at_hand
from csrmatch.mapping.rules.consent import ProposalState, Side
from csrmatch.mapping.services.proposal_letters import list_officers
from csrmatch.roles import Role
from csrmatch.web.links import whole_url

__all__ = ["list_reminders", "remind_of_proposals"]

_HOUR = 7
# Days before the last one; of a night that was missed, the reminder now in force is sent alone.
_EARLY, _LAST = 7, 1


@jobs.daily("proposal-reminders", hour=_HOUR)
def remind_of_proposals(work: jobs.Work) -> jobs.Effect:
    """Posts what is in force today, each reminder once, however often the job runs."""
    letters = list_reminders(today())

    def post() -> None:
        for letter in letters:
            mail.post(letter)

    return post


def list_reminders(day: date) -> list[mail.Letter]:
    """The mails in force on a day, sent before or not."""
    query = select(Proposal).where(Proposal.state == ProposalState.OPEN).order_by(Proposal.id)
    found = []
    for proposal in db.session.scalars(query):
        silent = [
            (row.pair, side)
            for row in list_pairs_at_hand(proposal)
            for side in (Side.DISTRICT, Side.CPSE)
            if side not in row.said
        ]
        left = proposal.deadline_on - day
        if left < timedelta(0):
            found += _to_dpe(proposal, len(silent))
        elif left <= timedelta(days=_EARLY):
            stage = _LAST if left <= timedelta(days=_LAST) else _EARLY
            found += [
                _to_officer(proposal, pair, side, person, stage)
                for pair, side in silent
                for person in list_officers(pair, side)
                if person.early_reminders or stage == _LAST
            ]
    return found


def _to_officer(proposal: Proposal, pair: ProposedPair, side: Side, person: User, stage: int) -> mail.Letter:
    with speaking(person.language):
        words = {
            "district": name_of(pair.district),
            "cpse": pair.cpse.code,
            "day": format_day(proposal.deadline_on),
        }
        if stage == _LAST and proposal.deadline_on > today():
            subject = _("Tomorrow is the last day for your answer: %(district)s – %(cpse)s", **words)
        else:
            subject = _("Your answer is asked by %(day)s: %(district)s – %(cpse)s", **words)
        link = whole_url("mapping.answer_proposed_pair", pair_id=pair.id, side=side.value)
        lines = [
            _("Your office has not answered yet. Silence is no answer: accept, or decline with a reason."),
            _("Read and answer it here: %(link)s", link=link),
        ]
        return _letter(
            f"proposal {proposal.id} pair {pair.id} {side.value} {proposal.deadline_on} -{stage}",
            person,
            subject,
            lines,
        )


def _to_dpe(proposal: Proposal, silent: int) -> list[mail.Letter]:
    query = select(User).where(User.role == Role.DPE_STAFF, User.is_enabled.is_(True)).order_by(User.id)
    letters = []
    for person in db.session.scalars(query) if silent else ():
        with speaking(person.language):
            subject = _(
                "The last day for answers has passed: proposal %(number)s of %(title)s",
                number=proposal.number,
                title=name_of(proposal.exercise, "title"),
            )
            link = whole_url(
                "mapping.show_proposal", exercise_id=proposal.exercise_id, number=proposal.number
            )
            lines = [
                _(
                    "Answers were asked by %(day)s. Those who did not answer have not declined.",
                    day=format_day(proposal.deadline_on),
                ),
                ngettext("%(num)s answer is missing.", "%(num)s answers are missing.", silent),
                _("See who has not answered: %(link)s", link=link),
            ]
            key = f"proposal {proposal.id} over {proposal.deadline_on}"
            letters.append(_letter(key, person, subject, lines))
    return letters


def _letter(key: str, person: User, subject: str, lines: list[str]) -> mail.Letter:
    """A mail to one person, in the language in force."""
    foot = _("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail.")
    return mail.Letter(
        key=f"{key} to {person.id}",
        kind="reminder",
        person_id=person.id,
        address=person.email,
        language=person.language,
        subject=subject,
        body="\n".join([*lines, "", "-- ", foot]) + "\n",
    )
