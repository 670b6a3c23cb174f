"""A published mapping as open data: a Frictionless data package, the same bytes for the same content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from csrmatch.documents.csv_table import write_plain_csv
from csrmatch.documents.guarding import guarded
from csrmatch.mapping.documents.archive import pack, unpack
from csrmatch.mapping.result_folder import CSV_FILES
from csrmatch.mapping.rules.consent import Standing

__all__ = ["OpenMapping", "OpenPair", "digest_of", "open_package", "read_package"]

_PROOF = frozenset({*CSV_FILES, "plan.json"})


@dataclass(frozen=True)
class OpenPair:
    """One published pair; it is approved where both sides and the board agreed, else a proposal."""

    lgd: int
    district_en: str
    district_hi: str | None
    state_lgd: int
    state_en: str
    state_hi: str | None
    cpse: str
    cpse_en: str
    cpse_hi: str | None
    standing: Standing
    fit: float
    ask_inr: int | None
    district_agreed_on: date | None
    cpse_agreed_on: date | None
    board_approved_on: date | None
    resolution: str

    @property
    def is_approved(self) -> bool:
        """Whether it may be called more than a proposal."""
        return self.standing is Standing.APPROVED


@dataclass(frozen=True)
class OpenMapping:
    """All that a published version says, of which its papers are written; it names no person.

    `total` and `worst` are those of the published pairs, `bound` what no plan under the same rules can pass.
    """

    scope: str
    scope_en: str
    scope_hi: str | None
    financial_year: str
    number: int
    title_en: str
    title_hi: str | None
    order_number: str
    order_on: date
    published_on: date
    note: str
    supersedes: int | None
    reason: str
    objective: str
    weights: Mapping[str, int]
    cpses: int
    total: float
    worst: float
    bound: float
    is_proven: bool
    is_checked: bool
    input_digest: str
    plan_digest: str
    software_version: str
    pairs: tuple[OpenPair, ...] = field(default=())

    @property
    def approved(self) -> int:
        """How many pairs are approved."""
        return sum(pair.is_approved for pair in self.pairs)


_TYPES = {"int": "integer", "float": "number", "date": "date", "str": "string", "Standing": "string"}
_TOLD = {
    "lgd": "Code of the district in the Local Government Directory",
    "district_en": "Name of the district in English",
    "district_hi": "Name of the district in Hindi",
    "state_lgd": "Code of the state in the Local Government Directory",
    "state_en": "Name of the state in English",
    "state_hi": "Name of the state in Hindi",
    "cpse": "Short name of the central public sector enterprise that leads",
    "cpse_en": "Name of the enterprise in English",
    "cpse_hi": "Name of the enterprise in Hindi",
    "status": "approved where the district, the enterprise and its board agreed; else proposal",
    "standing": "How far the pair has come: waiting for an answer, accepted by both sides, approved",
    "fit": "Fit of district and enterprise between 0 and 1, as solved",
    "ask_inr": "What the needs of the district cost, in rupees; blank where it is not known",
    "district_agreed_on": "Day on which the district agreed",
    "cpse_agreed_on": "Day on which the enterprise agreed",
    "board_approved_on": "Day on which the board of the enterprise approved",
    "resolution": "Number of the board's resolution",
}


def open_package(mapping: OpenMapping, proof: Mapping[str, bytes]) -> bytes:
    """The package: description, pairs as CSV and JSON, and the files of the run by which they are checked."""
    files = {
        "mapping.csv": _csv(mapping),
        "mapping.json": _json(_plain(mapping)),
        **{f"run/{name}": content for name, content in proof.items() if name in _PROOF},
    }
    files["datapackage.json"] = _json(_description(mapping, files))
    return pack(files)


def digest_of(package: bytes) -> str:
    """The SHA-256 sum of a package, by which anybody can tell that it was not changed."""
    return hashlib.sha256(package).hexdigest()


def read_package(package: bytes) -> OpenMapping:
    """What a package says, for the papers that are written of it."""
    said = json.loads(unpack(package)["mapping.json"])
    said.pop("format")
    pairs = tuple(OpenPair(**_typed(OpenPair, row)) for row in said.pop("pairs"))
    return OpenMapping(**_typed(OpenMapping, said), pairs=pairs)


def _typed(kind: type, said: dict[str, Any]) -> dict[str, Any]:
    """The values of a row of JSON as its dataclass holds them."""
    made: dict[str, Any] = {}
    for column in fields(kind):
        if column.name == "pairs":
            continue
        value = said[column.name]
        if value is not None and column.type in {date, date | None}:
            value = date.fromisoformat(value)
        made[column.name] = Standing(value) if column.type is Standing else value
    return made


def _status(pair: OpenPair) -> str:
    return "approved" if pair.is_approved else "proposal"


def _plain(mapping: OpenMapping) -> dict[str, Any]:
    rows = [{**asdict(pair), "status": _status(pair)} for pair in mapping.pairs]
    return {"format": 1, **asdict(mapping), "pairs": rows}


def _json(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, default=date.isoformat)
    return (text + "\n").encode()


def _columns() -> list[tuple[str, str]]:
    """The columns of the table with their types, what a pair is called beside how far it has come."""
    found = [(column.name, _type_of(column.type)) for column in fields(OpenPair)]
    place = [name for name, _ in found].index("standing")
    return [*found[:place], ("status", "string"), *found[place:]]


def _type_of(annotation: Any) -> str:
    name = getattr(annotation, "__name__", None) or str(annotation).split(" | ")[0].rpartition(".")[2]
    return _TYPES[name]


def _csv(mapping: OpenMapping) -> bytes:
    names = [name for name, _ in _columns()]
    told = [{**asdict(pair), "status": _status(pair)} for pair in mapping.pairs]
    return write_plain_csv([names, *([_cell(values[name]) for name in names] for values in told)])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value + 0.0:.6f}"
    return guarded(value) if isinstance(value, str) else str(value)


def _description(mapping: OpenMapping, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The description after the Data Package specification; a licence is for the publishing office to say."""
    schema = {
        "fields": [{"name": name, "type": kind, "description": _TOLD[name]} for name, kind in _columns()],
        "primaryKey": ["lgd"],
        "missingValues": [""],
    }
    resources = [_resource(name, content) for name, content in sorted(files.items())]
    for resource in resources:
        if resource["path"] == "mapping.csv":
            resource |= {"profile": "tabular-data-resource", "schema": schema}
    return {
        "profile": "data-package",
        "name": f"csrmatch-{mapping.scope}-{mapping.financial_year}-{mapping.number}",
        "title": mapping.title_en,
        "description": (
            "Which central public sector enterprise (CPSE) leads in which aspirational district. Nobody can "
            "allot a company's CSR: a pair is a proposal until the district, the enterprise and its board "
            "have agreed. The folder run holds the fits, the rules and the prices that prove the plan: "
            "csrmatch verify run, or a spreadsheet, checks them."
        ),
        "version": str(mapping.number),
        "created": mapping.published_on,
        "keywords": ["CSR", "CPSE", "aspirational districts", "India"],
        "contributors": [{"title": "Department of Public Enterprises", "role": "publisher"}],
        "sources": [
            {"title": f"Order {mapping.order_number} of {mapping.order_on.isoformat()}"},
            {"title": "Local Government Directory (codes of districts and states)"},
            {"title": f"csrmatch {mapping.software_version}, input {mapping.input_digest}"},
        ],
        "resources": resources,
    }


def _resource(name: str, content: bytes) -> dict[str, Any]:
    stem, _, kind = name.rpartition(".")
    return {
        "name": stem.replace("/", "-").replace("_", "-"),
        "path": name,
        "format": kind,
        "mediatype": {"csv": "text/csv", "json": "application/json"}[kind],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
