"""What the parts of a need say: as given, checked, and told in words where two texts are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from csrmatch.errors import DomainError
from csrmatch.i18n import LazyText, _, format_inr_exact, format_number, lazy_, name_of
from csrmatch.indicators.models import Indicator
from csrmatch.registry.models import Cpse, Need
from csrmatch.registry.queries.needs import find_scheme
from csrmatch.registry.rules.needs import Urgency
from csrmatch.registry.wording.needs import URGENCIES

__all__ = [
    "NeedText",
    "check_need_text",
    "find_need_problems",
    "need_columns",
    "need_text_of",
    "tell_figure",
    "tell_need",
    "tell_partners",
]


@dataclass(frozen=True)
class NeedText:
    """What is asked, of what theme, in which block, how urgently, at what cost; None is not known."""

    theme_code: str
    title_en: str | None = None
    title_hi: str | None = None
    block: str | None = None
    asked: str | None = None
    urgency: Urgency = Urgency.NORMAL
    urgency_reason: str = ""
    cost_inr: int | None = None
    scheme_code: str | None = None
    covered_inr: int | None = None
    covered_percent: int | None = None


def need_columns(text: NeedText) -> dict[str, Any]:
    """The columns of a need that a text fills."""
    return {item.name: getattr(text, item.name) for item in fields(text)}


def need_text_of(need: Need) -> NeedText:
    """The text a need holds now."""
    return NeedText(**{item.name: getattr(need, item.name) for item in fields(NeedText)})


def check_need_text(text: NeedText) -> None:
    """Refuses a need without a title, urgent without a reason, or covered by what is no scheme."""
    for _field, problem in find_need_problems(text):
        raise DomainError(problem)


def find_need_problems(text: NeedText) -> list[tuple[str, LazyText]]:
    """All for which a text is refused, each with the field it is about."""
    cost, covered, percent = text.cost_inr, text.covered_inr, text.covered_percent
    has_scheme = find_scheme(text.scheme_code) is not None
    problems = [
        (
            "title_en",
            not text.title_en and not text.title_hi,
            lazy_("Enter a title, in English or in Hindi."),
        ),
        (
            "urgency_reason",
            text.urgency is Urgency.HIGH and not text.urgency_reason,
            lazy_("Say why it is urgent."),
        ),
        (
            "scheme_code",
            bool(covered or percent) and not has_scheme,
            lazy_("Choose the scheme that covers this part."),
        ),
        (
            "covered_percent",
            covered is not None and percent is not None,
            lazy_("Enter the amount the scheme covers or its share, not both."),
        ),
        (
            "covered_percent",
            percent is not None and not 1 <= percent <= 100,
            lazy_("The share the scheme covers is between 1 and 100 per cent."),
        ),
        ("cost_inr", (cost or 0) < 0, lazy_("An amount is 0 or more.")),
        ("covered_inr", (covered or 0) < 0, lazy_("An amount is 0 or more.")),
        (
            "covered_inr",
            cost is not None and (covered or 0) > cost,
            lazy_("The scheme would cover more than the whole cost."),
        ),
    ]
    return [(field, words) for field, applies, words in problems if applies]


def tell_need(text: NeedText) -> dict[str, object]:
    """A need's text in words, field by field."""
    scheme = find_scheme(text.scheme_code)
    return {
        _("Title in English"): text.title_en,
        _("Title in Hindi"): text.title_hi,
        _("Theme"): text.theme_code,
        _("Block"): text.block,
        _("What is asked"): text.asked,
        _("Urgency"): str(URGENCIES[text.urgency][0]),
        _("Why it is urgent"): text.urgency_reason or None,
        _("Cost"): _rupees(text.cost_inr),
        _("Scheme that covers a part"): name_of(scheme) if scheme else None,
        _("Covered by the scheme"): _rupees(text.covered_inr),
        _("Share covered, in per cent"): text.covered_percent,
    }


def tell_figure(
    indicator: Indicator | None, value: float | None, benchmark: float | None
) -> dict[str, object]:
    """The figure a need is to move in words."""
    return {
        _("Indicator"): name_of(indicator) if indicator else None,
        _("Figure"): None if value is None else format_number(value, 1),
        _("Benchmark"): None if benchmark is None else format_number(benchmark, 1),
    }


def tell_partners(pledges: Mapping[Cpse, int | None]) -> dict[str, object]:
    """The partners of a need and their pledges in words."""
    told = sorted(f"{cpse.code}: {_rupees(amount) or _('not known')}" for cpse, amount in pledges.items())
    return {_("Partners"): "\n".join(told) or None}


def _rupees(amount: int | None) -> str | None:
    return None if amount is None else format_inr_exact(amount)
