"""Real inputs built from the reference data: one state as it met in Raipur, or the whole nation.

Nothing is invented: needs are the gaps of NFHS-5 to India's benchmark by theme; projects are the CSR filings
of 2014-15 to 2016-17; free money is the spending of the latest trusted year, as a stand-in; capacities follow
from it. What is not known (asks, present leads, results, preferences) stays blank.
"""

from pathlib import Path

from csrmatch import reference
from csrmatch.mapping.derivations import (
    Filing,
    Measured,
    capacities_from_money,
    free_money_from_filings,
    needs_from_gaps,
    projects_from_filings,
)
from csrmatch.mapping.tables.rows import CpseRow, DistrictRow, MappingInput, PlaceRow
from csrmatch.mapping.tables.writing import input_files

__all__ = ["SPOKE_AT_RAIPUR", "build_sample", "write_sample"]

CHHATTISGARH = 22
SPOKE_AT_RAIPUR = frozenset({"ALIMCO", "NMDC", "NTPC", "SAIL", "SECL"})
ROUND = "NFHS-5"


def build_sample(scope: str) -> MappingInput:
    """The input of one scope: `raipur` (the ten districts of Chhattisgarh) or `nation` (all 112).

    The CPSEs of Raipur are those that spoke there and those with a place in the state; the CPSEs of the
    nation are those with known spending.
    """
    states = {state.lgd: state.name_en for state in reference.read_states()}
    districts = [
        DistrictRow(
            lgd=str(district.lgd),
            name_en=district.name_en,
            state=states[district.state_lgd],
            lat=float(district.hq_lat),
            lon=float(district.hq_lon),
            name_hi=district.name_hi,
        )
        for district in reference.read_districts()
        if scope == "nation" or district.state_lgd == CHHATTISGARH
    ]
    codes = _codes(scope)
    filings = [filing for filing in _filings(states) if filing.cpse in codes]
    free = free_money_from_filings(filings)
    capacities = capacities_from_money({code: free.get(code) for code in sorted(codes)}, len(districts))
    lgds = {district.lgd for district in districts}
    return MappingInput(
        districts=tuple(districts),
        cpses=tuple(
            CpseRow(
                code=cpse.code,
                name_en=cpse.name_en,
                free_inr=free.get(cpse.code),
                capacity=capacities[cpse.code],
                name_hi=cpse.name_hi,
                ministry=cpse.ministry_en,
            )
            for cpse in reference.read_cpses()
            if cpse.code in codes
        ),
        places=tuple(
            PlaceRow(place.cpse, place.name_en, place.lat, place.lon, _text(place.lgd))
            for place in reference.read_cpse_places()
            if place.cpse in codes
        ),
        projects=tuple(projects_from_filings(filings)),
        needs=tuple(need for need in needs_from_gaps(_measured()) if need.lgd in lgds),
    )


def write_sample(sample: MappingInput, folder: Path) -> None:
    """Writes an input as the CSV files of the input format."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in input_files(sample).items():
        (folder / name).write_bytes(content)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _codes(scope: str) -> frozenset[str]:
    if scope == "nation":
        return frozenset(row.cpse for row in reference.read_cpse_spending())
    placed = {place.cpse for place in reference.read_cpse_places() if place.state_lgd == CHHATTISGARH}
    return SPOKE_AT_RAIPUR | placed


def _filings(states: dict[int, str]) -> list[Filing]:
    return [
        Filing(
            cpse=row.cpse,
            year=row.year,
            theme=row.theme,
            sector=row.sector,
            spent_inr=row.spent_inr,
            outlay_inr=row.outlay_inr,
            lgd=_text(row.lgd),
            state=None if row.state_lgd is None else states[row.state_lgd],
            suspect=row.is_suspect,
            quality=", ".join(row.quality),
        )
        for row in reference.read_cpse_spending()
    ]


def _measured() -> list[Measured]:
    india = {
        row.indicator: float(row.value)
        for row in reference.read_benchmarks()
        if row.state_lgd is None and row.round == ROUND
    }
    catalogue = {indicator.code: indicator for indicator in reference.read_indicators()}
    return [
        Measured(
            lgd=str(figure.lgd),
            theme=catalogue[figure.indicator].theme,
            indicator=figure.indicator,
            label=catalogue[figure.indicator].label_en,
            value=None if figure.value is None else float(figure.value),
            benchmark=india.get(figure.indicator),
            better=catalogue[figure.indicator].better,
        )
        for figure in reference.read_figures()
        if figure.round == ROUND
    ]
