"""Reconciles written names of CPSEs with their codes: known, or suggested with a score, never guessed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csrmatch.folding import fold
from csrmatch.places.tables import match_key

__all__ = ["Company", "CompanyNames", "CompanyReading", "CompanySuggestion"]

MOST_SUGGESTIONS = 5
LEAST_SCORE = 60
# What companies are called with or without: it tells none of them apart.
_FORMS = re.compile(
    r"\b(?:limited|ltd|pvt|private|public|company|co|corporation|corpn|corp|the|of|india|undertaking)\b"
    r"|लिमिटेड|लि(?=[.\s]|$)|कंपनी",
    re.IGNORECASE,
)
_LIMITED = re.compile(r"\b(?:limited|ltd)\b\.?|लिमिटेड|लि(?=[.\s]|$)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Company:
    """A CPSE by the names under which files may hold it; `cin` is its number in the companies' register."""

    code: str
    name_en: str
    name_hi: str | None = None
    cin: str | None = None


@dataclass(frozen=True, slots=True)
class CompanySuggestion:
    """A CPSE that may be meant, and how like its name is, from 0 to 100."""

    code: str
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class CompanyReading:
    """The code a name means where it is known for sure, else what it may mean, the likeliest first."""

    code: str | None
    suggestions: tuple[CompanySuggestion, ...] = ()


class CompanyNames:
    """The names of CPSEs: codes, register numbers, and names in both scripts with or without "Limited".

    `confirmed` holds other names, as compared by `match_key`, with the code that somebody said they mean.
    """

    def __init__(self, companies: Iterable[Company], confirmed: Mapping[str, str] | None = None) -> None:
        self._companies = list(companies)
        exact: dict[str, set[str]] = {}
        self._compared: list[tuple[str, Company, str]] = []
        for company in self._companies:
            for text in (company.code, company.cin, company.name_en, company.name_hi):
                if not text:
                    continue
                for key in {match_key(text), match_key(_LIMITED.sub(" ", text))}:
                    exact.setdefault(key, set()).add(company.code)
                if text != company.cin:
                    self._compared.append((_plain(text), company, text))
        self._exact = {key: next(iter(codes)) for key, codes in exact.items() if len(codes) == 1}
        self._exact |= dict(confirmed or {})
        self._read: dict[str, CompanyReading] = {}

    def read(self, written: str) -> CompanyReading:
        """What a written name means; a known one suggests nothing more."""
        if written not in self._read:
            keys = (match_key(written), match_key(_LIMITED.sub(" ", written)))
            code = next((self._exact[key] for key in keys if key and key in self._exact), None)
            self._read[written] = CompanyReading(code, () if code else self._suggest(written))
        return self._read[written]

    def _suggest(self, written: str) -> tuple[CompanySuggestion, ...]:
        from rapidfuzz import fuzz

        plain = _plain(written)
        best: dict[str, CompanySuggestion] = {}
        if not plain:
            return ()
        for compared, company, name in self._compared:
            score = max(fuzz.ratio(plain, compared), fuzz.token_sort_ratio(plain, compared))
            score = min(99, round(max(score, 0.95 * fuzz.token_set_ratio(plain, compared))))
            known = best.get(company.code)
            if score >= LEAST_SCORE and (known is None or known.score < score):
                best[company.code] = CompanySuggestion(company.code, name, score)
        ordered = sorted(best.values(), key=lambda item: (-item.score, item.code))
        return tuple(ordered[:MOST_SUGGESTIONS])


def _plain(text: str) -> str:
    """The words that tell a company from others, by sound; all of them where nothing else is left."""
    return fold(_FORMS.sub(" ", text.replace("&", " and "))) or fold(text)
