"""What the page of a fund plan draws: its needs as a list, the matrix, the bands of money, the findings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from flask import request, url_for

from csrmatch.i18n import _, format_inr, format_number, lazy_, name_of
from csrmatch.mapping.derivations import FreeMoney, MoneyOrigin
from csrmatch.mapping.forms.funding import FundFilter
from csrmatch.mapping.pictures.sankey import Flow, Sankey, lay_sankey, merge_small
from csrmatch.mapping.solving.funding import CpseLine, FundCpse, Funding, FundNeed, NeedLine
from csrmatch.mapping.wording.data import tell_money
from csrmatch.web.forms import all_or
from csrmatch.web.held import HeldColumn, hold_table
from csrmatch.web.shades import shade
from csrmatch.web.tables import Column, Table

__all__ = [
    "CPSE_COLUMNS",
    "FundMatrix",
    "draw_bands",
    "find_finding",
    "lay_fund_matrix",
    "name_ends",
    "need_table",
    "need_url",
    "tell_origin",
]

_MOST_NEEDS = 12
_MOST_CPSES = 12
_REST = "\N{HORIZONTAL ELLIPSIS}"
_LAKH = 10**5


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix: its class, its text, its address."""

    kind: str
    text: str
    url: str | None = None


@dataclass(frozen=True)
class Head:
    """The head of a row or a column of the matrix."""

    key: str
    label: str
    url: str | None


@dataclass(frozen=True)
class Line(Head):
    """A row of the matrix with its cells."""

    cells: Sequence[Cell]


@dataclass(frozen=True)
class FundMatrix:
    """Needs by CPSEs as the component of the heat map wants them."""

    rows: Sequence[Line]
    columns: Sequence[Head]


def need_url(need: FundNeed) -> str:
    """The page of a need or of a request for support."""
    if need.is_request:
        return url_for("registry.show_support", request_id=need.record_id)
    return url_for("registry.show_need", need_id=need.record_id)


def _title(line: NeedLine) -> str:
    return name_of(line.need, "title")


def _givers(line: NeedLine) -> str:
    return "; ".join(f"{gift.cpse}: {gift.inr}" for gift in line.gifts)


def need_columns(themes: Mapping[str, str]) -> list[HeldColumn[NeedLine]]:
    """What the list of needs and its file say."""
    return [
        HeldColumn[NeedLine]("title", lazy_("Need"), _title, by=lambda line: _title(line).casefold()),
        HeldColumn[NeedLine](
            "code", lazy_("Number"), lambda line: line.need.code, by=lambda line: line.need.code
        ),
        HeldColumn[NeedLine](
            "theme",
            lazy_("Theme"),
            lambda line: themes.get(line.need.theme, line.need.theme),
            by=lambda line: themes.get(line.need.theme),
        ),
        HeldColumn[NeedLine](
            "gap",
            lazy_("Still to find (₹)"),
            lambda line: line.gap_inr,
            numeric=True,
            by=lambda line: line.gap_inr,
        ),
        HeldColumn[NeedLine](
            "lead",
            lazy_("From the proposed lead (₹)"),
            lambda line: line.lead_inr,
            numeric=True,
            by=lambda line: line.lead_inr,
        ),
        HeldColumn[NeedLine](
            "support",
            lazy_("From supporters (₹)"),
            lambda line: line.support_inr,
            numeric=True,
            by=lambda line: line.support_inr,
        ),
        HeldColumn[NeedLine]("givers", lazy_("Who could give"), _givers, by=lambda line: len(line.gifts)),
        HeldColumn[NeedLine](
            "left",
            lazy_("Left uncovered (₹)"),
            lambda line: line.left_inr,
            numeric=True,
            by=lambda line: line.left_inr,
        ),
    ]


def tell_origin(cpse: FundCpse) -> str | None:
    """Where the free money of a CPSE is taken from; None where it is not known."""
    if cpse.free_inr is None or cpse.origin is None:
        return None
    return tell_money(FreeMoney(cpse.free_inr, MoneyOrigin(cpse.origin), cpse.year))


