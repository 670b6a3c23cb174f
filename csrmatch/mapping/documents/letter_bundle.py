"""All letters of a proposal in one archive, under names by which an office sends them out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from csrmatch.documents.csv_table import write_csv
from csrmatch.documents.letters import LETTER_WRITERS
from csrmatch.i18n import LANGUAGES, _, name_of, speaking
from csrmatch.mapping.documents.archive import pack
from csrmatch.mapping.documents.proposal_letter import write_proposal_letter
from csrmatch.mapping.rules.consent import Side

__all__ = ["LETTER_SIDES", "BundledLetter", "LetterChoice", "bundle_letters"]

LETTER_SIDES = (Side.DISTRICT, Side.CPSE)
# Names of folders and files are the same in every language, and plain: old programs unpack them too.
_LANGUAGES = {"en": "english", "hi": "hindi"}
_FOLDERS = {Side.DISTRICT: "to-collectors", Side.CPSE: "to-companies"}
_UNFIT = '<>:"/\\|?*'


@dataclass(frozen=True)
class BundledLetter:
    """One letter as it was frozen."""

    facts: dict[str, Any]
    side: Side
    reference: str
    day: date


@dataclass(frozen=True)
class LetterChoice:
    """Which letters are wanted: in which languages, to which sides, as PDF or as Word."""

    languages: tuple[str, ...]
    sides: tuple[Side, ...]
    form: str

    @property
    def code(self) -> str:
        """The choice as one word, the same whatever order it was ticked in."""
        languages = [code for code in LANGUAGES if code in self.languages]
        sides = [side.value for side in LETTER_SIDES if side in self.sides]
        return ".".join(("+".join(languages), "+".join(sides), self.form))

    @classmethod
    def read(cls, code: str) -> "LetterChoice":
        """The choice that a code stands for."""
        languages, sides, form = code.split(".")
        return cls(tuple(languages.split("+")), tuple(Side(side) for side in sides.split("+")), form)


def bundle_letters(
    letters: Sequence[BundledLetter], choice: LetterChoice, tell: Callable[[int, int], object]
) -> bytes:
    """A zip with a folder for each language and side, and a list of what is in it; `tell` hears how far."""
    wanted = [letter for letter in letters if letter.side in choice.sides]
    write = LETTER_WRITERS[choice.form]
    files: dict[str, bytes] = {}
    done, total = 0, len(wanted) * len(choice.languages)
    for language in choice.languages:
        rows = []
        with speaking(language):
            for letter in wanted:
                said = write_proposal_letter(letter.facts, side=letter.side, reference=letter.reference)
                name = f"{_FOLDERS[letter.side]}/{_file_name(letter)}.{choice.form}"
                files[f"{_LANGUAGES[language]}/{name}"] = write(said, letter.day)
                rows.append((name, letter.reference, *_row(letter.facts)))
                done += 1
                tell(done, total)
            heads = (_("File"), _("Number"), _("State"), _("District"), _("CPSE"), _("Name"))
            listed = write_csv(heads, sorted(rows))
        files[f"{_LANGUAGES[language]}/letters.csv"] = listed
    return pack(files)


def _file_name(letter: BundledLetter) -> str:
    """By state and district for collectors, by company first for companies."""
    place = f"{letter.facts['state_en']} - {letter.facts['district_en']}"
    code = letter.facts["cpse"]
    name = f"{place} - {code}" if letter.side is Side.DISTRICT else f"{code} - {place}"
    return "".join("_" if sign in _UNFIT or ord(sign) < 32 else sign for sign in name).strip(" .")


def _row(facts: dict[str, Any]) -> tuple[str, str, str, str]:
    return name_of(facts, "state"), name_of(facts, "district"), facts["cpse"], name_of(facts, "cpse")
