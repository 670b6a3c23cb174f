"""One picture for each criterion and one for the fit they make, drawn from the facts."""

import math
from collections.abc import Callable

from csrmatch.mapping.tables.schema import CRITERIA as NAMES
from tools.criteria.drawing import AMBER, INDIGO, INK, LINE, MUTED, PALE, PAPER, Picture
from tools.criteria.facts import ASKED, CRORE, LEAD, OTHER, SHARED, Facts
from tools.criteria.words import CPSES, CRITERIA, DISTRICTS, THEMES, WORDS

__all__ = ["pictures"]

LEFT, RIGHT = 190, 650
"""Where bars begin and where the longest ends."""

CLOSE_KM = 40
"""A name so near to the one before stands on the other side of the curve."""


def pictures(facts: Facts, language: str) -> dict[str, str]:
    """The SVG of every picture by its name."""
    drawn: dict[str, Callable[[Facts, str], Picture]] = {
        "fit": _fit,
        "need_expertise": _need,
        "nearness": _nearness,
        "money": _money,
        "track_record": _track_record,
        "preferences": _preferences,
        "continuity": _continuity,
        "additionality": _additionality,
    }
    return {name: draw(facts, language).svg(language) for name, draw in drawn.items()}


def _card(kind: str, language: str, height: int, **figures: object) -> Picture:
    words = WORDS[language]
    told = {"district": DISTRICTS[language], "cpse": CPSES[language][LEAD]} | figures
    title = words[f"{kind}.title"].format(**told)
    picture = Picture(title, words[f"{kind}.text"].format(**told), height)
    picture.text(24, 34, title, size=17, bold=True)
    return picture


def _fit(facts: Facts, language: str) -> Picture:
    picture = _card("fit", language, 330, fit=f"{facts.fit(LEAD):.3f}", missing=facts.missing_points(LEAD))
    scale = (RIGHT - LEFT - 90) / max(facts.weight(name) for name in NAMES)
    for row, name in enumerate(NAMES):
        y = 56 + 33 * row
        weight, points = facts.weight(name), facts.weight(name) * facts.value(name, LEAD)
        picture.text(LEFT - 12, y + 17, CRITERIA[language][name], anchor="end")
        picture.box(LEFT, y, weight * scale, 24, PALE)
        picture.box(LEFT, y, points * scale, 24, "hatched" if facts.is_missing(name, LEAD) else INDIGO)
        picture.text(LEFT + weight * scale + 10, y + 17, f"{points:.1f} / {weight}", colour=MUTED)
    picture.text(24, 312, WORDS[language]["fit.note"], size=12, colour=MUTED)
    return picture


def _need(facts: Facts, language: str) -> Picture:
    picture = _card("need", language, 250)
    themes = [theme for theme in THEMES[language] if facts.points_asked(theme) > 0]
    scale = (RIGHT - LEFT - 110) / max(map(facts.points_asked, themes))
    for row, theme in enumerate(themes):
        y = 58 + 42 * row
        asked = facts.points_asked(theme)
        met = asked * facts.expertise[theme]
        picture.text(LEFT - 12, y + 21, THEMES[language][theme], anchor="end")
        picture.box(LEFT, y, asked * scale, 30, PALE, LINE)
        picture.box(LEFT, y, met * scale, 30, INDIGO)
        picture.text(LEFT + asked * scale + 10, y + 20, f"{met:.2f} / {asked:.2f}", colour=MUTED)
    asked = sum(map(facts.points_asked, themes))
    told = WORDS[language]["need.sum"].format(
        asked=f"{asked:.2f}",
        met=f"{asked * facts.value('need_expertise', LEAD):.2f}",
        value=f"{facts.value('need_expertise', LEAD):.3f}",
    )
    picture.text(LEFT, 206, told, size=16, bold=True, colour=INDIGO)
    picture.text(LEFT, 230, WORDS[language]["need.axis"], size=12, colour=MUTED)
    return picture


