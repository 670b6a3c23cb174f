"""What all pages of the registry share: the blueprint, the sources of its facts."""

from flask import Blueprint

from csrmatch.reference import read_sources
from csrmatch.web.shades import shade

__all__ = ["blueprint", "sources_by_id"]

blueprint = Blueprint("registry", __name__)
blueprint.add_app_template_global(shade)


def sources_by_id() -> dict[str, object]:
    """Every source of the reference data, by its id."""
    return {source.id: source for source in read_sources()}
