"""The verbs of publication: publish a proposal, in the place of what is in force, and withdraw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csrmatch import __version__
from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, lock_row, now, take_turn, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import LazyText, lazy_
from csrmatch.mapping.documents import Verdict, verify_files
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.documents.open_data import OpenMapping, OpenPair, digest_of, open_package
from csrmatch.mapping.encoding import sum_asks
from csrmatch.mapping.models import Exercise, Proposal, Publication, PublicationPair
from csrmatch.mapping.queries import gather_input, get_run_files, list_exercise_cpses
from csrmatch.mapping.queries.answers import RESULT_KINDS, find_analysis, get_analysis_files
from csrmatch.mapping.queries.publications import (
    PairAtHand,
    find_current_publication,
    find_scope_key,
    list_pairs_at_hand,
    next_number,
)
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.rules.publishing import Obstacle, PublicationState, find_obstacles
from csrmatch.mapping.services.scenarios import copy_exercise
from csrmatch.mapping.tables import MappingInput
from csrmatch.registry.rules.years import shift_year

__all__ = ["REFUSALS", "PublicOrder", "publish_proposal", "start_next_year", "withdraw_publication"]


@dataclass(frozen=True)
class PublicOrder:
    """The order that a version is published by; what it says beside, and why it takes another's place."""

    number: str
    on: date
    note: str = ""
    reason: str = ""


REFUSALS: dict[Obstacle, LazyText] = {
    Obstacle.NOT_OPEN: lazy_("The proposal is no longer open: it was replaced or withdrawn."),
    Obstacle.EMPTY: lazy_("The proposal holds no pair."),
    Obstacle.DECLINED: lazy_("A pair was declined. Repair the proposal before it is published."),
    Obstacle.STALE: lazy_(
        "What the exercise is solved from has changed since the proposal was put. Run it again and put the "
        "new answer first."
    ),
}


def publish_proposal(
    *, proposal: Proposal, by: User, order: PublicOrder, replaces: int | None = None
) -> Publication:
    """Seals the proposal as it stands now and makes it the one in force for its scope and year.

    `replaces` is the number of the version that was seen in force, None where none was: whoever published
    in the meantime is never replaced unseen. What is replaced ends with the order's reason.

    Raises
    ------
    DomainError
        When the proposal is not open, is empty, holds a declined pair or rests on an input that has changed
        since, and when another version is in force than the one seen.
    """
    exercise = proposal.exercise
    scope, year = find_scope_key(exercise), exercise.financial_year
    take_turn(f"publish {scope} {year}")
    former = find_current_publication(scope, year, for_change=True)
    _expect_in_force(former, replaces)
    lock_row(proposal)
    pairs = list_pairs_at_hand(proposal)
    given = gather_input(exercise, today()).given
    standings = [pair.standing for pair in pairs]
    for obstacle in find_obstacles(
        proposal.state, standings, solved_from=proposal.input_digest, stands_now=given.digest
    ):
        raise DomainError(REFUSALS[obstacle])
    if order.on > today():
        raise DomainError(lazy_("The order cannot bear a day that is still to come."))
    if former is not None:
        _end(former, PublicationState.SUPERSEDED, by, order.reason)
    set_reason(order.reason or order.number)
    number = next_number(scope, year)
    proof = proof_files(proposal)
    mapping = _content(proposal, pairs, given, order, number, former, verify_files(proof))
    package = open_package(mapping, proof)
    publication = Publication(
        scope_key=scope,
        financial_year=year,
        number=number,
        exercise_id=exercise.id,
        proposal_id=proposal.id,
        title_en=exercise.title_en,
        title_hi=exercise.title_hi,
        order_number=order.number,
        order_on=order.on,
        note=order.note,
        published_at=now(),
        published_by=by,
        input_digest=given.digest,
        digest=digest_of(package),
        pairs=len(pairs),
        package_zip=package,
        state=PublicationState.CURRENT,
    )
    db.session.add(publication)
    db.session.flush()
    asks = sum_asks(given.needs)
    db.session.add_all(_sealed(publication, pair, asks) for pair in pairs)
    db.session.flush()
    return publication


def withdraw_publication(*, publication: Publication, by: User, version: int | None, reason: str) -> None:
    """Takes a version out of force without another in its place; it stays readable, with the reason."""
    if publication.state is not PublicationState.CURRENT or version != publication.version:
        raise Conflict(
            theirs={str(lazy_("Why it ended")): publication.ended_reason},
            mine={str(lazy_("Why it ended")): reason},
        )
    set_reason(reason)
    _end(publication, PublicationState.WITHDRAWN, by, reason)


