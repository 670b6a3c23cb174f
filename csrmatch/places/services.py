"""Loads states and districts from the reference tables, and outlines from an office's own file."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from csrmatch.audit.recording import note_event
from csrmatch.db import db
from csrmatch.loading import synchronise
from csrmatch.places.models import Boundary, District, DistrictAlias, State
from csrmatch.places.tables import Outline
from csrmatch.reference import (
    read_adp_scores,
    read_census,
    read_district_aliases,
    read_districts,
    read_lwe_status,
    read_mpi,
    read_states,
)

__all__ = ["load_places", "replace_boundaries"]

_TILES = Path(__file__).parent / "tiles.csv"


def load_places() -> dict[str, int]:
    """Brings states, the 112 districts and their other names to what the product's files say."""
    states = synchronise(
        State,
        ["lgd"],
        (
            {
                "lgd": row.lgd,
                "name_en": row.name_en,
                "name_hi": row.name_hi,
                "block_word_en": row.block_en,
                "block_word_hi": row.block_hi,
                "district_head_en": row.head_en,
                "district_head_hi": row.head_hi,
            }
            for row in read_states()
        ),
    )
    districts = synchronise(District, ["lgd"], _district_rows(states))
    aliases = synchronise(
        DistrictAlias,
        ["district_id", "name", "kind"],
        (
            {
                "district_id": districts[(row.lgd,)],
                "name": row.alias,
                "kind": row.kind,
                "valid_from_on": row.from_on,
                "valid_to_on": row.to_on,
                "source": row.source,
            }
            for row in read_district_aliases()
        ),
        removes=True,
    )
    return {"states": len(states), "districts": len(districts), "district aliases": len(aliases)}


def replace_boundaries(*, outlines: Sequence[Outline], source_name: str, source_digest: str) -> int:
    """Takes the outlines of a file as the office's own; outlines of districts it does not hold stay."""
    districts = {
        district.lgd: district for district in db.session.scalars(select(District).order_by(District.lgd))
    }
    for outline in outlines:
        db.session.merge(
            Boundary(
                district_id=districts[outline.lgd].id,
                path=outline.path,
                source_name=source_name,
                source_digest=source_digest,
            )
        )
    db.session.flush()
    note_event(
        "import_boundaries", "boundary", "-", file=source_name, sha256=source_digest, rows=len(outlines)
    )
    return len(outlines)


def _district_rows(states: dict[tuple[Any, ...], int]) -> list[dict[str, Any]]:
    with _TILES.open(encoding="utf-8", newline="") as file:
        tiles = {int(row["lgd"]): row for row in csv.DictReader(file)}
    facts = _programme_facts()
    lists: dict[int, list[dict[str, str]]] = {}
    for entry in read_lwe_status():
        lists.setdefault(entry.lgd, []).append(
            {
                "list": entry.list_name,
                "category": entry.category,
                "as_on": entry.as_on.isoformat(),
                "source": entry.source,
            }
        )
    return [
        {
            "lgd": row.lgd,
            "niti_serial": row.listed_no,
            "state_id": states[(row.state_lgd,)],
            "name_en": row.name_en,
            "name_hi": row.name_hi,
            "hq_name": row.hq_en,
            "latitude": row.hq_lat,
            "longitude": row.hq_lon,
            "tile_column": int(tiles[row.lgd]["col"]),
            "tile_row": int(tiles[row.lgd]["row"]),
            "tile_code_en": tiles[row.lgd]["code_en"],
            "tile_code_hi": tiles[row.lgd]["code_hi"],
            "facts": {
                "created_year": row.created_year,
                "change_note": row.change_note,
                "census_basis": row.census_basis,
                "lwe_lists": lists.get(row.lgd, []),
                "source": row.source,
                **facts.get(row.lgd, {}),
            },
        }
        for row in read_districts()
    ]


def _programme_facts() -> dict[int, dict[str, Any]]:
    """What the Census, the poverty index and the programme's own rankings say, each with its source."""
    facts: dict[int, dict[str, Any]] = {}
    for census in read_census():
        facts.setdefault(census.lgd, {})["census"] = _plain(census)
    for poverty in read_mpi():
        facts.setdefault(poverty.lgd, {}).setdefault("poverty", []).append(_plain(poverty))
    for score in read_adp_scores():
        facts.setdefault(score.lgd, {}).setdefault("scores", []).append(_plain(score))
    return facts


def _plain(row: Any) -> dict[str, Any]:
    """A row of facts as JSON holds it: dates as ISO text, decimals as numbers."""
    plain: dict[str, Any] = {}
    for name, value in asdict(row).items():
        if isinstance(value, date):
            plain[name] = value.isoformat()
        elif isinstance(value, Decimal):
            plain[name] = float(value)
        else:
            plain[name] = value
    return plain
