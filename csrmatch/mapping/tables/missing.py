"""What an input does not say: each finding is a warning that travels with the result."""

from collections.abc import Mapping, Sequence

from csrmatch.mapping.tables.issues import Issue, Level
from csrmatch.mapping.tables.rows import MappingInput
from csrmatch.mapping.tables.sheets import ReadRow

__all__ = ["find_missing"]


def find_missing(given: MappingInput, rows: Mapping[str, Sequence[ReadRow]]) -> list[Issue]:
    """Warnings for what is not known; none of it is counted as zero."""
    found = [
        *_of_districts(given, rows),
        *_of_cpses(given, rows),
        *_of_rules(rows),
        *_of_budgets(given, rows),
    ]
    found += [
        _warning("severity_not_known", row, "severity")
        for row in rows.get("needs", ())
        if row.values.get("severity") is None
        and any(row.values.get(name) is None for name in ("value", "benchmark", "better"))
    ]
    if not given.preferences:
        found.append(Issue("no_preferences", _spelt(rows, "preferences"), level=Level.WARNING))
    room = sum(cpse.capacity for cpse in given.cpses)
    if room < len(given.districts):
        params = (("districts", str(len(given.districts))), ("room", str(room)))
        found.append(Issue("capacity_short", _file(rows, "cpses"), params=params, level=Level.WARNING))
    return found


def _spelt(rows: Mapping[str, Sequence[ReadRow]], table: str) -> str:
    """The table as the input names it: a CSV file or a sheet."""
    return f"{table}.csv" if rows["districts"][0].file.endswith(".csv") else table


def _file(rows: Mapping[str, Sequence[ReadRow]], table: str) -> str:
    return rows[table][0].file


def _warning(code: str, row: ReadRow, column: str, *names: str) -> Issue:
    params = tuple((name, str(row.values[name])) for name in names)
    return Issue(code, row.file, row.number, column, params, Level.WARNING)


def _of_districts(given: MappingInput, rows: Mapping[str, Sequence[ReadRow]]) -> list[Issue]:
    asked = {need.lgd for need in given.needs if need.ask_inr is not None}
    needy = {need.lgd for need in given.needs}
    led = [district for district in given.districts if district.leads_now]
    found = []
    if not led:
        found.append(Issue("no_leads_now", rows["districts"][0].file, level=Level.WARNING))
    if not asked:
        found.append(Issue("no_asks", _spelt(rows, "needs"), level=Level.WARNING))
    for row in rows["districts"]:
        lgd = row.values["lgd"]
        if row.values["lat"] is None or row.values["lon"] is None:
            found.append(_warning("district_point_not_known", row, "lat", "name_en"))
        if lgd not in needy:
            found.append(_warning("needs_not_known", row, "lgd", "name_en"))
        elif lgd not in asked and asked:
            found.append(_warning("ask_not_known", row, "lgd", "name_en"))
        if row.values.get("leads_now") is None and led:
            found.append(_warning("lead_now_not_known", row, "leads_now", "name_en"))
    return found


def _of_cpses(given: MappingInput, rows: Mapping[str, Sequence[ReadRow]]) -> list[Issue]:
    placed = {place.cpse for place in given.places if place.lgd or None not in (place.lat, place.lon)}
    spending = {project.cpse for project in given.projects if project.spent_inr is not None}
    judged = {
        project.cpse
        for project in given.projects
        if project.on_time is not None or project.results_verified is not None
    }
    found = [] if judged else [Issue("no_results", _spelt(rows, "projects"), level=Level.WARNING)]
    for row in rows["cpses"]:
        code = row.values["code"]
        if row.values["free_inr"] is None:
            found.append(_warning("free_money_not_known", row, "free_inr", "code"))
        if code not in placed:
            found.append(_warning("places_not_known", row, "code", "code"))
        if code not in spending:
            found.append(_warning("projects_not_known", row, "code", "code"))
        if code not in judged and judged:
            found.append(_warning("results_not_known", row, "code", "code"))
    return found


def _of_rules(rows: Mapping[str, Sequence[ReadRow]]) -> list[Issue]:
    found = []
    for row in rows.get("rules", ()):
        for name in ("reason", "author"):
            if row.values[name] is None:
                found.append(_warning("rule_without", row, name))
        if row.values.get("expires_on") is not None:
            found.append(_warning("rule_expires", row, "expires_on", "expires_on"))
    return found


def _of_budgets(given: MappingInput, rows: Mapping[str, Sequence[ReadRow]]) -> list[Issue]:
    """Whom a budget cannot hold: districts whose ask, and CPSEs whose free money is not known."""
    rules = [row for row in rows.get("rules", ()) if row.values["kind"] == "budget"]
    if not rules:
        return []
    silent = {need.lgd for need in given.needs if need.ask_inr is None}
    asked = {need.lgd for need in given.needs if need.ask_inr is not None}
    found = [
        _warning("budget_ask_not_known", row, "lgd", "name_en")
        for row in rows["districts"]
        if row.values["lgd"] not in asked
    ]
    found += [
        _warning("budget_ask_in_part", row, "lgd", "name_en")
        for row in rows["districts"]
        if row.values["lgd"] in asked & silent
    ]
    if any(row.values["cpse"] is None for row in rules):
        found += [
            _warning("budget_without_money", row, "free_inr", "code")
            for row in rows["cpses"]
            if row.values["free_inr"] is None
        ]
    return found
