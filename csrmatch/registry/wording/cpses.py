"""The words for the registry's codes: status, kinds of place, how a place is known, doubts about amounts."""

from csrmatch.i18n import LazyText, lazy_

__all__ = ["BASES", "DOUBTS", "EXTREMISM_LISTS", "PLACE_KINDS", "SCOPES", "STATUSES"]

STATUSES: dict[str, LazyText] = {
    "maharatna": lazy_("Maharatna"),
    "navratna": lazy_("Navratna"),
    "miniratna-1": lazy_("Miniratna I"),
    "miniratna-2": lazy_("Miniratna II"),
}

PLACE_KINDS: dict[str, LazyText] = {
    "depot": lazy_("depot"),
    "field": lazy_("oil or gas field"),
    "mine": lazy_("mine"),
    "office": lazy_("office"),
    "plant": lazy_("plant"),
    "power_station": lazy_("power station"),
    "refinery": lazy_("refinery"),
    "shipyard": lazy_("shipyard"),
    "substation": lazy_("substation"),
}

BASES: dict[str, LazyText] = {
    "checked": lazy_("checked"),
    "general_knowledge": lazy_("general knowledge, not checked"),
    "stated_by_cpse": lazy_("stated by the company's office"),
    "stated_by_dpe": lazy_("stated by DPE"),
}

DOUBTS: dict[str, LazyText] = {
    "duplicate": lazy_("filed twice"),
    "negative_spend": lazy_("a negative entry"),
    "rollup_suspect": lazy_("a total filed as if it were a project"),
    "single_row_year": lazy_("the whole year on one row"),
    "incomplete_year": lazy_("the year is not complete"),
    "outlay_suspect": lazy_("what was set aside seems a hundred times too much"),
    "spent_over_outlay": lazy_("more spent than set aside"),
    "unit_suspect": lazy_("the unit seems wrong, perhaps lakh for rupees"),
    "zero_spend": lazy_("nothing spent"),
}

EXTREMISM_LISTS: dict[str, LazyText] = {
    "chosen_for_lwe": lazy_("chosen for the programme in 2018 as affected by left-wing extremism"),
    "most_affected": lazy_("most affected by left-wing extremism"),
    "of_concern": lazy_("of concern for left-wing extremism"),
    "other_affected": lazy_("among the other districts affected by left-wing extremism"),
}

SCOPES: dict[str, LazyText] = {
    "pan_india": lazy_("All India"),
    "not_mentioned": lazy_("Place not mentioned"),
    "state": lazy_("State not known"),
}
