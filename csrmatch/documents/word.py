"""Fills a Word layout, which people change in Word, with plain data: the same bytes for the same data."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime

from csrmatch.documents.pdf import LAYOUTS
from csrmatch.documents.word_finish import Finish

__all__ = ["Finish", "fill_word"]

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fill_word(layout: str, data: Mapping[str, object], *, dated: date, finish: Finish | None = None) -> bytes:
    """The Word file that a layout of `templates/documents` gives for the data; nothing in the data is run."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    document = DocxTemplate(LAYOUTS / layout)
    document.render(_fit(data), SandboxedEnvironment(autoescape=True), autoescape=True)
    if finish is not None:
        finish.apply(document.docx)
    moment = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 - the file's format has no zone.
    properties = document.docx.core_properties
    properties.created = properties.modified = moment
    properties.title = str(data.get("title", ""))[:255]
    properties.language = f"{data.get('language', 'en')}-IN"
    buffer = io.BytesIO()
    document.save(buffer)
    return _timeless(buffer)


def _fit(value: object) -> object:
    """The data without signs that no XML may hold."""
    if isinstance(value, str):
        return _UNFIT.sub("", value)
    if isinstance(value, Mapping):
        return {name: _fit(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(held) for held in value]
    return value


def _timeless(package: io.BytesIO) -> bytes:
    """The package with the time of writing taken out of each member."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return rewritten.getvalue()
