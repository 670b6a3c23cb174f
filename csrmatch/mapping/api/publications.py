"""Operations on published mappings: list, and one version with its pairs, as the public pages show them."""

from datetime import date, datetime
from typing import Literal

from flask import Response
from pydantic import Field

from csrmatch.i18n import lazy_
from csrmatch.mapping.models import Publication, PublicationPair
from csrmatch.mapping.queries import for_programs as reads_of
from csrmatch.mapping.queries.publications import list_published_pairs
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, FinancialYear, Money, Told, WholeNumber
from csrmatch.web.links import whole_url

__all__: list[str] = []

_PUBLICATION = "/publications/<int(max=2147483647):publication_id>"
_ORDERS = {"id": Order(Publication.id), "published_at": Order(Publication.published_at, "moment")}


class PublicationPath(Asked):
    """Which version."""

    publication_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class PublicationsAsked(PageAsked):
    """Which versions, in which order."""

    scope: str | None = Field(
        None, max_length=60, description="Whose districts: nation, state-22, or picked-7 as in addresses."
    )
    year: FinancialYear | None = None
    state: WholeNumber | None = Field(
        None, ge=0, le=999_999, description="The LGD code of a state that has districts in it."
    )
    stage: PublicationState | None = Field(None, description="`current` is what is in force.")
    sort: Literal["id", "-id", "published_at", "-published_at"] = "id"


class PublicationTold(Told):
    """A version as it was published; nobody is allotted a lead: what is not approved is a proposal."""

    id: int
    scope: str
    state_lgd: int | None
    financial_year: str
    number: int
    stage: PublicationState
    title_en: str
    title_hi: str | None
    order_number: str
    order_on: date
    note: str
    published_at: datetime
    ended_at: datetime | None
    ended_reason: str | None
    pairs_count: int
    approved_count: int
    digest: str = Field(description="The SHA-256 sum of the package.")
    input_digest: str
    page_url: str
    package_url: str = Field(description="The open data with the proof, for anybody.")


class PublishedPairTold(Told):
    """A district and the company that leads it; `standing` approved where both and the board agreed."""

    district_lgd: int
    state_lgd: int
    cpse: str
    standing: Standing
    fit: float
    ask_inr: Money
    district_agreed_on: date | None
    cpse_agreed_on: date | None
    board_approved_on: date | None
    resolution: str | None


class PublicationWhole(PublicationTold):
    """A version with its pairs, by the codes of the districts."""

    pairs: list[PublishedPairTold]


class PublicationsTold(Told):
    """A page of versions."""

    items: list[PublicationTold]
    next: str | None


def _told(row: Publication, approved: int) -> dict[str, object]:
    same = set(PublicationTold.model_fields) & {column.key for column in Publication.__mapper__.column_attrs}
    version = {"scope": row.scope_key, "year": row.financial_year, "number": row.number}
    return {
        **{name: getattr(row, name) for name in sorted(same)},
        "scope": row.scope_key,
        "state_lgd": row.exercise.state.lgd if row.exercise.state else None,
        "stage": row.state,
        "pairs_count": row.pairs,
        "approved_count": approved,
        "page_url": whole_url("mapping.show_publication", **version),
        "package_url": whole_url("mapping.download_publication", **version, name="package.zip"),
    }


def _pair(row: PublicationPair) -> PublishedPairTold:
    same = set(PublishedPairTold.model_fields) & {
        column.key for column in PublicationPair.__mapper__.column_attrs
    }
    return PublishedPairTold(
        **{name: getattr(row, name) for name in sorted(same - {"resolution"})},
        resolution=row.resolution or None,
        district_lgd=row.district.lgd,
        state_lgd=row.district.state.lgd,
        cpse=row.cpse.code,
    )


@api.get("/publications", **reads(lazy_("Published mappings"), PublicationsTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_publications(query: PublicationsAsked) -> Response:
    """The published versions, those that ended too, filtered and sorted."""
    found = reads_of.search_publications(
        scope_key=query.scope, year=query.year, state_lgd=query.state, stage=query.stage
    )
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Publication.id)
    approved = reads_of.count_approved([row.id for row in rows])
    items = [PublicationTold.model_validate(_told(row, approved[row.id])) for row in rows]
    return answer_page(PublicationsTold(items=items, next=cursor), cursor)


@api.get(_PUBLICATION, **reads(lazy_("One published mapping with its pairs"), PublicationWhole))
@allow_token(Permission.VIEW_DISTRICTS)
def show_publication(path: PublicationPath) -> Response:
    """A published version with all its pairs."""
    row = reads_of.get_numbered_publication(path.publication_id)
    pairs = [_pair(pair) for pair in list_published_pairs(row)]
    approved = sum(pair.standing is Standing.APPROVED for pair in pairs)
    return answer_record(PublicationWhole.model_validate({**_told(row, approved), "pairs": pairs}))
