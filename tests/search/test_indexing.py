"""The index follows every change in its transaction, and nothing that is gone stays in it."""

import pytest
from sqlalchemy import select, text

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.migrating import downgrade_database, upgrade_database
from csrmatch.registry.models import Cpse, Need, Project, ProjectDocument
from csrmatch.registry.services.project_reports import strike_document
from csrmatch.search import indexing
from csrmatch.search.indexing import rebuild_index
from csrmatch.search.kinds import list_kinds
from csrmatch.search.matching import select_matches
from csrmatch.search.models import SearchEntry, SearchWord
from csrmatch.search.queries import search_records
from csrmatch.search.rules import Alternative, words_of
from tests.registry.needs import make_need
from tests.registry.projects import find_officer
from tests.search.records import make_records


def _viewer() -> User:
    return db.session.scalars(select(User).where(User.email == "dpe_staff@example.test")).one()


def _total(word: str) -> int:
    """How many entries hold this very word."""
    db.session.rollback()
    return len(db.session.execute(select_matches([[Alternative(word.casefold())]])).all())


def _full_text_rows() -> int:
    return int(db.session.execute(text("select count(*) from search_text")).scalar_one())


def _is_sound() -> bool:
    """Whether the index is what it would be if it were made anew, its full text and vocabulary too."""
    db.session.rollback()
    mended = sum(run_write(rebuild_index).values())
    entries = db.session.scalars(select(SearchEntry).order_by(SearchEntry.id)).all()
    held = {word for entry in entries for word in (entry.title_words + " " + entry.text_words).split()}
    stored = set(db.session.scalars(select(SearchWord.word)))
    rows = _full_text_rows()
    if db.engine.dialect.name == "sqlite":
        # Raises where the full text is not what the entries say.
        db.session.execute(text("insert into search_text (search_text) values ('integrity-check')"))
    db.session.rollback()
    return mended == 0 and stored <= held and rows == len(entries)


class TestChanges:
    def test_are_found_once_they_are_saved(self, app: Application) -> None:
        need = run_write(lambda: make_need("Quokka sanctuary"))
        number = need.id
        assert _total("quokka") == 1

        def rename() -> None:
            db.session.get_one(Need, number).title_en = "Wombat sanctuary"

        run_write(rename)
        assert (_total("quokka"), _total("wombat")) == (0, 1)
        assert _is_sound()

    def test_of_a_company_reach_the_entries_of_its_projects_and_places(self, app: Application) -> None:
        run_write(make_records)

        def rename() -> None:
            db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one().name_en = "Quokka Minerals"

        run_write(rename)
        db.session.rollback()
        kinds = set(search_records(_viewer(), "quokka").counts)
        assert {"cpse", "place", "project"} <= kinds

    def test_that_are_rolled_back_leave_nothing(self, app: Application) -> None:
        def fail() -> None:
            make_need("Quokka sanctuary")
            db.session.flush()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            run_write(fail)
        assert _total("quokka") == 0
        assert _is_sound()

    def test_in_a_savepoint_that_is_rolled_back_leave_nothing_and_lose_nothing(
        self, app: Application
    ) -> None:
        def half() -> None:
            make_need("Wombat sanctuary")
            with db.session.begin_nested() as savepoint:
                make_need("Quokka sanctuary")
                db.session.flush()
                savepoint.rollback()

        run_write(half)
        assert (_total("quokka"), _total("wombat")) == (0, 1)
        assert _is_sound()

    def test_hang_on_the_session_so_that_no_verb_can_forget_them(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(indexing, "index_records", lambda _kind, _ids: 0)
        run_write(lambda: make_need("Quokka sanctuary"))
        assert _total("quokka") == 0
        monkeypatch.undo()
        assert not _is_sound()
        assert _total("quokka") == 1

    def test_that_remove_a_person_leave_no_word_of_theirs(self, app: Application) -> None:
        def come() -> None:
            person = db.session.scalars(select(User).where(User.email == "agency@example.test")).one()
            person.name = "Quokkavati Wombatkar"

        def go() -> None:
            person = db.session.scalars(select(User).where(User.email == "agency@example.test")).one()
            person.name = "Somebody"

        run_write(come)
        folded = words_of("Quokkavati Wombatkar").folded
        assert _total("Quokkavati") == 1
        assert set(folded) <= set(db.session.scalars(select(SearchWord.word)))
        run_write(go)
        db.session.rollback()
        assert not set(folded) & set(db.session.scalars(select(SearchWord.word)))
        held = db.session.scalars(select(SearchEntry.text_words + SearchEntry.title_words)).all()
        assert not [words for words in held if folded[0] in words]

    def test_that_strike_a_document_take_it_out_of_sight(self, app: Application) -> None:
        run_write(make_records)
        assert _total("memorandum") == 1

        def strike() -> None:
            document = db.session.scalars(select(ProjectDocument)).one()
            version = document.attachment.version
            strike_document(document=document, by=find_officer("NMDC"), version=version, reason="Wrong.")

        run_write(strike)
        assert _total("memorandum") == 0
        assert _is_sound()


class TestIndex:
    def test_after_a_load_holds_every_record_of_every_kind(self, app: Application) -> None:
        wanted = {kind.code: len(kind.list_ids()) for kind in list_kinds()}
        for code, count in wanted.items():
            stored = db.session.scalars(select(SearchEntry.id).where(SearchEntry.kind == code)).all()
            assert len(stored) == count, code
        assert sum(wanted.values()) > 300

    def test_is_mended_by_making_it_anew(self, app: Application) -> None:
        def spoil() -> None:
            connection = db.session.connection()
            connection.execute(text("delete from search_entry where kind = 'district'"))
            connection.execute(
                text("update search_entry set title_en = 'x', title_words = 'x' where kind = 'cpse'")
            )
            connection.execute(
                SearchEntry.__table__.insert().values(  # type: ignore[attr-defined]
                    kind="gone",
                    record_id=1,
                    text="",
                    title_words="x",
                    text_words="",
                    whole_names="",
                    title_length=1,
                )
            )

        run_write(spoil)
        assert not _is_sound()
        assert _is_sound()
        assert _total("376") == 1

    def test_survives_going_down_and_up_again_empty_until_it_is_made_anew(self, app: Application) -> None:
        db.session.remove()
        downgrade_database("0010")
        upgrade_database()
        assert _full_text_rows() == 0
        db.session.rollback()
        run_write(rebuild_index)
        assert _total("376") == 1
        assert _is_sound()

    def test_every_kind_narrows_with_what_narrows_its_lists(self, app: Application) -> None:
        """A new kind says here that whoever may open its pages may know all its entries, or narrows them."""
        open_to_all = {"district", "state", "cpse", "place", "scheme", "indicator", "programme", "figure"}
        viewer = _viewer()
        assert {kind.code for kind in list_kinds() if kind.only_visible(viewer) is None} == open_to_all

    def test_of_many_records_is_made_in_pieces(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(indexing, "_CHUNK", 7)
        run_write(make_records)
        assert db.session.scalar(select(Project.id).limit(1))
        assert _is_sound()
