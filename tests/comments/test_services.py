"""The verbs of comments: every wording stays, nothing goes silently, both texts of a conflict are told."""

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.comments import services as verbs
from csrmatch.comments.models import Comment
from csrmatch.comments.queries import find_last_speakers, get_comment, list_comments
from csrmatch.comments.rules import LONGEST_COMMENT
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, Missing, NotAllowed


def person(name: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{name}@example.test")).one()


def make_comment(text: str = "Which hamlets?") -> Comment:
    return verbs.add_comment(thread=verbs.begin_thread(), by=person("cpse_officer"), text=text)


class TestComments:
    def test_a_correction_keeps_every_wording_before_it(self, app: Application) -> None:
        def act() -> None:
            comment = make_comment("First")
            for text in ("Second", "Second", "Third"):
                verbs.correct_comment(comment=comment, by=comment.by, version=comment.version, text=text)
            assert [row.text for row in comment.wordings] == ["First", "Second", "Third"]
            assert [row.text for row in comment.earlier] == ["First", "Second"]
            assert comment.text == "Third"

        run_write(act)

    def test_on_an_older_version_tells_both_texts(self, app: Application) -> None:
        def act() -> None:
            comment = make_comment("First")
            before = comment.version
            verbs.correct_comment(comment=comment, by=comment.by, version=before, text="Second")
            with pytest.raises(Conflict) as refused:
                verbs.correct_comment(comment=comment, by=comment.by, version=before, text="Mine")
            assert refused.value.theirs == {"Comment": "Second"}
            assert refused.value.mine == {"Comment": "Mine"}

        run_write(act)

    def test_is_corrected_by_its_author_alone(self, app: Application) -> None:
        def act() -> None:
            comment = make_comment()
            with pytest.raises(NotAllowed):
                verbs.correct_comment(
                    comment=comment, by=person("district_officer"), version=comment.version, text="Other"
                )

        run_write(act)

    @pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST_COMMENT + 1)])
    def test_without_words_or_with_too_many_is_refused(self, app: Application, text: str) -> None:
        with pytest.raises(DomainError):
            run_write(lambda: make_comment(text))

    def test_struck_keeps_its_words_its_reason_and_its_place_and_cannot_be_struck_again(
        self, app: Application
    ) -> None:
        def act() -> None:
            comment = make_comment("A name")
            verbs.strike_comment(
                comment=comment, by=comment.by, version=comment.version, reason="It names a child."
            )
            assert [row.id for row in list_comments(comment.thread)] == [comment.id]
            assert (comment.text, comment.struck_reason) == ("A name", "It names a child.")
            with pytest.raises(Missing):
                get_comment(comment.thread, comment.id)
            with pytest.raises(Conflict):
                verbs.strike_comment(comment=comment, by=comment.by, version=comment.version, reason="Again.")

        run_write(act)

    def test_the_log_tells_that_something_was_said_but_not_what(self, app: Application) -> None:
        run_write(lambda: make_comment("Plain words of a person"))
        entries = list(db.session.scalars(select(AuditEvent).where(AuditEvent.object_type.like("comment%"))))
        assert {row.object_type for row in entries} == {"comment_thread", "comment", "comment_wording"}
        assert not any("Plain words" in row.changes for row in entries)

    def test_a_settled_thread_waits_for_nobody(self, app: Application) -> None:
        def act() -> None:
            comment = make_comment()
            assert find_last_speakers([comment.thread]) == {comment.thread_id: comment.organisation_id}
            verbs.settle_thread(thread=comment.thread, by=person("district_officer"))
            assert find_last_speakers([comment.thread]) == {}

        run_write(act)
