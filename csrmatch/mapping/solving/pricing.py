"""The prices of a result by kind and name, as its files tell them."""

from csrmatch.optimiser import Certificate, Problem, ProblemError
from csrmatch.optimiser.certificate import whole_prices
from csrmatch.optimiser.integer.bounding import CRORE, Prices
from csrmatch.optimiser.validation import GRID

__all__ = ["CRORE", "GRID", "Prices", "certificate_of", "is_plain", "price_names", "prices_of"]


def is_plain(problem: Problem) -> bool:
    """Whether neither budgets nor groups are in force, so that prices prove the very best."""
    return problem.budget is None and not problem.groups


def price_names(problem: Problem) -> dict[str, tuple[str, ...]]:
    """The kinds of prices that a problem has, each with whose they are, in order."""
    names = {"district": problem.districts, "cpse": problem.cpses}
    if problem.budget is not None:
        names["budget"] = problem.cpses
    if problem.groups:
        names["group"] = tuple(group.name for group in problem.groups)
    return names


def certificate_of(problem: Problem, prices: Prices) -> Certificate:
    """The certificate that whole prices make, with the value that they prove."""
    return Certificate(
        district_price=prices.district / GRID,
        cpse_price=prices.cpse / GRID,
        value=prices.value(problem) / GRID,
        budget_price=None if prices.budget is None else prices.budget / (GRID * CRORE),
        group_price=None if prices.group is None else prices.group / GRID,
    )


def prices_of(problem: Problem, certificate: Certificate) -> Prices:
    """The prices of a certificate in whole steps; raises `ProblemError` if one is not on the grid."""
    prices = whole_prices(problem, certificate)
    if prices is None:
        raise ProblemError("certificate_off_grid", field="certificate")
    return prices
