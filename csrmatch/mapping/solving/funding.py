"""The fund plan of a run: who could give what to which need beyond the leads, worked out and read back."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from csrmatch.documents.csv_table import write_plain_csv
from csrmatch.mapping.solving.analysing import Found
from csrmatch.optimiser import FundPlan, FundRules, FundViolation, Gift, Need, Offer, check_fund, fund

__all__ = [
    "FUND_RUN",
    "CpseLine",
    "FundCpse",
    "FundNeed",
    "FundQuestion",
    "FundTerms",
    "Funding",
    "NeedLine",
    "find_funding",
    "read_funding",
]

FUND_RUN = "fund_run"
# A worker is not held for longer; the best plan by then is told with what bounds it.
_SECONDS = 20.0
# A pair that fits not at all may still give: support is not the lead.
_LEAST_FIT = 10_000
_MICRO = 1_000_000
_FORMAT = "csrmatch fund 1"


@dataclass(frozen=True)
class FundTerms:
    """On which terms a plan is asked for.

    `most_partners` is None for any number. Of each CPSE's free money at least `theme_share` per cent go to
    the `themes` of the year, where any are named. With `own_themes` a CPSE gives only to themes in which it
    has spent before.
    """

    minimum_ticket_inr: int = 0
    most_partners: int | None = None
    themes: tuple[str, ...] = ()
    theme_share: int = 0
    own_themes: bool = False


@dataclass(frozen=True)
class FundNeed:
    """A need of a district, or a CPSE's request for support, as it stood on the day.

    `covered_inr` is what a scheme covers and what is pledged; `unknown` says by code why nobody knows what
    is left to find: `cost`, `cover` or `pledge`.
    """

    code: str
    record_id: int
    theme: str
    title_en: str | None
    title_hi: str | None
    lgd: str | None = None
    cost_inr: int | None = None
    covered_inr: int = 0
    unknown: str | None = None
    lead: str | None = None
    asked_by: str | None = None

    @property
    def is_request(self) -> bool:
        """Whether a CPSE asks others."""
        return self.asked_by is not None


@dataclass(frozen=True)
class FundCpse:
    """What a CPSE has free, from which source, where and for what it works, and what it pledged already."""

    code: str
    name_en: str
    name_hi: str | None
    free_inr: int | None = None
    origin: str | None = None
    year: str | None = None
    themes: tuple[str, ...] = ()
    local_area: tuple[str, ...] = ()
    pledged_inr: int = 0


@dataclass(frozen=True, eq=False)
class FundQuestion:
    """What a plan is asked of; `fit` holds millionths, a line for each CPSE, a place for each need."""

    day: str
    terms: FundTerms
    needs: tuple[FundNeed, ...]
    cpses: tuple[FundCpse, ...]
    fit: tuple[tuple[int, ...], ...]

    @cached_property
    def asked(self) -> tuple[Need, ...]:
        """The needs as the optimiser takes them."""
        return tuple(
            Need(
                name=need.code,
                district=need.lgd or "",
                theme=need.theme,
                cost_inr=None if need.unknown else need.cost_inr,
                covered_inr=need.covered_inr,
                lead=need.lead,
                asked_by=need.asked_by,
            )
            for need in self.needs
        )

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The CPSEs as the optimiser takes them; the share for the theme is one of their free money."""
        terms = self.terms
        return tuple(
            Offer(
                cpse=cpse.code,
                free_inr=cpse.free_inr,
                themes=cpse.themes if terms.own_themes else None,
                local_area=cpse.local_area,
                minimum_ticket_inr=terms.minimum_ticket_inr,
                follows_dpe=bool(terms.themes) and cpse.free_inr is not None,
                year_inr=cpse.free_inr,
            )
            for cpse in self.cpses
        )

    @cached_property
    def rules(self) -> FundRules:
        """The rules between both."""
        fit = np.array(self.fit, dtype=np.float64).reshape(len(self.cpses), len(self.needs))
        return FundRules(
            theme_of_year=self.terms.themes,
            theme_share=self.terms.theme_share,
            most_partners=self.terms.most_partners,
            fit=np.maximum(fit, _LEAST_FIT) / _MICRO,
        )


@dataclass(frozen=True)
class NeedLine:
    """A need of the plan: what is left to find, what its lead and others could give, what stays open."""

    need: FundNeed
    gap_inr: int
    lead_inr: int
    support_inr: int
    gifts: tuple[Gift, ...]

    @property
    def given_inr(self) -> int:
        """What could be given in all."""
        return self.lead_inr + self.support_inr

    @property
    def left_inr(self) -> int:
        """What stays uncovered."""
        return self.gap_inr - self.given_inr


@dataclass(frozen=True)
class CpseLine:
    """A CPSE of the plan: what it could give, of that as the lead, and to how many needs."""

    cpse: FundCpse
    given_inr: int
    as_lead_inr: int
    needs: int

    @property
    def left_inr(self) -> int | None:
        """What stays free; None where nobody knows what is."""
        return None if self.cpse.free_inr is None else self.cpse.free_inr - self.given_inr


