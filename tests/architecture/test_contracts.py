"""The floors and rooms of the house, checked by import contracts and by reading the imports."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "csrmatch"


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def _rooms(name: str) -> list[Path]:
    return sorted([*PACKAGE.glob(f"*/{name}.py"), *PACKAGE.glob(f"*/{name}/*.py")])


class TestContracts:
    def test_all_import_contracts_are_kept(self) -> None:
        outcome = subprocess.run(
            [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert outcome.returncode == 0, outcome.stdout[-4000:] + outcome.stderr[-1000:]


class TestRooms:
    def test_views_know_no_database(self) -> None:
        views = [path for path in _rooms("views") if path.parts[-2] != "home" and path.parent.name != "home"]
        assert len(views) >= 5
        for path in views:
            wrong = {
                name
                for name in _imports(path)
                if name.split(".")[0] in {"sqlalchemy", "flask_sqlalchemy"} or name == "csrmatch.db.db"
            }
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"

    def test_no_slice_imports_the_views_of_another(self) -> None:
        # The house is put together in app, and the front page in home shows what the slices publish.
        for path in sorted(PACKAGE.rglob("*.py")):
            own = path.relative_to(PACKAGE).parts[0]
            if own in {"app.py", "home"}:
                continue
            wrong = {
                name
                for name in _imports(path)
                if name.split(".")[0] == "csrmatch" and name.split(".")[2:3] == ["views"]
                if name.split(".")[1] != own
            }
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"

    def test_what_notes_become_holds_no_statements(self) -> None:
        for path in _rooms("targets"):
            wrong = {name for name in _imports(path) if name == "csrmatch.db.db"}
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"

    def test_verbs_and_reads_know_no_request(self) -> None:
        for room in ("services", "queries", "access", "models"):
            for path in _rooms(room):
                wrong = {name for name in _imports(path) if name.split(".")[0].startswith("flask")}
                assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"

    def test_the_files_of_a_workshop_take_kinds_of_values_from_the_reads_and_no_read(self) -> None:
        taken = [
            (path.name, name)
            for path in _rooms("documents")
            for name in sorted(_imports(path))
            if name.startswith("csrmatch.workshops.queries.") and name.count(".") > 3
        ]
        assert len(taken) >= 5
        for file, name in taken:
            module, _dot, kind = name.rpartition(".")
            assert isinstance(getattr(import_module(module), kind), type), f"{file} imports {name}"

    def test_nothing_commits_but_the_one_helper(self) -> None:
        for path in sorted(PACKAGE.rglob("*.py")):
            if path.name != "db.py":
                assert ".commit(" not in path.read_text(encoding="utf-8"), path.relative_to(ROOT)

    def test_no_statement_goes_round_the_log(self) -> None:
        for path in sorted(PACKAGE.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for name in ("bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings", "|safe"):
                assert name not in text, f"{path.relative_to(ROOT)} uses {name}"

    def test_there_are_no_drawers_for_odds_and_ends(self) -> None:
        assert not [path for path in PACKAGE.rglob("*.py") if path.stem in {"utils", "helpers", "common"}]
