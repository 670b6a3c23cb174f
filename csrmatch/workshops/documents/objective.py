"""The first sections: the foreword, what the workshop was for with its districts, and who took part."""

from collections.abc import Sequence

from csrmatch.documents.parts import Paragraph, Part, Picture
from csrmatch.i18n import _, format_number, lazy_, name_of, ngettext
from csrmatch.workshops.documents.drawing import draw_districts
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.report import WAS_HELD
from csrmatch.workshops.wording.report import join_words, told_paragraphs
from csrmatch.workshops.wording.workshops import tell_place, tell_series

__all__: list[str] = []


def _foreword(record: ReportRecord) -> Sequence[Part]:
    return [Paragraph(text) for text in told_paragraphs(record.texts, "foreword")]


def _objective(record: ReportRecord) -> Sequence[Part]:
    """Which workshop it was, what it was for, and the map of its districts."""
    workshop = record.workshop
    parts: list[Part] = [Paragraph(_introduce(workshop))]
    parts += [Paragraph(text) for text in told_paragraphs(workshop, "objective")]
    if workshop.themes:
        themes = join_words([name_of(item.theme) for item in workshop.themes])
        parts.append(Paragraph(_("Themes of the workshop: %(themes)s.", themes=themes)))
    districts = [item.district for item in workshop.districts]
    drawing = draw_districts(districts)
    if drawing is not None:
        names = sorted(f"{name_of(row, 'tile_code')} {name_of(row)}" for row in districts)
        counted = ngettext("%(num)s district", "%(num)s districts", len(districts))
        parts.append(
            Picture(
                drawing,
                _("Districts of the workshop: %(count)s", count=counted),
                _("Map of equal tiles, one a district: %(names)s.", names=", ".join(names)),
                ", ".join(names),
            )
        )
    return parts


def _introduce(workshop: Workshop) -> str:
    """The workshop in one sentence: its place in the series, what it is called, where and when."""
    series, title, place = tell_series(workshop), name_of(workshop, "title"), tell_place(workshop)
    named = _("The %(series)s, “%(title)s”,", series=series, title=title) if series else f"“{title}”"
    told = {"workshop": named, "place": place, "year": workshop.year}
    if workshop.status in WAS_HELD:
        if place:
            return _("%(workshop)s was held at %(place)s in %(year)s.", **told)
        return _("%(workshop)s was held in %(year)s.", workshop=named, year=workshop.year)
    if place:
        return _("%(workshop)s is planned at %(place)s in %(year)s.", **told)
    return _("%(workshop)s is planned in %(year)s.", workshop=named, year=workshop.year)


def _participants(record: ReportRecord) -> Sequence[Part]:
    """How many took part as the organisers say, and who they were in words."""
    told = told_paragraphs(record.texts, "participants")
    if told:
        return [Paragraph(text) for text in told]
    count = record.workshop.participants_told
    if count is None:
        return []
    if record.workshop.is_about:
        return [Paragraph(_("Around %(count)s persons took part.", count=format_number(count)))]
    return [
        Paragraph(ngettext("%(num)s person took part.", "%(num)s persons took part.", count)),
    ]


register_section("foreword", lazy_("Foreword"), 5, _foreword)
register_section("objective", lazy_("Objective"), 10, _objective)
register_section("participants", lazy_("Participants"), 20, _participants)
