"""Collects every marked text into the Hindi catalogue: `python -m tools.translations`.

New texts arrive empty, texts that are gone leave, and nothing is guessed; the catalogue stays sorted, without
line numbers, so that a change shows only what changed.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

__all__ = ["collect", "main"]

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "csrmatch/translations/hi/LC_MESSAGES/messages.po"
KEYWORDS = {"_": None, "lazy_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("csrmatch/**.py", "python"), ("templates/**.html", "jinja2")]
WTFORMS = (
    "Not a valid integer value.",
    "Not a valid choice.",
    "Not a valid date value.",
    "This field is required.",
    "Invalid Choice: could not coerce.",
    "Invalid choice(s): one or more data inputs could not be coerced.",
    ("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters."),
    (
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
    ),
)


def collect() -> Catalog:
    """Every text that the code and the templates mark, with those that the form library says by itself."""
    found = Catalog(locale="hi", charset="utf-8", project="csrmatch", version="")
    texts = extract_from_dir(
        ROOT,
        method_map=METHODS,
        options_map={"templates/**.html": {"encoding": "utf-8", "trimmed": "true"}},
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=lambda folder: (
            Path(folder).name in {ROOT.name, "csrmatch", "templates"}
            or any(part in {"csrmatch", "templates"} for part in Path(folder).parts)
        ),
    )
    for _file, _line, message, comments, context in texts:
        found.add(message, auto_comments=comments, context=context)
    for message in WTFORMS:
        found.add(message)
    return found


def main() -> None:
    """Brings the Hindi catalogue up to date and compiles it."""
    with CATALOGUE.open("rb") as file:
        stored = read_po(file, locale="hi")
    fresh = collect()
    for message in fresh:
        kept = stored.get(message.id, message.context) if message.id else None
        if kept is not None and kept.string:
            message.string = kept.string
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=110, no_location=True, sort_output=True, omit_header=True)
    header = CATALOGUE.read_text(encoding="utf-8").split("\n\n", 1)[0]
    CATALOGUE.write_text(header + "\n\n" + buffer.getvalue().decode().lstrip(), encoding="utf-8")
    with CATALOGUE.open("rb") as file:
        checked = read_po(file, locale="hi")
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, checked)
    missing = [message.id for message in checked if message.id and not _complete(message.string)]
    print(f"{len(list(fresh)) - 1} texts, {len(missing)} without Hindi")


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
