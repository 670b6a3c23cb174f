"""Writes docs/criteria.md, docs/criteria.hi.md and their pictures: `python -m tools.criteria`."""

from tools.criteria.facts import Facts
from tools.criteria.page import files

for path, text in files(Facts()).items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
