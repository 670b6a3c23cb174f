"""Writes docs/glossary.md from the glossary and the words of the states: `python -m tools.glossary_page`."""

from collections.abc import Iterable
from pathlib import Path

from csrmatch.reference import read_districts, read_glossary, read_states

__all__ = ["glossary_page", "main"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
TOPICS = {
    "organisation": "Organisations · संगठन",
    "people": "People · पदधारी",
    "place": "Places · स्थान",
    "csr": "CSR and money · सीएसआर और धनराशि",
    "mapping": "Mapping · मैपिंग",
    "review": "Workshops and reviews · कार्यशाला और समीक्षा",
    "data_and_practice": "Data and practices · आँकड़े और प्रथाएँ",
    "theme": "Themes · विषय",
    "interface": "Words of the screen · स्क्रीन के शब्द",
}
BASES = {"seen_in_use": "seen in use", "standard_term": "standard term", "own_rendering": "our rendering"}
# What the pages of a mapping say beyond the terms of the field.
PAGE_WORDS = (
    ("mapping exercise", "मैपिंग अभ्यास"),
    ("run", "गणना"),
    ("plan", "योजना"),
    ("lead CPSE", "अग्रणी सीपीएसई"),
    ("fit", "उपयुक्तता"),
    ("criterion", "कसौटी"),
    ("capacity", "क्षमता"),
    ("free money", "उपलब्ध धनराशि"),
    ("runner-up", "अगला विकल्प"),
    ("overrule", "प्रस्ताव बदलना"),
    ("pin", "अनिवार्य (जोड़ी)"),
    ("ban", "निषिद्ध (जोड़ी)"),
    ("CSR as filed", "दाखिल विवरण के अनुसार सीएसआर"),
    ("certificate", "प्रमाणपत्र"),
    ("price", "मूल्य"),
    ("not known", "ज्ञात नहीं"),
    ("benchmark", "मानदंड"),
    ("overlap; case; verdict", "दोहराव; प्रकरण; निष्कर्ष"),
)
# The same for workshops, action points and the library of practices.
WORKSHOP_WORDS = (
    ("series", "शृंखला"),
    ("organiser", "आयोजक"),
    ("announced / held / cancelled", "घोषित / संपन्न / रद्द"),
    ("talk", "वक्तव्य"),
    ("speaker", "वक्ता"),
    ("venue", "स्थल"),
    ("room (of a session)", "कक्ष"),
    ("invitation", "आमंत्रण"),
    ("badge", "परिचय पत्र"),
    ("attendance; check in", "उपस्थिति; उपस्थिति दर्ज करें"),
    ("note taker", "टिप्पणी लेखक"),
    ("note (taken down)", "टिप्पणी"),
    ("takeaway", "मुख्य बात"),
    ("challenge", "चुनौती"),
    ("commitment", "प्रतिबद्धता"),
    ("request", "अनुरोध"),
    ("insight", "अंतर्दृष्टि"),
    ("voice (in the room)", "कथन"),
    ("feedback", "प्रतिपुष्टि"),
    ("report; Action Taken Report", "रिपोर्ट; की गई कार्रवाई रिपोर्ट"),
    ("foreword", "प्राक्कथन"),
    ("issue (of a report)", "निर्गम"),
    ("draft", "प्रारूप"),
    ("template (to fill in)", "साँचा"),
    ("cell (of a sheet)", "खाना"),
    ("record", "अभिलेख"),
    ("digest", "सार-चिह्न"),
    ("practice, best practice", "उत्तम कार्यप्रथा"),
    ("library of practices", "उत्तम कार्यप्रथाओं का पुस्तकालय"),
    ("give out (an action point)", "सौंपना"),
    ("overdue", "विलंबित"),
    ("close", "बंद करना"),
    ("cancel", "रद्द करना"),
    ("withdraw, take back", "वापस लेना"),
    ("revoke (a token)", "निरस्त करना"),
    ("retire (a practice, a programme)", "प्रचलन से हटाना"),
    ("strike, take off", "हटाना"),
)
OPENING = """# Glossary · शब्दावली

The words of the pages, the files and the documents in English and Hindi. The table behind this page is
`csrmatch/reference/glossary.csv`; `python -m tools.glossary_page` writes the page again.

Hindi words differ by state: the pages use the words of the central offices, and the last table says what each
state calls the head of a district, a block and an officer. On the pages ज़िला is written with a nukta and
"indicator" is संकेतक, the standard term; a report is रिपोर्ट, as in की गई कार्रवाई रिपोर्ट, and a best practice
is उत्तम कार्यप्रथा. The columns below keep the spelling of their source. A mapping is a प्रस्ताव, never an आवंटन:
nobody can allot a company's CSR. A test keeps the pages and the guides to one word for each term.
"""


def glossary_page() -> str:
    """The whole page: the terms by topic, the words of the pages, and the words by state."""
    parts = [OPENING]
    for group, heading in TOPICS.items():
        rows = [
            (term.term_en, term.term_hi, term.note or "", BASES[term.basis])
            for term in read_glossary()
            if term.group == group
        ]
        parts.append(_section(heading, ("English", "हिन्दी", "also said, or where", "known as"), rows))
    parts.append(_section("Words of the mapping pages · मैपिंग के पृष्ठों के शब्द", ("English", "हिन्दी"), PAGE_WORDS))
    parts.append(
        _section("Words of the workshop pages · कार्यशाला के पृष्ठों के शब्द", ("English", "हिन्दी"), WORKSHOP_WORDS)
    )
    here = {district.state_lgd for district in read_districts()}
    states = [
        (
            f"{state.name_en} · {state.name_hi}",
            f"{state.head_en} · {state.head_hi}",
            state.block_hi,
            state.officer_hi,
        )
        for state in sorted(read_states(), key=lambda state: state.name_en)
        if state.lgd in here
    ]
    parts.append(
        _section(
            "Words by state · राज्य के अनुसार शब्द",
            ("State", "Head of the district", "Block", "Officer"),
            states,
        )
    )
    return "\n".join(parts)


def _section(heading: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(columns), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
    return f"## {heading}\n\n{table}\n"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(glossary_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
