"""The life of a practice, what is not known of one, and what makes one fit a need."""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from csrmatch.practices.rules import (
    FIELD_KNOWN,
    LONGEST_LINE,
    Gap,
    PracticeFacts,
    PracticeStatus,
    PracticeStepProblem,
    find_gaps,
    find_step_problem,
    is_line_of,
    is_only_named,
    join_changeable,
    likeness,
    needs_reason,
    next_practice_steps,
    split_changeable,
)

S, P = PracticeStatus, PracticeStepProblem
# Every step there is, who takes it, and whether it wants a reason: the table that is reviewed by people.
LIFE = """
draft      offered    office
draft      retired    office  reason
sent_back  offered    office
sent_back  retired    office  reason
offered    draft      office
offered    library    keeper          other_eyes
offered    sent_back  keeper  reason
library    retired    keeper  reason
retired    library    keeper  reason
"""
TABLE = {
    (S(old), S(new)): (who, "reason" in rest, "other_eyes" in rest)
    for old, new, who, *rest in (line.split() for line in LIFE.strip().splitlines())
}

facts = st.builds(
    PracticeFacts,
    is_of_office=st.booleans(),
    is_keeper=st.booleans(),
    is_author=st.booleans(),
    was_in_library=st.booleans(),
    reason=st.sampled_from(["", "   ", "It is out of date."]),
)


def brute_force(old: S, new: S, given: PracticeFacts) -> P | None:
    """The same, read off the table."""
    if (old, new) not in TABLE or (old is S.RETIRED and not given.was_in_library):
        return P.NOT_NEXT
    who, wants_reason, wants_others = TABLE[old, new]
    if not (given.is_of_office if who == "office" else given.is_keeper):
        return P.NOT_YOURS
    if wants_others and given.is_author:
        return P.SAME_EYES
    return P.NO_REASON if wants_reason and not given.reason.strip() else None


class TestSteps:
    @given(old=st.sampled_from(S), new=st.sampled_from(S), facts=facts)
    @example(
        old=S.OFFERED,
        new=S.LIBRARY,
        facts=PracticeFacts(
            is_of_office=True, is_keeper=True, is_author=True, was_in_library=False, reason=""
        ),
    )
    def test_a_step_is_refused_just_as_the_table_says(self, old: S, new: S, facts: PracticeFacts) -> None:
        assert find_step_problem(old, new, facts) is brute_force(old, new, facts)

    def test_every_case_there_is_agrees_with_the_table(self) -> None:
        tried = 0
        for old, new, office, keeper, author, been in product(S, S, *[(False, True)] * 4):
            for reason in ("", "A reason."):
                given = PracticeFacts(
                    is_of_office=office,
                    is_keeper=keeper,
                    is_author=author,
                    was_in_library=been,
                    reason=reason,
                )
                assert find_step_problem(old, new, given) is brute_force(old, new, given)
                tried += 1
        assert tried == 5 * 5 * 16 * 2

    @given(status=st.sampled_from(S), office=st.booleans(), keeper=st.booleans(), been=st.booleans())
    def test_what_is_offered_is_never_refused_but_for_the_author_or_a_reason(
        self, status: S, office: bool, keeper: bool, been: bool
    ) -> None:
        given = PracticeFacts(
            is_of_office=office, is_keeper=keeper, is_author=False, was_in_library=been, reason="A reason."
        )
        offered = next_practice_steps(status, is_of_office=office, is_keeper=keeper, was_in_library=been)
        allowed = [new for new in S if find_step_problem(status, new, given) is None]
        assert sorted(offered) == sorted(allowed)
        assert len(set(offered)) == len(offered)

    @given(st.lists(st.tuples(st.sampled_from(S), facts), max_size=12))
    def test_no_walk_enters_the_library_but_by_a_keeper_who_did_not_write(
        self, walk: list[tuple[S, PracticeFacts]]
    ) -> None:
        status, been = S.DRAFT, False
        for new, who in walk:
            now = PracticeFacts(**{**vars(who), "was_in_library": been})
            if find_step_problem(status, new, now) is not None:
                continue
            if new is S.LIBRARY:
                assert who.is_keeper
                assert not who.is_author or status is S.RETIRED
            status, been = new, been or new is S.LIBRARY

    def test_whoever_takes_something_away_says_why(self) -> None:
        wanting = {pair for pair in product(S, S) if pair in TABLE and needs_reason(*pair)}
        assert wanting == {pair for pair, (_who, reason, _eyes) in TABLE.items() if reason}


class TestGaps:
    @given(st.sets(st.sampled_from(Gap)))
    def test_what_is_known_and_what_is_not_make_up_the_whole(self, known: set[Gap]) -> None:
        gaps = find_gaps(known)
        assert set(gaps) | known == set(Gap)
        assert not set(gaps) & known
        assert gaps == [gap for gap in Gap if gap in gaps]

    @given(st.sets(st.sampled_from(Gap)))
    def test_only_named_is_what_tells_nothing_to_copy(self, known: set[Gap]) -> None:
        assert is_only_named(find_gaps(known)) == (not known & FIELD_KNOWN)


class TestLikeness:
    cases = st.tuples(st.booleans(), st.integers(0, 10), st.booleans(), st.booleans())

    @staticmethod
    def of(case: tuple[bool, int, bool, bool]) -> int:
        theme, groups, district, state = case
        return likeness(same_theme=theme, shared_groups=groups, same_district=district, same_state=state)

    @given(cases)
    def test_without_a_theme_or_a_group_in_common_nothing_is_like(
        self, case: tuple[bool, int, bool, bool]
    ) -> None:
        assert (self.of(case) == 0) == (not case[0] and not case[1])

    @given(cases)
    def test_the_same_theme_counts_more_than_the_people(self, case: tuple[bool, int, bool, bool]) -> None:
        _theme, groups, district, state = case
        assert self.of((True, 0, district, state)) > self.of((False, groups, district, state))


class TestChangeableParts:
    @given(st.text(), st.text())
    def test_what_stands_behind_the_first_colon_is_how(self, what: str, how: str) -> None:
        line = f"{what.replace(':', '')}:{how}"
        assert split_changeable(line) == (what.replace(":", "").strip(), how.strip())

    @given(st.text(max_size=320), st.text(max_size=320))
    def test_one_that_fits_a_line_is_read_back_from_it(self, what: str, how: str) -> None:
        line = join_changeable(what, how)
        if is_line_of(what, how):
            assert split_changeable(line) == (what, how)
            assert ":" not in what
            assert 0 < len(line) <= LONGEST_LINE

    def test_the_longest_line_fits_and_one_letter_more_does_not(self) -> None:
        assert is_line_of("x" * 198, "y" * 100)
        assert not is_line_of("x" * 199, "y" * 100)
        assert is_line_of("x" * 300, "")

    def test_without_a_colon_nothing_is_said_of_how(self) -> None:
        assert split_changeable("Breed") == ("Breed", "")
