"""Pages of districts and CPSEs."""

from flask import Blueprint

blueprint = Blueprint("registry", __name__)
