"""Pages of proposed pairs: the list, one pair with answers and letters, answering, reopening."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.attachments.words import FILE_KINDS
from csrmatch.db import today
from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.documents.letters import LETTER_WRITERS
from csrmatch.errors import Missing
from csrmatch.i18n import IST, LANGUAGES, _, lazy_, name_of, speaking
from csrmatch.mapping.access.proposals import can_attach_papers, can_put_proposals, sides_of
from csrmatch.mapping.documents.proposal_letter import tell_headline, write_proposal_letter
from csrmatch.mapping.forms.proposals import AnswerForm, ProposedFilter, RecordForm, ReopenForm
from csrmatch.mapping.models import Proposal, ProposedPair
from csrmatch.mapping.queries.answer_documents import list_answer_documents
from csrmatch.mapping.queries.proposals import (
    Said,
    find_letters,
    find_line,
    find_standing_answer,
    get_letter,
    get_proposed_pair,
    last_day_of,
    list_last_days,
    list_said,
    list_words,
    search_proposed_pairs,
)
from csrmatch.mapping.rules.consent import Answer, Due, ProposalState, Side
from csrmatch.mapping.services.answer_documents import attach_resolution
from csrmatch.mapping.services.proposals import NewAnswer, answer_pair, reopen_pair
from csrmatch.mapping.views.pages import blueprint
from csrmatch.mapping.wording.proposals import ANSWERS, DUES, SIDES, word_of
from csrmatch.places.models import District, State
from csrmatch.places.queries import list_states
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.web.tables import Column, Table, asks_for_file, build_table, send_table

__all__ = ["PAIR", "list_pairs_of", "pair_trail"]

PAIR = "/proposed-pairs/<int(max=2147483647):pair_id>"


def list_pairs_of(viewer: User, proposal: Proposal | None = None) -> Table[ProposedPair]:
    """The pairs of a proposal, or of all open ones, as a list that filters, sorts and pages."""
    filters = ProposedFilter(request.args)
    filters.state.choices = all_or(((str(row.lgd), name_of(row)) for row in list_states()), _("All states"))
    filters.side.choices = all_or((side.value, words) for side, words in SIDES.items())
    filters.word.choices = all_or(
        [*((answer.value, words) for answer, (words, _kind) in ANSWERS.items()), ("none", _("no answer"))]
    )
    filters.due.choices = all_or((due.value, words) for due, words in DUES.items())
    chosen = filters.data if filters.validate() else {}
    days: dict[int, date] = {}
    said: dict[int, Said] = {}
    query = search_proposed_pairs(
        viewer,
        proposal=proposal,
        text=chosen.get("q"),
        state_lgd=int(chosen["state"]) if chosen.get("state") else None,
        side=Side(chosen["side"]) if chosen.get("side") else None,
        word=chosen.get("word") or None,
        due=Due(chosen["due"]) if chosen.get("due") else None,
        day=today(),
    )
    table = build_table(
        query,
        _columns(said, days, proposal),
        default_sort="district",
        tie=[District.lgd, ProposedPair.id],
        filters=filters,
    )
    days.update(list_last_days(table.rows, proposal))
    said.update(list_said(viewer, table.rows))
    return table


def _columns(
    said: dict[int, Said], days: dict[int, date], proposal: Proposal | None
) -> list[Column[ProposedPair]]:
    def word(side: Side) -> Column[ProposedPair]:
        return Column(side.value, SIDES[side], lambda row: _word(said[row.id], side), [])

    def day(side: Side) -> Column[ProposedPair]:
        return Column(
            f"{side.value}_on",
            lazy_("%(side)s answered on", side=SIDES[side]),
            lambda row: said[row.id][side].answered_on if side in said[row.id] else None,
            [],
        )

    return [
        Column("district", lazy_("District"), lambda row: name_of(row.district), [District.name_en]),
        Column("state", lazy_("State"), lambda row: name_of(row.district.state), [State.name_en]),
        Column("cpse", lazy_("Lead CPSE"), lambda row: row.cpse.code, [Cpse.code]),
        *(word(side) for side in Side),
        *(day(side) for side in Side),
        Column("due", lazy_("Last day"), lambda row: days.get(row.id), [last_day_of(proposal)]),
    ]


def _word(said: Said, side: Side) -> str | None:
    return str(ANSWERS[said[side].answer][0]) if side in said else None


@blueprint.get("/proposed-pairs")
@requires(Permission.VIEW_PROPOSALS)
def list_proposed_pairs() -> ResponseReturnValue:
    """The pairs that are proposed now, as far as the viewer may see them."""
    table = list_pairs_of(current_user)
    if asks_for_file():
        return send_table(table, "proposed-pairs")
    return render_template("mapping/list_proposed_pairs.html", table=table)


@blueprint.get(PAIR)
@requires(Permission.VIEW_PROPOSALS)
def show_proposed_pair(pair_id: int) -> ResponseReturnValue:
    """One proposed pair: why, what was said, the letters, and what the viewer can do."""
    pair = get_proposed_pair(current_user, pair_id)
    _line, proposal = find_line(pair)
    said = list_said(current_user, [pair])[pair.id]
    letters = find_letters(current_user, pair)
    is_open = proposal.state is ProposalState.OPEN
    may_put = can_put_proposals(current_user)
    return render_template(
        "mapping/show_proposed_pair.html",
        pair=pair,
        proposal=proposal,
        is_open=is_open,
        tags={
            side: word_of(
                said[side].answer if side in said else None, deadline=proposal.deadline_on, day=today()
            )
            for side in Side
        },
        said=said,
        words=list_words(current_user, [pair])[pair.id],
        sides=SIDES,
        answers=ANSWERS,
        letters=letters,
        headline=tell_headline(letters[0].facts) if letters else None,
        languages=LANGUAGES,
        own=[side for side in Side if side in sides_of(current_user, pair) and is_open],
        may_record=may_put and is_open,
        may_reopen=may_put and any(word.answer is Answer.DECLINED for word in said.values()),
        reopen_form=ReopenForm(formdata=None),
        papers=list_answer_documents(current_user, pair),
        file_kinds=FILE_KINDS,
        may_attach=Side.BOARD in said and can_attach_papers(current_user, pair),
        panels=draw_panels("pair.next", pair),
        trail=pair_trail(),
    )


def pair_trail(pair: ProposedPair | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of pairs or below a pair."""
    trail = [(_("Proposed pairs"), url_for("mapping.list_proposed_pairs"))]
    if pair is not None:
        label = f"{name_of(pair.district)} – {pair.cpse.code}"
        trail.append((label, url_for("mapping.show_proposed_pair", pair_id=pair.id)))
    return trail


