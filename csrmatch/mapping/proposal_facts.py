"""What a proposal letter rests on, as plain values that are frozen the day the proposal is put."""

from typing import Any

from csrmatch.i18n import IST
from csrmatch.mapping.models import Proposal, ProposedPair
from csrmatch.mapping.results import Result
from csrmatch.mapping.rules.consent import Side

__all__ = ["collect_facts", "reference_of"]

_NEEDS = 8


def reference_of(proposal: Proposal, pair: ProposedPair, side: Side) -> str:
    """The number that the letter bears, told apart by exercise, proposal, district and side."""
    exercise = proposal.exercise
    mark = "D" if side is Side.DISTRICT else "C"
    return (
        f"DPE/ADP-CPSE/{exercise.financial_year}/{exercise.id}-{proposal.number}/"
        f"{pair.district.lgd}-{mark}/{pair.cpse.code}"
    )


def collect_facts(proposal: Proposal, pair: ProposedPair, result: Result) -> dict[str, Any]:
    """Names, fit, criteria and the needs of the district as the run saw them; no sentence of any language."""
    exercise, district, cpse = proposal.exercise, pair.district, pair.cpse
    found = result.pair(str(district.lgd), cpse.code)
    facts: dict[str, Any] = {
        "year": exercise.financial_year,
        "title_en": exercise.title_en,
        "title_hi": exercise.title_hi,
        "proposal": proposal.number,
        "run": proposal.run.number,
        "digest": proposal.input_digest[:12],
        "put_on": proposal.put_at.astimezone(IST).date().isoformat(),
        "deadline_on": proposal.deadline_on.isoformat(),
        "note": proposal.note,
        "lgd": district.lgd,
        "district_en": district.name_en,
        "district_hi": district.name_hi,
        "state_en": district.state.name_en,
        "state_hi": district.state.name_hi,
        "cpse": cpse.code,
        "cpse_en": cpse.name_en,
        "cpse_hi": cpse.name_hi,
        "needs": _needs(result, str(district.lgd)),
        "fit": None,
        "parts": [],
        "second": None,
    }
    if found is not None:
        facts["fit"] = round(found.fit, 6)
        facts["parts"] = [
            [part.name, round(part.value, 4), part.weight, part.is_unknown] for part in found.parts
        ]
        facts["unknown_share"] = found.unknown_share
        facts["is_pinned"] = found.is_pinned
        second = found.runner_up
        facts["second"] = [second.cpse, round(second.margin, 4)] if second else None
    return facts


def _needs(result: Result, lgd: str) -> list[list[Any]]:
    """The most severe needs first: theme, title, money asked, value and benchmark of the indicator."""
    needs = [need for need in result.given.needs if need.lgd == lgd]
    needs.sort(key=lambda need: (-(need.severity or 0), need.theme, need.title))
    return [
        [need.theme, need.title, need.ask_inr, need.indicator, need.value, need.benchmark]
        for need in needs[:_NEEDS]
    ]
