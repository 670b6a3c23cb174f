"""What templates may call to show values: names, money, figures, dates, theme and status words."""

import re

from flask import Flask
from markupsafe import Markup, escape

from csrmatch import i18n

__all__ = ["install_filters", "keep_years_whole"]

_YEARS = re.compile(r"\d{4}[-–]\d{2}(?![\d-])")


def install_filters(app: Flask) -> None:
    """Registers the filters and the text functions with Jinja."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: i18n.translator(i18n.current_language()).gettext(text),
        ngettext=lambda one, many, count: i18n.translator(i18n.current_language()).ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        name=i18n.name_of,
        inr=i18n.format_inr,
        inr_exact=i18n.format_inr_exact,
        number=i18n.format_number,
        day=i18n.format_day,
        ist=i18n.format_ist,
        years=keep_years_whole,
    )
    app.jinja_env.globals.update(current_language=i18n.current_language, languages=i18n.LANGUAGES)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def keep_years_whole(text: object) -> Markup:
    """The text, in which no line may end within a span of years such as 2024-25."""
    return Markup(_YEARS.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))  # noqa: S704 (escaped)