def _nearness(facts: Facts, language: str) -> Picture:
    picture = _card("near", language, 330)
    left, bottom, top, most = 60, 272, 66, 600

    def place(km: float, value: float) -> tuple[float, float]:
        return left + km * (RIGHT - left) / most, bottom - value * (bottom - top)

    for value in (0, 0.5, 1):
        picture.stroke([place(0, value), place(most, value)])
        picture.text(left - 10, place(0, value)[1] + 5, f"{value:g}", size=12, colour=MUTED, anchor="end")
    for km in range(0, most + 1, 150):
        picture.text(place(km, 0)[0], bottom + 20, f"{km}", size=12, colour=MUTED, anchor="middle")
    picture.stroke([place(km, math.exp(-km / 150)) for km in range(0, most + 1, 10)], INDIGO, 2.5)
    before = -float(CLOSE_KM)
    for cpse in facts.cpses:
        km, value = facts.kilometres(cpse), facts.value("nearness", cpse)
        x, y = place(km, value)
        picture.dot(x, y, 6)
        told = f"{CPSES[language][cpse]} {value:.2f}"
        if facts.is_inside(cpse):
            told = WORDS[language]["near.inside"].format(cpse=CPSES[language][cpse])
        if km - before < CLOSE_KM:
            picture.text(x - 9, y + 18, told, size=13, anchor="end")
        else:
            picture.text(x + 11, y - 8, told, size=13)
        before = km
    axis = WORDS[language]["near.axis"].format(district=DISTRICTS[language])
    picture.text((left + RIGHT) / 2, 316, axis, size=12, colour=MUTED, anchor="middle")
    return picture


def _money(facts: Facts, language: str) -> Picture:
    picture = _card("money", language, 320)
    words = WORDS[language]
    left = 130
    scale = (RIGHT - left - 90) / max(facts.free_inr(cpse) or 0 for cpse in facts.cpses)
    line = left + ASKED * scale
    for row, cpse in enumerate(facts.cpses):
        y, free = 78 + 36 * row, facts.free_inr(cpse)
        picture.text(left - 12, y + 17, CPSES[language][cpse], anchor="end")
        if free is None:
            picture.box(left, y, 60, 24, "hatched")
            picture.text(left + 70, y + 17, words["money.unknown"], colour=AMBER)
            continue
        picture.box(left, y, free * scale, 24, PALE)
        picture.box(left, y, min(free, ASKED) * scale, 24, INDIGO)
        told = f"{free / CRORE:.1f} → {facts.money(cpse):.2f}"
        picture.text(left + max(free, ASKED) * scale + 10, y + 17, told, colour=MUTED)
    picture.stroke([(line, 70), (line, 78 + 36 * len(facts.cpses) - 6)], INK, 1.5, "5 4")
    picture.text(
        line, 62, words["money.ask"].format(ask=f"{ASKED // CRORE}"), size=12, anchor="middle", colour=INK
    )
    picture.text(left, 306, words["money.unit"], size=12, colour=MUTED)
    return picture


