"""The one bar of a CSR account: what is set off, spent and unspent, against what is owed and committed."""

from dataclasses import dataclass

from csrmatch.i18n import _, format_inr
from csrmatch.registry.models import CsrAccount
from csrmatch.registry.rules import Standing

__all__ = ["WIDTH", "AccountPicture", "Segment", "draw_account"]

WIDTH = 600


@dataclass(frozen=True)
class Segment:
    """A part of the bar: its class of colour, its words, its rupees, and where it lies of `WIDTH`."""

    kind: str
    label: str
    amount_inr: int
    x: float
    width: float


@dataclass(frozen=True)
class AccountPicture:
    """The parts from left to right, where obligation and commitment lie, and what the picture says."""

    title: str
    segments: list[Segment]
    owed_x: float | None
    committed_x: float | None


def draw_account(row: CsrAccount, standing: Standing) -> AccountPicture | None:
    """The bar of an account; None where neither what is owed nor what is spent is known."""
    if standing.obligation_inr is None and standing.spent_inr is None:
        return None
    parts = [
        ("c7", _("set off"), standing.set_off_used_inr),
        ("amount-mark", _("spent"), standing.spent_inr or 0),
        *_unspent(row, standing),
    ]
    parts = [part for part in parts if part[2] > 0]
    most = max(sum(part[2] for part in parts), standing.obligation_inr or 0, row.committed_inr or 0, 1)
    segments, x = [], 0.0
    for kind, label, amount in parts:
        width = WIDTH * amount / most
        segments.append(Segment(kind, label, amount, round(x, 1), round(width, 1)))
        x += width
    return AccountPicture(
        title=_title(standing),
        segments=segments,
        owed_x=_place(standing.obligation_inr, most),
        committed_x=_place(row.committed_inr, most),
    )


def _unspent(row: CsrAccount, standing: Standing) -> list[tuple[str, str, int]]:
    """What is missing, by kind where the office has said of which kind it is."""
    missing = standing.shortfall_inr or 0
    if not standing.is_over:
        return [("ground-mark", _("not spent yet"), missing)]
    ongoing = min(missing, row.unspent_ongoing_inr or 0)
    other = min(missing - ongoing, row.unspent_other_inr or 0)
    return [
        ("c3", _("unspent, of ongoing projects"), ongoing),
        ("c8", _("unspent, of others"), other),
        ("c0", _("unspent, of which kind is not known"), missing - ongoing - other),
    ]


def _title(standing: Standing) -> str:
    """What the picture shows, in a sentence."""
    if standing.to_spend_inr is None:
        return _("%(spent)s is spent; what is owed is not known", spent=format_inr(standing.spent_inr))
    if standing.spent_inr is None:
        return _(
            "%(owed)s is to be spent; what is spent is not known", owed=format_inr(standing.to_spend_inr)
        )
    if standing.shortfall_inr:
        return _(
            "%(missing)s of the %(owed)s to be spent is not spent",
            missing=format_inr(standing.shortfall_inr),
            owed=format_inr(standing.to_spend_inr),
        )
    if standing.excess_inr:
        return _("All that had to be spent is spent, and %(more)s more", more=format_inr(standing.excess_inr))
    return _("All that had to be spent is spent")


def _place(amount: int | None, most: int) -> float | None:
    return None if amount is None else round(WIDTH * amount / most, 1)
