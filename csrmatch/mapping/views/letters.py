"""Pages of all letters of a proposal at once: asking for them, and the archive."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import LANGUAGES, _, current_language
from csrmatch.mapping.documents.letter_bundle import LETTER_SIDES, LetterChoice
from csrmatch.mapping.forms.proposals import LettersForm
from csrmatch.mapping.queries import get_exercise
from csrmatch.mapping.queries.letter_bundles import (
    count_proposal_letters,
    get_letter_bundle,
    list_letter_bundles,
    read_letter_bundle,
)
from csrmatch.mapping.queries.proposals import get_proposal
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.services.letter_bundles import bundle_soon
from csrmatch.mapping.views.pages import blueprint, exercise_trail
from csrmatch.mapping.views.proposals import PROPOSAL, address_of
from csrmatch.mapping.wording.proposals import tell_letter_choice
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


@blueprint.route(PROPOSAL + "/letters", methods=["GET", "POST"])
@requires(Permission.PUT_PROPOSALS)
def bundle_letters(exercise_id: int, number: int) -> ResponseReturnValue:
    """Asks a worker for letters of a proposal in one archive, and lists the archives that are ready."""
    exercise = get_exercise(current_user, exercise_id)
    proposal = get_proposal(exercise, number)
    form = LettersForm(
        languages=[current_language()], sides=[side.value for side in LETTER_SIDES], form="pdf"
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            choice = LetterChoice(
                tuple(code for code in LANGUAGES if code in form.languages.data),
                tuple(Side(side) for side in form.sides.data),
                form.form.data,
            )
            job = bundle_soon(proposal=proposal, by=current_user, choice=choice.code)
            return redirect(url_for("home.show_job", job_id=job.id))
    return render_template(
        "mapping/bundle_letters.html",
        exercise=exercise,
        proposal=proposal,
        letters=count_proposal_letters(proposal),
        bundles=[
            (row, tell_letter_choice(LetterChoice.read(row.choice))) for row in list_letter_bundles(proposal)
        ],
        form=form,
        trail=[*exercise_trail(exercise), (_("Proposal %(number)s", number=number), address_of(proposal))],
    ), 422 if form.is_submitted() else 200


@blueprint.get(PROPOSAL + "/letters/<int(max=2147483647):bundle_id>.zip")
@requires(Permission.PUT_PROPOSALS)
def download_letters(exercise_id: int, number: int, bundle_id: int) -> ResponseReturnValue:
    """An archive of letters, as it was made."""
    proposal = get_proposal(get_exercise(current_user, exercise_id), number)
    bundle = get_letter_bundle(proposal, bundle_id)
    name = f"letters-{exercise_id}-{number}-{bundle.choice.replace('+', '-').replace('.', '-')}.zip"
    return send_file_bytes(read_letter_bundle(bundle), name, "application/zip")
