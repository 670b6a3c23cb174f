"""How the data check is told: where free money comes from, in the language in force."""

from csrmatch.i18n import _
from csrmatch.mapping.derivations import FreeMoney, MoneyOrigin

__all__ = ["tell_money"]


def tell_money(money: FreeMoney | None) -> str:
    """Where the free money of a CPSE is taken from, with its year."""
    if money is None:
        return _("not known")
    told = {
        MoneyOrigin.STATED: _("stated in this exercise"),
        MoneyOrigin.ACCOUNT: _("left free by the CSR account of %(year)s", year=money.year),
        MoneyOrigin.EARLIER_ACCOUNT: _("obligation of %(year)s, as a stand-in", year=money.year),
        MoneyOrigin.FILED: _("spent in %(year)s as filed", year=money.year),
    }
    return told[money.origin]