CPSE_COLUMNS: list[Column[CpseLine]] = [
    Column("cpse", lazy_("CPSE"), lambda line: line.cpse.code),
    Column("name", lazy_("Name"), lambda line: name_of(line.cpse)),
    Column("free", lazy_("Free money (₹)"), lambda line: line.cpse.free_inr, numeric=True),
    Column("origin", lazy_("Source of the figure"), lambda line: tell_origin(line.cpse)),
    Column("pledged", lazy_("Pledged already (₹)"), lambda line: line.cpse.pledged_inr, numeric=True),
    Column("given", lazy_("Could give (₹)"), lambda line: line.given_inr, numeric=True),
    Column("as_lead", lazy_("Of that as the lead (₹)"), lambda line: line.as_lead_inr, numeric=True),
    Column("needs", lazy_("Needs"), lambda line: line.needs, numeric=True),
    Column("left", lazy_("Left (₹)"), lambda line: line.left_inr, numeric=True),
]


def need_table(funding: Funding, themes: Mapping[str, str]) -> Table[NeedLine]:
    """The needs filtered and sorted by the request, whole on one page."""
    filters = FundFilter(request.args)
    filters.theme.choices = all_or(sorted(themes.items(), key=itemgetter(1)), _("All themes"))
    chosen = filters.data if filters.validate() else {}
    rows = [line for line in funding.needs if _is_wanted(line, chosen)]
    rows.sort(key=lambda line: line.need.code)
    return hold_table(
        rows,
        need_columns(themes),
        default_sort="gap",
        filters=filters,
        greatest_first=True,
        carried=("plan", "by"),
        is_whole=True,
    )


def _is_wanted(line: NeedLine, chosen: Mapping[str, str]) -> bool:
    need, text = line.need, (chosen.get("q") or "").casefold()
    words = f"{need.code} {need.title_en or ''} {need.title_hi or ''} {_givers(line)}".casefold()
    cover = "none" if not line.given_inr else "part" if line.left_inr else "whole"
    is_theme = not chosen.get("theme") or chosen["theme"] == need.theme
    return text in words and is_theme and (not chosen.get("cover") or chosen["cover"] == cover)


def lay_fund_matrix(funding: Funding) -> FundMatrix:
    """Needs that could get something by CPSEs that could give, in lakh; coloured by the share of the gap."""
    givers = [line.cpse for line in funding.cpses if line.given_inr]
    rows = []
    for line in funding.needs:
        if not line.gifts:
            continue
        given = {gift.cpse: gift.inr for gift in line.gifts}
        cells = [_cell(given.get(cpse.code), line, cpse.code) for cpse in givers]
        rows.append(Line(line.need.code, _title(line), need_url(line.need), cells))
    heads = [Head(cpse.code, cpse.code, url_for("registry.show_cpse", code=cpse.code)) for cpse in givers]
    return FundMatrix(rows, heads)


def _cell(inr: int | None, line: NeedLine, code: str) -> Cell:
    if inr is None:
        return Cell("", "")
    lakh = inr / _LAKH
    kind = shade(inr / line.gap_inr) + (" p" if line.need.lead == code else "")
    return Cell(kind, format_number(lakh, 0 if lakh >= 100 or lakh == int(lakh) else 1))


def name_ends(funding: Funding, themes: Mapping[str, str], *, by_theme: bool) -> dict[str, str]:
    """What the bands lead to by key: themes or needs, and what is put together."""
    needs = {need.code: name_of(need, "title") for need in funding.question.needs}
    return {**(themes if by_theme else needs), _REST: _("all others")}


def draw_bands(funding: Funding, names: Mapping[str, str], *, by_theme: bool) -> Sankey:
    """The money from CPSEs to needs, or to themes where there are many needs."""
    theme = {need.code: need.theme for need in funding.question.needs}
    totals: Counter[tuple[str, str]] = Counter()
    for gift in funding.plan.gifts:
        totals[gift.cpse, theme[gift.need] if by_theme else gift.need] += gift.inr
    flows = [Flow(source, target, inr) for (source, target), inr in totals.items()]
    flows = merge_small(flows, _MOST_CPSES, _REST)
    flows = merge_small(flows, _MOST_NEEDS, _REST, by_target=True)
    return lay_sankey(flows, lambda key: names.get(key, key), format_inr)


def find_finding(funding: Funding) -> str:
    """What the picture shows, in one sentence."""
    first = funding.cpses[0]
    return _(
        "%(covered)s of the %(gap)s still to find could be covered; %(cpse)s could give most, %(most)s.",
        covered=format_inr(funding.plan.covered_inr),
        gap=format_inr(funding.gap_inr),
        cpse=first.cpse.code,
        most=format_inr(first.given_inr),
    )
