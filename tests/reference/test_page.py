"""The page about the reference data says what the tables hold."""

import csv
import re
from pathlib import Path

from csrmatch.reference.reading import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "reference-data.md"
ROW = re.compile(r"^\| `(\w+)` \| ([\d,]+) \|", re.MULTILINE)


class TestReferenceDataPage:
    def test_it_lists_every_table_with_its_number_of_rows(self):
        listed = {
            name: int(count.replace(",", "")) for name, count in ROW.findall(PAGE.read_text(encoding="utf-8"))
        }
        held = {}
        for path in FOLDER.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                held[path.stem] = len(list(csv.DictReader(file)))
        assert listed == held
