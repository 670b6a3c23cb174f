"""Pages of places; a district's own page is composed on the registry's floor, which sees its figures."""

from flask import Blueprint

blueprint = Blueprint("places", __name__)
