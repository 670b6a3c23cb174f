"""Runs the migrations on the application's database."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from csrmatch.db import db

__all__ = ["downgrade_database", "migration_config", "upgrade_database"]


def migration_config() -> Config:
    """Alembic's settings: where the migrations are and which database they run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = db.engine
    return config


def upgrade_database(revision: str = "head") -> None:
    """Brings the schema up to a revision."""
    command.upgrade(migration_config(), revision)


def downgrade_database(revision: str) -> None:
    """Takes the schema down to a revision."""
    command.downgrade(migration_config(), revision)
