"""The public front page, the signed-in home, and whether the service is alive."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from csrmatch.db import db
from csrmatch.web.guards import public

blueprint = Blueprint("home", __name__)


@blueprint.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """Says that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    """Says whether the database answers and has the schema this version needs."""
    try:
        db.session.execute(text("select version_num from alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return jsonify(status="database not ready"), 503
    return jsonify(status="ready")
