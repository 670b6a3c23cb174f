"""What is said of a plan when it is made and when it is checked: how good it is, and who proves it."""

from typing import TYPE_CHECKING

from csrmatch.i18n import LazyText, _, lazy_, name_of
from csrmatch.optimiser import Objective

if TYPE_CHECKING:
    from csrmatch.mapping.documents.verifying import Verdict
    from csrmatch.mapping.solving.outcome import Outcome

__all__ = [
    "OBJECTIVE_NAMES",
    "describe_outcome",
    "describe_verdict",
    "describe_worst_proof",
    "name_of_quality",
]

OBJECTIVE_NAMES: dict[Objective, LazyText] = {
    Objective.TOTAL: lazy_("greatest total fit"),
    Objective.FAIREST: lazy_("fairest: the worst-served district first, then the next"),
    Objective.STABLE: lazy_("stable: no district and CPSE would both rather have each other"),
}


def name_of_quality(outcome: "Outcome") -> str:
    """What the plan is best at and whether that is proven, for the notes of the workbook."""
    plan = outcome.plan
    if plan.objective is Objective.TOTAL and plan.proven:
        return _("greatest total fit, proven best")
    name = str(OBJECTIVE_NAMES[plan.objective])
    return name if plan.proven else _("%(objective)s; not proven", objective=name)


def describe_outcome(outcome: "Outcome", folder: str) -> list[str]:
    """What was made: the figures of the plan, what is proven of it, and what it gives up in total."""
    plan = outcome.plan
    params = {
        "districts": len(outcome.given.districts),
        "cpses": len(outcome.given.cpses),
        "folder": folder,
        "total": _six(plan.total),
        "worst": _six(plan.worst),
    }
    if plan.objective is Objective.TOTAL:
        return [_total(outcome, params)]
    return [
        _fairest(outcome, params) if plan.objective is Objective.FAIREST else _stable(params),
        _given_up(outcome),
    ]


def _total(outcome: "Outcome", params: dict[str, object]) -> str:
    if outcome.plan.proven:
        return _(
            "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: total fit "
            "%(total)s, lowest %(worst)s, proven best.",
            **params,
        )
    return _(
        "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: total fit "
        "%(total)s, lowest %(worst)s, not proven best: no plan exceeds %(bound)s, so at most %(gap)s is "
        "missing.",
        bound=_six(outcome.plan.bound),
        gap=_six(outcome.plan.bound - outcome.plan.total),
        **params,
    )


def _fairest(outcome: "Outcome", params: dict[str, object]) -> str:
    if outcome.plan.proven:
        return _(
            "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: lowest fit "
            "%(worst)s, total %(total)s, proven fairest.",
            **params,
        )
    if outcome.plan.bound == outcome.plan.worst:
        return _(
            "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: lowest fit "
            "%(worst)s, total %(total)s. No plan has a better lowest fit; that none is fairer beyond it is "
            "not proven.",
            **params,
        )
    return _(
        "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: lowest fit "
        "%(worst)s, total %(total)s, not proven fairest: no plan has a lowest fit above %(bound)s.",
        bound=_six(outcome.plan.bound),
        **params,
    )


def _stable(params: dict[str, object]) -> str:
    return _(
        "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: total fit "
        "%(total)s, lowest %(worst)s, stable: no district and CPSE would both rather have each other.",
        **params,
    )


def _given_up(outcome: "Outcome") -> str:
    best = outcome.best
    params = {"best": _six(best.total), "price": _six(best.total - outcome.plan.total)}
    if best.proven:
        return _("The greatest total of any plan is %(best)s; this plan gives up %(price)s of it.", **params)
    return _(
        "The greatest total found is %(best)s, and no plan exceeds %(bound)s; this plan gives up %(price)s.",
        bound=_six(best.bound),
        **params,
    )


def describe_verdict(verdict: "Verdict") -> list[str]:
    """What a check of a result folder has shown by arithmetic alone, and what rests on the solver."""
    params = {
        "districts": verdict.districts,
        "total": _six(verdict.total),
        "worst": _six(verdict.worst),
        "bound": _six(verdict.total_bound),
        "gap": _six(verdict.total_bound - verdict.total),
    }
    if verdict.objective is Objective.TOTAL:
        return _of_total(verdict, params)
    lines = [
        _(
            "Verified: %(districts)s districts, total fit %(total)s, lowest %(worst)s, rules kept; the "
            "prices prove that no plan has a total above %(bound)s.",
            **params,
        )
    ]
    if verdict.objective is Objective.STABLE:
        lines.append(_("The plan is stable: no district and CPSE would both rather have each other."))
        return lines
    if verdict.is_worst_proven:
        lines.append(_("Counting places proves that no plan has a better lowest fit."))
    if verdict.is_proven:
        lines.append(_("That no plan is fairer was proven by the solver; it is not checked here."))
    else:
        lines.append(_("That no plan is fairer is not proven."))
    return lines


def describe_worst_proof(outcome: "Outcome") -> str:
    """Why no plan has a better lowest fit, by the districts and CPSEs that show it; "" where none do."""
    proof = outcome.worst_proof
    if proof is None:
        return ""
    districts = {district.lgd: name_of(district) for district in outcome.given.districts}
    problem = outcome.problem
    bounds = problem.minimum if proof.by == "minimum" and problem.minimum is not None else problem.capacity
    params = {
        "worst": _six(proof.worst),
        "districts": ", ".join(districts[lgd] for lgd in proof.districts) or _("none"),
        "count": len(proof.districts),
        "cpses": ", ".join(proof.cpses) or _("none"),
        "places": sum(int(bounds[problem.column[code]]) for code in proof.cpses),
    }
    if not proof.cpses:
        return _("With a fit above %(worst)s no CPSE may lead %(districts)s.", **params)
    if proof.by == "minimum":
        return _(
            "Above %(worst)s these CPSEs can only lead %(count)s districts (%(districts)s), but must lead "
            "%(places)s: %(cpses)s.",
            **params,
        )
    return _(
        "Above %(worst)s these %(count)s districts (%(districts)s) can only be led by these CPSEs, which "
        "have %(places)s places: %(cpses)s.",
        **params,
    )


def _of_total(verdict: "Verdict", params: dict[str, object]) -> list[str]:
    if verdict.total_bound == verdict.total:
        return [
            _(
                "Verified: %(districts)s districts, total fit %(total)s, rules kept, prices prove it best.",
                **params,
            )
        ]
    line = _(
        "Verified: %(districts)s districts, total fit %(total)s, rules kept; the prices prove that no plan "
        "exceeds %(bound)s (gap %(gap)s).",
        **params,
    )
    if verdict.is_proven:
        return [line, _("That no plan is better was proven by the solver; it is not checked here.")]
    return [line, _("That no plan is better is not proven.")]


def _six(value: float) -> str:
    return f"{value + 0.0:.6f}"
