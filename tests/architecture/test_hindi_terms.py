"""One term, one word: what the glossary decided is said alike on the pages, in mail and in the guides."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
CATALOGUE = ROOT / "csrmatch" / "translations" / "hi" / "LC_MESSAGES" / "messages.po"
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
WRITTEN = [*sorted((ROOT / "docs").rglob("*.hi.md")), *sorted((ROOT / "csrmatch").rglob("sample/*.toml"))]
_LETTER = "[\u0900-\u097f]"


class Term(NamedTuple):
    """A variant that is not written, as a pattern; a text that has it; and the word written instead."""

    variant: str
    planted: str
    word: str


class Meaning(NamedTuple):
    """What an English text speaks of, a Hindi word that says something else, and the word to take."""

    english: str
    wrong: str
    word: str


TERMS = (
    Term(r"कार्य[ -]बिंदु|कार्यबिंदु|कार्रवाई के बिंदु", "एक कार्य बिंदु सौंपें", "कार्रवाई बिंदु"),
    Term(r"(?<!उत्तम )कार्यप्रथा|(?<!कार्य)प्रथा|कार्यप्रणाली", "एक कार्यप्रथा लिखें", "उत्तम कार्यप्रथा"),
    Term(r"प्रमाण[ -]पत्र", "प्रमाण पत्र बनाएँ", "प्रमाणपत्र"),
    Term(r"निमंत्र", "निमंत्रण भेजें", "आमंत्रण"),
    Term(r"प्रतिवेदन", "प्रतिवेदन बनाएँ", "रिपोर्ट"),
    Term(r"एजेंडा|कार्य[ -]सूची", "एजेंडा देखें", "कार्यसूची"),
    Term(r"बैज|परिचय-पत्र|परिचयपत्र|पहचान[ -]?पत्र", "बैज छापें", "परिचय पत्र"),
    Term(r"कार्य[ -]वृत्त", "कार्य-वृत्त लिखें", "कार्यवृत्त"),
    Term(r"फ़ीडबैक|फीडबैक", "फ़ीडबैक दें", "प्रतिपुष्टि"),
    Term(r"वर्कशॉप", "वर्कशॉप की योजना", "कार्यशाला"),
    Term(r"साइन[ -](इन|आउट)", "फिर से साइन इन करें", "लॉगिन"),
    Term(r"मसौद", "मसौदा पूरा करें", "प्रारूप"),
    Term(r"क्रियान्वयन", "क्रियान्वयन एजेंसी", "कार्यान्वयन"),
    Term(r"डाइजेस्ट", "फ़ाइल का डाइजेस्ट", "सार-चिह्न"),
    Term(rf"मुख ?पृष्ठ|होम ?पेज|(?<!{_LETTER})मुख्यपृष्ठ", "मुखपृष्ठ पर", "मुख्य पृष्ठ"),
)
SPELLINGS = (
    Term(rf"(?<!{_LETTER})जिल(ा|े|ो)", "दंतेवाड़ा जिला", "ज़िला"),
    Term(r"[कखग]़", "ख़ाली छोड़ें", "खाली"),
    Term(r"हिंदी", "हिंदी में", "हिन्दी"),
    Term(r"यूनिसेफ़", "यूनिसेफ़ और डीपीई", "यूनिसेफ"),
    Term(r"केन्द्र", "केन्द्र सरकार", "केंद्र"),
    Term(r"चिन्ह", "चिन्ह लगाएँ", "चिह्न"),
    Term(r"कम-से-कम", "कम-से-कम एक", "कम से कम"),
)
MEANINGS = (
    Meaning(r"retire", "बंद", "प्रचलन से"),
    Meaning(r"cancel|called off", "निरस्त", "रद्द"),
    Meaning(r"revoke", "रद्द", "निरस्त"),
    Meaning(r"withdraw", "रद्द|निरस्त", "वापस"),
    Meaning(r"\bcells?\b", "कक्ष", "खाना"),
    Meaning(r"\bstr(?:ike|uck)\b", "काट", "हटाना"),
    Meaning(r"benchmark", "मानक", "मानदंड"),
    Meaning(r"\btemplate\b", "प्रारूप", "साँचा"),
)


def variants_in(text: str) -> list[str]:
    """What of a text is not written so, each with the word to take."""
    line = " ".join(text.split())
    return [
        f"{found[0]} → {term.word}"
        for term in (*TERMS, *SPELLINGS)
        for found in re.finditer(term.variant, line)
    ]


def misleading_in(english: str, hindi: str) -> list[str]:
    """Words of a translation that say something else than its English text."""
    return [
        f"{found[0]} → {meaning.word}"
        for meaning in MEANINGS
        if re.search(meaning.english, english, re.IGNORECASE)
        for found in re.finditer(meaning.wrong, hindi)
    ]


def _translations() -> list[tuple[str, str]]:
    """Every form of every text with its translation."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="hi") if message.id]
    return [
        (message.id if isinstance(message.id, str) else message.id[0], string)
        for message in messages
        for string in ([message.string] if isinstance(message.string, str) else message.string)
    ]


class TestTerms:
    def test_the_translations_say_each_term_in_its_own_word(self) -> None:
        found = {english: faults for english, hindi in _translations() if (faults := variants_in(hindi))}
        assert found == {}

    @pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
    def test_the_guides_and_the_sample_say_each_term_in_its_own_word(self, path: Path) -> None:
        assert variants_in(path.read_text(encoding="utf-8")) == []

    def test_no_translation_takes_a_word_that_means_something_else(self) -> None:
        found = {
            english: faults for english, hindi in _translations() if (faults := misleading_in(english, hindi))
        }
        assert found == {}

    @pytest.mark.parametrize("term", TERMS, ids=lambda term: term.word)
    def test_the_word_written_instead_stands_in_the_glossary(self, term: Term) -> None:
        assert f"| {term.word}" in GLOSSARY


class TestThisTest:
    @pytest.mark.parametrize("term", [*TERMS, *SPELLINGS], ids=lambda term: term.word)
    def test_a_planted_variant_is_found_also_across_a_line(self, term: Term) -> None:
        assert variants_in(term.planted)
        assert variants_in(term.planted.replace(" ", "\n"))

    @pytest.mark.parametrize("term", [*TERMS, *SPELLINGS], ids=lambda term: term.word)
    def test_the_right_word_is_not_taken_for_a_variant(self, term: Term) -> None:
        assert variants_in(f"{term.word} यहाँ है") == []

    @pytest.mark.parametrize(
        ("english", "hindi"),
        [
            ("Retire it, with the reason", "कारण सहित बंद करें"),
            ("Called off: %(title)s", "निरस्त: %(title)s"),
            ("Revoke the token", "टोकन रद्द करें"),
            ("Withdraw the certificate", "प्रमाणपत्र रद्द करें"),
            ("Strike a voice", "कथन काटें"),
            ("Against the benchmark", "मानक की तुलना में"),
            ("do not merge cells", "कक्ष न मिलाएँ"),
            ("Download the template", "प्रारूप डाउनलोड करें"),
        ],
    )
    def test_a_planted_word_of_another_meaning_is_found(self, english: str, hindi: str) -> None:
        assert misleading_in(english, hindi)
