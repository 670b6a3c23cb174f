"""Needs that collectors' offices posted, beside those that follow from the gaps of survey figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csrmatch.mapping.derivations.gaps import severity_of
from csrmatch.mapping.tables.rows import NeedRow
from csrmatch.registry.rules.needs import NeedStatus, Urgency, covered_amount, money_to_find

__all__ = ["COUNTED_NEEDS", "RegisteredNeed", "join_needs", "needs_from_register"]

# A draft is not yet the word of the office, a need that is met or withdrawn asks for nothing. One that is
# taken up still asks for what its partners have not pledged.
COUNTED_NEEDS = frozenset({NeedStatus.VERIFIED, NeedStatus.OPEN, NeedStatus.TAKEN_UP})


@dataclass(frozen=True)
class RegisteredNeed:
    """A need of the register as it stands; `heads` are those of its groups of people, where known."""

    need_id: int
    lgd: str
    theme: str
    title: str
    status: NeedStatus
    urgency: Urgency = Urgency.NORMAL
    cost_inr: int | None = None
    scheme: str | None = None
    covered_inr: int | None = None
    covered_percent: int | None = None
    pledged_inr: tuple[int | None, ...] = ()
    heads: tuple[int, ...] = ()
    indicator: str | None = None
    value: float | None = None
    benchmark: float | None = None
    better: str | None = None

    @property
    def ask_inr(self) -> int | None:
        """The cost less what a scheme covers and partners have pledged; not known where a part is not."""
        covered = 0
        if self.scheme is not None:
            amount = covered_amount(self.cost_inr, self.covered_inr, self.covered_percent)
            if amount is None:
                return None
            covered = amount
        return money_to_find(self.cost_inr, covered, list(self.pledged_inr))


def join_needs(registered: Iterable[RegisteredNeed], surveyed: Sequence[NeedRow]) -> list[NeedRow]:
    """What each district needs: by theme the needs of the register, else the gap of the survey.

    In a theme with a counted need the survey makes no row of its own, so that nothing is counted twice. The
    register wins because two people of the office have seen it and it says what is asked, for whom and at
    what cost; the survey is years older and only says that figures lie behind.
    """
    rows = needs_from_register(registered, surveyed)
    taken = {(row.lgd, row.theme) for row in rows}
    return rows + [row for row in surveyed if (row.lgd, row.theme) not in taken]


def needs_from_register(
    registered: Iterable[RegisteredNeed], surveyed: Iterable[NeedRow] = ()
) -> list[NeedRow]:
    """One row for each need that is verified, open or taken up.

    The severity comes from the figure the need was posted with, against its benchmark; where it names none,
    it is the survey's for that district and theme; else it is not known. A high urgency, for which the
    office had to give its reason, moves it half way to 1 – at least to 0.5, also where no gap is known – and
    a low one halves it: urgency shifts the weight among the needs of a district, it never makes one up. The
    people are those of the largest group, for one person may be in several.
    """
    gaps = {(row.lgd, row.theme): row.severity for row in surveyed}
    return [_row(need, gaps.get((need.lgd, need.theme))) for need in registered if _counts(need)]


def _counts(need: RegisteredNeed) -> bool:
    return need.status in COUNTED_NEEDS


def _row(need: RegisteredNeed, surveyed: float | None) -> NeedRow:
    row = NeedRow(
        lgd=need.lgd,
        theme=need.theme,
        title=need.title,
        ask_inr=need.ask_inr,
        people=max(need.heads, default=None),
        indicator=need.indicator,
        value=need.value,
        benchmark=need.benchmark,
        better=need.better,
    )
    own = severity_of(row)
    gap = surveyed if own is None else own
    severity = _urged(gap, need.urgency)
    # A figure that says all there is to say is left to speak for itself.
    said = None if severity == own else severity
    return NeedRow(**{**vars(row), "severity": None if said is None else round(said, 6)})


def _urged(gap: float | None, urgency: Urgency) -> float | None:
    if urgency is Urgency.HIGH:
        return ((gap or 0.0) + 1.0) / 2
    if urgency is Urgency.LOW and gap is not None:
        return gap / 2
    return gap
