"""Whether a typed point can be where it is said to be."""

from csrmatch.places.rules import distance_km

__all__ = ["FARTHEST_KM", "is_far_from", "is_in_india"]

# Generous, for the largest of the 112 are more than 200 km across.
FARTHEST_KM = 250


def is_in_india(latitude: float, longitude: float) -> bool:
    """Whether a point lies in the rectangle round India and its islands."""
    return 6.0 <= latitude <= 37.5 and 68.0 <= longitude <= 97.5


def is_far_from(latitude: float, longitude: float, there_latitude: float, there_longitude: float) -> bool:
    """Whether a point is too far from a district's headquarters to lie in that district."""
    return distance_km(latitude, longitude, there_latitude, there_longitude) > FARTHEST_KM
