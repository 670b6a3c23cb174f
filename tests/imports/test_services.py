"""The verbs of imports: all or nothing, once, on the version that was shown, and back again."""

import pytest
from sqlalchemy import event, func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError
from csrmatch.imports import services as verbs
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.queries import list_next_rows, walk_rows
from csrmatch.imports.rules import Decision, ImportState, Outcome
from csrmatch.registry.models import Project, ProjectQuarter, ProjectStep
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.services import project_reports
from csrmatch.registry.services import projects as project_verbs
from tests.imports.sheets import (
    Sheet,
    apply,
    bring_in,
    codes_of,
    do,
    officer,
    outcomes_of,
    rows_of,
    template,
    undo,
)
from tests.registry.projects import fill_project, make_project

CSV = "title_en,theme_ED,outlay_2024-25_q1\r\n"


@pytest.fixture
def project(app: Application) -> int:
    def make() -> int:
        made = make_project()
        fill_project(made)
        return made.id

    return run_write(make)


def lines(*cells: str) -> bytes:
    return (CSV + "\r\n".join(cells) + "\r\n").encode()


def titles() -> list[str]:
    db.session.rollback()
    return sorted(str(title) for title in db.session.scalars(select(Project.title_en)))


def state_of(import_id: int) -> ImportState:
    db.session.rollback()
    return db.session.get_one(DataImport, import_id).state


def change(project_id: int, title: str) -> None:
    def act() -> None:
        row = db.session.get_one(Project, project_id)
        text = project_verbs.ProjectText(title_en=title)
        project_verbs.change_project(project=row, version=row.version, text=text)

    run_write(act)


class TestCheckImport:
    def test_a_workbook_sent_back_as_it_was_changes_nothing(self, project: int) -> None:
        number = bring_in(template())
        assert outcomes_of(number) == [Outcome.SAME]
        assert codes_of(number) == []

    def test_a_trial_leaves_no_record_and_no_entry_of_one(self, project: int) -> None:
        before = db.session.scalar(select(func.max(AuditEvent.id)))
        number = bring_in(lines("A well,100,500"))
        assert outcomes_of(number) == [Outcome.NEW]
        assert titles() == ["Hostel for girls"]
        query = select(AuditEvent.object_type).where(AuditEvent.id > before)
        assert set(db.session.scalars(query)) <= {"data_import", "attachment", "import_name"}

    def test_every_error_of_every_row_is_told_with_its_column(self, project: int) -> None:
        number = bring_in(lines("A well,90,500", ",100,-5", "Third,100,12.5", "Night school,60,12.5"))
        found = [(row.number, item["column"], item["code"]) for row in rows_of(number) for item in row.errors]
        assert found == [
            (2, "themes", "refused"),
            (3, "outlay_2024-25_q1", "negative"),
            (3, "title_en", "refused"),
            (4, "outlay_2024-25_q1", "money_not_whole"),
            (5, "outlay_2024-25_q1", "money_not_whole"),
            (5, "themes", "refused"),
        ]

    def test_a_record_of_another_company_is_as_unknown_as_a_missing_one(self, project: int) -> None:
        from tests.registry.projects import find_officer

        other = run_write(lambda: make_project("ONGC", "Theirs").id)
        content = f"id,version,title_en\r\n{other},1,Mine\r\n{10**9},1,Mine\r\n".encode()
        number = bring_in(content)
        assert codes_of(number) == ["unknown_record", "unknown_record"]
        assert find_officer("NMDC").organisation_id

    def test_a_record_twice_and_one_without_its_version_are_told(self, project: int) -> None:
        content = f"id,version,title_en\r\n{project},9,A\r\n{project},9,B\r\n{project},,C\r\n".encode()
        assert "repeated_record" in codes_of(bring_in(content))
        content = f"id,version,title_en\r\n{project},,C\r\n".encode()
        assert codes_of(bring_in(content)) == ["version_missing"]

    def test_a_record_changed_meanwhile_is_told_with_both_texts_and_not_overwritten(
        self, project: int
    ) -> None:
        content = Sheet(template()).set(4, title_en="From the file").save()
        change(project, "By hand")
        number = bring_in(content)
        row = rows_of(number)[0]
        assert row.outcome is Outcome.CONFLICT
        assert (row.before or {})["title_en"] == "By hand"
        assert row.values["title_en"] == "From the file"
        with pytest.raises(DomainError):
            apply(number)
        assert titles() == ["By hand"]

    def test_a_file_may_win_over_the_change_that_was_shown_but_not_over_a_later_one(
        self, project: int
    ) -> None:
        content = Sheet(template()).set(4, title_en="From the file").save()
        change(project, "By hand")
        number = bring_in(content)

        def decide() -> None:
            def act(record: DataImport, by: object) -> None:
                row = db.session.get_one(ImportRow, rows[0].id)
                verbs.decide_row(
                    record=record,
                    row=row,
                    by=officer(),
                    version=record.version,
                    decision=Decision.TAKE,
                    reason="The file is right.",
                )
                verbs.check_row(record=record, row=row, by=officer())

            do(number, act)

        rows = rows_of(number)
        change(project, "By hand again")
        with pytest.raises(Conflict):
            decide()
        do(number, lambda record, by: verbs.check_import(record=record, by=by))
        decide()
        apply(number)
        assert titles() == ["From the file"]

    def test_rows_that_repeat_each_other_or_a_record_are_held_back(self, project: int) -> None:
        first = bring_in(lines("Twins,100,500", "Twins,100,600"))
        assert outcomes_of(first) == [Outcome.NEW, Outcome.HELD]
        apply(first)
        assert titles() == ["Hostel for girls", "Twins"]
        assert codes_of(bring_in(lines("TWINS,100,700"))) == ["repeats_record"]

    def test_a_row_that_is_held_back_can_be_applied_later(self, project: int) -> None:
        number = bring_in(lines("Twins,100,500", "Twins,100,600"))
        apply(number)
        held = rows_of(number)[1]

        def act(record: DataImport, by: object) -> None:
            row = db.session.get_one(ImportRow, held.id)
            verbs.decide_row(
                record=record,
                row=row,
                by=officer(),
                version=record.version,
                decision=Decision.TAKE,
                reason="There are two.",
            )
            verbs.check_row(record=record, row=row, by=officer())

        do(number, act)
        apply(number)
        assert titles() == ["Hostel for girls", "Twins", "Twins"]


