"""The words the log uses for published mappings."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.mapping.wording.publications import PUBLICATION_STATES, STANDINGS

__all__: list[str] = []

register_words(
    "publication",
    lazy_("Published mapping"),
    columns={
        "id": lazy_("Number"),
        "scope_key": lazy_("Which districts"),
        "financial_year": lazy_("Financial year"),
        "number": lazy_("Version"),
        "exercise_id": lazy_("Exercise"),
        "proposal_id": lazy_("Proposal"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "order_number": lazy_("Number of the order"),
        "order_on": lazy_("Date of the order"),
        "note": lazy_("Remark"),
        "published_at": lazy_("Published"),
        "published_by_id": lazy_("Published by"),
        "input_digest": lazy_("Digest of the input"),
        "digest": lazy_("Digest of the open data"),
        "pairs": lazy_("Pairs"),
        "package_zip": lazy_("Open data"),
        "state": lazy_("State"),
        "ended_at": lazy_("Ended"),
        "ended_by_id": lazy_("Ended by"),
        "ended_reason": lazy_("Why it ended"),
        "version": lazy_("Version"),
    },
    values={"state": {state.value: words for state, (words, _kind) in PUBLICATION_STATES.items()}},
)
register_words(
    "publication_pair",
    lazy_("Published pair"),
    columns={
        "publication_id": lazy_("Published mapping"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "standing": lazy_("Standing"),
        "fit": lazy_("Fit"),
        "ask_inr": lazy_("Asked in rupees"),
        "district_agreed_on": lazy_("Day on which the district agreed"),
        "cpse_agreed_on": lazy_("Day on which the CPSE agreed"),
        "board_approved_on": lazy_("Day on which the board approved"),
        "resolution": lazy_("Number of the resolution"),
    },
    values={"standing": {standing.value: words for standing, (words, _kind) in STANDINGS.items()}},
)
