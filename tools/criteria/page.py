"""The page of the criteria: two texts with the figures of the facts put in, and their pictures."""

from pathlib import Path

from tools.criteria.facts import (
    ALL_DONE,
    ALL_TOTAL,
    ASKED,
    CRORE,
    DONE,
    LAST_OF_CPSE,
    LAST_OF_DISTRICT,
    LEAD,
    OTHER,
    RANK_OF_CPSE,
    RANK_OF_DISTRICT,
    SHARED,
    TOTAL,
    Facts,
)
from tools.criteria.pictures import pictures

__all__ = ["figures", "files"]

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {"en": "criteria.md", "hi": "criteria.hi.md"}
PLACES_HI = {"Head office, Bilaspur": "प्रधान कार्यालय, बिलासपुर"}
"""The places the page names, in Hindi; the reference data has them in English."""


def figures(facts: Facts) -> dict[str, str]:
    """What stands in the text for each {name}."""
    asked = {theme: facts.points_asked(theme) for theme in ("HN", "ED", "IN")}
    met = {theme: asked[theme] * facts.expertise[theme] for theme in asked}
    place = facts.nearest_place(OTHER)
    lead, other = facts.free_inr(LEAD), facts.free_inr(OTHER)
    if lead is None or other is None:
        raise ValueError("the example needs two CPSEs whose free money is known")
    return {
        **{f"weight_{name}": f"{weight}" for name, weight in facts.encoded.weights.items()},
        **{f"theme_{theme}": f"{facts.theme_weights[theme]}" for theme in asked},
        **{f"severity_{theme}": f"{facts.severity(theme):.3f}" for theme in asked},
        **{f"skill_{theme}": f"{facts.expertise[theme]:.3f}" for theme in asked},
        **{f"asked_{theme}": f"{points:.3f}" for theme, points in asked.items()},
        **{f"met_{theme}": f"{points:.3f}" for theme, points in met.items()},
        "asked": f"{sum(asked.values()):.3f}",
        "met": f"{sum(met.values()):.3f}",
        "need": f"{facts.value('need_expertise', LEAD):.3f}",
        "need_other": f"{facts.value('need_expertise', OTHER):.3f}",
        "need_neutral": f"{facts.value('need_expertise', 'ALIMCO'):.3f}",
        "km": f"{facts.kilometres(OTHER):.1f}",
        "place_en": place,
        "place_hi": PLACES_HI[place],
        "near": f"{facts.value('nearness', LEAD):.3f}",
        "near_other": f"{facts.value('nearness', OTHER):.3f}",
        "ask": f"{ASKED / CRORE:g}",
        "free": f"{lead / CRORE:.2f}",
        "free_other": f"{other / CRORE:.2f}",
        "money": f"{facts.money(LEAD):.3f}",
        "money_other": f"{facts.money(OTHER):.3f}",
        "money_neutral": f"{facts.value('money', LEAD):.1f}",
        "done": f"{DONE}",
        "total": f"{TOTAL}",
        "all_done": f"{ALL_DONE}",
        "all_total": f"{ALL_TOTAL}",
        "mean": f"{ALL_DONE / ALL_TOTAL:g}",
        "track": f"{facts.track_record():.3f}",
        "rank_district": f"{RANK_OF_DISTRICT}",
        "last_district": f"{LAST_OF_DISTRICT}",
        "rank_cpse": f"{RANK_OF_CPSE}",
        "last_cpse": f"{LAST_OF_CPSE}",
        "liking_district": f"{facts.liking(RANK_OF_DISTRICT, LAST_OF_DISTRICT):g}",
        "liking_cpse": f"{facts.liking(RANK_OF_CPSE, LAST_OF_CPSE):g}",
        "preferences": f"{facts.preferences():g}",
        "overlap": f"{1 - facts.value('additionality', LEAD, SHARED):.3f}",
        "additionality": f"{facts.value('additionality', LEAD, SHARED):.3f}",
        "additionality_neutral": f"{facts.value('additionality', LEAD):.3f}",
        "points_need": f"{facts.weight('need_expertise') * facts.value('need_expertise', LEAD):.2f}",
        "points_near": f"{facts.weight('nearness') * facts.value('nearness', LEAD):.2f}",
        "points_money": f"{facts.weight('money') * facts.value('money', LEAD):.2f}",
        "points_track": f"{facts.weight('track_record') * facts.value('track_record', LEAD):.2f}",
        "points_wish": f"{facts.weight('preferences') * facts.value('preferences', LEAD):.2f}",
        "points_keep": f"{facts.weight('continuity') * facts.value('continuity', LEAD):.2f}",
        "points_add": f"{facts.weight('additionality') * facts.value('additionality', LEAD):.2f}",
        "fit": f"{facts.fit(LEAD):.6f}",
        "points": f"{100 * facts.fit(LEAD):.2f}",
        "fit_other": f"{facts.fit(OTHER):.6f}",
        "missing": f"{facts.missing_points(LEAD)}",
    }


def files(facts: Facts) -> dict[Path, str]:
    """The pages and pictures by the path they stand at."""
    told = figures(facts)
    made: dict[Path, str] = {}
    for language, page in PAGES.items():
        text = (Path(__file__).parent / f"page.{language}.md").read_text(encoding="utf-8")
        made[DOCS / page] = text.format(**told)
        for name, picture in pictures(facts, language).items():
            made[DOCS / "pictures" / "criteria" / f"{name}.{language}.svg"] = picture
    return made
