"""Badges as one PDF: eight to a page, the name large in the scripts it is known in, a signed code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno

from csrmatch.documents.pdf import printable, write_pdf

__all__ = ["Badge", "write_badges"]


@dataclass(frozen=True)
class Badge:
    """One badge, in words; `signed` is what its picture says, `code` what can be typed instead."""

    names: Sequence[str]
    designation: str
    organisation: str
    group: str
    group_words: str
    is_speaker: bool
    code: str
    signed: str


def write_badges(
    badges: Sequence[Badge], *, language: str, title: str, day: date, speaker_words: str, picture_words: str
) -> bytes:
    """The PDF; the same badges give the same bytes."""
    data = {
        "language": language,
        "title": printable(title),
        "speaker_words": printable(speaker_words),
        "picture_words": printable(picture_words),
        "badges": [_plain(badge) for badge in badges],
    }
    return write_pdf("badges.typ", data, dated=day)


def _plain(badge: Badge) -> dict[str, object]:
    return {
        "names": [printable(name) for name in badge.names],
        "designation": printable(badge.designation),
        "organisation": printable(badge.organisation),
        "group": badge.group,
        "group_words": printable(badge.group_words),
        "is_speaker": badge.is_speaker,
        "code": badge.code,
        "picture": _picture(badge.signed),
    }


def _picture(signed: str) -> str:
    """The code as an SVG; medium correction, for badges are bent and half hidden by lanyards."""
    stream = io.BytesIO()
    segno.make(signed, error="m", micro=False).save(stream, kind="svg", border=4, xmldecl=False, svgns=True)
    return stream.getvalue().decode()
