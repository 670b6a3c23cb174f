"""The sheet that is signed after the room: each pair agreed there, with places for both sides to sign."""

from collections.abc import Sequence
from datetime import date

from csrmatch.documents.letters import Heading, Items, Letter, Paragraph, Part, Table
from csrmatch.i18n import _, current_language, format_day, name_of
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.room import OutcomeOfPair, OutcomeVoice
from csrmatch.workshops.rules.room import OutcomeGroup, RoomOutcome, RoomSide, Stance
from csrmatch.workshops.wording.room import PROPOSAL_NOTE, ROOM_SIDES
from csrmatch.workshops.wording.workshops import tell_series, tell_when

__all__ = ["signature_sheet"]


def signature_sheet(
    workshop: Workshop, days: Sequence[date | None], outcomes: Sequence[OutcomeOfPair], day: date
) -> Letter:
    """The sheet in the language in force: pairs that both sides agreed to, and the dissent beside them."""
    agreed = [
        pair for pair in outcomes if pair.group is OutcomeGroup.AGREED or pair.outcome is RoomOutcome.DISPUTED
    ]
    return Letter(
        language=current_language(),
        title=_("Signatures on the mapping in the room"),
        office=[_("Government of India"), _("Ministry of Finance")],
        department=_("Department of Public Enterprises"),
        heading=_("Proposal"),
        number=workshop.code,
        dated=_("Dated %(day)s", day=format_day(day)),
        addressee=[part for part in (tell_series(workshop), tell_when(workshop, days)) if part],
        subject=_("Signatures on the mapping in the room: %(title)s", title=name_of(workshop, "title")),
        greeting="",
        parts=[Paragraph(str(PROPOSAL_NOTE)), *_pairs(agreed), *_remarks(agreed)],
        closing="",
        signature=[_("Written by csrmatch from the record of the workshop.")],
        copies_to="",
        copies=[],
        footer=_("This is a proposal. Nobody can allot a company's CSR: its board decides."),
        page_words=_("Page {page} of {pages}"),
    )


def _pairs(agreed: Sequence[OutcomeOfPair]) -> list[Part]:
    if not agreed:
        return [Paragraph(_("No pair was agreed by both sides."))]
    rows = [
        [
            str(number),
            f"{name_of(pair, 'district')}, {name_of(pair, 'state')}",
            f"{name_of(pair, 'cpse')} ({pair.cpse})",
            _place(pair, RoomSide.DISTRICT),
            _place(pair, RoomSide.CPSE),
        ]
        for number, pair in enumerate(agreed, 1)
    ]
    table = Table(
        caption=_("Pairs that both sides agreed to in the room"),
        heads=[_("No."), _("District"), _("CPSE"), _("For the district"), _("For the CPSE")],
        rows=rows,
        widths=[0.06, 0.17, 0.23, 0.27, 0.27],
        numeric=frozenset({0}),
        note=_("Whoever signs confirms what was said in the room, and no more."),
    )
    return [table]


def _place(pair: OutcomeOfPair, side: RoomSide) -> str:
    """Who spoke for a side, and the room to sign."""
    names = [_who(voice) for voice in pair.names_of(side)]
    return "\n".join([*names, "", "", _("Signature: ……………………"), _("Date: ……………………")])


def _who(voice: OutcomeVoice) -> str:
    return ", ".join(part for part in (voice.name, voice.designation, voice.organisation) if part)


def _remarks(agreed: Sequence[OutcomeOfPair]) -> list[Part]:
    """Conditions and dissent, so that nobody signs without them."""
    said = [
        _(
            "%(district)s – %(cpse)s: %(who)s, for %(side)s: %(what)s. %(note)s",
            district=name_of(pair, "district"),
            cpse=pair.cpse,
            who=_who(voice),
            side=ROOM_SIDES[voice.side],
            what=_("with conditions") if voice.stance is Stance.CONDITIONS else _("not agreed"),
            note=voice.note,
        )
        for pair in agreed
        for voice in (*pair.conditions, *pair.dissent)
    ]
    return [Heading(_("Conditions and dissent on record")), Items(said)] if said else []