@dataclass(frozen=True, eq=False)
class Funding:
    """A fund plan read back, and checked anew against what it was asked of."""

    question: FundQuestion
    plan: FundPlan

    @cached_property
    def violations(self) -> list[FundViolation]:
        """Every rule it breaks, by arithmetic alone."""
        question = self.question
        return check_fund(question.asked, question.offers, question.rules, self.plan)

    @cached_property
    def needs(self) -> list[NeedLine]:
        """The needs whose gap is known, the largest gap first."""
        gifts: dict[str, list[Gift]] = {}
        for gift in self.plan.gifts:
            gifts.setdefault(gift.need, []).append(gift)
        lines = [
            _need_line(need, asked.gap_inr, gifts.get(need.code, []))
            for need, asked in zip(self.question.needs, self.question.asked, strict=True)
            if asked.gap_inr is not None
        ]
        return sorted(lines, key=lambda line: (-line.gap_inr, line.need.code))

    @cached_property
    def left_out(self) -> list[FundNeed]:
        """The needs of which nobody knows what is left to find."""
        return [need for need in self.question.needs if need.unknown]

    @cached_property
    def cpses(self) -> list[CpseLine]:
        """The CPSEs, who could give most first."""
        lead = {need.code: need.lead for need in self.question.needs}
        given, as_lead, needs = Counter[str](), Counter[str](), Counter[str]()
        for gift in self.plan.gifts:
            given[gift.cpse] += gift.inr
            needs[gift.cpse] += 1
            as_lead[gift.cpse] += gift.inr if lead[gift.need] == gift.cpse else 0
        lines = [
            CpseLine(cpse, given[cpse.code], as_lead[cpse.code], needs[cpse.code])
            for cpse in self.question.cpses
        ]
        return sorted(lines, key=lambda line: (-line.given_inr, line.cpse.code))

    @property
    def gap_inr(self) -> int:
        """All that is left to find, where that is known."""
        return sum(line.gap_inr for line in self.needs)

    @property
    def behind(self) -> float:
        """By what share of itself a better plan could be better at most."""
        return 0.0 if not self.plan.bound else max(0.0, 1 - self.plan.value / self.plan.bound)


def _need_line(need: FundNeed, gap_inr: int, gifts: Sequence[Gift]) -> NeedLine:
    by_lead = sum(gift.inr for gift in gifts if gift.cpse == need.lead)
    ordered = tuple(sorted(gifts, key=lambda gift: (gift.cpse != need.lead, -gift.inr, gift.cpse)))
    return NeedLine(need, gap_inr, by_lead, sum(gift.inr for gift in gifts) - by_lead, ordered)


def find_funding(question: FundQuestion, progress: Callable[[float], None] | None = None) -> Found:
    """The plan with its figures, and the files that hold it and all it was asked of."""
    plan = fund(question.asked, question.offers, question.rules, time_limit=_SECONDS, progress=progress)
    funding = Funding(question, plan)
    summary = {
        "available": True,
        "day": question.day,
        "terms": asdict(question.terms),
        "gap_inr": funding.gap_inr,
        "covered_inr": plan.covered_inr,
        "by_leads_inr": plan.by_leads_inr,
        "gifts": len(plan.gifts),
        "left_out": len(funding.left_out),
        "proven": plan.proven,
        "violations": len(funding.violations),
    }
    stored = {"format": _FORMAT, "question": _stored(question), "plan": asdict(plan)}
    rows = [[gift.need, gift.cpse, gift.inr] for gift in plan.gifts]
    return Found(
        summary, {"fund.json": _json(stored), "gifts.csv": write_plain_csv([["need", "cpse", "inr"], *rows])}
    )


def _stored(question: FundQuestion) -> dict[str, Any]:
    return {
        "day": question.day,
        "terms": asdict(question.terms),
        "needs": [asdict(need) for need in question.needs],
        "cpses": [asdict(cpse) for cpse in question.cpses],
        "fit": question.fit,
    }


def read_funding(content: bytes) -> Funding:
    """A plan as `find_funding` stored it in `fund.json`."""
    said = json.loads(content)
    asked, plan = said["question"], said["plan"]
    question = FundQuestion(
        day=asked["day"],
        terms=FundTerms(**{**asked["terms"], "themes": tuple(asked["terms"]["themes"])}),
        needs=tuple(FundNeed(**need) for need in asked["needs"]),
        cpses=tuple(
            FundCpse(**{**cpse, "themes": tuple(cpse["themes"]), "local_area": tuple(cpse["local_area"])})
            for cpse in asked["cpses"]
        ),
        fit=tuple(tuple(line) for line in asked["fit"]),
    )
    gifts = tuple(Gift(**gift) for gift in plan["gifts"])
    return Funding(question, FundPlan(**{**plan, "gifts": gifts, "not_known": tuple(plan["not_known"])}))


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n").encode()
