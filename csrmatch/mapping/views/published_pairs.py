"""The page of a published pair: how far it has come, and what has come of it since."""

from flask import render_template
from flask.typing import ResponseReturnValue

from csrmatch.mapping.publication_words import STANDINGS
from csrmatch.mapping.queries.publications import find_published_pair, get_publication
from csrmatch.mapping.views.pages import blueprint
from csrmatch.mapping.views.published import SCOPE, publication_trail
from csrmatch.web.guards import public

__all__: list[str] = []


@blueprint.get(SCOPE + "/districts/<int(max=2147483647):lgd>")
@public
def show_published_pair(scope: str, year: str, lgd: int) -> ResponseReturnValue:
    """A district and the CPSE that leads it: its standing, its dates, and what came of it."""
    publication = get_publication(scope, year)
    pair = find_published_pair(publication, lgd)
    return render_template(
        "mapping/show_published_pair.html",
        publication=publication,
        pair=pair,
        standings=STANDINGS,
        trail=publication_trail(publication),
    )
