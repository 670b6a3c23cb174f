"""A certificate as plain data, in one language or in two side by side, and its PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from csrmatch.documents.pdf import printable, write_pdf

__all__ = ["CertificateText", "PrintedCertificate", "certificate_pdf"]


@dataclass(frozen=True)
class CertificateText:
    """What a certificate says in one language, line by line."""

    language: str
    heading: str
    opening: str
    name: str
    about: str
    part: str
    workshop: str
    place: str
    days: str
    number: str
    check: str


@dataclass(frozen=True)
class PrintedCertificate:
    """A certificate ready to be laid out; every text is already in its language.

    `picture` holds the rows of the code for a camera, one character a square: `1` is dark.
    """

    title: str
    offices: Sequence[Sequence[str]]
    texts: Sequence[CertificateText]
    picture: Sequence[str]
    picture_words: str
    code: str


def certificate_pdf(certificate: PrintedCertificate, day: date) -> bytes:
    """The certificate on one page of A4 on its side, PDF/UA-1; equal data give equal bytes."""
    return write_pdf("certificate.typ", _plain(asdict(certificate)), dated=day)


def _plain(held: dict[str, object]) -> dict[str, object]:
    return {name: _shown(value) for name, value in held.items()}


def _shown(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value
