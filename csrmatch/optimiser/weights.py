"""The weights of the criteria, and the fit they make: an exact function of the numbers shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.scoring import Criterion
from csrmatch.optimiser.validation import GRID, Floats, Integers


def check_weights(weights: Mapping[str, int], criteria: Sequence[Criterion]) -> None:
    """Raises unless the weights are whole, 0 or more, sum to 100 and are those of the criteria.

    Raises
    ------
    ProblemError
        ``"weight_not_whole"``, ``"weight_negative"``, ``"weights_sum"``, ``"weight_unknown"``,
        ``"weight_left_out"``.
    """
    check_named_weights(weights, [criterion.name for criterion in criteria])


def check_named_weights(weights: Mapping[str, int], known: Sequence[str]) -> None:
    """The same for criteria known by name."""
    for name, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, (int, np.integer)):
            raise ProblemError("weight_not_whole", field="weights", criterion=name, value=weight)
        if weight < 0:
            raise ProblemError("weight_negative", field="weights", criterion=name, value=weight)
        if name not in known:
            raise ProblemError("weight_unknown", field="weights", criterion=name)
    for name in known:
        if name not in weights:
            raise ProblemError("weight_left_out", field="weights", criterion=name)
    if sum(weights.values()) != 100:
        raise ProblemError("weights_sum", field="weights", value=sum(weights.values()))


def weighted_fit(criteria: Sequence[Criterion], weights: Mapping[str, int]) -> Floats:
    """The fit of every pair: the weighted mean of the criteria, (D, C) on the grid of 1e-6.

    Notes
    -----
    Σ weight · value / 100 in whole millionths, rounded half up. The values are on the grid themselves, so
    the fit is an exact function of the numbers shown, whatever the order of the sum or the machine.

    Raises
    ------
    ProblemError
        As `check_weights`.

    Examples
    --------
    >>> from csrmatch.optimiser import additionality, continuity
    >>> parts = [continuity([0], 2), additionality([[0.5, 0.25]])]
    >>> weighted_fit(parts, {"continuity": 40, "additionality": 60}).tolist()
    [[0.7, 0.45]]
    """
    check_weights(weights, criteria)
    micro: Integers = np.zeros(criteria[0].values.shape, dtype=np.int64)
    for criterion in criteria:
        micro += int(weights[criterion.name]) * np.rint(criterion.values * GRID).astype(np.int64)
    return np.asarray((micro + 50) // 100 / GRID)


def missing_share(criteria: Sequence[Criterion], weights: Mapping[str, int]) -> Floats:
    """(D, C) the share of the weight that rests on missing data, from 0 to 1 in steps of 0.01.

    Raises
    ------
    ProblemError
        As `check_weights`.
    """
    check_weights(weights, criteria)
    points: Integers = np.zeros(criteria[0].values.shape, dtype=np.int64)
    for criterion in criteria:
        points += int(weights[criterion.name]) * criterion.missing
    return np.asarray(points / 100)
