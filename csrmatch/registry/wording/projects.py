"""The words for the codes of projects: states, groups of people, who implements, what wants a look."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    ProjectStatus,
    Remark,
    StepProblem,
    TargetGroup,
)

__all__ = [
    "ASSET_HOLDERS",
    "GROUPS",
    "IMPLEMENTERS",
    "PROJECT_STATUSES",
    "REACHES",
    "REMARKS",
    "STEP_PROBLEMS",
]

# Each with the kind of its tag.
PROJECT_STATUSES: dict[ProjectStatus, tuple[LazyText, str]] = {
    ProjectStatus.PROPOSED: (lazy_("proposed"), ""),
    ProjectStatus.APPROVED: (lazy_("approved by the board"), "here"),
    ProjectStatus.UNDER_WAY: (lazy_("under way"), "here"),
    ProjectStatus.COMPLETED: (lazy_("completed"), "good"),
    ProjectStatus.SUSPENDED: (lazy_("suspended"), "warn"),
    ProjectStatus.CLOSED: (lazy_("closed"), ""),
}

GROUPS: dict[TargetGroup, LazyText] = {
    TargetGroup.WOMEN: lazy_("Women"),
    TargetGroup.CHILDREN: lazy_("Children"),
    TargetGroup.YOUTH: lazy_("Youth"),
    TargetGroup.SC: lazy_("Scheduled Castes"),
    TargetGroup.ST: lazy_("Scheduled Tribes"),
    TargetGroup.PVTG: lazy_("Particularly vulnerable tribal groups"),
    TargetGroup.DISABILITY: lazy_("Persons with disabilities"),
    TargetGroup.ELDERLY: lazy_("Elderly people"),
    TargetGroup.FARMERS: lazy_("Farmers"),
    TargetGroup.EVERYONE: lazy_("Everyone in the place"),
}

REACHES: dict[ProjectReach, LazyText] = {
    ProjectReach.DISTRICTS: lazy_("Its money goes to certain districts"),
    ProjectReach.NOT_BOUND: lazy_("It is not bound to districts"),
}

IMPLEMENTERS: dict[Implementer, LazyText] = {
    Implementer.COMPANY: lazy_("The company itself"),
    Implementer.AGENCY: lazy_("An implementing agency"),
}

ASSET_HOLDERS: dict[AssetHolder, LazyText] = {
    AssetHolder.CHARITY: lazy_("A section 8 company, public trust or society with a CSR-1 number"),
    AssetHolder.BENEFICIARIES: lazy_("The people it is for, as self-help groups or collectives"),
    AssetHolder.AUTHORITY: lazy_("A public authority"),
}

STEP_PROBLEMS: dict[StepProblem, LazyText] = {
    StepProblem.NOT_NEXT: lazy_("From where the project stands now this step cannot be taken."),
    StepProblem.NOT_YOURS: lazy_("Only the company's own officers record steps of its projects."),
    StepProblem.TOO_EARLY: lazy_("The step before this one was taken later than that day."),
    StepProblem.IN_FUTURE: lazy_("The day lies in the future. Record the step when it is taken."),
}

# What is said, and the rule it rests on; None where it is only not known.
REMARKS: dict[Remark, tuple[LazyText, LazyText | None]] = {
    Remark.CSR1_MISSING: (
        lazy_("The agency's CSR-1 number is not known; without one it may not implement."),
        lazy_("CSR Rules 2014, rule 4(1) and (2)"),
    ),
    Remark.ASSET_HOLDER_MISSING: (
        lazy_("Who holds what is built is not known; the company itself cannot."),
        lazy_("CSR Rules 2014, rule 7(4)"),
    ),
    Remark.ASSET_CSR1_MISSING: (
        lazy_("The CSR-1 number of the body that holds what is built is not known."),
        lazy_("CSR Rules 2014, rule 7(4)(a)"),
    ),
    Remark.ONGOING_NOT_RECORDED: (
        lazy_(
            "It runs over the end of a financial year, but is not recorded as ongoing by the board: "
            "its unspent money cannot be kept for it."
        ),
        lazy_("Companies Act 2013, s. 135(6); CSR Rules 2014, rule 2(1)(i)"),
    ),
    Remark.ONGOING_TOO_LONG: (
        lazy_("An ongoing project ends within three financial years after the one in which it starts."),
        lazy_("CSR Rules 2014, rule 2(1)(i)"),
    ),
    Remark.END_PASSED: (lazy_("Its last day has passed, and it is still under way."), None),
    Remark.DATES_UNKNOWN: (lazy_("When it starts and ends is not known."), None),
    Remark.THEMES_UNKNOWN: (lazy_("Its themes are not known."), None),
    Remark.PLACES_UNKNOWN: (lazy_("Where its money goes is not known."), None),
    Remark.OUTLAY_UNKNOWN: (lazy_("What is set aside for it is not known."), None),
    Remark.IMPLEMENTER_UNKNOWN: (lazy_("Who carries it out is not known."), None),
}
