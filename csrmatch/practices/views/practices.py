"""Pages that show practices: the library, one of them, an old wording, the sheet to hand out."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.attachments.words import FILE_KINDS
from csrmatch.db import today
from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.i18n import LANGUAGES, lazy_, name_of, speaking
from csrmatch.indicators.choices import theme_options
from csrmatch.indicators.queries import list_themes
from csrmatch.places.choices import district_options, state_options
from csrmatch.practices import access
from csrmatch.practices import queries as reads
from csrmatch.practices.documents import write_sheet
from csrmatch.practices.forms import PracticeFilter
from csrmatch.practices.models import Practice
from csrmatch.practices.origins import find_origin
from csrmatch.practices.rules import EvidenceKind, Gap, OriginKind, PracticeStatus
from csrmatch.practices.services.texts import read_kept, text_of
from csrmatch.practices.stories import known_of, place_names, tell_old_story, tell_story
from csrmatch.practices.views.pages import PRACTICE, blueprint, practice_trail
from csrmatch.practices.wording import EVIDENCE, ORIGINS, PART_KINDS, PRACTICE_STATUSES
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_practices"]


def _fill_filter(filters: PracticeFilter) -> None:
    filters.theme.choices = all_or(theme_options(), lazy_("All themes"))
    filters.state.choices = all_or(state_options(with_all=True), lazy_("All states"))
    filters.district.choices = all_or(district_options(), lazy_("All districts"))
    filters.status.choices = all_or((code.value, words) for code, (words, _kind) in PRACTICE_STATUSES.items())
    filters.cpse.choices = all_or((row.code, row.code) for row in reads.list_cpses_of_practices(current_user))


def _read_search(filters: PracticeFilter) -> reads.PracticeSearch:
    if not filters.validate():
        return reads.PracticeSearch()
    chosen = filters.data
    return reads.PracticeSearch(
        text=chosen["q"],
        theme=chosen["theme"],
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        lgd=int(chosen["district"]) if chosen["district"] else None,
        cpse=chosen["cpse"],
        evidence=EvidenceKind(chosen["evidence"]) if chosen["evidence"] else None,
        origin=OriginKind(chosen["origin"]) if chosen["origin"] else None,
        status=PracticeStatus(chosen["status"]) if chosen["status"] else None,
    )


@blueprint.get("/practices")
@requires(Permission.VIEW_PRACTICES)
def list_practices() -> ResponseReturnValue:
    """The practices the reader may see: filtered, sorted, paged, or as a file."""
    filters = PracticeFilter(request.args)
    _fill_filter(filters)
    query = reads.search_practices(current_user, _read_search(filters))
    table = build_table(query, _columns(), default_sort="title", tie=[Practice.id], filters=filters)
    if asks_for_file():
        return send_table(table, "practices")
    return render_template(
        "practices/list_practices.html",
        table=table,
        statuses=PRACTICE_STATUSES,
        evidence=EVIDENCE,
        origins=ORIGINS,
        places={row.id: place_names(row) for row in table.rows},
        known={row.id: _known(row) for row in table.rows},
        can_write=access.can_write_practices(current_user),
    )


def _columns() -> list[Column[Practice]]:
    """What the list and its file say of a practice; how its office is reached is not among it."""
    return [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [reads.practice_title_order()]),
        Column("number", lazy_("Number"), lambda row: row.code, [Practice.id]),
        Column("themes", lazy_("Themes"), _themes),
        Column("places", lazy_("Where it worked"), _places),
        Column("cpse", lazy_("CPSE"), lambda row: row.cpse.code if row.cpse else None, [Cpse.code]),
        Column("evidence", lazy_("Evidence"), _evidence, [reads.evidence_order()]),
        Column("known", lazy_("Known, of %(all)s", all=len(Gap)), _known, numeric=True),
        Column("origin", lazy_("Where it is known from"), lambda row: ORIGINS[row.origin], [Practice.origin]),
        Column(
            "status", lazy_("Stage"), lambda row: PRACTICE_STATUSES[row.status][0], [reads.status_order()]
        ),
    ]


def _themes(row: Practice) -> str | None:
    return ", ".join(name_of(one.theme) for one in row.themes) or None


def _places(row: Practice) -> str | None:
    return "; ".join(filter(None, [*place_names(row), row.elsewhere])) or None


def _evidence(row: Practice) -> object:
    return EVIDENCE[row.evidence][0] if row.evidence else None


def _known(row: Practice) -> int:
    return len(known_of(text_of(row)))


@blueprint.get(PRACTICE)
@requires(Permission.VIEW_PRACTICES)
def show_practice(practice_id: int) -> ResponseReturnValue:
    """One practice as a story: the problem, what was done, what must stay, the cost, what speaks for it."""
    practice = reads.get_practice(current_user, practice_id)
    link = reads.find_link(practice)
    return render_template(
        "practices/show_practice.html",
        practice=practice,
        story=tell_story(practice),
        taken_from=find_origin(current_user, link) if link else None,
        history=reads.list_practice_steps(practice),
        versions=reads.list_practice_versions(current_user, practice),
        documents=reads.list_practice_documents(practice),
        file_kinds=FILE_KINDS,
        panels=draw_panels("practice.more", practice),
        statuses=PRACTICE_STATUSES,
        kinds=PART_KINDS,
        languages=LANGUAGES,
        sees_contact=access.can_read_contact(current_user),
        can_edit=access.can_edit_practice(current_user, practice),
        can_step=access.can_step_practice(current_user, practice),
        trail=practice_trail(),
    )


@blueprint.get(PRACTICE + "/versions/<int(max=2147483647):number>")
@requires(Permission.VIEW_PRACTICES)
def show_practice_version(practice_id: int, number: int) -> ResponseReturnValue:
    """What a practice of the library or on offer said before it was changed."""
    practice = reads.get_practice(current_user, practice_id)
    version = reads.get_practice_version(current_user, practice, number)
    themes = {row.code: name_of(row) for row in list_themes()}
    return render_template(
        "practices/show_practice_version.html",
        practice=practice,
        version=version,
        story=tell_old_story(practice, read_kept(version.told), themes),
        kinds=PART_KINDS,
        trail=practice_trail(practice),
    )


@blueprint.get(PRACTICE + "/sheet/<any(en, hi):language>.<any(pdf, docx):kind>")
@requires(Permission.VIEW_PRACTICES)
def download_practice(practice_id: int, language: str, kind: str) -> ResponseReturnValue:
    """A practice on one sheet, as PDF or as Word, in the language asked for."""
    with speaking(language):
        practice = reads.get_practice(current_user, practice_id)
        stage = str(PRACTICE_STATUSES[practice.status][0])
        content = write_sheet(tell_story(practice), practice.code, stage, today(), kind)
    return send_file_bytes(content, f"{practice.code.lower()}-{language}.{kind}", DOCUMENT_KINDS[kind])
