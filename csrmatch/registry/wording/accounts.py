"""The words for the rules of CSR law, their verdicts and last days, as the page of an account says them."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.rules import CsrRule, DueState, Verdict

__all__ = ["BREAKABLE", "CITED", "COMPLETED_YEARS", "DUE_STATES", "DUTIES", "RULES", "VERDICTS"]

# How many financial years a company has completed, as far as the average of its profits asks.
COMPLETED_YEARS: dict[str, LazyText] = {
    "3": lazy_("three or more"),
    "2": lazy_("two"),
    "1": lazy_("one"),
}

# What each rule says, in a sentence.
RULES: dict[CsrRule, LazyText] = {
    CsrRule.APPLIES: lazy_(
        "CSR binds a company with a net worth of ₹500 crore, a turnover of ₹1,000 crore or a net profit of "
        "₹5 crore in the year before."
    ),
    CsrRule.OBLIGATION: lazy_(
        "At least 2 per cent of the average net profit of the three years before is spent, less what is set "
        "off."
    ),
    CsrRule.SET_OFF: lazy_(
        "What was spent above the obligation may be set off in the three years that follow, if the board "
        "resolves so."
    ),
    CsrRule.OVERHEADS: lazy_("Administrative overheads are at most 5 per cent of the year's CSR spending."),
    CsrRule.THEME: lazy_("About 60 per cent of the year's CSR goes to DPE's theme of the year."),
    CsrRule.UNSPENT_ONGOING: lazy_(
        "Unspent money of ongoing projects goes into the Unspent CSR Account within 30 days of the year's "
        "end."
    ),
    CsrRule.ACCOUNT_SPEND: lazy_("Money in the Unspent CSR Account is spent within three years."),
    CsrRule.ACCOUNT_FUND: lazy_(
        "What is left in the Unspent CSR Account after three years goes to a fund of Schedule VII within "
        "30 days."
    ),
    CsrRule.UNSPENT_OTHER: lazy_(
        "Other unspent money goes to a fund of Schedule VII within six months of the year's end."
    ),
    CsrRule.SURPLUS: lazy_(
        "A surplus from CSR stays CSR: it goes back into projects, or to a fund within six months."
    ),
    CsrRule.COMMITTEE: lazy_(
        "A CSR committee is needed above an obligation of ₹50 lakh, or with money in an Unspent CSR Account."
    ),
    CsrRule.IMPACT_DUTY: lazy_(
        "With an average obligation of ₹10 crore in the three years before, projects of ₹1 crore or more "
        "that ended at least a year ago have their impact assessed."
    ),
    CsrRule.IMPACT_COST: lazy_(
        "Impact assessments may cost 2 per cent of the year's CSR spending or ₹50 lakh, whichever is higher; "
        "until 2021-22 it was 5 per cent or ₹50 lakh, whichever was lower."
    ),
    CsrRule.PENALTY: lazy_(
        "A missed transfer may cost the company twice the amount, at most ₹1 crore, and each officer in "
        "default a tenth, at most ₹2 lakh."
    ),
}

# The rules that can be broken, in the few words of a filter.
BREAKABLE: dict[CsrRule, LazyText] = {
    CsrRule.OBLIGATION: lazy_("Obligation of the year"),
    CsrRule.THEME: lazy_("Share of DPE's theme"),
    CsrRule.OVERHEADS: lazy_("Administrative overheads"),
    CsrRule.IMPACT_COST: lazy_("Cost of impact assessments"),
    CsrRule.SET_OFF: lazy_("Set-off"),
}

# What has to be done by a last day, as an order to oneself.
DUTIES: dict[CsrRule, LazyText] = {
    CsrRule.OBLIGATION: lazy_("Spend what is left of the year's obligation"),
    CsrRule.UNSPENT_ONGOING: lazy_("Transfer unspent money of ongoing projects to the Unspent CSR Account"),
    CsrRule.ACCOUNT_SPEND: lazy_("Spend what lies in the Unspent CSR Account"),
    CsrRule.ACCOUNT_FUND: lazy_("Transfer the rest of the Unspent CSR Account to a fund of Schedule VII"),
    CsrRule.UNSPENT_OTHER: lazy_("Transfer other unspent money to a fund of Schedule VII"),
    CsrRule.SURPLUS: lazy_("Put the surplus back into CSR, or transfer it to a fund of Schedule VII"),
}

VERDICTS: dict[Verdict, tuple[LazyText, str]] = {
    Verdict.KEPT: (lazy_("kept"), "good"),
    Verdict.BROKEN: (lazy_("not kept"), "bad"),
    Verdict.OPEN: (lazy_("still to do"), "warn"),
    Verdict.ASKED: (lazy_("applies"), "here"),
    Verdict.NOT_ASKED: (lazy_("does not apply"), ""),
    Verdict.NOT_KNOWN: (lazy_("not known"), ""),
}

DUE_STATES: dict[DueState, tuple[LazyText, str]] = {
    DueState.DONE: (lazy_("done in time"), "good"),
    DueState.DONE_LATE: (lazy_("done late"), "warn"),
    DueState.OVERDUE: (lazy_("overdue"), "bad"),
    DueState.SOON: (lazy_("due soon"), "warn"),
    DueState.AHEAD: (lazy_("to come"), ""),
}

# The citations of `rules.csr_law`, which knows no language.
CITED: dict[str, LazyText] = {
    "Companies Act, 2013, section 135(1)": lazy_("Companies Act, 2013, section 135(1)"),
    "Companies Act, 2013, section 135(5)": lazy_("Companies Act, 2013, section 135(5)"),
    "Companies Act, 2013, section 135(5); CSR Rules, 2014, rule 7(3)": lazy_(
        "Companies Act, 2013, section 135(5); CSR Rules, 2014, rule 7(3)"
    ),
    "CSR Rules, 2014, rule 7(1)": lazy_("CSR Rules, 2014, rule 7(1)"),
    "DPE, Office Memorandum of 10 December 2018": lazy_("DPE, Office Memorandum of 10 December 2018"),
    "Companies Act, 2013, section 135(6)": lazy_("Companies Act, 2013, section 135(6)"),
    "CSR Rules, 2014, rule 7(2)": lazy_("CSR Rules, 2014, rule 7(2)"),
    "Companies Act, 2013, section 135(9); CSR Rules, 2014, rule 3(1)": lazy_(
        "Companies Act, 2013, section 135(9); CSR Rules, 2014, rule 3(1)"
    ),
    "CSR Rules, 2014, rule 8(3)(a)": lazy_("CSR Rules, 2014, rule 8(3)(a)"),
    "CSR Rules, 2014, rule 8(3)(c)": lazy_("CSR Rules, 2014, rule 8(3)(c)"),
    "Companies Act, 2013, section 135(7)": lazy_("Companies Act, 2013, section 135(7)"),
}
