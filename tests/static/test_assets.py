"""What the pages load: nothing from elsewhere, nothing altered, and colours that can be read."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import csrmatch

ROOT = Path(csrmatch.__file__).parent.parent
STATIC = ROOT / "csrmatch" / "static"
STYLES = sorted([*(STATIC / "css").glob("*.css"), *(STATIC / "vendor").glob("*.css")])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pictures() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """The named colours, and for each class its fill and the colour of its text."""
    text = (STATIC / "css" / "pictures.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6});", text))
    classes = {}
    for name, fill, ink in re.findall(r"\.([qdc]\d+) \{ --fill: (\S+); --on: var\(--(\w+)\); \}", text):
        classes[name] = (named[fill[6:-1]] if fill.startswith("var") else fill, named[ink])
    return named, classes


def test_vendored_files_are_those_of_the_manifest() -> None:
    done = subprocess.run(
        [sys.executable, "tools/vendor.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_loads_nothing_from_elsewhere(style: Path) -> None:
    text = style.read_text(encoding="utf-8")
    assert "@import" not in text
    for address in re.findall(r"url\(['\"]?([^)'\"]+)", text):
        assert (style.parent / address).resolve().is_file(), address


def test_templates_hold_no_style_no_script_and_no_unescaped_text() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src=)|\|\s*safe", text), template


def test_every_class_of_a_picture_can_be_read() -> None:
    _named, classes = pictures()
    assert len(classes) == 9 + 9 + 12
    for name, (fill, ink) in classes.items():
        assert contrast(fill, ink) >= 4.5, name


def test_the_nine_classes_darken_in_even_steps() -> None:
    named, _classes = pictures()
    lightness = [116 * (luminance(named[f"q{step}"]) ** (1 / 3)) - 16 for step in range(9)]
    steps = [before - after for before, after in pairwise(lightness)]
    assert min(steps) > 4
    assert max(steps) < 2 * min(steps) + 4
