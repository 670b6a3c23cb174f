"""The words the log uses for the tables of workshops."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.workshops import WORKSHOP_STATUSES

__all__: list[str] = []

register_words(
    "workshop_series",
    lazy_("Series of workshops"),
    columns={
        "id": lazy_("Number"),
        "name_en": lazy_("Name in English"),
        "name_hi": lazy_("Name in Hindi"),
    },
)
register_words(
    "workshop",
    lazy_("Workshop"),
    columns={
        "id": lazy_("Number"),
        "series_id": lazy_("Series"),
        "ordinal": lazy_("Number in the series"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "objective_en": lazy_("Objective in English"),
        "objective_hi": lazy_("Objective in Hindi"),
        "year": lazy_("Year"),
        "starts_on": lazy_("First day"),
        "state_id": lazy_("State"),
        "city_en": lazy_("City in English"),
        "city_hi": lazy_("City in Hindi"),
        "venue_en": lazy_("Venue in English"),
        "venue_hi": lazy_("Venue in Hindi"),
        "status": lazy_("Stage"),
        "cancelled_reason": lazy_("Why it was cancelled"),
        "participants_told": lazy_("Participants, as the organisers say"),
        "is_about": lazy_("A round figure"),
        "copied_from_id": lazy_("Copied from"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={"status": {code.value: words for code, (words, _kind) in WORKSHOP_STATUSES.items()}},
)
register_words(
    "workshop_organiser",
    lazy_("Organiser of a workshop"),
    columns={
        "workshop_id": lazy_("Workshop"),
        "organisation_id": lazy_("Office"),
        "position": lazy_("Place in the order"),
    },
)
register_words(
    "workshop_theme",
    lazy_("Theme of a workshop"),
    columns={"workshop_id": lazy_("Workshop"), "theme_code": lazy_("Theme")},
)
register_words(
    "workshop_district",
    lazy_("District of a workshop"),
    columns={"workshop_id": lazy_("Workshop"), "district_id": lazy_("District")},
)
register_words(
    "workshop_helper",
    lazy_("Helper at a workshop"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "user_id": lazy_("Person"),
        "takes_notes": lazy_("Takes notes"),
        "checks_in": lazy_("Checks people in"),
    },
)
