"""The words for every code of the mapping: errors, warnings, flags and the names of the criteria."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from csrmatch.i18n import LazyText, _, current_language, format_inr_exact, lazy_, name_of
from csrmatch.mapping.tables.issues import Issue, Level
from csrmatch.mapping.tables.rows import MappingInput

if TYPE_CHECKING:
    from csrmatch.optimiser.errors import Conflict, NotAvailable

__all__ = [
    "CRITERION_NAMES",
    "describe",
    "describe_all",
    "describe_conflict",
    "describe_finding",
    "describe_unavailable",
    "name_of_flag",
    "name_of_state",
    "sum_up_conflict",
    "words_of",
]

ERRORS: dict[str, LazyText] = {
    "no_input": lazy_("There is no such folder or file."),
    "cannot_open": lazy_("The file cannot be opened."),
    "empty_folder": lazy_("The folder holds no CSV file."),
    "missing_file": lazy_("This file is missing from the input."),
    "unknown_file": lazy_("No input file has this name. The names are: %(choices)s."),
    "unknown_sheet": lazy_("No input sheet has this name. The names are: %(choices)s."),
    "second_sheet": lazy_("A sheet of this name was already read."),
    "empty_file": lazy_("The file is empty: not even a header stands in it."),
    "no_rows": lazy_("The file has a header but no rows."),
    "file_too_large": lazy_("The file is larger than %(megabytes)s MB."),
    "too_large": lazy_("More than %(rows)s rows or %(columns)s columns: the sheet is too large to be read."),
    "not_a_workbook": lazy_("This is not an Excel workbook (.xlsx)."),
    "workbook_locked": lazy_("The workbook is locked with a password. Save it without one."),
    "workbook_too_heavy": lazy_("The workbook needs too much memory or time to be read safely."),
    "workbook_broken": lazy_("The workbook is damaged and cannot be read. Save it again as .xlsx."),
    "merged_cells": lazy_("The sheet holds merged cells. Undo the merging: every row needs its own value."),
    "formula_cell": lazy_("The cell holds a formula. Paste its value instead."),
    "error_cell": lazy_("The cell holds a spreadsheet error such as #N/A."),
    "cell_too_long": lazy_("The cell holds more text than a cell may."),
    "utf16": lazy_("The file is in UTF-16. Save it as “CSV UTF-8”."),
    "not_utf8": lazy_("The file is not in UTF-8 (perhaps Windows-1252). Save it as “CSV UTF-8”."),
    "nul_byte": lazy_("The file holds a NUL byte and is not plain text."),
    "not_text": lazy_("The file is a workbook with the name of a CSV file."),
    "bad_csv": lazy_("A quotation mark is not closed or stands in the wrong place."),
    "unknown_column": lazy_("Unknown column. The columns are: %(choices)s."),
    "missing_column": lazy_("The column is missing."),
    "repeated_column": lazy_("The column stands there twice."),
    "unnamed_column": lazy_("A value stands in a column without a name."),
    "ragged_row": lazy_("The row has %(cells)s cells, the header has %(columns)s."),
    "blank": lazy_("A value is needed here."),
    "letters_lost": lazy_("“%(value)s” has lost its letters when it was saved. Type it again in Unicode."),
    "mojibake": lazy_("“%(value)s” was saved in the wrong encoding. Save the file as “CSV UTF-8”."),
    "control_character": lazy_("The text holds an invisible control character."),
    "text_too_long": lazy_("The text is longer than %(most)s characters."),
    "not_devanagari": lazy_(
        "“%(value)s” holds no Devanagari letter; perhaps it was typed in an old font such as Kruti Dev. "
        "Type it in Unicode or leave it blank."
    ),
    "not_whole": lazy_("“%(value)s” is not a whole number."),
    "not_money": lazy_("“%(value)s” is not an amount in whole rupees, written in digits only."),
    "money_not_whole": lazy_("“%(value)s” is not whole: money is in whole rupees."),
    "not_a_number": lazy_("“%(value)s” is not a number."),
    "negative": lazy_("“%(value)s” is negative."),
    "too_small": lazy_("“%(value)s” is smaller than %(least)s."),
    "out_of_range": lazy_("“%(value)s” is not between %(least)s and %(most)s."),
    "bad_lgd": lazy_("“%(value)s” is not an LGD code."),
    "bad_code": lazy_(
        "“%(value)s” cannot be a CPSE code: use letters, digits and - & . ( ) only, 40 at most."
    ),
    "bad_theme": lazy_("“%(value)s” is not a theme. The themes are: %(choices)s."),
    "bad_choice": lazy_("“%(value)s” is not one of: %(choices)s."),
    "bad_year": lazy_("“%(value)s” is not a financial year such as 2024-25."),
    "bad_date": lazy_("“%(value)s” is not a date such as 2026-03-31."),
    "not_yes_no": lazy_("“%(value)s” is neither yes nor no."),
    "duplicate": lazy_("“%(value)s” already stands in row %(first)s."),
    "unknown_district": lazy_("No district of the input has the LGD code “%(value)s”."),
    "unknown_cpse": lazy_("No CPSE of the input has the code “%(value)s”."),
    "minimum_above_capacity": lazy_("The minimum %(minimum)s is above the capacity %(capacity)s."),
    "too_many_pairs": lazy_(
        "The input has %(pairs)s pairs of a district and a CPSE; at most %(most)s can be mapped from files."
    ),
    "two_pins": lazy_("District %(value)s is already pinned in row %(first)s."),
    "pin_and_ban": lazy_("The same pair is pinned in row %(pin)s and banned in row %(ban)s."),
    "not_for_kind": lazy_("A rule of the kind %(kind)s has no value here: leave it blank."),
    "bound_without_cpse": lazy_("The bound names neither a CPSE nor, in the column group, a group of CPSEs."),
    "unknown_scope": lazy_(
        "“%(value)s” is neither the state of a district, nor the group of a CPSE, nor the two written as "
        "“STATE / GROUP”."
    ),
    "scope_ambiguous": lazy_(
        "“%(value)s” can be read in two ways, because a state and a group of CPSEs bear this name. "
        "Rename the group."
    ),
    "state_without_cpse": lazy_(
        "A bound needs a CPSE too: name one in this column, or write “%(value)s / GROUP” in the column group."
    ),
    "cpse_and_group": lazy_(
        "The bound names a CPSE, so the column group can only name a state; “%(value)s” names a group of "
        "CPSEs."
    ),
    "scope_name_taken": lazy_(
        "Another bound is called “%(value)s” too, because a CPSE and a group bear the same name. "
        "Rename the group."
    ),
    "two_bounds": lazy_("Row %(first)s states the same bound already."),
    "bounds_cross": lazy_(
        "At least %(least)s and at most %(most)s cannot both hold; the other bound stands in row %(first)s."
    ),
    "two_budgets": lazy_("Row %(first)s states the same budget already."),
    "budget_not_known": lazy_("The free money of %(value)s is not known, so it cannot be kept as a budget."),
    "asks_too_large": lazy_("The needs ask more than %(most)s rupees together; no budget can be kept."),
    "budget_too_large": lazy_(
        "Free money above %(most)s rupees cannot be held to a budget; is the unit right?"
    ),
    "weights_not_100": lazy_("The weights sum to %(total)s, not to 100."),
    "output_in_use": lazy_("The folder holds other files than a former result. Name another folder."),
    "output_not_folder": lazy_("This is not a folder."),
}

WARNINGS: dict[str, LazyText] = {
    "district_point_not_known": lazy_("Where %(name_en)s lies is not known: nearness is not known."),
    "needs_not_known": lazy_("The needs of %(name_en)s are not known."),
    "ask_not_known": lazy_("What the needs of %(name_en)s cost is not known."),
    "lead_now_not_known": lazy_("Which CPSE leads %(name_en)s now is not known."),
    "severity_not_known": lazy_(
        "The need has neither a severity nor a value with its benchmark and direction."
    ),
    "free_money_not_known": lazy_("The free money of %(code)s is not known."),
    "places_not_known": lazy_("Where %(code)s operates is not known."),
    "projects_not_known": lazy_("What %(code)s spent by theme is not known."),
    "results_not_known": lazy_("Whether the projects of %(code)s were on time and verified is not known."),
    "no_leads_now": lazy_("Which CPSE leads which district now is not known for any district."),
    "no_asks": lazy_("What the needs cost is not known for any district."),
    "no_results": lazy_("Whether projects were on time and verified is not known for any CPSE."),
    "no_preferences": lazy_("Neither side stated preferences."),
    "capacity_short": lazy_("The CPSEs can lead %(room)s districts together, but there are %(districts)s."),
    "budget_ask_not_known": lazy_(
        "What %(name_en)s asks is not known: whoever leads it, nothing is counted against the budget."
    ),
    "budget_ask_in_part": lazy_(
        "What %(name_en)s asks is known in part: only what is known is counted against the budget."
    ),
    "budget_without_money": lazy_("The free money of %(code)s is not known: it is not held to a budget."),
    "rule_without": lazy_("The rule is stated without this."),
    "rule_expires": lazy_("The rule ends on %(expires_on)s; it is applied unless --as-of names a later day."),
}

CRITERION_NAMES: dict[str, LazyText] = {
    "need_expertise": lazy_("Need and expertise"),
    "nearness": lazy_("Nearness"),
    "money": lazy_("Money"),
    "track_record": lazy_("Track record"),
    "preferences": lazy_("Preferences"),
    "continuity": lazy_("Continuity"),
    "additionality": lazy_("Additionality"),
}


def words_of(issue: Issue) -> str:
    """What a finding says, in the language in force, without its place."""
    texts = WARNINGS if issue.level is Level.WARNING else ERRORS
    return str(texts[issue.code]) % dict(issue.params) if issue.params else str(texts[issue.code])


def describe(issue: Issue) -> str:
    """One line for one finding: file, row, column and what it says."""
    place = issue.file
    if issue.row is not None and issue.column:
        place = _("%(file)s, row %(row)s, column %(column)s", **_place(issue))
    elif issue.row is not None:
        place = _("%(file)s, row %(row)s", **_place(issue))
    elif issue.column:
        place = _("%(file)s, column %(column)s", **_place(issue))
    return f"{place}: {words_of(issue)}" if place else words_of(issue)


def _place(issue: Issue) -> dict[str, object]:
    return {"file": issue.file, "row": issue.row, "column": issue.column}


def describe_all(issues: Iterable[Issue]) -> list[str]:
    """The lines for all findings, in their order."""
    return [describe(issue) for issue in issues]


def name_of_flag(flag: str) -> str:
    """A flag of plan.csv in words."""
    if flag == "pinned":
        return _("pinned by a rule")
    criterion = flag.removesuffix("_not_known")
    return _("%(criterion)s: not known, counted as neutral", criterion=str(CRITERION_NAMES[criterion]))


def name_of_state(name: str) -> str:
    """The name of a state in the language in force; as given where it is no known English name."""
    if current_language() == "en":
        return name
    from csrmatch.reference import read_states

    return next((name_of(state) for state in read_states() if state.name_en == name), name)


FINDINGS: dict[str, LazyText] = {
    "file_missing": lazy_("The file is missing."),
    "file_unreadable": lazy_("The file cannot be read as a table."),
    "not_a_result": lazy_("This is not the record of a result, or it is damaged."),
    "not_a_number": lazy_("This is not a number with six decimals."),
    "names_differ": lazy_("The districts or CPSEs are not those of fit.csv."),
    "not_in_range": lazy_("The value is not between 0 and 1."),
    "weights_wrong": lazy_("The weights are not whole numbers for every criterion that sum to 100."),
    "fit_wrong": lazy_("The fit is not the weighted mean of the criteria."),
    "unknown_cpse": lazy_("The CPSE is not in fit.csv."),
    "over_capacity": lazy_("The CPSE leads more districts than its capacity."),
    "under_minimum": lazy_("The CPSE leads fewer districts than its minimum."),
    "over_budget": lazy_("The districts that the CPSE leads ask more than its budget."),
    "bound_broken": lazy_("More or fewer districts are led than the bound of this group allows."),
    "not_stable": lazy_("The district and the CPSE would both rather have each other."),
    "worst_not_proven": lazy_("The proof that no plan has a better lowest fit does not hold."),
    "not_fairest": lazy_("The plan of the greatest total serves its worst-served district better."),
    "rule_broken": lazy_("The pair breaks a pin or a ban."),
    "figure_wrong": lazy_("The figure is not the one that follows from fit.csv."),
    "total_wrong": lazy_("The record does not agree with the plan."),
    "price_too_low": lazy_("The prices of the two sides are below the fit of the pair."),
    "price_not_tight": lazy_("The prices of the two sides are not equal to the fit of the chosen pair."),
    "price_with_room": lazy_("A price is set though the CPSE could lead more or fewer districts."),
    "price_not_least": lazy_("The price of the district is not the least that the other prices ask for."),
    "price_of_no_bound": lazy_("A price is set where no bound stands behind it."),
    "prices_not_total": lazy_("The prices do not add up to the total: the plan is not proven best."),
    "not_proven": lazy_("The prices do not prove the plan best."),
    "overrule_wrong": lazy_("The cost of overruling is not the one that follows from fit and plan."),
    "digest_wrong": lazy_("The file was changed after it was written."),
}


def describe_finding(code: str, file: str, row: str, column: str) -> str:
    """One line for one failed check: file, row and column by name, and what does not hold."""
    place = ", ".join(part for part in (file, row, column) if part)
    return f"{place}: {FINDINGS[code]}"


UNAVAILABLE: dict[str, LazyText] = {
    "stable_leaves_out": lazy_(
        "The rules clash with stability: because of bans, these districts stay without a lead in every "
        "stable plan: %(districts)s."
    ),
    "stable_under_minimum": lazy_(
        "The rules clash with stability: these CPSEs stay below their minimum in every stable plan: "
        "%(cpses)s."
    ),
    "stable_over_budget": lazy_(
        "The stable plan breaks the budget of %(cpses)s. Whether another stable plan keeps it is not known."
    ),
    "stable_breaks_groups": lazy_(
        "The stable plan breaks these bounds: %(groups)s. Whether another stable plan keeps them is not "
        "known."
    ),
}


def describe_unavailable(refusal: "NotAvailable", given: MappingInput) -> str:
    """Why the objective has no answer under the rules of the input."""
    text = UNAVAILABLE.get(refusal.code)
    if text is None:
        return _("There is no answer of this kind under the rules in force.")
    named: dict[str, Any] = refusal.where
    return str(text) % {
        "districts": ", ".join(_district(lgd, given) for lgd in named.get("districts", ())),
        "cpses": ", ".join(_cpse(code, given) for code in named.get("cpses", ())),
        "groups": ", ".join(named.get("groups", ())),
    }


def describe_conflict(conflict: "Conflict", given: MappingInput) -> str:
    """A smallest set of rules that cannot hold together, in words with the names of both sides."""
    parts = [sum_up_conflict(conflict, given)]
    if conflict.bans:
        parts.append(_("Bans: %(pairs)s.", pairs=_pairs(conflict.bans, given)))
    if conflict.pins:
        parts.append(_("Pins: %(pairs)s.", pairs=_pairs(conflict.pins, given)))
    capacity = {cpse.code: cpse.capacity for cpse in given.cpses}
    if conflict.cpses:
        rooms = ", ".join(f"{code}: {capacity[code]}" for code in conflict.cpses)
        parts.append(_("Capacities: %(rooms)s.", rooms=rooms))
    if conflict.minimums:
        asked = ", ".join(f"{code}: {minimum}" for code, minimum in conflict.minimums)
        parts.append(_("Minimums: %(asked)s.", asked=asked))
    if conflict.budgets:
        parts += _money(conflict, given)
    if conflict.groups:
        bounds = "; ".join(_bound(*group) for group in conflict.groups)
        parts.append(_("Bounds: %(bounds)s.", bounds=bounds))
    return " ".join(parts)


def _money(conflict: "Conflict", given: MappingInput) -> list[str]:
    """The budgets of a clash, and what its districts ask of them."""
    from csrmatch.mapping.encoding import sum_asks

    asks = sum_asks(given.needs)
    asked = [(lgd, asks[lgd]) for lgd in conflict.districts if lgd in asks]
    budgets = "; ".join(f"{code}: {format_inr_exact(inr)}" for code, inr in conflict.budgets)
    parts = [_("Budgets: %(budgets)s.", budgets=budgets)]
    if asked:
        sums = "; ".join(f"{_district(lgd, given)}: {format_inr_exact(inr)}" for lgd, inr in asked)
        parts.append(_("Asked: %(sums)s.", sums=sums))
    return parts


def _bound(name: str, bound: int, kind: str) -> str:
    if kind == "at_least":
        return _("at least %(bound)s in %(name)s", bound=bound, name=name)
    return _("at most %(bound)s in %(name)s", bound=bound, name=name)


def sum_up_conflict(conflict: "Conflict", given: MappingInput) -> str:
    """What cannot be, in one sentence, without the rules that make it so."""
    params: dict[str, object] = {
        "districts": ", ".join(_district(lgd, given) for lgd in conflict.districts) or _("none"),
        "cpses": ", ".join(_cpse(code, given) for code in conflict.cpses) or _("none"),
        "count": len(conflict.districts),
        "capacity": conflict.capacity,
    }
    if conflict.budgets or conflict.groups:
        if not conflict.districts:
            return _("The rules clash: these cannot all hold.")
        return _(
            "The rules clash: if these hold, not all of these districts can be led (%(count)s: "
            "%(districts)s).",
            **params,
        )
    if conflict.minimums and not (conflict.districts or conflict.pins or conflict.bans):
        return _(
            "The rules clash: the minimum of %(cpses)s is above its capacity %(capacity)s.",
            **params,
        )
    if conflict.minimums:
        return _(
            "The rules clash: the CPSEs %(cpses)s must lead more districts than may go to them "
            "(%(count)s: %(districts)s).",
            **params,
        )
    if not conflict.cpses:
        return _("The rules clash: no CPSE may lead %(districts)s.", **params)
    return _(
        "The rules clash: these districts (%(count)s: %(districts)s) may only go to these CPSEs: %(cpses)s, "
        "which can lead %(capacity)s together.",
        **params,
    )


def _pairs(pairs: Iterable[tuple[str, str]], given: MappingInput) -> str:
    return "; ".join(f"{_district(lgd, given)} – {cpse}" for lgd, cpse in pairs)


def _district(lgd: str, given: MappingInput) -> str:
    found = next((row for row in given.districts if row.lgd == lgd), None)
    return f"{name_of(found)} ({lgd})" if found else lgd


def _cpse(code: str, given: MappingInput) -> str:
    found = next((row for row in given.cpses if row.code == code), None)
    name = name_of(found) if found else code
    return name if name == code else f"{name} ({code})"
