"""Operations on what came of a workshop: each note and pair, and how far it had come when."""

from datetime import date

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.db import today
from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_record
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, Told, WholeNumber
from csrmatch.workshops.queries.outcomes import Outcome, follow_workshop, list_outcomes
from csrmatch.workshops.rules.outcomes import FollowedKind, Horizon, OutcomeKind, OutcomeStage, due_days

__all__: list[str] = []


class OutcomesPath(Asked):
    """Of which workshop."""

    workshop_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class OutcomePointTold(Told):
    """How far it had come at a horizon, and the record and its state that say so."""

    horizon: Horizon = Field(description="Months after the last day of the workshop, or today.")
    on: date | None = Field(description="The day; null where the last day of the workshop is not known.")
    stage: OutcomeStage
    record_kind: FollowedKind | None
    record_state: str | None


class OutcomeRecordTold(Told):
    """A record that a note became, where the office may see it, as it stands today."""

    kind: FollowedKind
    id: int
    code: str
    state: str


class OutcomeTold(Told):
    """A note or a pair of the workshop, what it became, and how far that had come."""

    kind: OutcomeKind
    code: str
    takeaway_id: int | None
    pair_id: int | None
    district_lgd: int | None
    cpse: str | None
    due_on: date | None
    records: list[OutcomeRecordTold]
    hidden_records: int = Field(description="How many more there are that the office may not see.")
    points: list[OutcomePointTold]


class WorkshopOutcomesTold(Told):
    """Everything that is followed: commitments, requests, pairs, and other notes once they became work."""

    items: list[OutcomeTold]


def _told(row: Outcome, days: dict[Horizon, date | None]) -> OutcomeTold:
    return OutcomeTold(
        kind=row.kind,
        code=row.code,
        takeaway_id=row.note.id if row.note else None,
        pair_id=row.pair.id if row.pair else None,
        district_lgd=row.district.lgd if row.district else None,
        cpse=row.cpse.code if row.cpse else None,
        due_on=row.note.due_on if row.note else None,
        records=[
            OutcomeRecordTold(kind=record.kind, id=record.id, code=record.code, state=record.now)
            for record in row.records
        ],
        hidden_records=row.hidden,
        points=[
            OutcomePointTold(
                horizon=horizon,
                on=days[horizon],
                stage=point.stage,
                record_kind=point.kind,
                record_state=point.code or None,
            )
            for horizon, point in row.points.items()
        ],
    )


@api.get(
    "/workshops/<int(max=2147483647):workshop_id>/follow-up",
    **reads(lazy_("What came of a workshop"), WorkshopOutcomesTold),
)
@allow_token(Permission.VIEW_WORKSHOPS)
def list_follow_up(path: OutcomesPath) -> Response:
    """What came of each note and pair after 3, 6 and 12 months and until today."""
    followed = follow_workshop(current_user, path.workshop_id)
    days = due_days(followed.last_day, today())
    items = [_told(row, days) for row in list_outcomes(current_user, [followed])]
    return answer_record(WorkshopOutcomesTold(items=items))
