"""The order by which a mapping is published, written from its sealed content alone."""

from csrmatch.documents.letters import Heading, Letter, Paragraph, Part, Table
from csrmatch.i18n import _, format_day, format_inr, format_number, name_of, ngettext
from csrmatch.mapping.documents.open_data import OpenMapping, OpenPair
from csrmatch.mapping.wording.codes import CRITERION_NAMES
from csrmatch.mapping.wording.publications import STANDINGS

__all__ = ["order_letter"]


def order_letter(mapping: OpenMapping, digest: str, language: str) -> Letter:
    """The order in the language in force, which must be `language`; it says proposal where no board agreed.

    It names no person: who signs writes the name by hand.
    """
    return Letter(
        language=language,
        title=_("Order"),
        office=[_("Government of India"), _("Ministry of Finance")],
        department=_("Department of Public Enterprises"),
        heading=_("Order"),
        number=_("No. %(reference)s", reference=mapping.order_number),
        dated=_("Dated %(day)s", day=format_day(mapping.order_on)),
        addressee=[
            _("The collectors of the districts named below"),
            _("The chief executives of the CPSEs named below"),
        ],
        subject=_(
            "“One Aspirational District, One CPSE”: %(title)s, %(year)s",
            title=name_of(mapping, "title"),
            year=mapping.financial_year,
        ),
        greeting="",
        parts=_parts(mapping),
        closing="",
        signature=[_("(Signature)"), _("Name and designation"), _("Department of Public Enterprises")],
        copies_to=_("Copy to:"),
        copies=[_("Chief secretaries of the states concerned"), _("NITI Aayog")],
        footer=_("Seal of the open data (SHA-256): %(digest)s", digest=digest),
        page_words=_("Page {page} of {pages}"),
    )


def _parts(mapping: OpenMapping) -> list[Part]:
    said = [
        _(
            "It is published which central public sector enterprise (CPSE) leads in which aspirational "
            "district in the financial year %(year)s (version %(number)s).",
            year=mapping.financial_year,
            number=mapping.number,
        ),
        _(
            "Nobody can allot a company's funds for corporate social responsibility. A pair marked as a "
            "proposal stays one until the district, the enterprise and its board have agreed; each stands "
            "below as it stood on the day of this order."
        ),
        _standing_words(mapping),
    ]
    if mapping.supersedes is not None:
        said.append(
            _(
                "This version takes the place of version %(number)s. Reason: %(reason)s",
                number=mapping.supersedes,
                reason=mapping.reason,
            )
        )
    if mapping.note:
        said.append(mapping.note)
    parts: list[Part] = [Paragraph(text, f"{number}.") for number, text in enumerate(said, 1)]
    return [*parts, Heading(_("Districts and lead CPSEs")), _pairs(mapping), *_how(mapping)]


def _standing_words(mapping: OpenMapping) -> str:
    open_ones = len(mapping.pairs) - mapping.approved
    approved = ngettext("%(num)s pair is approved", "%(num)s pairs are approved", mapping.approved)
    proposed = ngettext("%(num)s is a proposal", "%(num)s are proposals", open_ones)
    return _("%(approved)s, %(proposed)s.", approved=approved, proposed=proposed)


def _pairs(mapping: OpenMapping) -> Table:
    rows = [
        [
            str(number),
            f"{name_of(pair, 'district')}, {name_of(pair, 'state')}",
            f"{name_of(pair, 'cpse')} ({pair.cpse})",
            _standing(pair),
            format_inr(pair.ask_inr) if pair.ask_inr is not None else _("not known"),
        ]
        for number, pair in enumerate(mapping.pairs, 1)
    ]
    return Table(
        caption=_("Districts with their lead CPSE and how far each pair has come"),
        heads=[_("No."), _("District"), _("Lead CPSE"), _("Standing"), _("Needs cost")],
        rows=rows,
        widths=[0.06, 0.25, 0.31, 0.24, 0.14],
        numeric=frozenset({0, 4}),
        note=_("Needs cost: what the needs of the district ask in all, where it is known."),
    )


def _standing(pair: OpenPair) -> str:
    words = str(STANDINGS[pair.standing][0])
    if not pair.is_approved or pair.board_approved_on is None:
        return words
    day = format_day(pair.board_approved_on)
    if pair.resolution:
        return _(
            "%(words)s by the board on %(day)s, %(number)s", words=words, day=day, number=pair.resolution
        )
    return _("%(words)s by the board on %(day)s", words=words, day=day)


def _how(mapping: OpenMapping) -> list[Part]:
    weights = [[str(name), format_number(mapping.weights[key])] for key, name in CRITERION_NAMES.items()]
    proof = (
        _(
            "The certificate was checked: no plan under the same rules can have a greater total fit than "
            "%(bound)s; that of the pairs of this order is %(total)s.",
            bound=format_number(mapping.bound, 3),
            total=format_number(mapping.total, 3),
        )
        if mapping.is_checked
        else _("The certificate of the plan could not be checked.")
    )
    return [
        Heading(_("How it was found")),
        Table(
            caption=_("Criteria and their weights, of 100"),
            heads=[_("Criterion"), _("Weight")],
            rows=weights,
            widths=[0.8, 0.2],
            numeric=frozenset({1}),
        ),
        Paragraph(proof),
        Paragraph(
            _(
                "Written by csrmatch %(version)s from the input %(input)s. Anybody can download the open "
                "data from the public page and check it; its seal stands at the foot of each page.",
                version=mapping.software_version,
                input=mapping.input_digest[:16],
            )
        ),
    ]
