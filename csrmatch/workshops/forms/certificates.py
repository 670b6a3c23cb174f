"""The forms of certificates: who gets one in which language, withdrawing, checking by the code."""

from wtforms import BooleanField, RadioField, SearchField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import options
from csrmatch.web.forms import CreateForm, FilterForm, one_line
from csrmatch.workshops.rules.certificates import CertificateLanguage
from csrmatch.workshops.wording.certificates import CERTIFICATE_LANGUAGES

__all__ = ["CertificateFilter", "CheckForm", "MakeCertificatesForm", "WithdrawCertificateForm"]


class CertificateFilter(FilterForm):
    """By whether there is a certificate."""

    has = SelectField(lazy_("Certificate"), default="")


class MakeCertificatesForm(CreateForm):
    """For whom certificates are made, and in which language."""

    language = RadioField(
        lazy_("Language"),
        choices=options([(code.value, words) for code, words in CERTIFICATE_LANGUAGES.items()]),
        default=CertificateLanguage.BOTH.value,
    )
    people = SelectMultipleField(
        lazy_("For whom"),
        description=lazy_("Choose nobody, and everybody who was there and has none gets one."),
    )


class WithdrawCertificateForm(CreateForm):
    """Why a certificate no longer stands, and whether another takes its place."""

    reason = TextAreaField(
        lazy_("Why does the certificate no longer stand?"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
        description=lazy_("Those who hold the workshop can read it; whoever checks the paper cannot."),
    )
    anew = BooleanField(
        lazy_("Make a new one"),
        description=lazy_(
            "With the name, designation and organisation as the list of participants has them now."
        ),
    )


class CheckForm(FilterForm):
    """The code on a certificate."""

    code = SearchField(lazy_("Code on the certificate"), [Length(max=80)])