def _track_record(facts: Facts, language: str) -> Picture:
    picture = _card("track", language, 310)
    words = WORDS[language]
    left, bottom, top, most, mean = 60, 250, 62, 20, 0.6

    def place(number: float, value: float) -> tuple[float, float]:
        return left + number * (470 - left) / most, bottom - value * (bottom - top)

    for value in (0, 0.5, 1):
        picture.stroke([place(0, value), place(most, value)])
        picture.text(left - 10, place(0, value)[1] + 5, f"{value:g}", size=12, colour=MUTED, anchor="end")
    picture.stroke([place(0, mean), place(most, mean)], MUTED, 1.5, "5 4")
    numbers = range(most + 1)
    picture.stroke([place(n, (n + 5 * mean) / (n + 5)) for n in numbers], INDIGO, 2.5)
    picture.stroke([place(n, 5 * mean / (n + 5)) for n in numbers], AMBER, 2.5)
    x, _ = place(most, 0)
    picture.text(x + 12, place(0, (most + 5 * mean) / (most + 5))[1] + 5, words["track.good"], colour=INDIGO)
    picture.text(x + 12, place(0, mean)[1] + 5, words["track.mean"].format(mean=f"{mean:g}"), colour=MUTED)
    picture.text(x + 12, place(0, 5 * mean / (most + 5))[1] + 5, words["track.bad"], colour=AMBER)
    for number in range(0, most + 1, 5):
        picture.text(place(number, 0)[0], bottom + 20, f"{number}", size=12, colour=MUTED, anchor="middle")
    picture.text((left + x) / 2, 294, words["track.axis"], size=12, colour=MUTED, anchor="middle")
    return picture


def _preferences(facts: Facts, language: str) -> Picture:
    picture = _card("wish", language, 280)
    words = WORDS[language]
    most, bottom, top = 4, 230, 66
    for value in (0, 0.5, 1):
        y = bottom - value * (bottom - top)
        picture.stroke([(60, y), (RIGHT, y)])
        picture.text(50, y + 5, f"{value:g}", size=12, colour=MUTED, anchor="end")
    bars = [(words["wish.rank"].format(rank=rank), facts.liking(rank, most), INDIGO) for rank in range(1, 5)]
    for place, (told, value, fill) in enumerate([*bars, (words["wish.silent"], 0.5, "hatched")]):
        x, height = 90 + 112 * place, value * (bottom - top)
        picture.box(x, bottom - height, 70, height, fill)
        picture.text(x + 35, bottom - height - 8, f"{value:g}", anchor="middle", bold=True)
        picture.text(x + 35, bottom + 22, told, anchor="middle", size=13)
    return picture


def _continuity(facts: Facts, language: str) -> Picture:
    picture = _card("keep", language, 240)
    words = WORDS[language]
    for column, cpse in enumerate(facts.cpses):
        picture.text(
            LEFT + 37 + 76 * column, 72, CPSES[language][cpse], size=12, anchor="middle", colour=MUTED
        )
    for row, kind in enumerate(("known", "none", "unknown")):
        y = 84 + 46 * row
        picture.text(LEFT - 12, y + 25, words[f"keep.{kind}"], anchor="end")
        for column, cpse in enumerate(facts.cpses):
            leads = kind == "known" and cpse == OTHER
            fill = INDIGO if leads else "hatched" if kind == "unknown" else PALE
            x = LEFT + 3 + 76 * column
            picture.box(x, y, 68, 36, fill)
            if kind == "unknown":
                picture.box(x + 22, y + 8, 24, 20, PAPER)
            colour = PAPER if leads else INK
            picture.text(x + 34, y + 24, "1" if leads else "0", colour=colour, anchor="middle", bold=leads)
    return picture


def _additionality(facts: Facts, language: str) -> Picture:
    picture = _card("add", language, 200, cpse=CPSES[language][LEAD])
    words = WORDS[language]
    parts = facts.shared_needs()
    total = sum(asked for _, asked, _ in parts)
    x = 40.0
    for theme, asked, is_served in parts:
        width = 600 * asked / total
        picture.box(x, 66, width - 3, 46, PALE if is_served else INDIGO)
        picture.text(x, 132, THEMES[language][theme], size=12)
        picture.text(x, 149, f"{asked / total:.2f}", size=12, colour=MUTED)
        x += width
    left = words["add.left"].format(
        cpse=CPSES[language][LEAD], value=f"{facts.value('additionality', LEAD, SHARED):.3f}"
    )
    picture.text(40, 182, left, size=15, bold=True, colour=INDIGO)
    picture.text(640, 182, words["add.taken"], size=12, colour=MUTED, anchor="end")
    return picture
