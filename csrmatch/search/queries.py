"""Asking the index: what a person may see of what they look for, the best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, case, false, func, or_, select

from csrmatch.db import db
from csrmatch.roles import Role, allows
from csrmatch.search.kinds import Kind, Shown, list_kinds
from csrmatch.search.matching import select_matches
from csrmatch.search.models import SearchEntry, SearchWord
from csrmatch.search.rules import (
    Alternative,
    Part,
    Term,
    edits_allowed,
    exact_terms,
    mark,
    near_words,
    parse_query,
    prefix_terms,
    whole_name,
    written_otherwise,
)

__all__ = ["Found", "Group", "Result", "search_records", "suggest_records"]

_FEW = 3
_OF_EACH_KIND = 5
_PER_PAGE = 20
_SUGGESTED = 8

Groups = list[list[Alternative]]


@dataclass(frozen=True)
class Result:
    """One record found: its title and context with what was looked for marked, and its page."""

    kind: Kind
    title: Sequence[Part]
    context: Sequence[Sequence[Part]]
    shown: Shown
    found_as: Sequence[str]


@dataclass(frozen=True)
class Group:
    """The results of one kind that are shown, and how many there are."""

    kind: Kind
    count: int
    results: Sequence[Result]


@dataclass(frozen=True)
class Found:
    """What a search found: the groups, the best first, and one page of a group if only that was asked for.

    `is_near` tells that misspellings were looked for too, `is_partial` that no record holds all the words.
    """

    groups: Sequence[Group]
    counts: Mapping[str, int]
    is_near: bool = False
    is_partial: bool = False
    kind: Kind | None = None
    page: int = 1
    pages: int = 1

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of which there is something, in their usual order."""
        return [kind for kind in list_kinds() if self.counts.get(kind.code)]

    @property
    def total(self) -> int:
        """How many records were found, of all kinds."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class _Stage:
    """One way to look: which entries, in what order, and by which words."""

    matches: ColumnElement[bool]
    rank: ColumnElement[int]
    terms: tuple[Term, ...]
    is_near: bool = False
    is_partial: bool = False


def search_records(viewer: Any, text: str, *, kind: Kind | None = None, page: int = 1) -> Found:
    """What the viewer may see of what holds the words: the first few of each kind, or a page of one kind.

    A kind of which there is nothing is not asked for.

    Which way to look is decided by what this viewer may see alone, so that neither a count nor a suggestion
    tells of other records.
    """
    kinds = _open_kinds(viewer)
    may_see = _narrow(viewer, kinds)
    stage, counts = _choose_stage(parse_query(text), may_see)
    if stage is None:
        return Found([], {})
    kind = kind if kind and counts.get(kind.code) else None
    ranked = _rank(stage, kinds, may_see)
    pages = 1
    if kind is None:
        rows = _first_of_each(ranked)
    else:
        pages = -(-counts[kind.code] // _PER_PAGE)
        page = min(max(1, page), pages)
        query = select(ranked).where(ranked.c.kind == kind.code).order_by(*_order(ranked))
        rows = db.session.execute(query.limit(_PER_PAGE).offset((page - 1) * _PER_PAGE)).all()
    results = _show(rows, kinds, stage.terms)
    groups = [
        Group(one, counts[one.code], [result for result in results if result.kind is one])
        for one in dict.fromkeys(result.kind for result in results)
    ]
    return Found(groups, counts, stage.is_near, stage.is_partial, kind, page, pages)


def suggest_records(viewer: Any, text: str) -> list[Result]:
    """The best few of what the viewer may see, whatever their kind."""
    kinds = _open_kinds(viewer)
    may_see = _narrow(viewer, kinds)
    stage, _counts = _choose_stage(parse_query(text), may_see)
    if stage is None:
        return []
    ranked = _rank(stage, kinds, may_see)
    query = select(ranked).order_by(*_order(ranked)).limit(_SUGGESTED)
    return _show(db.session.execute(query).all(), kinds, stage.terms)


def _open_kinds(viewer: Any) -> list[Kind]:
    role: Role = viewer.role
    return [kind for kind in list_kinds() if allows(role, kind.permission)]


def _narrow(viewer: Any, kinds: Sequence[Kind]) -> ColumnElement[bool]:
    """Only entries of records that the viewer may see, as the records themselves say it now."""
    visible = []
    for kind in kinds:
        is_kind = SearchEntry.kind == kind.code
        ids = kind.only_visible(viewer)
        visible.append(is_kind if ids is None else and_(is_kind, SearchEntry.record_id.in_(ids)))
    return or_(false(), *visible)


def _choose_stage(
    terms: tuple[Term, ...], may_see: ColumnElement[bool]
) -> tuple[_Stage | None, Mapping[str, int]]:
    """As typed; where that finds few, also misspelt; where that finds nothing, some of the words."""
    if not terms:
        return None, {}
    stage = _as_typed(terms)
    counts = _count(stage, may_see)
    if sum(counts.values()) >= _FEW:
        return stage, counts
    with_near = tuple(replace(term, near=frozenset(_find_near(term))) for term in terms)
    if any(term.near for term in with_near):
        wider = _misspelt(with_near, stage)
        more = _count(wider, may_see)
        stage, counts = (wider, more) if more != counts else (stage, counts)
    if not counts and len(terms) > 1:
        stage = _some_words(with_near)
        counts = _count(stage, may_see)
    return (stage, counts) if counts else (None, {})


def _as_typed(terms: tuple[Term, ...]) -> _Stage:
    written = exact_terms(terms, folded=False)
    exact, begun = exact_terms(terms), prefix_terms(terms)
    whole = whole_name(" ".join(term.plain for term in terms))
    rank = case(
        (SearchEntry.whole_names.contains(whole, autoescape=True), 0),
        (_is_in(written, in_title=True), 1),
        (_is_in(exact, in_title=True), 2),
        (_is_in(begun, in_title=True), 3),
        (_is_in(exact), 4),
        else_=5,
    )
    return _Stage(_is_in(begun), rank, terms)


def _misspelt(terms: tuple[Term, ...], typed: _Stage) -> _Stage:
    groups = _with_near(terms)
    rank = case((typed.matches, typed.rank), (_is_in(groups, in_title=True), 6), else_=7)
    return _Stage(_is_in(groups), rank, terms, is_near=True)


def _some_words(terms: tuple[Term, ...]) -> _Stage:
    groups = _with_near(terms)
    met = [case((_is_in([group]), 1), else_=0) for group in groups]
    in_titles = [case((_is_in([group], in_title=True), 1), else_=0) for group in groups]
    rank = -sum(met[1:], start=met[0]) * len(groups) * 2 - sum(in_titles[1:], start=in_titles[0])
    is_near = any(term.near for term in terms)
    return _Stage(_is_in(groups, any_group=True), rank, terms, is_near=is_near, is_partial=True)


def _with_near(terms: tuple[Term, ...]) -> Groups:
    begun = prefix_terms(terms)
    return [
        [*group, *(Alternative(word) for word in sorted(term.near))]
        for group, term in zip(begun, terms, strict=True)
    ]


def _is_in(groups: Groups, *, in_title: bool = False, any_group: bool = False) -> ColumnElement[bool]:
    return SearchEntry.id.in_(select_matches(groups, in_title=in_title, any_group=any_group))


def _find_near(term: Term) -> list[str]:
    """The words of the vocabulary that a term may be a misspelling of."""
    edits = edits_allowed(term.folded)
    if not edits:
        return []
    size = len(term.folded)
    query = select(SearchWord.word).where(SearchWord.length.between(size - edits, size + edits))
    return near_words(term.folded, db.session.scalars(query.order_by(SearchWord.word)))


def _count(stage: _Stage, may_see: ColumnElement[bool]) -> Mapping[str, int]:
    query = select(SearchEntry.kind, func.count()).where(stage.matches, may_see)
    rows = db.session.execute(query.group_by(SearchEntry.kind).order_by(SearchEntry.kind))
    return {kind: count for kind, count in rows}


def _rank(stage: _Stage, kinds: Sequence[Kind], may_see: ColumnElement[bool]) -> Subquery:
    """The entries that a stage finds, each with all that its place among them hangs on."""
    positions = {kind.code: place for place, kind in enumerate(kinds)}
    query = select(
        SearchEntry.id,
        SearchEntry.kind,
        SearchEntry.record_id,
        SearchEntry.title_en,
        SearchEntry.title_hi,
        SearchEntry.text,
        SearchEntry.title_length,
        stage.rank.label("rank"),
        case(positions, value=SearchEntry.kind, else_=len(kinds)).label("position"),
        func.coalesce(SearchEntry.title_en, SearchEntry.title_hi).label("title"),
    )
    return query.where(stage.matches, may_see).subquery()


def _order(ranked: FromClause) -> list[ColumnElement[Any]]:
    return [ranked.c[name].asc() for name in ("rank", "position", "title_length", "title", "id")]


def _first_of_each(ranked: Subquery) -> Sequence[Any]:
    place = func.row_number().over(partition_by=ranked.c.kind, order_by=_order(ranked))
    placed = select(ranked, place.label("place")).subquery()
    query = select(placed).where(placed.c.place <= _OF_EACH_KIND).order_by(*_order(placed))
    return db.session.execute(query).all()


def _show(rows: Sequence[Any], kinds: Sequence[Kind], terms: tuple[Term, ...]) -> list[Result]:
    """The rows as results, in their order; each kind reads its records once."""
    by_code = {kind.code: kind for kind in kinds}
    shown = {
        code: by_code[code].show([row.record_id for row in rows if row.kind == code])
        for code in dict.fromkeys(row.kind for row in rows)
    }
    found = []
    for row in rows:
        one = shown[row.kind].get(row.record_id)
        if one is None:
            continue
        hidden = [text for text in (row.title_en, row.title_hi, row.text) if text]
        found.append(
            Result(
                by_code[row.kind],
                mark(one.title, terms),
                [mark(text, terms) for text in one.context],
                one,
                written_otherwise(terms, [one.title, *one.context], hidden),
            )
        )
    return found
