"""How a person is named on a page: by name where the reader is shown it, otherwise by number."""

from flask import Flask
from flask_login import current_user

from csrmatch.accounts.access import can_see_person
from csrmatch.accounts.models import User
from csrmatch.i18n import _

__all__ = ["install_person_filter", "shown_name"]


def shown_name(user: User) -> str:
    """A person's name as this reader is shown it."""
    if current_user.is_authenticated and can_see_person(current_user, user):
        return user.name
    return _("Person %(number)s", number=user.id)


def install_person_filter(app: Flask) -> None:
    """Lets templates write `{{ run.created_by|person }}`."""
    app.jinja_env.filters["person"] = shown_name
