"""Search over everything: the page of results, and suggestions while somebody types."""

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.home.views import blueprint
from csrmatch.i18n import _
from csrmatch.roles import Permission
from csrmatch.search.kinds import find_kind
from csrmatch.search.queries import Result, search_records, suggest_records
from csrmatch.search.rules import LONGEST_QUERY
from csrmatch.web.guards import requires

__all__ = ["list_suggestions", "search_everything"]


@blueprint.get("/search")
@requires(Permission.VIEW_HOME)
def search_everything() -> ResponseReturnValue:
    """What the reader may see of what they look for, by kind, or all of one kind page by page."""
    text = _asked()
    wanted = find_kind(request.args.get("kind"))
    page = request.args.get("page", 1, type=int)
    found = search_records(current_user, text, kind=wanted, page=page)
    return render_template("home/search_everything.html", text=text, found=found, kind=found.kind)


@blueprint.get("/search/suggestions")
@requires(Permission.VIEW_HOME)
def list_suggestions() -> ResponseReturnValue:
    """The best few of what the reader may see, for the list under the field."""
    results = suggest_records(current_user, _asked())
    return jsonify(results=[_suggestion(result) for result in results])


def _asked() -> str:
    """What is asked for, on one line and not longer than anybody needs."""
    return " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())


def _suggestion(result: Result) -> dict[str, object]:
    note = _("found as %(words)s", words=", ".join(result.found_as)) if result.found_as else ""
    return {
        "title": [[part.text, part.is_marked] for part in result.title],
        "context": " · ".join((str(result.kind.label), *result.shown.context)),
        "found_as": note,
        "url": url_for(result.shown.endpoint, **result.shown.values),
    }
