"""What the letters of a proposal say to a collector and to a CPSE, in the language in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from csrmatch.documents.letters import Heading, Items, Letter, Paragraph, Part, Table
from csrmatch.i18n import _, current_language, format_day, format_inr, format_number, name_of
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.wording.codes import CRITERION_NAMES
from csrmatch.reference.measures import read_indicators, read_themes

__all__ = ["tell_headline", "write_proposal_letter"]

Facts = Mapping[str, Any]


def write_proposal_letter(facts: Facts, *, side: Side, reference: str) -> Letter:
    """The letter of one side about one pair, from the facts frozen when the proposal was put."""
    district, cpse = name_of(facts, "district"), name_of(facts, "cpse")
    subject = _(
        "Subject: Proposal of %(cpse)s as lead CPSE of the aspirational district %(district)s, %(year)s",
        cpse=facts["cpse"],
        district=district,
        year=facts["year"],
    )
    return Letter(
        language=current_language(),
        title=subject,
        office=[_("Government of India"), _("Ministry of Finance")],
        department=_("Department of Public Enterprises"),
        number=_("No. %(reference)s", reference=reference),
        dated=_("Dated %(day)s", day=_day(facts["put_on"])),
        addressee=_addressee(facts, side, district, cpse),
        subject=subject,
        greeting=_("Sir/Madam,"),
        parts=_parts(facts, side, district, cpse),
        closing=_("Yours faithfully,"),
        signature=[
            _("(For the Department of Public Enterprises)"),
            _("Written by csrmatch from the record of the proposal."),
        ],
        copies_to=_("Copy to:"),
        copies=[_copy(side, district, cpse)],
        footer=_("This is a proposal. Nobody can allot a company's CSR: its board decides."),
        page_words=_("Page {page} of {pages}"),
    )


def tell_headline(facts: Facts) -> str:
    """The one sentence that says why this pair."""
    words = {
        "cpse": facts["cpse"],
        "district": name_of(facts, "district"),
        "fit": "–" if facts["fit"] is None else f"{facts['fit']:.2f}",
    }
    if facts["fit"] is None:
        return _("%(cpse)s is proposed to lead %(district)s.", **words)
    if facts.get("is_pinned"):
        return _("%(cpse)s is proposed to lead %(district)s, because a rule pins it.", **words)
    if facts["second"] is None:
        return _("%(cpse)s is proposed to lead %(district)s; no other CPSE may.", **words)
    second, margin = facts["second"]
    words |= {"second": second, "margin": f"{abs(margin):.2f}"}
    if margin < 0:
        return _(
            "%(cpse)s is proposed to lead %(district)s with a fit of %(fit)s. %(second)s would fit better by "
            "%(margin)s, but is needed more elsewhere.",
            **words,
        )
    return _(
        "%(cpse)s is proposed to lead %(district)s with a fit of %(fit)s, %(margin)s ahead of %(second)s.",
        **words,
    )


def _addressee(facts: Facts, side: Side, district: str, cpse: str) -> list[str]:
    if side is Side.DISTRICT:
        return [_("To,"), _("The District Collector"), f"{district}, {name_of(facts, 'state')}"]
    return [_("To,"), _("The CSR Nodal Officer"), f"{cpse} ({facts['cpse']})"]


def _copy(side: Side, district: str, cpse: str) -> str:
    if side is Side.DISTRICT:
        return _("The CSR Nodal Officer, %(cpse)s", cpse=cpse)
    return _("The District Collector, %(district)s", district=district)


def _parts(facts: Facts, side: Side, district: str, cpse: str) -> list[Part]:
    deadline = _day(facts["deadline_on"])
    parts: list[Part] = [
        Paragraph(
            _(
                "Under “One Aspirational District, One CPSE” the Department of Public Enterprises proposes "
                "that %(cpse)s be the lead CPSE of the district %(district)s (%(state)s) in %(year)s.",
                cpse=cpse,
                district=district,
                state=name_of(facts, "state"),
                year=facts["year"],
            )
        ),
        Paragraph(
            _("It is a proposal. The district and the company answer it, and the company's board decides."),
            "2.",
        ),
        Paragraph(_("Why this pair: %(headline)s", headline=tell_headline(facts)), "3."),
    ]
    if facts["parts"]:
        parts.append(_criteria(facts))
    parts.append(Paragraph(_("What the district needs is set out below, the most severe first."), "4."))
    parts.append(_needs(facts, district))
    parts += [
        Heading(_("What is asked of you")),
        Paragraph(_ask(side, deadline), "5."),
        Items(
            [
                _("Accept, or decline with a reason, on csrmatch under “Waiting for you”."),
                _("Your answer is dated. It can be corrected later; the former answer stays on record."),
                _("The other side learns your answer after its own, and never your reason."),
            ]
        ),
    ]
    if facts["note"]:
        parts.append(Paragraph(facts["note"], "6."))
    return parts


def _ask(side: Side, deadline: str) -> str:
    if side is Side.DISTRICT:
        return _("Please say by %(day)s whether the district accepts this CPSE as its lead.", day=deadline)
    return _(
        "Please say by %(day)s whether the company accepts to lead this district, and later record its "
        "board's approval with date and number of the resolution.",
        day=deadline,
    )


def _criteria(facts: Facts) -> Table:
    rows = []
    for name, value, weight, is_unknown in facts["parts"]:
        shown = _("not known") if is_unknown else format_number(value, 2)
        rows.append(
            [str(CRITERION_NAMES[name]), shown, format_number(weight), format_number(value * weight, 1)]
        )
    return Table(
        caption=_(
            "The seven criteria of this pair, together %(fit)s of 1", fit=format_number(facts["fit"], 3)
        ),
        heads=[_("Criterion"), _("Value, 0 to 1"), _("Weight"), _("Points of 100")],
        rows=rows,
        widths=[4, 1.6, 1, 1.6],
        numeric=frozenset({1, 2, 3}),
        note=_("A criterion whose data are not known counts as neutral and favours nobody."),
    )


def _needs(facts: Facts, district: str) -> Part:
    if not facts["needs"]:
        return Paragraph(_("No need of the district is on record."))
    themes = {theme.code: theme for theme in read_themes()}
    labels = {row.code: row for row in read_indicators()}
    rows = []
    for theme, title, ask, indicator, value, benchmark in facts["needs"]:
        figure = _("not known")
        known = labels.get(indicator)
        if known and title == known.label_en:  # a gap of the survey, which bears the name of its indicator
            title = name_of(known, "label")
        if value is not None:
            figure = f"{name_of(known, 'short') if known else indicator or ''}: {format_number(value, 1)}"
            if benchmark is not None:
                figure += _(" (benchmark %(value)s)", value=format_number(benchmark, 1))
        rows.append([name_of(themes[theme]) if theme in themes else theme, title, figure, format_inr(ask)])
    return Table(
        caption=_("Needs of %(district)s by theme", district=district),
        heads=[_("Theme"), _("Need"), _("Figure"), _("Asked")],
        rows=rows,
        widths=[2, 4, 3, 1.7],
        numeric=frozenset({3}),
        note=_(
            "Source: the needs that the district registered, else its survey gaps (NFHS-5), as frozen in run "
            "%(run)s, input %(digest)s.",
            run=facts["run"],
            digest=facts["digest"],
        ),
    )


def _day(written: str) -> str:
    return format_day(date.fromisoformat(written))
