"""The page of a published pair: how far it has come, and what has come of it since."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import IST, _, name_of
from csrmatch.mapping.models import PublicationPair
from csrmatch.mapping.queries.pair_story import PairStory, find_first_put, tell_pair_story
from csrmatch.mapping.queries.publications import find_published_pair, get_publication
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.mapping.views.pages import blueprint
from csrmatch.mapping.views.published import SCOPE, publication_trail
from csrmatch.mapping.wording.publications import PUBLICATION_STATES, STANDINGS
from csrmatch.registry.wording.needs import NEED_STATUSES
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.web.guards import public

__all__: list[str] = []

Event = tuple[date | None, str, bool]


@blueprint.get(SCOPE + "/districts/<int(max=2147483647):lgd>")
@public
def show_published_pair(scope: str, year: str, lgd: int) -> ResponseReturnValue:
    """A district and the CPSE that leads it; whoever is signed in sees of what came of it what they may."""
    publication = get_publication(scope, year)
    pair = find_published_pair(publication, lgd)
    story = tell_pair_story(current_user, pair) if current_user.is_authenticated else None
    return render_template(
        "mapping/show_published_pair.html",
        publication=publication,
        pair=pair,
        story=story,
        events=_events(pair, story),
        is_current=publication.state is PublicationState.CURRENT,
        states=PUBLICATION_STATES,
        standings=STANDINGS,
        need_statuses=NEED_STATUSES,
        project_statuses=PROJECT_STATUSES,
        trail=publication_trail(publication),
    )


def _events(pair: PublicationPair, story: PairStory | None) -> list[Event]:
    """From the need to the result: what has happened by its day, then what is still to come."""
    cpse, district = pair.cpse.code, name_of(pair.district)
    published = pair.publication.published_at.astimezone(IST).date()
    events: list[Event] = [
        (find_first_put(pair), _("Proposed to both sides"), True),
        (pair.district_agreed_on, _("%(district)s agreed", district=district), True),
        (pair.cpse_agreed_on, _("%(cpse)s agreed", cpse=cpse), True),
        (pair.board_approved_on, _("The board of %(cpse)s approved", cpse=cpse), True),
        (published, _("Published"), True),
    ]
    if story is not None:
        events += [
            (story.taken_up_on, _("A need was taken up"), True),
            (story.begun_on, _("The first project began"), True),
            (story.measured_on, _("A result was measured"), True),
        ]
    done = sorted((event for event in events if event[0] is not None), key=lambda event: str(event[0]))
    return done + [(None, words, False) for day, words, _done in events if day is None]
