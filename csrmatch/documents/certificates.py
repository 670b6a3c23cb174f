"""A certificate as plain data, in one language or in two side by side, and its PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from csrmatch.documents.pdf import printable_data, write_pdf

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
    return write_pdf("certificate.typ", printable_data(asdict(certificate)), dated=day)
