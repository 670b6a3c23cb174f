"""The words the log uses for CPSEs, their places and their CSR accounts, and for the fields of an account."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.wording.cpses import BASES, PLACE_KINDS, STATUSES

__all__ = ["ACCOUNT_WORDS", "CPSE_WORDS", "PLACE_WORDS"]

ACCOUNT_WORDS: dict[str, LazyText] = {
    "profit_years": lazy_("Financial years completed since incorporation"),
    "net_worth_inr": lazy_("Net worth in the year before"),
    "turnover_inr": lazy_("Turnover in the year before"),
    "net_profit_1_inr": lazy_("Net profit one year before"),
    "net_profit_2_inr": lazy_("Net profit two years before"),
    "net_profit_3_inr": lazy_("Net profit three years before"),
    "average_net_profit_inr": lazy_("Average net profit"),
    "set_off_1_inr": lazy_("Excess of one year before"),
    "set_off_2_inr": lazy_("Excess of two years before"),
    "set_off_3_inr": lazy_("Excess of three years before"),
    "set_off_used_inr": lazy_("Set off this year"),
    "set_off_resolved_on": lazy_("Board resolution on the set-off"),
    "committed_inr": lazy_("Committed to projects"),
    "spent_inr": lazy_("Spent on CSR in the year"),
    "theme_inr": lazy_("Of it on DPE's theme of the year"),
    "overheads_inr": lazy_("Of it administrative overheads"),
    "impact_cost_inr": lazy_("Of it cost of impact assessments"),
    "unspent_ongoing_inr": lazy_("Unspent, of ongoing projects"),
    "ongoing_transferred_on": lazy_("Transferred to the Unspent CSR Account on"),
    "account_spent_inr": lazy_("Since then spent out of that account"),
    "account_fund_on": lazy_("Rest of that account transferred to a fund on"),
    "unspent_other_inr": lazy_("Unspent, other than of ongoing projects"),
    "other_transferred_on": lazy_("Transferred to a fund of Schedule VII on"),
    "surplus_inr": lazy_("Surplus that CSR activities left"),
    "surplus_spent_inr": lazy_("Of the year's spending, paid from a surplus"),
    "surplus_transferred_on": lazy_("Rest of the surplus transferred on"),
    "note": lazy_("Note"),
}
CPSE_WORDS: dict[str, LazyText] = {
    "name_en": lazy_("Name in English"),
    "name_hi": lazy_("Name in Hindi"),
    "ministry_en": lazy_("Ministry in English"),
    "ministry_hi": lazy_("Ministry in Hindi"),
    "sector": lazy_("Sector"),
    "website": lazy_("Website"),
    "headquarters_en": lazy_("Headquarters in English"),
    "headquarters_hi": lazy_("Headquarters in Hindi"),
    "status": lazy_("Status"),
    "status_on": lazy_("Status as of"),
}
PLACE_WORDS: dict[str, LazyText] = {
    "name": lazy_("Name"),
    "kind": lazy_("Kind"),
    "state_id": lazy_("State"),
    "district_id": lazy_("District"),
    "latitude": lazy_("Latitude"),
    "longitude": lazy_("Longitude"),
}

register_words(
    "csr_account",
    lazy_("CSR account"),
    columns={
        "id": lazy_("Number"),
        "cpse_id": lazy_("CPSE"),
        "financial_year": lazy_("Financial year"),
        **ACCOUNT_WORDS,
        "changed_at": lazy_("Changed"),
        "changed_by_id": lazy_("Changed by"),
        "published_at": lazy_("Shown to all offices since"),
        "published_by_id": lazy_("Shown to all offices by"),
        "version": lazy_("Version"),
    },
)
register_words(
    "cpse",
    lazy_("CPSE"),
    columns={
        "id": lazy_("Number"),
        "code": lazy_("Code"),
        **CPSE_WORDS,
        "cin": lazy_("Company number (CIN)"),
        "parent_id": lazy_("Subsidiary of"),
        "organisation_id": lazy_("Organisation"),
        "source": lazy_("Source"),
        "basis_note": lazy_("How it is known"),
        "entered": lazy_("Entered by offices"),
        "version": lazy_("Version"),
    },
    values={"status": STATUSES},
)
register_words(
    "cpse_place",
    lazy_("Place of work"),
    columns={
        "id": lazy_("Number"),
        "cpse_id": lazy_("CPSE"),
        **PLACE_WORDS,
        "basis": lazy_("How it is known"),
        "source": lazy_("Source"),
        "shipped_name": lazy_("Name as shipped"),
        "entered_on": lazy_("Entered on"),
        "retired_on": lazy_("Retired on"),
        "retired_reason": lazy_("Why it was retired"),
        "version": lazy_("Version"),
    },
    values={"kind": PLACE_KINDS, "basis": BASES},
)