class TestApplyImport:
    def test_an_error_in_the_last_row_leaves_nothing(self, project: int) -> None:
        number = bring_in(lines(*(f"Well {n},100,500" for n in range(40)), "Last,99,500"))
        with pytest.raises(DomainError):
            apply(number)
        assert titles() == ["Hostel for girls"]

    def test_a_failure_in_the_middle_leaves_nothing(
        self, project: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = bring_in(lines(*(f"Well {n},100,500" for n in range(12))))
        monkeypatch.setattr("csrmatch.imports.services.applying.CHUNK", 5)
        from csrmatch.registry.services import project_batches

        real, calls = project_batches.create_records, []

        def fail_later(**given: object) -> object:
            calls.append(1)
            if len(calls) == 3:
                raise RuntimeError("the machine stops")
            return real(**given)  # type: ignore[arg-type]

        monkeypatch.setattr(project_batches, "create_records", fail_later)
        with pytest.raises(RuntimeError):
            apply(number)
        assert titles() == ["Hostel for girls"]
        assert state_of(number) is ImportState.CHECKED
        assert verify_log().sound

    def test_what_it_saves_is_what_the_forms_save(self, project: int) -> None:
        sheet = Sheet(template())
        row = sheet.next_row
        sheet.set(
            row,
            title_en="A well",
            status="under way / प्रगति पर",
            theme_AW=60,
            theme_HN=40,
            district_1="376 Dantewada",
            share_1=80,
            elsewhere_percent=20,
            starts_on="01-05-2025",
            heads_st=120,
            heads_women="x",
            schedule_items="4, 1",
            **{"outlay_2025-26_q1": 500_000, "spent_2025-26_q1": "2,50,000"},
        )
        sheet.set(row, status="under way")
        number = bring_in(sheet.save())
        assert codes_of(number) == []
        apply(number)
        made = db.session.scalars(select(Project).where(Project.title_en == "A well")).one()
        assert made.status is ProjectStatus.UNDER_WAY
        assert {share.theme_code: share.percent for share in made.themes} == {"AW": 60, "HN": 40}
        assert [(share.district.lgd, share.percent) for share in made.districts] == [(376, 80)]
        assert {group.group.value: group.heads for group in made.groups} == {"st": 120, "women": None}
        assert [(q.financial_year, q.quarter, q.outlay_inr, q.spent_inr) for q in made.quarters] == [
            ("2025-26", 1, 500_000, 250_000)
        ]
        assert made.schedule_items == [1, 4]
        steps = db.session.scalars(select(ProjectStep).where(ProjectStep.project_id == made.id))
        assert [step.new_status.value for step in steps] == ["proposed", "approved", "under_way"]
        assert verify_log().sound

    def test_a_years_total_stands_in_its_last_quarter(self, project: int) -> None:
        number = bring_in(b"title_en,outlay_2023-24,spent_2023-24\r\nFiled,900,800\r\n")
        apply(number)
        row = db.session.scalars(
            select(ProjectQuarter).where(ProjectQuarter.financial_year == "2023-24")
        ).one()
        assert (row.quarter, row.outlay_inr, row.spent_inr) == (4, 900, 800)

    def test_the_same_file_makes_nothing_again(self, project: int) -> None:
        content = lines("A well,100,500")
        number = bring_in(content)
        apply(number)
        assert bring_in(content, name="other name.csv") == number
        assert titles() == ["A well", "Hostel for girls"]

    def test_twice_on_the_same_page_is_refused(self, project: int) -> None:
        number = bring_in(lines("A well,100,500"))

        def twice(record: DataImport, by: object) -> None:
            version = record.version
            verbs.apply_import(record=record, by=officer(), version=version)
            db.session.flush()
            verbs.apply_import(record=record, by=officer(), version=version)

        with pytest.raises(Conflict):
            do(number, twice)
        assert titles() == ["Hostel for girls"]

    def test_what_the_rules_refuse_since_the_trial_stops_everything(
        self, project: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = b"title_en,outlay_2023-24,spent_2023-24\r\nOne,900,\r\nOther,900,800\r\n"
        number = bring_in(content)
        assert outcomes_of(number) == [Outcome.NEW, Outcome.NEW]
        monkeypatch.setattr("csrmatch.registry.services.project_texts.has_begun", lambda *_given: False)
        with pytest.raises(Conflict):
            apply(number)
        assert titles() == ["Hostel for girls"]

    def test_the_rules_of_the_forms_hold(self, project: int) -> None:
        content = (
            b"title_en,implementer,agency_name,creates_asset,asset_holder_name\r\n"
            b"Schools,agency,UNICEF,,\r\nHall,,,yes,NMDC\r\n"
        )
        assert outcomes_of(bring_in(content)) == [Outcome.ERROR, Outcome.ERROR]


class TestUndoImport:
    def test_it_puts_back_what_was_and_removes_what_was_made(self, project: int) -> None:
        before = Sheet(template())
        sheet = Sheet(template()).set(4, title_en="Renamed", theme_ED=100, theme_HN=None, status="completed")
        sheet.set(4, **{"spent_2024-25_q3": 7, "district_2": None, "share_2": None, "share_1": 90})
        sheet.set(5, title_en="A well", status="under way")
        number = bring_in(sheet.save())
        assert codes_of(number) == []
        apply(number)
        assert undo(number) == 0
        after = Sheet(template())
        for code in before.codes:
            if code != "version":
                assert after.get(4, code) == before.get(4, code), code
        assert titles() == ["Hostel for girls"]
        assert state_of(number) is ImportState.UNDONE
        assert verify_log().sound

    def test_what_somebody_changed_since_stays_and_is_listed(self, project: int) -> None:
        number = bring_in(lines("One,100,500", "Two,100,500", "Three,100,500"))
        apply(number)
        ids = {row.title: row.record_id or 0 for row in rows_of(number)}
        change(ids["Two"], "Two, by hand")
        run_write(
            lambda: project_reports.add_milestone(
                project=db.session.get_one(Project, ids["Three"]),
                text=project_reports.MilestoneText(
                    "Dug", db.session.get_one(Project, ids["Three"]).created_at.date()
                ),
            )
        )
        listed = do(number, verbs.list_untouchable)
        assert [row.title for row in listed] == ["Two", "Three"]
        with pytest.raises(Conflict):
            undo(number, kept=0)
        assert titles() == ["Hostel for girls", "One", "Three", "Two, by hand"]
        assert undo(number, kept=2) == 2
        assert titles() == ["Hostel for girls", "Three", "Two, by hand"]

    def test_a_file_taken_back_can_be_sent_again(self, project: int) -> None:
        content = lines("A well,100,500")
        number = bring_in(content)
        apply(number)
        undo(number)
        again = bring_in(content)
        assert again != number
        apply(again)
        assert titles() == ["A well", "Hostel for girls"]

    def test_twice_is_refused(self, project: int) -> None:
        number = bring_in(lines("A well,100,500"))
        apply(number)
        undo(number)
        with pytest.raises(Conflict):
            undo(number)


class TestWalking:
    def test_the_next_few_rows_are_found_without_sorting_all_of_them(self, project: int) -> None:
        number = bring_in(lines("One,100,1", "Two,100,1", "Three,100,1"))
        record = db.session.get_one(DataImport, number)
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            first = list_next_rows(record, after=0, size=2)
            rest = list_next_rows(record, after=first[-1].id, size=2)
            walked = [row.title for rows in walk_rows(record, size=1, backwards=True) for row in rows]
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert [row.title for row in (*first, *rest)] == ["One", "Two", "Three"]
        assert walked == ["Three", "Two", "One"]
        if db.engine.dialect.name == "sqlite":
            for statement in asked:
                marks = [1] * statement.count("?")
                plan = db.session.connection().exec_driver_sql(
                    f"explain query plan {statement}", tuple(marks)
                )
                assert not [step for step in plan if "TEMP B-TREE" in step[-1]], statement
