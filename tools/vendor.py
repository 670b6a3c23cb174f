"""Copies the outside assets of the pages into the checkout, with a manifest of their SHA-256 sums.

`python tools/vendor.py` needs node, npm and fonttools, and is run when a version in package.json changes;
`python tools/vendor.py --check` needs neither, and fails when a committed asset differs from the manifest.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
PAGES = ROOT / "csrmatch" / "static" / "vendor"
TESTS = ROOT / "tests" / "browser" / "vendor"
MANIFEST = "MANIFEST.sha256"

PRINTED = ROOT / "csrmatch" / "documents" / "fonts"

FONTS = "@fontsource/noto-sans/files/noto-sans-{script}-{weight}-normal.woff2"
MATHS = "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2"

COPIES = {
    PAGES / "bootstrap.LICENSE.txt": "bootstrap/LICENSE",
    PAGES / "noto-sans.LICENSE.txt": "@fontsource/noto-sans/LICENSE",
    PAGES / "noto-sans-latin-400.woff2": FONTS.format(script="latin", weight=400),
    PAGES / "noto-sans-latin-700.woff2": FONTS.format(script="latin", weight=700),
    PAGES / "noto-sans-devanagari-400.woff2": FONTS.format(script="devanagari", weight=400),
    PAGES / "noto-sans-devanagari-700.woff2": FONTS.format(script="devanagari", weight=700),
    PAGES / "qr.LICENSE.txt": "qr/LICENSE",
    PAGES / "qr-decode.js": "qr/decode.js",
    PAGES / "qr-index.js": "qr/index.js",
    TESTS / "axe.min.js": "axe-core/axe.min.js",
    TESTS / "axe.LICENSE.txt": "axe-core/LICENSE",
    PRINTED / "noto-sans.LICENSE.txt": "@fontsource/noto-sans/LICENSE",
    PRINTED / "noto-sans-math.LICENSE.txt": "@fontsource/noto-sans-math/LICENSE",
}

# Each part under a family name of its own: of several files with one name a typesetter takes one.
FAMILIES = {"latin": "Noto Sans", "latin-ext": "Noto Sans Extended", "devanagari": "Noto Sans Devanagari"}
SIGNS = [*range(0x2010, 0x2013), *range(0x2190, 0x2196), 0x2248, 0x2260, 0x2264, 0x2265, 0x25A1, 0x2713]


def build() -> None:
    """Installs the locked packages, compiles the style sheet, copies the rest and writes the manifests."""
    npm, npx = shutil.which("npm"), shutil.which("npx")
    if npm is None or npx is None:
        sys.exit("node and npm are needed to renew the assets; running csrmatch needs neither.")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=True)  # noqa: S603 (fixed words only)
    for folder in (PAGES, TESTS, PRINTED):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    style = PAGES / "bootstrap.min.css"
    command = [npx, "sass", "--load-path=node_modules", "--style=compressed", "--no-source-map", "--quiet"]
    command += ["--silence-deprecation=import", "tools/bootstrap.scss", str(style)]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 (fixed words only)
    for target, source in COPIES.items():
        # A trailing comment naming a source map would make browsers ask for a file that is not there.
        content = (MODULES / source).read_bytes()
        if target.suffix in {".js", ".css"}:
            content = re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", content)
            # All assets lie in one folder, where two packages may not have a file of one name.
            content = content.replace(b" from './index.js';", b" from './qr-index.js';")
        target.write_bytes(content)
    for script, family in FAMILIES.items():
        for weight in (400, 700):
            convert(FONTS.format(script=script, weight=weight), family, f"noto-sans-{script}-{weight}.ttf")
    convert(MATHS, "Noto Sans Signs", "noto-sans-signs-400.ttf", signs=SIGNS)
    (PRINTED / "signs.txt").write_text("".join(f"{span}\n" for span in spans()), encoding="ascii")
    for folder in (PAGES, TESTS, PRINTED):
        lines = [f"{digest(path)}  {path.name}\n" for path in assets(folder)]
        (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")


def convert(source: str, family: str, name: str, signs: list[int] | None = None) -> None:
    """Writes a font of the web as one for documents, under its own family name, all of it or some signs."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(MODULES / source, recalcTimestamp=False)
    if signs is not None:
        subsetter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
        subsetter.populate(unicodes=signs)
        subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
        elif record.nameID == 6:
            record.string = name.removesuffix(".ttf")
        elif record.nameID == 4:
            record.string = f"{family} {font['name'].getDebugName(2)}"
    font.flavor = None
    font.save(PRINTED / name)


def spans() -> list[str]:
    """The signs that some font of documents has, as spans of code points in hexadecimal."""
    from fontTools.ttLib import TTFont

    codes = {code for path in PRINTED.glob("*.ttf") for code in TTFont(path).getBestCmap()}
    starts = sorted(code for code in codes if code - 1 not in codes)
    ends = sorted(code for code in codes if code + 1 not in codes)
    return [f"{start:04x}-{end:04x}" for start, end in zip(starts, ends, strict=True)]


def check() -> list[str]:
    """Names every asset that is missing, unknown, or differs from its line in the manifest."""
    faults = []
    for folder in (PAGES, TESTS, PRINTED):
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
        expected = {name: total for total, name in (line.split("  ", 1) for line in lines)}
        found = {path.name: digest(path) for path in assets(folder)}
        names = sorted(expected.keys() | found.keys())
        faults += [f"{folder.name}/{name}" for name in names if expected.get(name) != found.get(name)]
    return faults


def assets(folder: Path) -> list[Path]:
    """The vendored files of a folder by name, without the manifest."""
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != MANIFEST)


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Runs the build, or with --check the comparison; ends with 1 when a file differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare the committed files with the manifest")
    if not parser.parse_args().check:
        build()
    if faults := check():
        sys.exit("Differs from the manifest: " + ", ".join(faults))


if __name__ == "__main__":
    main()
