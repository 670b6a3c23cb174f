"""Written names of CPSEs: known for sure, or suggested, and never silently another company's."""

import pytest

from csrmatch.places.tables import match_key
from csrmatch.reference import read_cpses
from csrmatch.registry.reconciling import Company, CompanyNames


@pytest.fixture(scope="module")
def companies() -> list[Company]:
    return [Company(row.code, row.name_en, row.name_hi, row.cin) for row in read_cpses()]


@pytest.fixture(scope="module")
def names(companies: list[Company]) -> CompanyNames:
    return CompanyNames(companies)


class TestKnownNames:
    def test_every_name_of_every_cpse_leads_to_it(
        self, companies: list[Company], names: CompanyNames
    ) -> None:
        for company in companies:
            for text in (company.code, company.cin, company.name_en, company.name_hi):
                assert text is None or names.read(text).code == company.code

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("Steel Authority of India Limited", "SAIL"),
            ("N.T.P.C. Ltd", "NTPC"),
            ("NMDC LIMITED", "NMDC"),
            ("एनएमडीसी", "NMDC"),
            ("South Eastern Coal Fields Ltd", "SECL"),
            ("Oil India", "OIL"),
            ("l13100ap1958goi001674", "NMDC"),
        ],
    )
    def test_case_dots_and_the_form_of_the_company_do_not_matter(
        self, names: CompanyNames, written: str, code: str
    ) -> None:
        assert names.read(written).code == code

    def test_what_somebody_confirmed_is_known_from_then_on(self, companies: list[Company]) -> None:
        written = "Neyveli Lignite Corporation"
        assert CompanyNames(companies).read(written).code is None
        assert CompanyNames(companies, {match_key(written): "NLCIL"}).read(written).code == "NLCIL"


class TestSuggestions:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("Bharat Petrolium Corporation Ltd", "BPCL"),
            ("Bharat Heavy Electrical Limited", "BHEL"),
            ("Nuclear Power Corp. of India", "NPCIL"),
            ("Hindustan Petroleum", "HPCL"),
            ("Indian Oil", "IOCL"),
            ("Power Grid Corp", "POWERGRID"),
            ("HPCL, Mumbai", "HPCL"),
            ("Coal India Lmited", "CIL"),
            ("भारत हैवी इलैक्ट्रिकल्स", "BHEL"),
        ],
    )
    def test_the_first_is_right_and_none_is_taken_silently(
        self, names: CompanyNames, written: str, code: str
    ) -> None:
        reading = names.read(written)
        assert reading.code is None
        assert reading.suggestions[0].code == code

    @pytest.mark.parametrize("written", ["", " ", "Limited", "India Ltd", "Xqz", "-", "😀"])
    def test_what_names_no_company_is_not_known(self, names: CompanyNames, written: str) -> None:
        assert names.read(written).code is None
