"""The documentation of the optimiser is true: examples run, names exist, the library needs nothing else."""

import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import csrmatch.optimiser

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = DOCS / "optimiser.md"
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(csrmatch.optimiser.__path__, "csrmatch.optimiser.")
)
# What the page names by the first and the last of their kind, or tells in another place.
TOLD_IN_GROUPS = {"nearness", "money", "track_record", "preferences", "continuity", "check_weights"}


class TestExamples:
    @pytest.mark.parametrize("name", MODULES)
    def test_every_example_of_a_module_runs(self, name):
        assert doctest.testmod(importlib.import_module(name)).failed == 0

    def test_most_public_functions_show_an_example(self):
        functions = {
            name: getattr(csrmatch.optimiser, name)
            for name in csrmatch.optimiser.__all__
            if inspect.isfunction(getattr(csrmatch.optimiser, name))
        }
        shown = {name for name, function in functions.items() if ">>>" in inspect.getdoc(function)}
        assert {"solve", "override_costs", "certificate", "frontier", "repair", "robustness", "fund"} <= shown
        assert len(shown) > len(functions) / 2

    def test_the_example_of_the_guide_runs(self):
        result = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
        assert result.failed == 0
        assert result.attempted > 25


class TestNames:
    def test_every_public_name_says_what_it_promises(self):
        for name in csrmatch.optimiser.__all__:
            thing = getattr(csrmatch.optimiser, name)
            if callable(thing):
                assert inspect.getdoc(thing), name
                assert not inspect.getdoc(thing).startswith(f"{name}("), name

    def test_the_public_names_are_sorted_and_each_stands_once(self):
        names = csrmatch.optimiser.__all__
        assert len(set(names)) == len(names)
        for kind in (str.isupper, lambda name: name[0].isupper() and not name.isupper(), str.islower):
            some = [name for name in names if kind(name)]
            assert some == sorted(some)

    def test_the_guide_names_every_public_function(self):
        told = set(re.findall(r"\b\w+\b", GUIDE.read_text(encoding="utf-8")))
        functions = {
            name
            for name in csrmatch.optimiser.__all__
            if inspect.isfunction(getattr(csrmatch.optimiser, name))
        }
        assert functions - told - TOLD_IN_GROUPS == set()

    def test_the_guide_names_nothing_that_is_not_there(self):
        table = GUIDE.read_text(encoding="utf-8").split("## What there is")[1].split("## ")[0]
        code = re.findall(r"`(\w+)`", table)
        assert len(code) > 30
        assert [name for name in code if not hasattr(csrmatch.optimiser, name)] == []


class TestLinks:
    @pytest.mark.parametrize("page", ["optimiser.md", "mathematics.md", "criteria.md", "criteria.hi.md"])
    def test_every_link_of_a_page_leads_somewhere(self, page):
        targets = re.findall(r"\]\(([^)#]+)[^)]*\)", (DOCS / page).read_text(encoding="utf-8"))
        assert targets
        assert [target for target in targets if not (DOCS / target).exists()] == []

    def test_every_reference_is_cited_and_every_citation_has_its_reference(self):
        text, references = (DOCS / "mathematics.md").read_text(encoding="utf-8").split("## References")
        cited = {int(number) for group in re.findall(r"\[(\d[\d, ]*)\]", text) for number in group.split(",")}
        listed = [int(number) for number in re.findall(r"^(\d+)\. ", references, flags=re.MULTILINE)]
        assert listed == list(range(1, len(listed) + 1))
        assert cited == set(listed)


class TestLibrary:
    def test_importing_it_loads_neither_web_nor_database_nor_the_rest_of_csrmatch(self):
        told = subprocess.run(
            [sys.executable, "-c", "import csrmatch.optimiser, sys; print(*sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert "numpy" in told
        strangers = ("flask", "sqlalchemy", "werkzeug", "jinja2", "wtforms", "babel", "pandas", "dask")
        assert [name for name in told if name.split(".")[0] in strangers] == []
        ours = {name for name in told if name.startswith("csrmatch")}
        assert {name for name in ours if not name.startswith("csrmatch.optimiser")} == {"csrmatch"}
