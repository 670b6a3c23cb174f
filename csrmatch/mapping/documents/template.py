"""The empty input workbook: a sheet for each file, drop-downs, and instructions in both languages."""

import io
from collections.abc import Mapping
from typing import Any

from csrmatch.i18n import LANGUAGES, LazyText, _, lazy_, speaking
from csrmatch.mapping.documents.workbook import MADE_AT
from csrmatch.mapping.tables.schema import CRITERIA, DEFAULT_WEIGHTS, RULES, TABLES, THEMES, Column, Kind

__all__ = ["template_bytes"]

ROWS = 2_000

CHOICES: Mapping[Kind, tuple[str, ...]] = {
    Kind.THEME: THEMES,
    Kind.BETTER: ("higher", "lower"),
    Kind.YES_NO: ("yes", "no"),
    Kind.RULE: RULES,
    Kind.SIDE: ("district", "cpse"),
    Kind.CRITERION: CRITERIA,
}

KINDS: Mapping[Kind, LazyText] = {
    Kind.LGD: lazy_("LGD code of the district"),
    Kind.CODE: lazy_("code of the CPSE: letters and digits"),
    Kind.LEAD: lazy_("code of the CPSE that leads now; none if nobody does"),
    Kind.TEXT: lazy_("text"),
    Kind.HINDI: lazy_("text in Devanagari, in Unicode"),
    Kind.MONEY: lazy_("whole rupees, digits only; blank if not known"),
    Kind.COUNT: lazy_("a whole number, 0 or more"),
    Kind.RANK: lazy_("a whole number; 1 is the first choice"),
    Kind.LATITUDE: lazy_("degrees north; blank if not known"),
    Kind.LONGITUDE: lazy_("degrees east; blank if not known"),
    Kind.SHARE: lazy_("a number from 0 to 1"),
    Kind.NUMBER: lazy_("a number"),
    Kind.THEME: lazy_(
        "HN health and nutrition, ED education, AW agriculture and water, FS financial inclusion "
        "and skills, IN infrastructure, OT other"
    ),
    Kind.BETTER: lazy_("higher or lower: which is better"),
    Kind.RULE: lazy_(
        "pin (must lead), ban (must not lead), group_max or group_min (at most or at least so many "
        "districts), budget (districts led ask no more than the free money)"
    ),
    Kind.SIDE: lazy_("district or cpse: who states the rank"),
    Kind.CRITERION: lazy_("the key of the criterion"),
    Kind.YEAR: lazy_("financial year such as 2024-25"),
    Kind.DATE: lazy_("date such as 2026-03-31"),
    Kind.YES_NO: lazy_("yes or no; blank if not known"),
}

SHEETS: Mapping[str, LazyText] = {
    "districts": lazy_("The districts that shall be led, one in each row."),
    "cpses": lazy_(
        "The CPSEs that may lead, with their free CSR money and how many districts each may lead."
    ),
    "places": lazy_("Where each CPSE operates: plants, mines, offices."),
    "projects": lazy_("What each CPSE spent by theme and year, and whether it came out well."),
    "needs": lazy_(
        "What each district needs by theme. Without a severity, fill value, benchmark and better."
    ),
    "rules": lazy_(
        "Rules that must hold, each with reason and author. May stay empty. A pin or a ban fills lgd and "
        "cpse. group_max and group_min fill value and either cpse (one CPSE) or group (a group of the "
        "sheet cpses); for the districts of one state only, write the state in group beside a cpse, or "
        "“STATE / GROUP”. A budget fills cpse, or nothing for every CPSE."
    ),
    "preferences": lazy_("Ranks that the two sides gave each other. May stay empty."),
    "weights": lazy_("How much each criterion counts; the weights sum to 100."),
}

GUIDE = (
    lazy_("Fill one sheet after the other; do not rename sheets or columns and do not merge cells."),
    lazy_("Leave blank what is not known: blank is never counted as zero."),
    lazy_("Write values, not formulas. Money is in whole rupees."),
    lazy_("Then run: csrmatch check FILE.xlsx, and csrmatch map FILE.xlsx --out FOLDER."),
)


def template_bytes() -> bytes:
    """An input workbook with headers, drop-downs and instructions, as bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": MADE_AT})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "strong": book.add_format({"bold": True, "valign": "top"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "needed": book.add_format({"bold": True, "bg_color": "#DCE6F2", "bottom": 1}),
        "optional": book.add_format({"italic": True, "bg_color": "#EEF2F6", "bottom": 1}),
        "text": book.add_format({"num_format": "@"}),
    }
    _write_instructions(book, styles)
    for table in TABLES.values():
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(table.columns):
            _write_column(sheet, index, column, styles)
    weights = book.get_worksheet_by_name("weights")
    for row, (criterion, weight) in enumerate(DEFAULT_WEIGHTS.items(), start=1):
        weights.write_string(row, 0, criterion)
        weights.write_number(row, 1, weight)
    book.close()
    return stream.getvalue()


def _write_instructions(book: Any, styles: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("Instructions")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 80)
    for column, language in enumerate(LANGUAGES, start=1):
        with speaking(language):
            sheet.write_string(0, column, _("Input for a mapping of districts and CPSEs"), styles["title"])
            row = 2
            for text in GUIDE:
                sheet.write_string(row, column, str(text), styles["wrapped"])
                row += 1
            row += 1
            for table in TABLES.values():
                sheet.write_string(row, 0, table.name, styles["strong"])
                sheet.write_string(row, column, str(SHEETS[table.name]), styles["strong"])
                row += 1
                for item in table.columns:
                    sheet.write_string(row, 0, item.name)
                    sheet.write_string(row, column, _say(item), styles["wrapped"])
                    row += 1
                row += 1


def _say(column: Column) -> str:
    text = str(KINDS[column.kind])
    return text if column.required else _("%(meaning)s (optional)", meaning=text)


def _write_column(sheet: Any, index: int, column: Column, styles: Mapping[str, Any]) -> None:
    sheet.write_string(0, index, column.name, styles["needed" if column.required else "optional"])
    is_text = column.kind in {Kind.TEXT, Kind.HINDI, Kind.CODE, Kind.LEAD, Kind.YEAR, Kind.DATE}
    sheet.set_column(index, index, max(12, len(column.name) + 4), styles["text"] if is_text else None)
    comment = []
    for language in LANGUAGES:
        with speaking(language):
            comment.append(_say(column))
    sheet.write_comment(0, index, "\n".join(dict.fromkeys(comment)), {"x_scale": 2, "author": "csrmatch"})
    if column.kind in CHOICES:
        sheet.data_validation(
            1, index, ROWS, index, {"validate": "list", "source": list(CHOICES[column.kind])}
        )
