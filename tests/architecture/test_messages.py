"""Every text a person sees has its Hindi."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
HINDI = ROOT / "csrmatch" / "translations" / "hi" / "LC_MESSAGES" / "messages.po"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_KEYWORDS = {"_": None, "lazy_": None, "gettext": None, "ngettext": (1, 2)}


def _texts(message_id: str | tuple[str, ...] | list[str]) -> list[str]:
    return [message_id] if isinstance(message_id, str) else list(message_id)


def _extracted() -> dict[str, tuple[str, ...]]:
    """Every marked text with its placeholders, by its first form."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in ("csrmatch", "templates"):
        rows = extract_from_dir(
            ROOT / folder,
            method_map=[("**.py", "python"), ("**.html", "jinja2")],
            keywords=_KEYWORDS,
        )
        for _name, _line, text, _comments, _context in rows:
            forms = _texts(text)
            found[forms[0]] = tuple(forms)
    return found


def _hindi() -> Catalog:
    with HINDI.open("rb") as file:
        return read_po(file, locale="hi")


class TestHindi:
    def test_the_catalogue_compiles_without_a_fault(self) -> None:
        assert [(message.id, faults) for message, faults in _hindi().check()] == []

    def test_every_marked_text_has_a_translation(self) -> None:
        catalogue = _hindi()
        missing = sorted(
            text
            for text in _extracted()
            if not (message := catalogue.get(text)) or not all(_strings(message))
        )
        assert not missing, f"{len(missing)} texts have no Hindi: {missing[:20]}"

    def test_no_translation_is_doubtful(self) -> None:
        assert [message.id for message in _hindi() if message.id and message.fuzzy] == []

    def test_translations_have_the_same_placeholders(self) -> None:
        catalogue = _hindi()
        for text, forms in _extracted().items():
            message = catalogue.get(text)
            if message is None:
                continue
            wanted = {name for form in forms for name in _PLACEHOLDER.findall(form)}
            for string in _strings(message):
                assert not string or set(_PLACEHOLDER.findall(string)) == wanted, text

    def test_translations_are_in_devanagari_unless_they_are_names(self) -> None:
        latin = [
            message.id
            for message in _hindi()
            if message.id and (first := _strings(message)[0]) and not re.search(r"[\u0900-\u097f]", first)
            if re.search(r"[a-z]{4}", _PLACEHOLDER.sub("", first))
        ]
        assert latin == []

    def test_the_compiled_catalogue_is_of_this_catalogue(self) -> None:
        with HINDI.with_suffix(".mo").open("rb") as file:
            compiled = read_mo(file)
        for message in _hindi():
            if message.id and all(_strings(message)):
                key = _texts(message.id)[0]
                assert compiled.get(key) is not None, key
                assert _strings(compiled.get(key)) == _strings(message), key


def _strings(message: Message | None) -> list[str]:
    if message is None:
        return []
    return [message.string] if isinstance(message.string, str) else list(message.string)
