"""What a certificate says, and the words for the languages it is written in."""

from collections.abc import Sequence
from datetime import date

from csrmatch.documents.certificates import CertificateText, PrintedCertificate
from csrmatch.i18n import LazyText, _, current_language, format_day, lazy_, name_of, speaking
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.rules.certificates import CertificateLanguage, shown_code, told_number
from csrmatch.workshops.wording.participants import organisation_of
from csrmatch.workshops.wording.workshops import tell_series, tell_span, tell_venue

__all__ = ["CERTIFICATE_LANGUAGES", "languages_of", "printed_certificate", "tell_days_there"]

CERTIFICATE_LANGUAGES: dict[CertificateLanguage, LazyText] = {
    CertificateLanguage.BOTH: lazy_("English and Hindi side by side"),
    CertificateLanguage.ENGLISH: lazy_("English"),
    CertificateLanguage.HINDI: lazy_("Hindi"),
}


def languages_of(choice: CertificateLanguage) -> list[str]:
    """The codes of the languages in which a certificate is written; Hindi stands first of two."""
    return ["hi", "en"] if choice is CertificateLanguage.BOTH else [choice.value]


def tell_days_there(days: Sequence[tuple[int, date | None]]) -> str:
    """On which days somebody was there: by date where all are known, else by number."""
    dates = [held_on for _number, held_on in days if held_on is not None]
    if len(dates) < len(days):
        return ", ".join(_("Day %(number)s", number=number) for number, _held_on in days)
    if dates and (dates[-1] - dates[0]).days == len(dates) - 1:
        return tell_span(dates[0], dates[-1])
    return ", ".join(format_day(day) for day in dates)


def printed_certificate(
    row: Participant,
    days: Sequence[tuple[int, date | None]],
    *,
    language: CertificateLanguage,
    issue: int,
    code: str,
    picture: Sequence[str],
    site: str,
) -> PrintedCertificate:
    """The certificate of somebody as it is printed; `site` is where a code can be typed."""
    workshop = row.workshop
    number = told_number(workshop.id, row.id, issue)
    spoken = languages_of(language)
    texts = []
    for one in spoken:
        with speaking(one):
            texts.append(_text(row, workshop, days, number, site))
    offices = []
    for item in workshop.organisers:
        names = []
        for one in spoken:
            with speaking(one):
                names.append(name_of(item.organisation))
        offices.append(list(dict.fromkeys(names)))
    with speaking(spoken[0]):
        title = _("Certificate of participation %(number)s", number=number)
        picture_words = _("Code for a camera, to check the certificate")
    return PrintedCertificate(title, offices, texts, picture, picture_words, shown_code(code))


def _text(
    row: Participant, workshop: Workshop, days: Sequence[tuple[int, date | None]], number: str, site: str
) -> CertificateText:
    about = [name_of(row, "designation"), organisation_of(row)]
    series, title = tell_series(workshop), name_of(workshop, "title")
    return CertificateText(
        language=current_language(),
        heading=_("Certificate of participation"),
        opening=_("This is to certify that"),
        name=name_of(row),
        about=", ".join(part for part in about if part),
        part=_("took part in the workshop"),
        # A workshop that is called as its series is named once.
        workshop=series
        if series and series == title
        else "\n".join(part for part in (series, title) if part),
        place=tell_venue(workshop),
        days=_("Days attended: %(days)s", days=tell_days_there(days)),
        number=_("Number %(number)s", number=number),
        check=_(
            "Whether this certificate stands can be seen with the picture or the code at %(site)s", site=site
        ),
    )
