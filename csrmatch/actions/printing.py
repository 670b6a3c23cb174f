"""The Action Taken Report of a list of action points, point by point, in the language in force."""

from collections.abc import Mapping, Sequence
from datetime import date

from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.queries import ActionCounts
from csrmatch.actions.rules import OPEN, ActionStatus
from csrmatch.actions.wording import ACTION_STATUSES, PRIORITIES, tell_overdue
from csrmatch.documents.letters import Items, Letter, Paragraph, Part, Table
from csrmatch.i18n import _, current_language, format_day, name_of, ngettext

__all__ = ["write_action_report"]

_LONGEST = 1_200


def write_action_report(
    actions: Sequence[ActionPoint],
    reports: Mapping[int, ActionStep],
    *,
    office: str,
    chosen: Sequence[str],
    counts: ActionCounts,
    day: date,
) -> Letter:
    """The report as a document: how many stand where, then each action point with what was done last.

    `chosen` says in words how the list was narrowed; `counts` are those of the whole list, of which no more
    than the first may be printed. No person is named: it may leave the offices that know them.
    """
    title = _("Action Taken Report")
    return Letter(
        language=current_language(),
        title=title,
        office=[_("One Aspirational District, One CPSE")],
        department=office,
        number="",
        dated=_("As of %(day)s", day=format_day(day)),
        addressee=[],
        subject=title,
        greeting="",
        parts=_parts(actions, reports, chosen, counts, day),
        closing="",
        signature=[_("Written by csrmatch from the record of the action points.")],
        copies_to="",
        copies=[],
        footer=_("Stages before closed are what the offices themselves report."),
        page_words=_("Page {page} of {pages}"),
    )


def _parts(
    actions: Sequence[ActionPoint],
    reports: Mapping[int, ActionStep],
    chosen: Sequence[str],
    counts: ActionCounts,
    day: date,
) -> list[Part]:
    found = ngettext("%(num)s action point.", "%(num)s action points.", counts.total)
    if len(actions) < counts.total:
        found += " " + _(
            "The table counts all of them; the first %(count)s of %(total)s are printed below, by office and "
            "last day. Narrow the list to print the others.",
            count=len(actions),
            total=counts.total,
        )
    parts: list[Part] = [Paragraph(found)]
    if chosen:
        parts.append(Items(list(chosen)))
    stages = [
        (str(words), counts.by_status.get(status, 0)) for status, (words, _kind) in ACTION_STATUSES.items()
    ]
    counted = [*stages, (_("of these overdue"), counts.overdue)]
    parts.append(
        Table(
            caption=_("Where they stand"),
            heads=[_("Stage"), _("Action points")],
            rows=[[words, str(count)] for words, count in counted if count],
            widths=[3, 1],
            numeric=frozenset({1}),
        )
    )
    parts.append(
        Table(
            caption=_("Point by point"),
            heads=[_("Number"), _("What is to be done"), _("Office and last day"), _("Action taken")],
            rows=[
                [row.code, _asked(row), _whose(row, day), _taken(row, reports.get(row.id))] for row in actions
            ],
            widths=[0.8, 2.6, 2, 3],
        )
    )
    return parts


def _asked(row: ActionPoint) -> str:
    told = [name_of(row, "title")]
    told += [_("No. %(reference)s", reference=row.file_number)] if row.file_number else []
    told += [_shortened(row.asked)] if row.asked else []
    return "\n".join(told)


def _whose(row: ActionPoint, day: date) -> str:
    told = [name_of(row.owner)]
    if row.district is not None:
        told.append(name_of(row.district))
    due = format_day(row.due_on) if row.due_on else _("no date")
    told.append(_("Last day: %(day)s", day=due))
    told += [late] if (late := tell_overdue(row, day)) else []
    told.append(_("Priority: %(priority)s", priority=PRIORITIES[row.priority][0]))
    return "\n".join(told)


def _taken(row: ActionPoint, report: ActionStep | None) -> str:
    stage = str(ACTION_STATUSES[row.status][0])
    if row.percent is not None and row.status in OPEN:
        stage = _("%(stage)s, %(share)s per cent", stage=stage, share=row.percent)
    told = [stage]
    if report is not None:
        told.append(f"{format_day(row.reported_on)}: {_shortened(report.note)}")
    else:
        told.append(_("Nothing has been reported yet."))
    if row.status is ActionStatus.CLOSED and row.closing_note:
        told.append(_shortened(row.closing_note, 2 * _LONGEST))
    return "\n".join(told)


def _shortened(text: str, most: int = _LONGEST) -> str:
    """A text as a cell of the table can hold it."""
    return text if len(text) <= most else text[: most - 1] + "…"
