"""Makes input workbooks for the tests, whole ones and crafted ones."""

import zipfile
from pathlib import Path

import openpyxl

from tests.mapping.inputs import Rows

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_workbook(rows: Rows, path: Path) -> Path:
    """Writes the rows as a workbook, a sheet for each table; "" stays an empty cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table, lines in rows.items():
        sheet = book.create_sheet(table)
        sheet.append(list(lines[0]))
        for line in lines:
            sheet.append([None if value == "" else value for value in line.values()])
    book.save(path)
    return path


def craft_workbook(
    path: Path, sheet: str, *, name: str = "districts", extra: dict[str, str] | None = None
) -> Path:
    """A workbook of five members with the given XML as its only sheet."""
    members = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for member, text in members.items():
            package.writestr(member, text)
    return path


def sheet_xml(body: str, *, before: str = '<?xml version="1.0"?>') -> str:
    """The XML of a worksheet around its body."""
    return f'{before}<worksheet xmlns="{_MAIN}">{body}</worksheet>'
