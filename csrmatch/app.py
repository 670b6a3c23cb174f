"""Puts the house together: settings, database, sign-in, slices, errors, headers."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import csrmatch.accounts.searching
import csrmatch.actions.searching
import csrmatch.home.search_views
import csrmatch.home.work_views
import csrmatch.imports.searching
import csrmatch.indicators.searching
import csrmatch.mapping.searching
import csrmatch.practices.searching
import csrmatch.registry.searching
import csrmatch.workshops.searching  # noqa: F401  These say what can be found, and show it.
from csrmatch import __version__
from csrmatch.accounts.passwords import set_cost
from csrmatch.accounts.showing import install_person_filter
from csrmatch.accounts.signing_in import install_sign_in
from csrmatch.accounts.token_signing_in import install_token_sign_in
from csrmatch.accounts.views import blueprint as accounts_pages
from csrmatch.actions import api as _actions_operations  # noqa: F401
from csrmatch.actions import tasks as _actions_tasks  # noqa: F401
from csrmatch.actions.views import blueprint as actions_pages
from csrmatch.db import db
from csrmatch.home import tasks as _home_tasks  # noqa: F401
from csrmatch.home.views import blueprint as home_pages
from csrmatch.imports import tasks as _imports_tasks  # noqa: F401
from csrmatch.imports.views import blueprint as imports_pages
from csrmatch.indicators.views import blueprint as indicators_pages
from csrmatch.mail import tasks as _mail_tasks  # noqa: F401
from csrmatch.mapping import api as _mapping_operations  # noqa: F401
from csrmatch.mapping import tasks as _mapping_tasks  # noqa: F401
from csrmatch.mapping.views import blueprint as mapping_pages
from csrmatch.practices import api as _practices_operations  # noqa: F401
from csrmatch.practices.views import blueprint as practices_pages
from csrmatch.registry import api as _registry_operations  # noqa: F401
from csrmatch.registry import tasks as _registry_tasks  # noqa: F401
from csrmatch.registry.views import blueprint as registry_pages
from csrmatch.web.api.document import api
from csrmatch.web.api.problems import refuse_values
from csrmatch.web.compression import Compression
from csrmatch.web.errors import install_errors
from csrmatch.web.filters import install_filters
from csrmatch.web.headers import add_fixed_headers, install_headers
from csrmatch.web.navigation import navigation
from csrmatch.web.origins import install_origin_check
from csrmatch.web.submissions import run_submission
from csrmatch.web.uploads import install_upload_sizes
from csrmatch.workshops import api as _workshops_operations  # noqa: F401
from csrmatch.workshops import tasks as _workshops_tasks  # noqa: F401
from csrmatch.workshops.views import blueprint as workshops_pages

__all__ = ["create_app"]

_ROOT = Path(__file__).parent.parent
_SAFE = {"GET", "HEAD", "OPTIONS"}


class Application(Flask):
    """Flask, with every unsafe request run in one write transaction."""

    # Called by the operations of the API where what was sent does not fit.
    validation_error_callback = staticmethod(refuse_values)

    def dispatch_request(self) -> ResponseReturnValue:
        """Runs the view; what it changed is committed when it returns and rolled back when it raises."""
        run: Callable[[], ResponseReturnValue] = super().dispatch_request
        return run() if request.method in _SAFE else run_submission(run)


def create_app(settings: object = "config.Development") -> Application:
    """The application with the given settings: an import path or an object with upper-case attributes."""
    app = Application(__name__, template_folder=str(_ROOT / "templates"), static_folder="static")
    app.config.from_object(settings)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": True})
    if not app.config["SECRET_KEY"] and app.config["KEEPS_SECRET_KEY"]:
        app.config["SECRET_KEY"] = _kept_secret(Path(app.config["INSTANCE"]))
    if not app.config["SECRET_KEY"]:
        raise RuntimeError("SECRET_KEY is not set: put a long random text into CSRMATCH_SECRET_KEY")
    if not app.config.get("TRUSTED_HOSTS"):
        raise RuntimeError("TRUSTED_HOSTS is not set: put the service's host names into CSRMATCH_HOSTS")
    if app.config["ACTION_AGAIN_DAYS"] > app.config["ACTION_CHAIR_DAYS"]:
        raise RuntimeError("CSRMATCH_ACTION_AGAIN_DAYS is more than CSRMATCH_ACTION_CHAIR_DAYS")
    db.init_app(app)
    set_cost(**app.config["PASSWORD_COST"])
    install_upload_sizes(app)
    # Before all that may refuse a request, so that it is told in the reader's language.
    install_sign_in(app)
    install_origin_check(app)
    install_token_sign_in(app)
    # A program sends no form, and no browser can be made to send its token.
    CSRFProtect(app).exempt(api)
    install_filters(app)
    install_person_filter(app)
    install_headers(app)
    install_errors(app)
    slices = (
        accounts_pages,
        actions_pages,
        imports_pages,
        indicators_pages,
        registry_pages,
        mapping_pages,
        practices_pages,
        workshops_pages,
        home_pages,
        api,
    )
    for pages in slices:
        app.register_blueprint(pages)

    @app.context_processor
    def common() -> dict[str, Any]:
        return {"navigation": navigation(), "version": __version__}

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(_ROOT / "csrmatch" / "static"),
        prefix="static/",
        autorefresh=app.debug,
        add_headers_function=lambda headers, _path, _url: add_fixed_headers(
            headers, https_only=app.config["HTTPS_ONLY"]
        ),
    )
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = Compression(  # type: ignore[method-assign]
        app.wsgi_app, app.config["SESSION_COOKIE_NAME"]
    )
    return app


def _kept_secret(folder: Path) -> str:
    """A random key kept in a folder, so that sessions outlive a restart; processes that race agree on one."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder, delete=False) as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(file.name, path)
        os.unlink(file.name)
    return path.read_text().strip()
