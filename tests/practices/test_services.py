"""The verbs of practices: writing, changing with older wordings kept, steps, papers, origins, loading."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.practices.models import Practice, PracticeVersion
from csrmatch.practices.queries import (
    get_practice,
    list_practice_steps,
    list_practice_versions,
)
from csrmatch.practices.rules import EvidenceKind, OriginKind, PracticeStatus, is_line_of
from csrmatch.practices.services import (
    PracticeText,
    add_practice,
    change_practice,
    step_practice,
)
from csrmatch.practices.services.texts import Changeable, keep_text, read_kept, text_of
from csrmatch.practices.stories import tell_story
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.roles import Role
from tests.practices.practices import (
    FULL,
    keeper_of,
    make_practice,
    person,
    reword,
    step_to,
    take_to_library,
)

S = PracticeStatus
short = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x97F, exclude_categories=["Cs", "Cc"]), max_size=20
)
parts = st.builds(Changeable, short.map(str.strip), short.map(str.strip)).filter(
    lambda part: is_line_of(part.what, part.how)
)
texts = st.builds(
    PracticeText,
    title_en=short.map(lambda text: f"T{text}"),
    problem=short,
    themes=st.lists(st.sampled_from(["HN", "ED", "AW"]), max_size=4).map(tuple),
    groups=st.lists(st.sampled_from(TargetGroup), max_size=4).map(tuple),
    places=st.lists(st.sampled_from([(22, 376), (22, None), (20, 331), (20, None)]), max_size=5).map(tuple),
    core=st.lists(short.filter(bool), max_size=4, unique=True).map(tuple),
    changeable=st.lists(parts, max_size=4, unique=True).map(tuple),
    cost_inr=st.none() | st.integers(0, 10**12),
    evidence=st.none() | st.sampled_from(EvidenceKind),
    cpse=st.none() | st.sampled_from(["NMDC", "NTPC"]),
)


def run(act: Callable[[], Any]) -> Any:
    """In one write transaction, as an entry point would."""
    found = run_write(act)
    db.session.rollback()
    return found


class TestWriting:
    def test_a_practice_holds_what_it_was_given_and_nothing_else(self, app: Application) -> None:
        number = run(lambda: add_practice(by=person(Role.DISTRICT_OFFICER), text=FULL).id)
        stored = get_practice(person(Role.DISTRICT_OFFICER), number)
        assert text_of(stored) == FULL
        assert stored.status is S.DRAFT
        assert stored.organisation_id == person(Role.DISTRICT_OFFICER).organisation_id
        assert not tell_story(stored).gaps

    def test_a_bare_title_leaves_everything_else_not_known(self, sqlite_app: Application) -> None:
        number = run(lambda: make_practice("Prayas").id)
        story = tell_story(get_practice(person(Role.DISTRICT_OFFICER), number))
        assert story.known == 0
        assert story.is_only_named
        assert story.cost == []

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(first=texts, second=texts)
    def test_changing_a_practice_leaves_it_saying_the_second_text(
        self, sqlite_app: Application, first: PracticeText, second: PracticeText
    ) -> None:
        def act() -> int:
            practice = add_practice(by=person(Role.DISTRICT_OFFICER), text=first)
            change_practice(
                practice=practice, by=person(Role.DISTRICT_OFFICER), version=practice.version, text=second
            )
            return practice.id

        assert text_of(get_practice(person(Role.DISTRICT_OFFICER), run(act))) == second

    @given(texts)
    def test_an_old_wording_is_read_back_as_it_was(self, text: PracticeText) -> None:
        assert read_kept(json.loads(json.dumps(keep_text(text)))) == text

    def test_an_old_wording_keeps_all_but_how_the_office_is_reached(self) -> None:
        kept = keep_text(FULL)
        assert set(kept) == {item.name for item in fields(PracticeText)} - {"contact_mail", "contact_phone"}
        assert read_kept(kept) == replace(FULL, contact_mail="", contact_phone="")

    @pytest.mark.parametrize(
        "change",
        [
            {"title_en": None, "title_hi": None},
            {"origin": OriginKind.PUBLISHED, "citation": ""},
            {"cost_inr": -1},
            {"cost_unit": ""},
            {"figure_what": ""},
            {"figure_source": ""},
            {"figure_on": None},
            {"contact_mail": "not an address"},
            {"contact_phone": "ask at the gate"},
            {"contact_office": ""},
            {"changeable": (Changeable("", "how"),)},
            {"changeable": (Changeable("Food: rice", "how"),)},
            {"changeable": (Changeable("x" * 200, "y" * 99),)},
            {"figure_after": 4.00001},
            {"cpse": "NOSUCH"},
            {"places": ((22, 331),)},
            {"places": ((9_999, None),)},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, sqlite_app: Application, change: dict[str, Any]) -> None:
        text = replace(FULL, **change)
        with pytest.raises(DomainError):
            run(lambda: add_practice(by=person(Role.CPSE_OFFICER), text=text))

    @pytest.mark.parametrize("role", [Role.CHAIR, Role.AGENCY, Role.AUDITOR])
    def test_who_writes_none_adds_none(self, sqlite_app: Application, role: Role) -> None:
        with pytest.raises(NotAllowed):
            run(lambda: make_practice(by=person(role)))

    def test_a_stale_wording_is_told_with_both_texts(self, sqlite_app: Application) -> None:
        def act() -> None:
            practice = make_practice(problem="First")
            reword(practice, person(Role.DISTRICT_OFFICER), problem="Second")
            text = replace(text_of(practice), problem="Third")
            change_practice(practice=practice, by=person(Role.DISTRICT_OFFICER), version=1, text=text)

        with pytest.raises(Conflict) as caught:
            run(act)
        assert "Second" in caught.value.theirs.values()  # type: ignore[union-attr]
        assert "Third" in caught.value.mine.values()  # type: ignore[union-attr]


class TestWhoMayChange:
    @pytest.mark.parametrize(
        ("status", "office", "keeper", "stranger"),
        [
            (S.DRAFT, True, False, False),
            (S.SENT_BACK, True, False, False),
            (S.OFFERED, False, True, False),
            (S.LIBRARY, False, True, False),
            (S.RETIRED, False, False, False),
        ],
    )
    def test_depends_on_where_the_practice_stands(
        self, sqlite_app: Application, status: S, office: bool, keeper: bool, stranger: bool
    ) -> None:
        way = {
            S.DRAFT: [],
            S.OFFERED: [S.OFFERED],
            S.SENT_BACK: [S.OFFERED, S.SENT_BACK],
            S.LIBRARY: [S.OFFERED, S.LIBRARY],
            S.RETIRED: [S.OFFERED, S.LIBRARY, S.RETIRED],
        }
        people = {Role.DISTRICT_OFFICER: office, Role.UNICEF_OFFICER: keeper, Role.CPSE_OFFICER: stranger}
        for role, may in people.items():

            def act(role: Role = role) -> None:
                practice = make_practice()
                for step in way[status]:
                    by = Role.DISTRICT_OFFICER if step is S.OFFERED else Role.DPE_STAFF
                    step_to(practice, person(by), step, "A reason.")
                reword(practice, person(role), problem="Another")

            if may:
                run(act)
            else:
                with pytest.raises(NotAllowed):
                    run(act)


class TestTheLibrary:
    def test_says_what_a_practice_said_before_each_change(self, app: Application) -> None:
        def act() -> int:
            practice = take_to_library(add_practice(by=person(Role.DISTRICT_OFFICER), text=FULL))
            keeper = person(Role.UNICEF_OFFICER)
            reword(practice, keeper, problem="Second wording")
            reword(practice, keeper, places=((22, None),), core=("The hostel buys",), problem="Third")
            return practice.id

        practice = get_practice(person(Role.CHAIR), run(act))
        versions = list_practice_versions(person(Role.CHAIR), practice)
        told = [read_kept(row.told) for row in versions]
        assert [text.problem for text in told] == ["Second wording", FULL.problem]
        assert told[1] == replace(FULL, contact_mail="", contact_phone="")
        assert told[0].core == FULL.core
        assert text_of(practice).core == ("The hostel buys",)
        assert [row.number for row in versions] == sorted({row.number for row in versions}, reverse=True)

    def test_keeps_no_wording_of_a_draft_nor_of_a_change_that_changes_nothing(
        self, sqlite_app: Application
    ) -> None:
        def act() -> None:
            practice = make_practice(core=("One", "Two"), themes=("HN", "ED"))
            reword(practice, person(Role.DISTRICT_OFFICER), problem="Another")
            take_to_library(practice)
            reword(practice, person(Role.DPE_STAFF))

        run(act)
        assert db.session.scalar(select(func.count()).select_from(PracticeVersion)) == 0

    def test_is_not_entered_by_the_word_of_who_wrote_or_offered(self, sqlite_app: Application) -> None:
        def by_writer() -> None:
            dpe = person(Role.DPE_STAFF)
            take_to_library(make_practice(by=dpe), by=dpe, keeper=dpe)

        def by_who_offered() -> None:
            unicef, second = person(Role.UNICEF_OFFICER), keeper_of()
            take_to_library(make_practice(by=unicef), by=second, keeper=second)

        for act in (by_writer, by_who_offered):
            with pytest.raises(DomainError, match="another keeper decides"):
                run(act)
        unicef = Role.UNICEF_OFFICER
        run(lambda: take_to_library(make_practice(by=person(unicef)), by=person(unicef), keeper=keeper_of()))

    def test_records_every_step_with_its_reason(self, sqlite_app: Application) -> None:
        number = run(lambda: make_practice().id)
        for role, status, reason in (
            (Role.DISTRICT_OFFICER, S.OFFERED, ""),
            (Role.DPE_STAFF, S.SENT_BACK, "No cost is told."),
            (Role.DISTRICT_OFFICER, S.OFFERED, ""),
            (Role.UNICEF_OFFICER, S.LIBRARY, ""),
            (Role.DPE_STAFF, S.RETIRED, "It did not last."),
        ):
            step = partial(step_to, status=status, reason=reason)
            run(lambda act=step, by=role: act(db.session.get_one(Practice, number), person(by)))
        practice = db.session.get_one(Practice, number)
        steps = [(row.new_status, row.reason) for row in list_practice_steps(practice)]
        assert steps == [
            (S.RETIRED, "It did not last."),
            (S.LIBRARY, ""),
            (S.OFFERED, ""),
            (S.SENT_BACK, "No cost is told."),
            (S.OFFERED, ""),
            (S.DRAFT, ""),
        ]
        query = select(AuditEvent.reason).where(
            AuditEvent.object_type == "practice", AuditEvent.reason.is_not(None)
        )
        assert {"No cost is told.", "It did not last."} <= set(db.session.scalars(query))

    def test_a_step_on_an_older_version_is_refused(self, sqlite_app: Application) -> None:
        def act() -> None:
            practice = make_practice()
            reword(practice, person(Role.DISTRICT_OFFICER), problem="Another")
            step_practice(
                practice=practice, by=person(Role.DISTRICT_OFFICER), version=1, status=S.OFFERED, reason=""
            )

        with pytest.raises(Conflict):
            run(act)
