"""The page of the criteria: its figures are those of the code, and of arithmetic done without it."""

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from csrmatch import reference
from csrmatch.mapping.tables.schema import CRITERIA, DEFAULT_WEIGHTS
from tools.criteria.facts import DISTRICT, LEAD, OTHER, Facts
from tools.criteria.page import DOCS, PAGES, figures, files

TEMPLATES = Path(__file__).parents[2] / "tools" / "criteria"


@pytest.fixture(scope="module")
def facts():
    return Facts()


@pytest.fixture(scope="module")
def told(facts):
    return figures(facts)


class TestFiles:
    def test_pages_and_pictures_are_those_the_code_makes(self, facts):
        made = files(facts)
        assert len(made) == 2 + 2 * (len(CRITERIA) + 1)
        for path, text in made.items():
            assert path.read_text(encoding="utf-8") == text, f"run python -m tools.criteria: {path.name}"

    def test_no_picture_is_left_over(self, facts):
        drawn = {path for path in files(facts) if path.suffix == ".svg"}
        assert set((DOCS / "pictures" / "criteria").iterdir()) == drawn

    def test_both_languages_show_the_same_figures(self):
        shown = [
            sorted(re.findall(r"{(\w+)}", (TEMPLATES / f"page.{language}.md").read_text(encoding="utf-8")))
            for language in PAGES
        ]
        named = [[name for name in page if not name.startswith("place_")] for page in shown]
        assert named[0] == named[1]
        assert len(named[0]) > 60

    @pytest.mark.parametrize("language", PAGES)
    def test_every_criterion_has_its_section_and_picture(self, language):
        text = (DOCS / PAGES[language]).read_text(encoding="utf-8")
        assert len(re.findall(r"^## \d\. ", text, flags=re.MULTILINE)) == len(CRITERIA)
        for name in ("fit", *CRITERIA):
            assert re.search(rf"!\[[^\]]{{20,}}\]\(pictures/criteria/{name}\.{language}\.svg\)", text)

    def test_every_picture_can_be_read_by_those_who_do_not_see_it(self, facts):
        for path, text in files(facts).items():
            if path.suffix == ".svg":
                root = ElementTree.fromstring(text)  # noqa: S314 - our own file
                names = {child.tag.rsplit("}", 1)[1]: child for child in root}
                assert root.get("role") == "img"
                assert root.get("aria-labelledby") == "title description"
                assert len(names["title"].text or "") > 20
                assert len(names["desc"].text or "") > 40


class TestFigures:
    """Arithmetic from the reference tables alone."""

    def test_nearness_by_spherical_trigonometry(self, facts, told):
        home = next(row for row in reference.read_districts() if str(row.lgd) == DISTRICT)
        phi, lam = math.radians(home.hq_lat), math.radians(home.hq_lon)
        angles = {}
        for place in reference.read_cpse_places():
            if place.cpse == OTHER and place.lat is not None:
                other, to = math.radians(place.lat), math.radians(place.lon)
                cosine = math.sin(phi) * math.sin(other) + math.cos(phi) * math.cos(other) * math.cos(
                    to - lam
                )
                angles[place.name_en] = math.acos(cosine) * 6371.0088
        name = min(angles, key=angles.__getitem__)
        assert (told["place_en"], told["km"]) == (name, f"{angles[name]:.1f}")
        assert told["near_other"] == f"{math.exp(-angles[name] / 150):.3f}"
        assert told["near"] == "1.000"
        assert any(
            place.cpse == LEAD and str(place.lgd) == DISTRICT for place in reference.read_cpse_places()
        )

    def test_severity_from_the_survey(self, told):
        india = {
            row.indicator: float(row.value)
            for row in reference.read_benchmarks()
            if row.state_lgd is None and row.round == "NFHS-5"
        }
        catalogue = {row.code: row for row in reference.read_indicators()}
        gaps = []
        for row in reference.read_figures():
            known = row.value is not None and row.indicator in india
            if str(row.lgd) == DISTRICT and row.round == "NFHS-5" and known:
                indicator, value, aim = catalogue[row.indicator], float(row.value), india[row.indicator]
                if indicator.theme == "ED":
                    gap = 1 - value / aim if indicator.better == "higher" else 1 - aim / value
                    gaps.append(max(0.0, gap))
        assert told["severity_ED"] == f"{sum(gaps) / len(gaps):.3f}"

    def test_expertise_from_the_filings(self, facts, told):
        codes = {row.code for row in facts.given.cpses}
        latest = max(int(row.year[:4]) for row in reference.read_cpse_spending())
        spent = dict.fromkeys(codes, 0.0)
        for row in reference.read_cpse_spending():
            if row.cpse in codes and row.theme == "ED" and not row.is_suspect:
                spent[row.cpse] += row.spent_inr / 100_000 * 0.8 ** (latest - int(row.year[:4]))
        share = math.log1p(spent[LEAD]) / math.log1p(max(spent.values()))
        assert told["skill_ED"] == f"{share:.3f}"

    def test_need_and_expertise_from_the_table_on_the_page(self, told):
        asked = {theme: float(told[f"severity_{theme}"]) for theme in ("HN", "ED", "IN")}
        weights = {"HN": 30, "ED": 30, "IN": 10}
        met = sum(weights[theme] * asked[theme] * float(told[f"skill_{theme}"]) for theme in asked)
        assert met / sum(weights[theme] * asked[theme] for theme in asked) == pytest.approx(
            float(told["need"]), abs=0.001
        )

    def test_money_track_record_and_preferences_by_hand(self, told):
        assert told["money_other"] == f"{float(told['free_other']) / 150:.3f}"
        assert float(told["free"]) > 150
        assert told["money"] == "1.000"
        assert told["track"] == f"{(9 + 5 * 0.6) / 15:.3f}"
        assert (told["liking_district"], told["liking_cpse"], told["preferences"]) == ("1", "0.875", "0.9375")

    def test_points_add_up_to_the_fit(self, facts, told):
        values = [facts.value(name, LEAD) for name in CRITERIA]
        points = sum(DEFAULT_WEIGHTS[name] * value for name, value in zip(CRITERIA, values, strict=True))
        assert told["fit"] == f"{points / 100:.6f}"
        assert told["missing"] == "45"

    def test_the_text_says_rightly_who_leads_and_what_is_not_known(self, facts):
        assert facts.lead() == LEAD
        known = {name for name in CRITERIA if not facts.is_missing(name, LEAD)}
        assert known == {"need_expertise", "nearness"}
        assert facts.is_missing("need_expertise", "ALIMCO")
