"""Gives commands that need the database an application to run in."""

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from csrmatch.audit.recording import acting

__all__ = ["in_application", "settings_path"]

P = ParamSpec("P")
R = TypeVar("R")


def settings_path() -> str:
    """The import path of the settings, as the environment names them."""
    return f"config.{os.environ.get('CSRMATCH_SETTINGS', 'Development')}"


def in_application(command: Callable[P, R]) -> Callable[P, R]:
    """Runs a command inside the application; the log names the command line as the actor."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from csrmatch.app import create_app

        with create_app(settings_path()).app_context(), acting("command line"):
            return command(*args, **kwargs)

    return run
