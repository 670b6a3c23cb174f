"""Rules in words, in the reader's language: their kinds, what one says, and how it stands."""

from collections.abc import Mapping
from datetime import date, timedelta

from csrmatch.i18n import LazyText, _, current_language, lazy_, name_of, ngettext
from csrmatch.mapping.models import MappingRule, RuleKind

__all__ = ["KINDS", "STANDINGS", "describe_rule", "ends_soon", "name_ministry", "standing_of", "title_of"]

KINDS: dict[RuleKind, LazyText] = {
    RuleKind.PIN: lazy_("pin"),
    RuleKind.BAN: lazy_("ban"),
    RuleKind.MINIMUM: lazy_("minimum"),
    RuleKind.BUDGET: lazy_("budget"),
    RuleKind.GROUP_MIN: lazy_("bound from below"),
    RuleKind.GROUP_MAX: lazy_("bound from above"),
    RuleKind.ONE_EACH: lazy_("everyone one first"),
}
STANDINGS: dict[str, LazyText] = {
    "in_force": lazy_("in force"),
    "ended": lazy_("ended"),
    "lifted": lazy_("lifted"),
}
_SOON = timedelta(days=14)


def standing_of(rule: MappingRule, day: date) -> str:
    """Whether the rule is in force on that day, past its last day, or lifted; a key of `STANDINGS`."""
    if rule.lifted_at is not None:
        return "lifted"
    return "in_force" if rule.is_in_force(day) else "ended"


def ends_soon(rule: MappingRule, day: date) -> bool:
    """Whether the rule is in force and its last day is within a fortnight."""
    return rule.is_in_force(day) and rule.expires_on is not None and rule.expires_on - day <= _SOON


def title_of(rule: MappingRule, ministries: Mapping[str, str]) -> str:
    """The kind of the rule and what it says, on one line."""
    return f"{KINDS[rule.kind]}: {describe_rule(rule, ministries)}"


def describe_rule(rule: MappingRule, ministries: Mapping[str, str]) -> str:
    """What the rule says; `ministries` holds by its English name what a ministry is called in Hindi."""
    code = "" if rule.cpse is None else rule.cpse.code
    if rule.district is not None:
        return f"{name_of(rule.district)} – {code}"
    if rule.kind is RuleKind.MINIMUM:
        return ngettext(
            "%(cpse)s leads at least %(num)s district",
            "%(cpse)s leads at least %(num)s districts",
            rule.value or 0,
            cpse=code,
        )
    if rule.kind is RuleKind.BUDGET:
        if code:
            return _("what the districts of %(cpse)s ask stays within its free money", cpse=code)
        return _("what the districts of each CPSE ask stays within its free money")
    if rule.kind is RuleKind.ONE_EACH:
        return _("no CPSE leads two districts while one that could lead leads none")
    return _describe_bound(rule, code or name_ministry(rule.ministry or "", ministries))


def name_ministry(ministry: str, ministries: Mapping[str, str]) -> str:
    """What the CPSEs of a ministry are called together."""
    name = ministries.get(ministry, ministry) if current_language() == "hi" else ministry
    return _("the CPSEs of %(ministry)s", ministry=name)


def _describe_bound(rule: MappingRule, who: str) -> str:
    count, least = rule.value or 0, rule.kind is RuleKind.GROUP_MIN
    if rule.state is None:
        if least:
            return ngettext(
                "%(who)s lead at least %(num)s district",
                "%(who)s lead at least %(num)s districts",
                count,
                who=who,
            )
        return ngettext(
            "%(who)s lead at most %(num)s district", "%(who)s lead at most %(num)s districts", count, who=who
        )
    facts = {"who": who, "state": name_of(rule.state)}
    if least:
        return ngettext(
            "at least %(num)s district of %(state)s with %(who)s",
            "at least %(num)s districts of %(state)s with %(who)s",
            count,
            **facts,
        )
    return ngettext(
        "at most %(num)s district of %(state)s with %(who)s",
        "at most %(num)s districts of %(state)s with %(who)s",
        count,
        **facts,
    )
