"""Pages of the papers of a board's decision: attaching one, the file itself, striking it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.attachments.forms import DocumentForm, StrikeForm
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.mapping.access.proposals import can_attach_papers
from csrmatch.mapping.models import ProposedPair
from csrmatch.mapping.queries.answer_documents import get_answer_document
from csrmatch.mapping.queries.proposals import find_standing_answer, get_proposed_pair
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.services.answer_documents import attach_resolution, strike_resolution
from csrmatch.mapping.views.pages import blueprint
from csrmatch.mapping.views.proposed_pairs import PAIR, pair_trail
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

PAPER = PAIR + "/papers/<int(max=2147483647):attachment_id>"


def _to_change(pair_id: int) -> ProposedPair:
    """A pair for whose board the person may file papers; for anybody else there is none here."""
    pair = get_proposed_pair(current_user, pair_id)
    if not can_attach_papers(current_user, pair):
        raise Missing
    return pair


def _pages(pair: ProposedPair) -> dict[str, object]:
    return {
        "lead": f"{name_of(pair.district)} – {name_of(pair.cpse)}",
        "trail": pair_trail(pair),
        "back_url": url_for("mapping.show_proposed_pair", pair_id=pair.id, _anchor="papers"),
    }


@blueprint.route(PAIR + "/papers/new", methods=["GET", "POST"])
@requires(Permission.VIEW_PROPOSALS)
def new_resolution(pair_id: int) -> ResponseReturnValue:
    """Attaches the resolution of the board to what it decided."""
    pair = _to_change(pair_id)
    standing = find_standing_answer(pair, Side.BOARD)
    if standing is None:
        raise Missing
    form = DocumentForm(title=_("Resolution %(number)s", number=standing.resolution or "–"))
    pages = _pages(pair)
    if form.validate_on_submit():
        with telling_refusals(form):
            attach_resolution(
                pair=pair,
                by=current_user,
                title=form.title.data,
                file_name=form.file.data.filename or "",
                content=form.file.data.read(),
            )
            flash(_("The file is attached."), "good")
            return redirect(str(pages["back_url"]))
    page = render_template("registry/new_document.html", pages=pages, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get(PAPER)
@requires(Permission.VIEW_PROPOSALS)
def download_resolution(pair_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may read the board's answer: always saved, never shown by the browser."""
    pair = get_proposed_pair(current_user, pair_id)
    paper = get_answer_document(current_user, pair, attachment_id).attachment
    return send_file_bytes(read_attachment(paper), paper.file_name, CONTENT_TYPES[paper.kind])


@blueprint.route(PAPER + "/strike", methods=["GET", "POST"])
@requires(Permission.VIEW_PROPOSALS)
def strike_resolution_paper(pair_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a paper out of sight; the record of it stays."""
    pair = _to_change(pair_id)
    document = get_answer_document(current_user, pair, attachment_id)
    form, pages = StrikeForm(version=document.attachment.version), _pages(pair)
    if form.validate_on_submit():
        strike_resolution(
            document=document, by=current_user, version=form.version.data, reason=form.reason.data
        )
        flash(_("The document is struck. The record of it stays."), "good")
        return redirect(str(pages["back_url"]))
    page = render_template(
        "registry/strike_document.html", pages=pages, attachment=document.attachment, form=form
    )
    return page, 422 if form.is_submitted() else 200
