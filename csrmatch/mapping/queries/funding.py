"""What a fund plan is asked of, gathered as of a day, and the plans of a run read back."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from csrmatch.db import db
from csrmatch.mapping.derivations import COUNTED_NEEDS
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import AnalysisKind, Exercise, MappingRun, RunAnalysis
from csrmatch.mapping.queries.answers import get_analysis_files
from csrmatch.mapping.queries.inputs import gather_input
from csrmatch.mapping.queries.runs import load_result
from csrmatch.mapping.results import Result
from csrmatch.mapping.solving.funding import (
    FundCpse,
    Funding,
    FundNeed,
    FundQuestion,
    FundTerms,
    read_funding,
)
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse, Need, NeedPartner, SupportPledge, SupportRequest
from csrmatch.registry.queries.support import list_open_support, sum_pledges
from csrmatch.registry.rules.needs import covered_amount
from csrmatch.registry.rules.support import SupportStatus

__all__ = ["count_fundable", "gather_funding", "list_fund_plans", "load_funding"]

_KEPT = 8
_MICRO = 1_000_000


def list_fund_plans(run: MappingRun) -> list[RunAnalysis]:
    """The fund plans of a run without their files, the newest first."""
    query = select(RunAnalysis).where(RunAnalysis.run_id == run.id, RunAnalysis.kind == AnalysisKind.FUNDING)
    return list(db.session.scalars(query.order_by(RunAnalysis.variant.desc())))


def load_funding(plan: RunAnalysis) -> Funding:
    """What a frozen fund plan says; it never changes, so it is read once per process."""
    return _load(plan.id, plan.digest)


@lru_cache(maxsize=_KEPT)
def _load(analysis_id: int, _digest: str) -> Funding:
    return read_funding(unpack(get_analysis_files(analysis_id))["fund.json"])


def count_fundable(run: MappingRun) -> tuple[int, int]:
    """How many needs of the run's districts and requests for support are there, and with a known cost."""
    lgds = [int(lgd) for lgd, _code in run.summary["pairs"]]
    needs = select(func.count(), func.count(Need.cost_inr)).select_from(Need).join(Need.district)
    needs = needs.where(District.lgd.in_(lgds), Need.status.in_(COUNTED_NEEDS))
    asked = select(func.count(), func.count(SupportRequest.ask_inr)).where(
        SupportRequest.status == SupportStatus.OPEN
    )
    first, second = db.session.execute(needs).one(), db.session.execute(asked).one()
    return first[0] + second[0], first[1] + second[1]


def gather_funding(run: MappingRun, terms: FundTerms, day: date) -> FundQuestion:
    """Needs of the run's districts, open requests for support, and the free money of its CPSEs as of a day.

    The free money is what the exercise reckons with (`find_free`), and what a CPSE pledged is not taken from
    it again: once its board has agreed, its account says so.
    """
    result = load_result(run)
    exercise = db.session.get_one(Exercise, run.exercise_id)
    lead = {lgd: code for lgd, code in run.summary["pairs"]}
    needs = [*_needs(lead), *_requests(lead)]
    money = gather_input(exercise, day).money
    pledged = _pledged()
    themes: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for project in result.given.projects:
        themes[project.cpse].add(project.theme)
    for place in result.given.places:
        if place.lgd is not None:
            places[place.cpse].add(place.lgd)
    cpses = []
    for row in result.given.cpses:
        found = money.get(row.code)
        cpses.append(
            FundCpse(
                code=row.code,
                name_en=row.name_en,
                name_hi=row.name_hi,
                free_inr=found.inr if found else None,
                origin=found.origin.value if found else None,
                year=found.year if found else None,
                themes=tuple(sorted(themes[row.code])),
                local_area=tuple(sorted(places[row.code])),
                pledged_inr=pledged[row.code],
            )
        )
    fit = _fit(result, [row.code for row in cpses], needs)
    return FundQuestion(day.isoformat(), terms, tuple(needs), tuple(cpses), fit)


def _needs(lead: Mapping[str, str]) -> list[FundNeed]:
    """The needs that count of the districts of the run, in the order of their numbers."""
    query = select(Need).join(Need.district).where(District.lgd.in_([int(lgd) for lgd in lead]))
    query = query.where(Need.status.in_(COUNTED_NEEDS)).options(selectinload(Need.partners))
    return [_need(row, lead) for row in db.session.scalars(query.order_by(Need.id))]


def _need(row: Need, lead: Mapping[str, str]) -> FundNeed:
    pledges = [partner.pledged_inr for partner in row.partners]
    covered = 0
    if row.scheme_code is not None:
        found = covered_amount(row.cost_inr, row.covered_inr, row.covered_percent)
        covered = -1 if found is None else found
    unknown = "cost" if row.cost_inr is None else "cover" if covered < 0 else None
    if unknown is None and None in pledges:
        unknown = "pledge"
    lgd = str(row.district.lgd)
    return FundNeed(
        code=row.code,
        record_id=row.id,
        theme=row.theme_code,
        title_en=row.title_en,
        title_hi=row.title_hi,
        lgd=lgd,
        cost_inr=row.cost_inr,
        covered_inr=max(0, covered) + sum(amount or 0 for amount in pledges),
        unknown=unknown,
        lead=lead.get(lgd),
    )


def _requests(lead: Mapping[str, str]) -> list[FundNeed]:
    """What companies ask each other for; help in kind covers no rupees."""
    rows = list_open_support()
    pledged = sum_pledges([row.id for row in rows])
    return [
        FundNeed(
            code=row.code,
            record_id=row.id,
            theme=row.theme_code,
            title_en=row.title_en,
            title_hi=row.title_hi,
            lgd=str(row.district.lgd) if row.district else None,
            cost_inr=row.ask_inr,
            covered_inr=pledged[row.id].inr,
            unknown="cost" if row.ask_inr is None else None,
            lead=lead.get(str(row.district.lgd)) if row.district else None,
            asked_by=row.cpse.code,
        )
        for row in rows
    ]


def _pledged() -> Counter[str]:
    """By company, the rupees it pledged to needs and to requests that still stand."""
    found: Counter[str] = Counter()
    needs = (
        select(Cpse.code, func.sum(NeedPartner.pledged_inr))
        .join(Cpse, Cpse.id == NeedPartner.cpse_id)
        .join(Need, Need.id == NeedPartner.need_id)
        .where(Need.status.in_(COUNTED_NEEDS))
        .group_by(Cpse.code)
    )
    asked = (
        select(Cpse.code, func.sum(SupportPledge.amount_inr))
        .join(Cpse, Cpse.id == SupportPledge.cpse_id)
        .join(SupportRequest, SupportRequest.id == SupportPledge.request_id)
        .where(SupportRequest.status == SupportStatus.OPEN, SupportPledge.withdrawn_on.is_(None))
        .group_by(Cpse.code)
    )
    for query in (needs, asked):
        for code, amount in db.session.execute(query):
            found[code] += int(amount or 0)
    return found


def _fit(result: Result, codes: Sequence[str], needs: Sequence[FundNeed]) -> tuple[tuple[int, ...], ...]:
    """In millionths, how each company fits the district of each need; its mean fit where that is none."""
    fit = result.problem.fit
    row = {lgd: index for index, lgd in enumerate(result.problem.districts)}
    column = {code: index for index, code in enumerate(result.problem.cpses)}
    found = []
    for code in codes:
        own = fit[:, column[code]]
        mean = float(own.mean())
        line = [float(own[row[need.lgd]]) if need.lgd in row else mean for need in needs]
        found.append(tuple(round(value * _MICRO) for value in line))
    return tuple(found)
