"""The sentences that explain a pair: what it rests on, who comes second and how contested the CPSE is."""

import numpy as np

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.mapping.solving.outcome import Outcome, find_flags, find_runner_up
from csrmatch.mapping.wording.codes import CRITERION_NAMES, name_of_flag
from csrmatch.optimiser import Objective

__all__ = ["FORMULAS", "explain_pair"]

FORMULAS = {
    "need_expertise": lazy_(
        "Σ weight × severity × expertise ÷ Σ weight × severity, over the themes. The weights of the themes "
        "are those of the programme (30, 30, 20, 10, 10, 0); severity is the gravest need of the theme; "
        "expertise is log-scaled spending, each year back counting 0.8 of the next."
    ),
    "nearness": lazy_("e^(−km ÷ 150) from the nearest place of operation; 1 inside the district."),
    "money": lazy_("Free money ÷ what the district asks, 1 at most."),
    "track_record": lazy_(
        "Share of projects on time and with verified results, drawn to the mean of all where they are few."
    ),
    "preferences": lazy_("Mean of both sides' stated ranks; 0.5 where a side is silent."),
    "continuity": lazy_("1 for the CPSE that leads now, else 0."),
    "additionality": lazy_(
        "1 − the share of the district's weighted need in themes where another CPSE already works there."
    ),
}


BETTER_ELSEWHERE = {
    Objective.TOTAL: lazy_(
        "%(cpse)s would fit better by %(margin)s, but the whole plan gains more this way."
    ),
    Objective.FAIREST: lazy_("%(cpse)s would fit better by %(margin)s, but the plan is fairer this way."),
    Objective.STABLE: lazy_(
        "%(cpse)s would fit better by %(margin)s, but a rule or what the two sides prefer stands against it."
    ),
}


def explain_pair(outcome: Outcome, row: int) -> str:
    """Why a district is proposed to its lead, in the language in force."""
    problem, lead = outcome.problem, int(outcome.plan.lead[row])
    sentences = [
        _(
            "%(cpse)s is proposed to lead %(district)s with a fit of %(fit)s.",
            cpse=name_of(outcome.given.cpses[lead]),
            district=name_of(outcome.given.districts[row]),
            fit=f"{outcome.plan.scores[row]:.3f}",
        ),
    ]
    strongest = _strongest(outcome, row, lead)
    if strongest:
        sentences.append(_("It rests most on %(parts)s.", parts=strongest))
    second = find_runner_up(problem, row, lead)
    if second:
        sentences.append(_second(outcome, second.cpse, second.fit, second.margin))
    sentences.append(_price(outcome, lead))
    flags = find_flags(outcome, row)
    if "pinned" in flags:
        sentences.append(_("The pair is pinned by a rule."))
    unknown = [name_of_flag(flag) for flag in flags if flag != "pinned"]
    if unknown:
        sentences.append(_("Mind: %(flags)s.", flags="; ".join(unknown)))
    return " ".join(sentences)


def _strongest(outcome: Outcome, row: int, lead: int) -> str:
    """The three known criteria that add most to the fit, with value and weight; "" if none is known."""
    weights = outcome.encoded.weights
    parts = [
        (weights[criterion.name] * float(criterion.values[row, lead]), criterion.name)
        for criterion in outcome.encoded.criteria
        if weights[criterion.name] and not criterion.missing[row, lead]
    ]
    parts.sort(key=lambda part: (-part[0], part[1]))
    return ", ".join(
        _(
            "%(criterion)s (%(value)s at weight %(weight)s)",
            criterion=str(CRITERION_NAMES[name]),
            value=f"{points / weights[name]:.2f}",
            weight=weights[name],
        )
        for points, name in parts[:3]
    )


def _second(outcome: Outcome, code: str, fit: float, margin: float) -> str:
    cpse = name_of(outcome.given.cpses[outcome.problem.column[code]])
    if margin < 0:
        return str(BETTER_ELSEWHERE[outcome.plan.objective]) % {"cpse": cpse, "margin": f"{-margin:.3f}"}
    return _(
        "The runner-up is %(cpse)s with %(fit)s, %(margin)s behind.",
        cpse=cpse,
        fit=f"{fit:.3f}",
        margin=f"{margin:.3f}",
    )


def _price(outcome: Outcome, lead: int) -> str:
    price = int(outcome.prices.cpse[lead]) / 1e6
    load = int(np.count_nonzero(outcome.plan.lead == lead))
    params = {"load": load, "capacity": int(outcome.problem.capacity[lead])}
    if price > 0 and outcome.best is outcome.plan:
        return _(
            "It leads %(load)s of %(capacity)s districts; one more place there would be worth %(price)s.",
            price=f"{price:.3f}",
            **params,
        )
    return _("It leads %(load)s of %(capacity)s districts.", **params)
