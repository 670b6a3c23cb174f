"""What offices registered themselves: needs, CSR accounts and projects, as the rules of the input take it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.mapping.derivations import (
    COUNTED_NEEDS,
    COUNTED_PROJECTS,
    AccountMoney,
    RegisteredNeed,
    RegisteredProject,
    is_on_time,
    is_verified,
    usable_account_years,
)
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    CsrAccount,
    Need,
    Project,
    ProjectDistrict,
    ProjectDocument,
    ProjectResult,
    ProjectStep,
)
from csrmatch.registry.queries.csr_accounts import facts_of
from csrmatch.registry.rules import judge
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.rules.years import year_of

__all__ = ["list_account_money", "list_registered_needs", "list_registered_projects"]


def list_registered_needs(district_ids: Sequence[int]) -> list[RegisteredNeed]:
    """The needs of these districts that count, whoever may see them: the exercise is DPE's own."""
    query = (
        select(Need)
        .where(Need.district_id.in_(district_ids), Need.status.in_(COUNTED_NEEDS))
        .options(joinedload(Need.indicator), selectinload(Need.groups), selectinload(Need.partners))
        .order_by(Need.id)
    )
    return [_need(row) for row in db.session.scalars(query)]


def _need(row: Need) -> RegisteredNeed:
    return RegisteredNeed(
        need_id=row.id,
        lgd=str(row.district.lgd),
        theme=row.theme_code,
        title=row.title_en or row.title_hi or row.code,
        status=row.status,
        urgency=row.urgency,
        cost_inr=row.cost_inr,
        scheme=row.scheme_code,
        covered_inr=row.covered_inr,
        covered_percent=row.covered_percent,
        pledged_inr=tuple(partner.pledged_inr for partner in row.partners),
        heads=tuple(group.heads for group in row.groups if group.heads is not None),
        indicator=row.indicator.code if row.indicator else None,
        value=row.figure_value,
        benchmark=row.benchmark_value,
        better=row.indicator.better if row.indicator else None,
    )


def list_account_money(cpse_ids: Sequence[int], year: str, day: date) -> dict[str, list[AccountMoney]]:
    """By code, what the published accounts of the year and the few before it say of these CPSEs' money.

    A draft is not yet the word of the company, so it does not count; an account whose obligation cannot be
    worked out says nothing.
    """
    query = (
        select(Cpse.code, CsrAccount)
        .join(Cpse, Cpse.id == CsrAccount.cpse_id)
        .where(
            CsrAccount.cpse_id.in_(cpse_ids),
            CsrAccount.financial_year.in_(usable_account_years(year)),
            CsrAccount.published_at.is_not(None),
        )
        .order_by(CsrAccount.id)
    )
    found: dict[str, list[AccountMoney]] = defaultdict(list)
    for code, account in db.session.execute(query):
        money = _account_money(account, day)
        if money is not None:
            found[code].append(money)
    return dict(found)


def _account_money(account: CsrAccount, day: date) -> AccountMoney | None:
    standing = judge(facts_of(account), day)
    if standing.obligation_inr is None or standing.to_spend_inr is None:
        return None
    surplus_spent = account.surplus_spent_inr or 0
    spent = None if account.spent_inr is None else max(0, account.spent_inr - surplus_spent)
    return AccountMoney(
        year=account.financial_year,
        obligation_inr=standing.obligation_inr,
        to_spend_inr=standing.to_spend_inr,
        committed_inr=account.committed_inr,
        spent_inr=spent,
        surplus_inr=max(0, (account.surplus_inr or 0) - surplus_spent),
    )


def list_registered_projects(cpse_ids: Sequence[int], day: date) -> list[RegisteredProject]:
    """The projects of these companies that have begun, with how they came out as of a day."""
    query = (
        select(Project)
        .where(Project.cpse_id.in_(cpse_ids), Project.status.in_(COUNTED_PROJECTS))
        .options(
            selectinload(Project.themes),
            selectinload(Project.quarters),
            selectinload(Project.districts).joinedload(ProjectDistrict.district).joinedload(District.state),
        )
        .order_by(Project.id)
    )
    rows = list(db.session.scalars(query))
    done, results = _completed_on(cpse_ids), _results(cpse_ids)
    return [_project(row, done.get(row.id), results.get(row.id, ()), day) for row in rows]


def _project(
    row: Project, completed_on: date | None, results: Iterable[tuple[bool, bool]], day: date
) -> RegisteredProject:
    places = [(str(one.district.lgd), one.district.state.name_en, one.percent) for one in row.districts]
    elsewhere = [(None, None, row.elsewhere_percent)] if row.elsewhere_percent and places else []
    begun = row.starts_on or row.created_at.astimezone(IST).date()
    return RegisteredProject(
        cpse=row.cpse.code,
        title=row.title_en or row.title_hi or row.code,
        status=row.status,
        first_year=year_of(begun),
        themes=tuple((one.theme_code, one.percent) for one in row.themes),
        places=(*places, *elsewhere) or ((None, None, 100),),
        years=_years(row),
        on_time=is_on_time(row.status, row.ends_on, completed_on, day),
        results_verified=is_verified(row.status, list(results)),
    )


def _years(row: Project) -> tuple[tuple[str, int | None, int | None], ...]:
    """Set aside and spent by year, of the quarters that are known; a year without either is left out."""
    outlay: dict[str, int] = {}
    spent: dict[str, int] = {}
    for quarter in row.quarters:
        for sums, amount in ((outlay, quarter.outlay_inr), (spent, quarter.spent_inr)):
            if amount is not None:
                sums[quarter.financial_year] = sums.get(quarter.financial_year, 0) + amount
    return tuple((year, outlay.get(year), spent.get(year)) for year in sorted({*outlay, *spent}))


def _completed_on(cpse_ids: Sequence[int]) -> dict[int, date]:
    query = (
        select(ProjectStep.project_id, func.max(ProjectStep.taken_on))
        .join(Project, Project.id == ProjectStep.project_id)
        .where(Project.cpse_id.in_(cpse_ids), ProjectStep.new_status == ProjectStatus.COMPLETED)
        .group_by(ProjectStep.project_id)
    )
    return {number: day for number, day in db.session.execute(query)}


def _results(cpse_ids: Sequence[int]) -> dict[int, list[tuple[bool, bool]]]:
    """By project, whether each of its results was measured and whether something proves it."""
    proven = (
        select(ProjectDocument.result_id)
        .join(Attachment, Attachment.id == ProjectDocument.attachment_id)
        .where(Attachment.struck_at.is_(None), ProjectDocument.result_id.is_not(None))
    )
    query = (
        select(
            ProjectResult.project_id,
            ProjectResult.actual,
            ProjectResult.evidence,
            ProjectResult.id.in_(proven),
        )
        .join(Project, Project.id == ProjectResult.project_id)
        .where(Project.cpse_id.in_(cpse_ids))
        .order_by(ProjectResult.id)
    )
    found: dict[int, list[tuple[bool, bool]]] = defaultdict(list)
    for number, actual, evidence, has_document in db.session.execute(query):
        found[number].append((actual is not None, bool(evidence) or bool(has_document)))
    return found
