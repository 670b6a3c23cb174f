"""The words for indicators and figures: units, directions, why one is refused, the questions, the log."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import LazyText, lazy_
from csrmatch.indicators.rules import FigureDoubt, FigureProblem

__all__ = ["BETTER", "FIGURE_DOUBTS", "FIGURE_PROBLEMS", "UNITS"]

UNITS: dict[str, LazyText] = {"percent": lazy_("per cent"), "rupees": lazy_("rupees")}
BETTER: dict[str | None, LazyText] = {
    "higher": lazy_("higher is better"),
    "lower": lazy_("lower is better"),
}

FIGURE_PROBLEMS: dict[FigureProblem, LazyText] = {
    FigureProblem.NOTHING: lazy_("Enter the figure, or for a share the part and the whole."),
    FigureProblem.OUT_OF_RANGE: lazy_(
        "A share is between 0 and 100 per cent, any other figure 0 or more. Was a count typed for a share?"
    ),
    FigureProblem.HALF_COUNTS: lazy_("Enter both the part and the whole, which is above 0, or neither."),
    FigureProblem.PART_ABOVE_WHOLE: lazy_("The part is larger than the whole."),
    FigureProblem.COUNTS_DISAGREE: lazy_("The share and the two counts do not agree."),
    FigureProblem.PERIOD_BACKWARDS: lazy_("The last day lies before the first."),
    FigureProblem.PERIOD_TO_COME: lazy_("The last day lies in the future."),
    FigureProblem.DATED_TO_COME: lazy_("The day of the source lies in the future."),
}

FIGURE_DOUBTS: dict[FigureDoubt, LazyText] = {
    FigureDoubt.UNIT_SLIP: lazy_(
        "Ten or a hundred times more or less would be usual here. Is the unit or the decimal point right?"
    ),
    FigureDoubt.FAR_FROM_PAST: lazy_("It is far from what was known of this district before. What changed?"),
    FigureDoubt.FAR_FROM_NEIGHBOURS: lazy_(
        "It is far from the figures of the other aspirational districts of the State. Why?"
    ),
}

register_words(
    "reported_figure",
    lazy_("Figure of an office"),
    columns={
        "id": lazy_("Number"),
        "district_id": lazy_("District"),
        "indicator_id": lazy_("Indicator"),
        "organisation_id": lazy_("Organisation"),
        "starts_on": lazy_("First day"),
        "ends_on": lazy_("Last day"),
        "value": lazy_("Figure"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
)
register_words(
    "reported_figure_version",
    lazy_("Wording of a figure"),
    columns={
        "id": lazy_("Number"),
        "figure_id": lazy_("Figure of an office"),
        "number": lazy_("Running number"),
        "value": lazy_("Figure"),
        "numerator": lazy_("Of these (part)"),
        "denominator": lazy_("Out of (whole)"),
        "source": lazy_("Taken from"),
        "dated_on": lazy_("Dated"),
        "doubts": lazy_("Questions"),
        "reason": lazy_("Reason"),
        "by_id": lazy_("By"),
        "created_at": lazy_("Made"),
    },
)
