"""The section of the pairs spoken of in the room: what each came to, and who agreed or did not, by name."""

from collections.abc import Iterable, Sequence

from csrmatch.documents.parts import Paragraph, Part, Table
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.queries.room import OutcomeOfPair, OutcomeVoice
from csrmatch.workshops.wording.room import OUTCOMES_IN_ROOM, PROPOSAL_NOTE, ROOM_SIDES, STANCES

__all__: list[str] = []


def _pairs(record: ReportRecord) -> Sequence[Part]:
    """Every pair with all that was said of it, dissent as well; nothing where no pair was spoken of."""
    if not record.pairs:
        return []
    table = Table(
        caption=_("What was said of each pair in the room"),
        heads=[_("District"), _("CPSE"), _("What it comes to"), _("Who said what")],
        rows=[_row(pair) for pair in record.pairs],
        widths=[0.16, 0.24, 0.17, 0.43],
    )
    return [Paragraph(str(PROPOSAL_NOTE)), table]


def _row(pair: OutcomeOfPair) -> list[str]:
    outcome = str(OUTCOMES_IN_ROOM[pair.outcome][0])
    return [name_of(pair, "district"), name_of(pair, "cpse"), outcome, _voices(pair.voices)]


def _voices(voices: Iterable[OutcomeVoice]) -> str:
    """What each person said, for whom, as on the day, a line each."""
    return "\n".join(_tell(voice) for voice in voices) or _("nothing said yet")


def _tell(voice: OutcomeVoice) -> str:
    who = ", ".join(part for part in (voice.name, voice.designation, voice.organisation) if part)
    said = _(
        "%(who)s for %(side)s: %(stance)s",
        who=who,
        side=ROOM_SIDES[voice.side],
        stance=STANCES[voice.stance][0],
    )
    return f"{said} ({voice.note})" if voice.note else said


register_section("room", lazy_("Pairs spoken of in the room"), 61, _pairs)
