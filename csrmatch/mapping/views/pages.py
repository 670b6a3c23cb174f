"""What all pages of the mapping share: the blueprint, the steps along the top, words for states."""

from flask import Blueprint, url_for
from flask_login import current_user

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.mapping.access.exercises import can_edit_exercise
from csrmatch.mapping.models import Exercise, ExerciseScope, MappingRun, RunOutcome
from csrmatch.mapping.queries.publications import find_open_proposal, is_published
from csrmatch.mapping.wording.codes import CRITERION_NAMES, name_of_flag, name_of_state
from csrmatch.mapping.wording.rules import KINDS
from csrmatch.roles import Permission, allows

__all__ = [
    "FORMULAS",
    "OUTCOMES",
    "SCOPES",
    "blueprint",
    "exercise_steps",
    "exercise_trail",
    "scope_words",
]

blueprint = Blueprint("mapping", __name__)

OUTCOMES = {
    RunOutcome.SOLVED: (lazy_("proposal"), "good"),
    RunOutcome.CLASH: (lazy_("rules clash"), "bad"),
    RunOutcome.INPUT_ERROR: (lazy_("input wrong"), "bad"),
    None: (lazy_("not run yet"), ""),
}
SCOPES = {
    ExerciseScope.NATION: lazy_("Nation"),
    ExerciseScope.STATE: lazy_("One state"),
    ExerciseScope.PICKED: lazy_("Hand-picked"),
}
FORMULAS = {
    "need_expertise": lazy_(
        "How far the CPSE's spending by theme (log scale, recent years count more) lies where the district's "
        "gaps to the national benchmark are, themes weighted as in the Aspirational Districts Programme."
    ),
    "nearness": lazy_(
        "1 if the CPSE has a place of work in the district, else exp(−km / 150) from its nearest place to "
        "the district's headquarters."
    ),
    "money": lazy_("Free money of the CPSE divided by what the district asks, at most 1."),
    "track_record": lazy_(
        "Share of the CPSE's projects that were on time and with verified results, drawn to the mean where "
        "they are few."
    ),
    "preferences": lazy_("Mean of the ranks that both sides stated; neutral where they are silent."),
    "continuity": lazy_("1 for the CPSE that leads the district now, else 0."),
    "additionality": lazy_(
        "1 less the share of the district's needs in themes where another CPSE already has located projects."
    ),
}
# What each criterion rests on; how much of it is known is counted beside.
SOURCES = {
    "need_expertise": lazy_(
        "Needs of the district by theme, and the CSR spending of the CPSE by theme and year."
    ),
    "nearness": lazy_(
        "Places of work of the CPSE and the district's headquarters, in kilometres as the crow flies."
    ),
    "money": lazy_("Free money of the CPSE, and what the needs of the district cost."),
    "track_record": lazy_("Projects of the CPSE with their dates and verified results."),
    "preferences": lazy_("Ranks that districts and CPSEs stated for each other."),
    "continuity": lazy_("The mapping in force, where one is known."),
    "additionality": lazy_("Projects of all CPSEs whose district is known, and the needs of the district."),
}

blueprint.add_app_template_global(name_of_flag, "name_of_flag")
blueprint.add_app_template_global(name_of_state, "name_of_state")


@blueprint.context_processor
def words() -> dict[str, object]:
    """The words that the templates of the mapping choose by code."""
    return {
        "OUTCOMES": OUTCOMES,
        "FORMULAS": FORMULAS,
        "SOURCES": SOURCES,
        "CRITERION_NAMES": CRITERION_NAMES,
        "RULE_KINDS": KINDS,
        "can_edit": current_user.is_authenticated and can_edit_exercise(current_user),
    }


def scope_words(exercise: Exercise) -> str:
    """Whose districts an exercise is about, with the state's name where it is one state."""
    return name_of(exercise.state) if exercise.state else str(SCOPES[exercise.scope])


def exercise_trail(exercise: Exercise | None = None, run: MappingRun | None = None) -> list[tuple[str, str]]:
    """The way to a page below an exercise or a run."""
    trail = [(_("Mapping"), url_for("mapping.list_exercises"))]
    if exercise is not None:
        address = url_for("mapping.show_exercise", exercise_id=exercise.id)
        trail.append((name_of(exercise, "title"), address))
    if exercise is not None and run is not None:
        address = url_for("mapping.show_run", exercise_id=exercise.id, number=run.number)
        trail.append((_("Run %(number)s", number=run.number), address))
    return trail


def exercise_steps(
    exercise: Exercise, here: str | None, *, is_ready: bool = True, last_run: MappingRun | None = None
) -> list[tuple[str, str, str | None]]:
    """The steps of an exercise with their state and address; `here` is the step of this page."""
    steps = [
        (
            "scope",
            _("Scope"),
            "mapping.edit_districts" if can_edit_exercise(current_user) else None,
            is_ready,
        ),
        ("data", _("Data"), "mapping.show_data", is_ready),
        ("weights", _("Weights"), "mapping.edit_weights" if can_edit_exercise(current_user) else None, True),
        ("rules", _("Rules"), "mapping.list_exercise_rules", True),
    ]
    found: list[tuple[str, str, str | None]] = []
    for key, label, endpoint, is_done in steps:
        state = "now" if key == here else "done" if is_done else "later"
        found.append((label, state, url_for(endpoint, exercise_id=exercise.id) if endpoint else None))
    address = None
    if last_run is not None:
        address = url_for("mapping.show_run", exercise_id=exercise.id, number=last_run.number)
    is_done = last_run is not None and last_run.outcome is RunOutcome.SOLVED
    found.append((_("Answers"), "now" if here == "answers" else "done" if is_done else "later", address))
    found.append(_consent_step(exercise, here))
    found.append(_publish_step(exercise, here))
    return found


def _consent_step(exercise: Exercise, here: str | None) -> tuple[str, str, str | None]:
    proposal = find_open_proposal(exercise)
    address = None
    if proposal is not None:
        address = url_for("mapping.show_proposal", exercise_id=exercise.id, number=proposal.number)
    return _("Consent"), "now" if here == "consent" else "done" if proposal else "later", address


def _publish_step(exercise: Exercise, here: str | None) -> tuple[str, str, str | None]:
    may = current_user.is_authenticated and allows(current_user.role, Permission.PUBLISH_MAPPINGS)
    address = url_for("mapping.publish_exercise", exercise_id=exercise.id) if may else None
    is_done = is_published(exercise)
    return _("Publish"), "now" if here == "publish" else "done" if is_done else "later", address
