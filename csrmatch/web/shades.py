"""The nine classes in which pictures show a share: the same steps and the same names everywhere."""

__all__ = ["shade"]

_CLASSES = 9


def shade(share: float | None) -> str:
    """The class of a share in [0, 1]: q0 to q8 in even steps, and `none` where nothing is known."""
    if share is None:
        return "none"
    return f"q{min(_CLASSES - 1, max(0, int(share * _CLASSES)))}"