def start_next_year(*, publication: Publication, by: User) -> Exercise:
    """Makes next year's exercise from the one that was published: its districts, CPSEs, weights and rules.

    What was said of free money was of its own year, and is asked anew; who leads now follows from what is
    in force.
    """
    if publication.state is not PublicationState.CURRENT:
        raise DomainError(lazy_("Only a mapping that is in force can be gone on from."))
    exercise = copy_exercise(
        exercise=publication.exercise,
        by=by,
        title_en=publication.title_en,
        title_hi=publication.title_hi,
        note=f"{publication.scope_key} {publication.financial_year}/{publication.number}",
    )
    exercise.financial_year = shift_year(publication.financial_year, 1)
    for member in list_exercise_cpses(exercise):
        member.free_inr = None
    db.session.flush()
    return exercise


def proof_files(proposal: Proposal) -> Mapping[str, bytes]:
    """The result folder that the proposal follows: of the answer that was chosen, or of the run itself."""
    kind = RESULT_KINDS.get(proposal.answer)
    analysis = None if kind is None else find_analysis(proposal.run, kind)
    if analysis is not None and analysis.summary.get("available"):
        return unpack(get_analysis_files(analysis.id))
    result = get_run_files(proposal.run_id)[1]
    return unpack(result) if result is not None else {}


def _expect_in_force(former: Publication | None, replaces: int | None) -> None:
    """Refuses where another version is in force than the person saw when they decided."""
    if (former.number if former else None) == replaces:
        return
    if former is None:
        raise DomainError(
            lazy_("Version %(number)s is no longer in force. Look again before you publish.", number=replaces)
        )
    raise DomainError(
        lazy_(
            "Version %(number)s is in force since %(day)s. Look at it first; publish again if yours shall "
            "take its place.",
            number=former.number,
            day=former.order_on.isoformat(),
        )
    )


def _end(publication: Publication, state: PublicationState, by: User, reason: str) -> None:
    if not reason:
        raise DomainError(lazy_("Give the reason: it is published with the version that ends."))
    publication.state = state
    publication.ended_at, publication.ended_by, publication.ended_reason = now(), by, reason
    # The next version may only come once this one is out of force.
    db.session.flush()


def _content(
    proposal: Proposal,
    pairs: Sequence[PairAtHand],
    given: MappingInput,
    order: PublicOrder,
    number: int,
    former: Publication | None,
    verdict: Verdict,
) -> OpenMapping:
    exercise: Exercise = proposal.exercise
    asks = sum_asks(given.needs)
    fits = [pair.fit for pair in pairs]
    return OpenMapping(
        scope=find_scope_key(exercise),
        scope_en=exercise.state.name_en if exercise.state else exercise.scope.value,
        scope_hi=exercise.state.name_hi if exercise.state else None,
        financial_year=exercise.financial_year,
        number=number,
        title_en=exercise.title_en,
        title_hi=exercise.title_hi,
        order_number=order.number,
        order_on=order.on,
        published_on=today(),
        note=order.note,
        supersedes=former.number if former else None,
        reason=order.reason if former else "",
        objective=verdict.objective.value,
        weights=dict(given.weights),
        cpses=len(given.cpses),
        total=round(sum(fits), 6),
        worst=min(fits),
        bound=verdict.total_bound,
        is_proven=verdict.is_proven,
        is_checked=verdict.holds,
        input_digest=given.digest,
        plan_digest=proposal.run.result_digest or "",
        software_version=__version__,
        pairs=tuple(_open(pair, asks) for pair in pairs),
    )


def _agreed(pair: PairAtHand, side: Side) -> date | None:
    return pair.said[side].answered_on if side in pair.said else None


def _resolution(pair: PairAtHand) -> str:
    return pair.said[Side.BOARD].resolution if Side.BOARD in pair.said else ""


def _open(pair: PairAtHand, asks: Mapping[str, int]) -> OpenPair:
    district, cpse = pair.pair.district, pair.pair.cpse
    return OpenPair(
        lgd=district.lgd,
        district_en=district.name_en,
        district_hi=district.name_hi,
        state_lgd=district.state.lgd,
        state_en=district.state.name_en,
        state_hi=district.state.name_hi,
        cpse=cpse.code,
        cpse_en=cpse.name_en,
        cpse_hi=cpse.name_hi,
        standing=pair.standing,
        fit=pair.fit,
        ask_inr=asks.get(str(district.lgd)),
        district_agreed_on=_agreed(pair, Side.DISTRICT),
        cpse_agreed_on=_agreed(pair, Side.CPSE),
        board_approved_on=_agreed(pair, Side.BOARD),
        resolution=_resolution(pair),
    )


def _sealed(publication: Publication, pair: PairAtHand, asks: Mapping[str, int]) -> PublicationPair:
    return PublicationPair(
        publication_id=publication.id,
        district_id=pair.pair.district_id,
        cpse_id=pair.pair.cpse_id,
        standing=pair.standing,
        fit=pair.fit,
        ask_inr=asks.get(str(pair.pair.district.lgd)),
        district_agreed_on=_agreed(pair, Side.DISTRICT),
        cpse_agreed_on=_agreed(pair, Side.CPSE),
        board_approved_on=_agreed(pair, Side.BOARD),
        resolution=_resolution(pair),
    )
