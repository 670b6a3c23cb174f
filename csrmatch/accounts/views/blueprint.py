"""The blueprint that all pages of accounts are registered with."""

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("accounts", __name__)
