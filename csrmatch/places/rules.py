"""Decisions about places on plain numbers: how far apart two points are."""

import math

__all__ = ["distance_km"]

_EARTH_KM = 6371.0088


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance of two points in kilometres as the crow flies, on a sphere; degrees are WGS 84."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    north = math.sin((second - first) / 2) ** 2
    east = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(north + math.cos(first) * math.cos(second) * east))