@blueprint.route(PAIR + "/answer/<side>", methods=["GET", "POST"])
@requires(Permission.ANSWER_PROPOSALS)
def answer_proposed_pair(pair_id: int, side: str) -> ResponseReturnValue:
    """The word of one's own side: accept, or decline with a reason."""
    pair = get_proposed_pair(current_user, pair_id, for_change=request.method == "POST")
    asked = _side(side)
    if asked not in sides_of(current_user, pair):
        raise Missing
    return _take_answer(pair, asked, AnswerForm)


@blueprint.route(PAIR + "/record/<side>", methods=["GET", "POST"])
@requires(Permission.PUT_PROPOSALS)
def record_pair_answer(pair_id: int, side: str) -> ResponseReturnValue:
    """Writes down an answer that came on paper, with how it came."""
    pair = get_proposed_pair(current_user, pair_id, for_change=request.method == "POST")
    return _take_answer(pair, _side(side), RecordForm)


def _side(code: str) -> Side:
    if code not in Side.__members__.values():
        raise Missing
    return Side(code)


def _take_answer(pair: ProposedPair, side: Side, kind: type[AnswerForm]) -> ResponseReturnValue:
    standing = find_standing_answer(pair, side)
    form = kind(answered_on=today(), seen=standing.id if standing else 0)
    if side is not Side.BOARD:
        del form.paper
    if form.validate_on_submit():
        said = NewAnswer(
            answer=Answer(form.answer.data),
            answered_on=form.answered_on.data,
            reason=form.reason.data or "",
            resolution=form.resolution.data or "",
            received_by=form.received_by.data if isinstance(form, RecordForm) else "",
            corrects=form.corrects.data or "",
        )
        with telling_refusals(form):
            answer_pair(pair=pair, side=side, said=said, seen=form.seen.data, by=current_user)
            if form.paper and form.paper.data:
                _attach(pair, form)
            flash(_("The answer is recorded with its date."), "good")
            return redirect(url_for("mapping.show_proposed_pair", pair_id=pair.id))
    _line, proposal = find_line(pair)
    return render_template(
        "mapping/answer_proposed_pair.html",
        pair=pair,
        proposal=proposal,
        side=side,
        side_name=SIDES[side],
        standing=standing,
        answers=ANSWERS,
        is_record=kind is RecordForm,
        form=form,
        trail=pair_trail(pair),
    ), 422 if form.is_submitted() else 200


def _attach(pair: ProposedPair, form: AnswerForm) -> None:
    """The resolution that was sent with the board's answer; refused, it takes the answer back with it."""
    attach_resolution(
        pair=pair,
        by=current_user,
        title=_("Resolution %(number)s", number=form.resolution.data or "–"),
        file_name=form.paper.data.filename or "",
        content=form.paper.data.read(),
    )


@blueprint.post(PAIR + "/reopen")
@requires(Permission.PUT_PROPOSALS)
def reopen_proposed_pair(pair_id: int) -> ResponseReturnValue:
    """Lets a declined pair be proposed again, with a reason."""
    pair = get_proposed_pair(current_user, pair_id, for_change=True)
    form = ReopenForm()
    if not form.validate_on_submit():
        for problem in form.reason.errors:
            flash(str(problem), "bad")
    else:
        with flashing_refusals():
            reopen_pair(pair=pair, reason=form.reason.data or "", by=current_user)
            flash(_("The pair is reopened: it may be proposed again."), "good")
    return redirect(url_for("mapping.show_proposed_pair", pair_id=pair.id))


@blueprint.get("/letters/<int(max=2147483647):letter_id>/<language>/<kind>")
@requires(Permission.VIEW_PROPOSALS)
def download_letter(letter_id: int, language: str, kind: str) -> ResponseReturnValue:
    """One letter as PDF or Word, in either language."""
    letter = get_letter(current_user, letter_id)
    if language not in LANGUAGES or kind not in LETTER_WRITERS:
        raise Missing
    with speaking(language):
        said = write_proposal_letter(letter.facts, side=letter.side, reference=letter.reference)
    day = letter.proposal.put_at.astimezone(IST).date()
    name, content = letter.reference.replace("/", "-"), LETTER_WRITERS[kind](said, day)
    return send_file_bytes(content, f"{name}-{language}.{kind}", DOCUMENT_KINDS[kind])
