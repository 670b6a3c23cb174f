"""The section that counts who took part by group; it names nobody."""

from collections.abc import Sequence

from csrmatch.documents.drawings import draw_bars
from csrmatch.documents.parts import Part, Picture, Table
from csrmatch.i18n import _, format_number, lazy_
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.queries.participants import GroupCount
from csrmatch.workshops.wording.participants import GROUPS

__all__: list[str] = []


def _groups(record: ReportRecord) -> Sequence[Part]:
    """Bars of who was there, or of the list where nobody was checked in, and all counts as a table."""
    counts = record.groups
    if not counts:
        return []
    was_counted = any(row.present for row in counts)
    bars = [
        (str(GROUPS[row.group]), amount, format_number(amount))
        for row in counts
        for amount in (row.present if was_counted else row.listed,)
    ]
    said = ", ".join(_("%(group)s: %(count)s", group=label, count=words) for label, _amount, words in bars)
    head = _("Who was there, by group") if was_counted else _("Who is on the list, by group")
    picture = Picture(draw_bars(bars), head, _("Participants by group: %(counts)s.", counts=said))
    return [picture, _table(counts)]


def _table(counts: Sequence[GroupCount]) -> Table:
    rows = [
        [str(GROUPS[row.group]), *(format_number(count) for count in (row.listed, row.coming, row.present))]
        for row in counts
    ]
    totals = (sum(row.listed for row in counts), sum(row.coming for row in counts))
    total = [_("Total"), *(format_number(count) for count in (*totals, sum(row.present for row in counts)))]
    return Table(
        caption=_("Participants by group"),
        heads=[_("Group"), _("On the list"), _("Said they come"), _("Were there")],
        rows=[*rows, total],
        widths=[0.4, 0.2, 0.2, 0.2],
        numeric=frozenset({1, 2, 3}),
        has_total=True,
    )


register_section("groups", lazy_("Participants by group"), 21, _groups)
