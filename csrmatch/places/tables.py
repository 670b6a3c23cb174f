"""An office's own boundary file, read into district outlines or a list of what is wrong with it."""

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csrmatch.i18n import LazyText, lazy_

__all__ = ["BoundaryFile", "KnownName", "Outline", "match_key", "read_boundaries"]

VIEW_WIDTH = 1000
_LGD_KEYS = ("lgd", "district_lgd", "dist_lgd", "lgd_code", "dtcode_lgd", "lgd_district")
_NAME_KEYS = ("district", "district_name", "dtname", "dist_name", "name", "name_2")
_STATE_KEYS = ("state", "state_name", "st_nm", "stname", "name_1")
_WEST, _EAST, _SOUTH, _NORTH = 60.0, 100.0, 5.0, 40.0
_CENTRE = 80.0
_LATITUDES = (12.0, 35.0)
_MOST_POINTS = 2_000_000


@dataclass(frozen=True)
class KnownName:
    """A name under which a district is found, in its state."""

    lgd: int
    state: str
    name: str


@dataclass(frozen=True)
class Outline:
    """A district's outline as SVG path data in a common picture 1,000 units wide."""

    lgd: int
    path: str


@dataclass
class BoundaryFile:
    """What a file holds: outlines of known districts, features that are not ours, and errors."""

    outlines: list[Outline] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    errors: list[LazyText] = field(default_factory=list)


def match_key(text: str) -> str:
    """A name as it is compared: one Unicode form, letters and digits only, no joiners, lower case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LNM")


def read_boundaries(content: bytes, known: Iterable[KnownName]) -> BoundaryFile:
    """Reads a GeoJSON FeatureCollection in degrees (WGS 84); joins on LGD code, else on state and name."""
    found = BoundaryFile()
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        found.errors.append(lazy_("The file is not GeoJSON in UTF-8."))
        return found
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        found.errors.append(lazy_("The file is not a GeoJSON FeatureCollection."))
        return found
    names = list(known)
    by_name = {(match_key(name.state), match_key(name.name)): name.lgd for name in names}
    codes = {name.lgd for name in names}
    seen: dict[int, int] = {}
    for number, feature in enumerate(features, start=1):
        _read_feature(number, feature, codes, by_name, seen, found)
    if not found.outlines and not found.errors:
        found.errors.append(lazy_("No feature of the file is one of the districts."))
    return found


def _read_feature(
    number: int,
    feature: Any,
    codes: set[int],
    by_name: Mapping[tuple[str, str], int],
    seen: dict[int, int],
    found: BoundaryFile,
) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        found.errors.append(lazy_("Feature %(number)s has no properties.", number=number))
        return
    values = {str(key).casefold(): value for key, value in properties.items()}
    lgd = _find_district(values, codes, by_name)
    if lgd is None:
        found.others.append(str(_first(values, _NAME_KEYS) or f"#{number}"))
        return
    if lgd in seen:
        found.errors.append(
            lazy_(
                "Features %(first)s and %(second)s are the same district (LGD %(lgd)s).",
                first=seen[lgd],
                second=number,
                lgd=lgd,
            )
        )
        return
    seen[lgd] = number
    path = _path(feature.get("geometry"))
    if path is None:
        found.errors.append(
            lazy_("Feature %(number)s: its outline is not polygons in degrees (WGS 84).", number=number)
        )
        return
    found.outlines.append(Outline(lgd, path))


def _first(values: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((values[key] for key in keys if values.get(key) not in (None, "")), None)


def _find_district(
    values: Mapping[str, Any], codes: set[int], by_name: Mapping[tuple[str, str], int]
) -> int | None:
    code = _first(values, _LGD_KEYS)
    if code is not None:
        try:
            return int(code) if int(code) in codes else None
        except (TypeError, ValueError, OverflowError):
            return None
    state, name = _first(values, _STATE_KEYS), _first(values, _NAME_KEYS)
    if state is None or name is None:
        return None
    return by_name.get((match_key(str(state)), match_key(str(name))))


def _path(geometry: Any) -> str | None:
    """The outline as path data, or None where it is not polygons in degrees."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        return None
    polygons = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    parts: list[str] = []
    try:
        for polygon in polygons:
            for ring in polygon:
                parts.append(_ring(ring))
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    return "".join(parts) or None


def _ring(ring: Any) -> str:
    if not 4 <= len(ring) <= _MOST_POINTS:
        raise ValueError("a ring has at least four points")
    points: list[tuple[float, float]] = []
    for position in ring:
        longitude, latitude = float(position[0]), float(position[1])
        if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
            raise ValueError("not degrees")
        point = project(longitude, latitude)
        if not points or point != points[-1]:
            points.append(point)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Albers' equal-area conic for India, scaled to the picture; one decimal."""
    first, second = (math.sin(math.radians(value)) for value in _LATITUDES)
    n = (first + second) / 2
    c = math.cos(math.asin(first)) ** 2 + 2 * n * first
    rho = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
    rho_north = math.sqrt(c - 2 * n * math.sin(math.radians(37.5))) / n
    theta = n * math.radians(longitude - _CENTRE)
    scale = VIEW_WIDTH / 0.5
    return round(VIEW_WIDTH * 0.43 + rho * math.sin(theta) * scale, 1), round(
        (rho * math.cos(theta) - rho_north) * scale, 1
    )
