"""Tells the company that asked for support of a pledge that was made, changed or taken back."""

from csrmatch import jobs, mail
from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import speaking
from csrmatch.registry.models import SupportPledge
from csrmatch.registry.queries import list_nodal_officers
from csrmatch.registry.services.support import PLEDGED
from csrmatch.registry.wording.support import pledge_subject, pledge_text
from csrmatch.web.links import whole_url

__all__ = ["tell_of_pledge"]


@jobs.task(PLEDGED)
def tell_of_pledge(work: jobs.Work) -> jobs.Effect | None:
    """Posts one letter to each officer of the company; a wording that was overtaken is not told any more."""
    pledge = db.session.get(SupportPledge, work.payload["pledge_id"])
    if pledge is None or pledge.version != work.payload["version"]:
        return None
    letters = [_letter(pledge, officer) for officer in list_nodal_officers(pledge.request.cpse)]

    def post() -> None:
        for letter in letters:
            mail.post(letter)

    return post


def _letter(pledge: SupportPledge, officer: User) -> mail.Letter:
    with speaking(officer.language):
        return mail.Letter(
            key=f"support pledge {pledge.id} {pledge.version} {officer.id}",
            kind="support",
            person_id=officer.id,
            address=officer.email,
            language=officer.language,
            subject=pledge_subject(pledge),
            body=pledge_text(
                pledge,
                link=whole_url("registry.show_support", request_id=pledge.request_id),
                settings_link=whole_url("accounts.show_account"),
            ),
        )
