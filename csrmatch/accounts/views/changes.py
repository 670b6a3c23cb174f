"""The log of changes, for those who check it."""

from collections.abc import Callable, Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.forms import ChangeFilter
from csrmatch.accounts.models import ApiToken
from csrmatch.accounts.queries import list_actor_ids, list_names, list_tokens_by_id
from csrmatch.accounts.views.blueprint import blueprint
from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import select_events
from csrmatch.audit.words import ACTION_WORDS, object_words, tell_changes
from csrmatch.i18n import _, format_ist, lazy_, name_of
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

register_navigation(
    NavigationEntry(lazy_("Changes"), "accounts.list_changes", Permission.VIEW_LOG, 90, is_seldom=True)
)


def _token_number(entry: AuditEvent) -> int | None:
    """The number of the token by which a program acted, if one did."""
    number = entry.actor.partition(" token:")[2]
    return int(number) if number.isdecimal() else None


def _actor_words(names: Mapping[int, str], tokens: Mapping[int, ApiToken]) -> Callable[[AuditEvent], str]:
    """Says who acted: the role, and the name where the reader is shown it or else the number.

    What a program did is said of its token, and of the person who made that.
    """

    def say(entry: AuditEvent) -> str:
        if entry.actor_id is None:
            return {"public": _("nobody signed in"), "command line": _("command line")}.get(
                entry.actor, entry.actor
            )
        name = names.get(entry.actor_id) or _("Person %(number)s", number=entry.actor_id)
        role = {code.value: str(words) for code, words in ROLE_WORDS.items()}.get(entry.actor.split(":")[0])
        person = f"{name}, {role}" if role else name
        token = tokens.get(_token_number(entry) or 0)
        if token is None:
            return person
        return _(
            "by token “%(token)s” of %(office)s, made by %(person)s",
            token=token.name,
            office=name_of(token.organisation),
            person=person,
        )

    return say


def _tell(entry: AuditEvent) -> str:
    return "; ".join(
        f"{change.label}: {change.old} → {change.new}" if change.old else f"{change.label}: {change.new}"
        for change in tell_changes(entry.object_type, entry.changes, action=entry.action)
    )


def _columns(names: dict[int, str], tokens: dict[int, ApiToken]) -> list[Column[AuditEvent]]:
    columns = [
        Column[AuditEvent]("id", lazy_("No."), lambda entry: entry.id, [AuditEvent.id], numeric=True),
        Column[AuditEvent]("at", lazy_("When"), lambda entry: format_ist(entry.at), [AuditEvent.at]),
        Column[AuditEvent]("actor", lazy_("By whom"), _actor_words(names, tokens), [AuditEvent.actor]),
        Column[AuditEvent](
            "action", lazy_("What"), lambda entry: str(ACTION_WORDS.get(entry.action, entry.action))
        ),
        Column[AuditEvent](
            "object",
            lazy_("About"),
            lambda entry: object_words(entry.object_type, entry.object_id),
            [AuditEvent.object_type, AuditEvent.object_id],
        ),
        Column[AuditEvent]("changes", lazy_("Old → new"), _tell),
        Column[AuditEvent]("reason", lazy_("Reason"), lambda entry: entry.reason),
    ]
    if asks_for_file():
        columns += [
            Column[AuditEvent]("utc", lazy_("When (UTC)"), lambda entry: entry.at.isoformat()),
            Column[AuditEvent]("request", lazy_("Request"), lambda entry: entry.request_id),
            Column[AuditEvent]("hash", lazy_("Seal"), lambda entry: entry.hash),
        ]
    return columns


@blueprint.get("/log")
@requires(Permission.VIEW_LOG)
def list_changes() -> ResponseReturnValue:
    """Every change: who, when, which record, old and new, and why."""
    filters = ChangeFilter(request.args)
    actor = filters.actor.data
    query = select_events(
        object_type=filters.table.data,
        actor_ids=list_actor_ids(current_user, actor) if actor else None,
        actor=actor,
        start=filters.start.data,
        end=filters.end.data,
    )
    names: dict[int, str] = {}
    tokens: dict[int, ApiToken] = {}
    table = build_table(
        query,
        _columns(names, tokens),
        default_sort="id",
        newest_first=True,
        tie=[AuditEvent.id],
        filters=filters,
    )
    tokens.update(list_tokens_by_id(filter(None, map(_token_number, table.rows))))
    if can_see_names(current_user):
        names.update(list_names(row.actor_id for row in table.rows if row.actor_id is not None))
    if asks_for_file():
        return send_table(table, _("Changes"))
    return render_template(
        "accounts/list_changes.html",
        table=table,
        actor_words=_actor_words(names, tokens),
        action_words=ACTION_WORDS,
        object_words=object_words,
        tell_changes=tell_changes,
    )
