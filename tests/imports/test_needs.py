"""Needs by workbook: the office's drafts go out and come back, by the rules of the forms and no others."""

import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.imports import services as verbs
from csrmatch.imports.kinds import find_kind
from csrmatch.imports.layouts import SheetRow
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.queries import get_import, select_rows
from csrmatch.imports.rules import ImportState, Outcome
from csrmatch.reference import read_schemes, read_themes
from csrmatch.registry.models import Need, NeedStep
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import needs as need_verbs
from csrmatch.registry.services.need_delegations import delegate_need
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.tables.need_rows import NEED_LAYOUT
from csrmatch.registry.tables.need_workbook import need_workbook
from tests.registry.needs import fill_need, make_need, officers_of, take_to

HEAD = "title_en,theme,block\r\n"
FIRST_ROW = 4


@pytest.fixture
def need(app: Application) -> int:
    def make() -> int:
        made = make_need()
        fill_need(made)
        return made.id

    return run_write(make)


class Book:
    """A workbook of needs that is being filled in."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.page = self.book["needs"]
        self.codes = [cell.value for cell in self.page[1]]

    def set(self, row: int, **cells: object) -> "Book":
        for code, value in cells.items():
            self.page.cell(row, self.codes.index(code) + 1).value = value
        return self

    def get(self, row: int) -> dict[object, object]:
        return dict(zip(self.codes, [cell.value for cell in self.page[row]], strict=True))

    def save(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def officer(lgd: int = 376) -> User:
    return officers_of(lgd)[0]


def template(lgd: int = 376) -> bytes:
    kind = find_kind("needs")
    assert kind is not None
    return run_write(lambda: kind.template(officer(lgd)))


def bring_in(content: bytes) -> int:
    def act() -> int:
        record, _is_new = verbs.receive_file(
            by=officer(), kind_code="needs", file_name="needs.xlsx", content=content
        )
        verbs.check_import(record=record, by=officer())
        return record.id

    return run_write(act)


def do(import_id: int, act: Callable[[DataImport], object]) -> object:
    return run_write(lambda: act(get_import(officer(), import_id)))


def apply(import_id: int) -> None:
    do(import_id, lambda record: verbs.apply_import(record=record, by=officer(), version=record.version))


def undo(import_id: int, kept: int = 0) -> object:
    return do(
        import_id,
        lambda record: verbs.undo_import(
            record=record, by=officer(), version=record.version, reason="The wrong file.", kept=kept
        ),
    )


def rows_of(import_id: int) -> list[ImportRow]:
    db.session.rollback()
    return list(db.session.scalars(select_rows(get_import(officer(), import_id))))


def told(import_id: int) -> list[tuple[int, object, object]]:
    return [
        (row.number, item["column"], item["code"])
        for row in rows_of(import_id)
        for item in [*row.errors, *row.flags]
    ]


def needs() -> list[Need]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Need).order_by(Need.id)))


def titles() -> list[str | None]:
    return [row.title_en for row in needs()]


texts = some.none() | some.sampled_from(
    ["Wells", "=1+1", "-5 wells", "कुआँ खोदना", "'quoted", "10", "@ Kuakonda", "a / b"]
)
amounts = some.none() | some.integers(0, 10**15)


@some.composite
def drafts(draw: some.DrawFn) -> dict[str, object]:
    return {
        "id": draw(some.integers(1, 10**6)),
        "version": draw(some.integers(1, 1000)),
        **{name: draw(texts) for name in ("title_en", "title_hi", "block", "asked")},
        "theme": draw(some.sampled_from([theme.code for theme in read_themes()])),
        "urgency": draw(some.sampled_from(list(Urgency)).map(str)),
        "urgency_reason": draw(texts) or "",
        "cost_inr": draw(amounts),
        "scheme": draw(some.none() | some.sampled_from([scheme.code for scheme in read_schemes()])),
        "covered_inr": draw(amounts),
        "covered_percent": draw(some.none() | some.integers(1, 100)),
        "groups": draw(
            some.dictionaries(
                some.sampled_from(list(TargetGroup)).map(str), some.none() | some.integers(0, 10**9)
            )
        ),
    }


class TestRoundTrip:
    @settings(max_examples=15, deadline=None)
    @given(some.lists(drafts(), min_size=1, max_size=4))
    def test_every_draft_comes_back_as_it_went_out(self, given_rows: list[dict[str, object]]) -> None:
        page = openpyxl.load_workbook(io.BytesIO(need_workbook(given_rows)))["needs"]
        lines = [
            SheetRow("needs", number, list(cells))
            for number, cells in enumerate(page.iter_rows(values_only=True), start=1)
        ]
        for row, back in zip(
            given_rows, NEED_LAYOUT.read(lines, lambda name, state="": None, "376"), strict=True
        ):
            assert back.errors == ()
            assert {**back.values, "id": back.record_id, "version": back.version} == row


class TestTemplate:
    def test_it_holds_the_offices_drafts_and_no_other_need(self, need: int) -> None:
        def more() -> None:
            take_to(make_need("Open already"), NeedStatus.OPEN)
            make_need("Theirs", lgd=328)

        run_write(more)
        book = Book(template())
        first = book.get(FIRST_ROW)
        assert first["id"] == need
        assert str(first["theme"]).startswith("IN ")
        assert (first["cost_inr"], first["heads_st"], first["heads_women"]) == (20_000_000, 1_800, "x")
        assert "/" in str(first["urgency"])
        assert book.page.max_row == FIRST_ROW
        assert book.page["A4"].protection.locked
        assert not book.page["D4"].protection.locked
        lists = {cell.value for cell in book.book["lists"][1]}
        assert lists == {"themes", "urgency", "schemes"}
        assert len(book.page.data_validations.dataValidation) == 3

    def test_sent_back_as_it_was_it_changes_nothing(self, need: int) -> None:
        number = bring_in(template())
        assert [row.outcome for row in rows_of(number)] == [Outcome.SAME]

    def test_an_office_without_needs_gets_an_empty_one_that_can_be_filled(self, app: Application) -> None:
        number = bring_in(Book(template()).set(FIRST_ROW, title_hi="कुआँ", theme="HN").save())
        apply(number)
        assert [row.title_hi for row in needs()] == ["कुआँ"]


class TestApply:
    def test_new_rows_become_drafts_and_changes_go_through_the_verbs(self, need: int) -> None:
        sheet = Book(template()).set(FIRST_ROW, title_en="Renamed", heads_women=40, urgency="this year")
        scheme = read_schemes()[0]
        sheet.set(
            5, title_en="A clinic", theme="Health & Nutrition", cost_inr="2,00,000", scheme=scheme.name_hi
        )
        sheet.set(5, covered_percent=40, heads_children="x", asked="One room\nand a well")
        number = bring_in(sheet.save())
        assert told(number) == []
        assert titles() == ["Solar pumps for forty hamlets"]
        apply(number)
        changed, made = needs()
        assert (changed.title_en, changed.urgency) == ("Renamed", Urgency.NORMAL)
        assert {row.group: row.heads for row in changed.groups} == {
            TargetGroup.ST: 1_800,
            TargetGroup.WOMEN: 40,
        }
        assert (made.status, made.theme_code, made.district.lgd) == (NeedStatus.DRAFT, "HN", 376)
        assert (made.cost_inr, made.scheme_code, made.covered_percent) == (200_000, scheme.code, 40)
        assert made.asked == "One room\nand a well"
        steps = db.session.scalars(db.select(NeedStep).where(NeedStep.need_id == made.id)).all()
        assert [step.new_status for step in steps] == [NeedStatus.DRAFT]
        assert verify_log().sound

    def test_whoever_applies_wrote_last_and_does_not_verify(self, need: int) -> None:
        author, colleague = run_write(lambda: tuple(user.id for user in officers_of(376)))

        def rewrite() -> None:
            row = db.session.get_one(Need, need)
            heads: dict[TargetGroup, int | None] = {}
            by = db.session.get_one(User, colleague)
            need_verbs.change_need_people(need=row, by=by, version=row.version, heads=heads)

        run_write(rewrite)
        number = bring_in(
            Book(template()).set(FIRST_ROW, title_en="Renamed").set(5, title_en="New", theme="ED").save()
        )
        apply(number)
        assert [row.changed_by_id for row in needs()] == [author, author]

        def verify(by: int, row: Need) -> None:
            need_verbs.step_need(
                need=row, by=db.session.get_one(User, by), version=None, status=NeedStatus.VERIFIED, reason=""
            )

        for position in range(2):
            with pytest.raises(DomainError):
                run_write(lambda at=position: verify(author, needs_now()[at]))
            run_write(lambda at=position: verify(colleague, needs_now()[at]))

    def test_every_error_is_told_with_its_column(self, need: int) -> None:
        lines = [
            ",AW,,,,,,",
            "No theme,,,,,,,",
            "Odd,XX,no,,,,,",
            "Urgent,AW,,high,12.5,,,",
            "Covered,AW,,,100,No such scheme,500,",
            "Twice,AW,,,100,,5,50",
            "Much,AW,,,100,jal-jeevan-mission,500,",
            "Share,AW,,,,jal-jeevan-mission,,0",
        ]
        head = "title_en,theme,block,urgency,cost_inr,scheme,covered_inr,covered_percent\r\n"
        number = bring_in((head + "\r\n".join(lines)).encode())
        assert told(number) == [
            (2, "title_en", "refused"),
            (3, "theme", "refused"),
            (4, "theme", "bad_choice"),
            (5, "cost_inr", "money_not_whole"),
            (5, "urgency_reason", "refused"),
            (6, "scheme", "not_listed"),
            (7, "scheme", "refused"),
            (7, "covered_percent", "refused"),
            (8, "covered_inr", "refused"),
            (9, "covered_percent", "refused"),
        ]
        with pytest.raises(DomainError):
            apply(number)
        assert titles() == ["Solar pumps for forty hamlets"]

    def test_a_need_of_another_district_is_as_unknown_as_a_missing_one(self, need: int) -> None:
        other = run_write(lambda: make_need("Theirs", lgd=328).id)
        number = bring_in(f"id,version,title_en\r\n{other},1,Mine\r\n{10**9},1,Mine\r\n".encode())
        assert told(number) == [(2, "id", "unknown_record"), (3, "id", "unknown_record")]

    def test_only_drafts_are_changed(self, need: int) -> None:
        content = Book(template()).set(FIRST_ROW, title_en="Renamed").save()
        run_write(lambda: take_to(db.session.get_one(Need, need), NeedStatus.VERIFIED))
        number = bring_in(content)
        assert told(number) == [(4, "code", "refused")]
        assert titles() == ["Solar pumps for forty hamlets"]

    def test_a_draft_verified_since_the_trial_stops_everything(self, need: int) -> None:
        number = bring_in(Book(template()).set(FIRST_ROW, title_en="Renamed").save())
        run_write(lambda: take_to(db.session.get_one(Need, need), NeedStatus.VERIFIED))
        with pytest.raises(Conflict):
            apply(number)
        assert titles() == ["Solar pumps for forty hamlets"]

    def test_a_draft_changed_meanwhile_waits_for_a_decision(self, need: int) -> None:
        content = Book(template()).set(FIRST_ROW, title_en="From the file").save()

        def change() -> None:
            row = db.session.get_one(Need, need)
            text = NeedText(theme_code="AW", title_en="By hand")
            need_verbs.change_need(need=row, by=officer(), version=row.version, text=text)

        run_write(change)
        number = bring_in(content)
        assert [row.outcome for row in rows_of(number)] == [Outcome.CONFLICT]
        with pytest.raises(DomainError):
            apply(number)
        assert titles() == ["By hand"]

    def test_a_row_that_repeats_a_need_is_held_back(self, need: int) -> None:
        number = bring_in(
            (HEAD + "SOLAR pumps for forty hamlets,AW,Kuakonda\r\nWells,AW,\r\nWells,AW,").encode()
        )
        assert [code for _row, _column, code in told(number)] == ["repeats_record", "repeats_row"]
        apply(number)
        assert titles() == ["Solar pumps for forty hamlets", "Wells"]


def needs_now() -> list[Need]:
    return list(db.session.scalars(db.select(Need).order_by(Need.id)))


class TestUndo:
    def test_it_puts_back_what_was_and_removes_what_was_made(self, need: int) -> None:
        before = Book(template()).get(FIRST_ROW)
        sheet = Book(template()).set(FIRST_ROW, title_en="Renamed", heads_women=None, cost_inr=None)
        sheet.set(FIRST_ROW, covered_inr=None, scheme=None).set(5, title_en="Wells", theme="IN", heads_st=5)
        number = bring_in(sheet.save())
        assert told(number) == []
        apply(number)
        assert titles() == ["Renamed", "Wells"]
        assert undo(number) == 0
        after = Book(template()).get(FIRST_ROW)
        assert {**after, "version": 0} == {**before, "version": 0}
        assert titles() == ["Solar pumps for forty hamlets"]
        assert get_import(officer(), number).state is ImportState.UNDONE
        assert verify_log().sound

    def test_what_was_verified_or_handed_on_since_stays(self, need: int) -> None:
        number = bring_in((HEAD + "One,AW,\r\nTwo,AW,\r\nThree,AW,").encode())
        apply(number)
        ids = {row.title_en: row.id for row in needs()}

        def go_on() -> None:
            author, colleague = officers_of(376)
            one, two = (db.session.get_one(Need, ids[name]) for name in ("One", "Two"))
            need_verbs.step_need(need=one, by=colleague, version=None, status=NeedStatus.VERIFIED, reason="")
            day = today() + timedelta(days=3)
            delegate_need(need=two, by=author, to=colleague, due_on=day, note="")

        run_write(go_on)
        with pytest.raises(Conflict):
            undo(number)
        assert undo(number, kept=2) == 2
        assert titles() == ["Solar pumps for forty hamlets", "One", "Two"]
