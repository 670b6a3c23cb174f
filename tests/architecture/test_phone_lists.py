"""Lists of workshops, action points and practices are read on phones, in the hall: no column is cut off."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
_LIST = re.compile(r"{% call\(row\) data_table\((.*?)\) %}(.*?){% endcall %}", re.DOTALL)
LISTS = [
    (path.relative_to(TEMPLATES).as_posix(), settings, body)
    for area in ("workshops", "actions", "practices")
    for path in sorted((TEMPLATES / area).glob("*.html"))
    for settings, body in _LIST.findall(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("name", "settings", "body"), LISTS, ids=[name for name, _settings, _body in LISTS])
def test_each_row_is_a_small_list_of_its_own_on_a_phone_and_names_its_cells(
    name: str, settings: str, body: str
) -> None:
    assert "stacked=true" in settings, name
    assert re.findall(r"<td(?![^>]*data-label)[^>]*>", body) == [], name


def test_these_lists_are_found() -> None:
    assert len(LISTS) >= 8
