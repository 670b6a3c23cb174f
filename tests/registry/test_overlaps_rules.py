"""When two records overlap: worked tables, titles labelled by hand, and what no title changes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.registry.rules.overlaps import (
    ALIKE_FROM,
    CaseState,
    Facts,
    Reason,
    RecordKind,
    compare,
    digest_pair,
    name_pair,
    state_of,
)
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.rules.titles import title_likeness
from tests.registry.title_pairs import HELD_OUT_PAIRS, TITLE_PAIRS

FEWEST_PAIRS = 40
G = TargetGroup
NEED = Facts(
    kind=RecordKind.NEED,
    key=1,
    owner="district:1",
    districts=frozenset({1}),
    themes=frozenset({"ED"}),
    groups=frozenset({G.WOMEN}),
    starts_on=date(2025, 4, 1),
    ends_on=date.max,
    titles=("Girls' toilets in schools",),
)
PROJECT = Facts(
    kind=RecordKind.PROJECT,
    key=7,
    owner="cpse:3",
    districts=frozenset({1, 2}),
    themes=frozenset({"ED", "HN"}),
    groups=frozenset({G.WOMEN, G.ST}),
    starts_on=date(2025, 7, 1),
    ends_on=date(2027, 3, 31),
    titles=("विद्यालयों में बालिका शौचालय",),
)


def _score(**changes: object) -> int | None:
    likeness = compare(NEED, replace(PROJECT, **changes))
    return likeness.score if likeness else None


class TestCompare:
    def test_all_in_common_is_a_hundred(self) -> None:
        likeness = compare(NEED, PROJECT)
        assert likeness is not None
        assert (likeness.score, likeness.is_case) == (100, True)
        assert set(likeness.reasons) == set(Reason) - {Reason.SCHEME}
        assert (likeness.districts, likeness.themes) == ({1}, {"ED"})

    @pytest.mark.parametrize(
        ("changes", "score"),
        [
            # 15 each for district, theme, people and time, 40 for titles; what is not known counts half.
            ({"groups": frozenset()}, 92),
            ({"groups": frozenset({G.FARMERS})}, 85),
            ({"groups": frozenset({G.EVERYONE})}, 100),
            ({"starts_on": None, "ends_on": None}, 92),
            ({"starts_on": None}, 100),
            ({"titles": ()}, 60),
            ({"titles": ("Road to Bacheli",)}, 60),
            ({"titles": ("Road to Bacheli", "Toilets for girls in schools")}, 100),
        ],
    )
    def test_weighs_as_worked_by_hand(self, changes: dict[str, object], score: int) -> None:
        assert _score(**changes) == score

    @pytest.mark.parametrize(
        "changes",
        [
            {"districts": frozenset({2})},
            {"districts": frozenset()},
            {"themes": frozenset({"HN"})},
            {"themes": frozenset()},
            {"ends_on": date(2025, 3, 31), "starts_on": date(2024, 4, 1)},
            # The company has pledged to take part: its project answers the need.
            {"partners": frozenset({"district:1"})},
        ],
    )
    def test_says_nothing_of_what_cannot_overlap(self, changes: dict[str, object]) -> None:
        assert _score(**changes) is None

    def test_one_company_does_not_overlap_with_itself_but_two_companies_do(self) -> None:
        twin = replace(PROJECT, key=8)
        assert compare(PROJECT, twin) is None
        assert compare(PROJECT, replace(twin, owner="cpse:4")) is not None

    def test_two_needs_of_one_office_may_be_one_asked_for_twice(self) -> None:
        assert compare(NEED, replace(NEED, key=2)) is not None
        assert compare(NEED, NEED) is None

    def test_a_scheme_overlaps_with_what_falls_under_it_whatever_the_titles(self) -> None:
        scheme = {"scheme": "jal-jeevan-mission", "titles": ("Wells",)}
        programme = replace(PROJECT, kind=RecordKind.PROGRAMME, owner="office:9", **scheme)
        likeness = compare(replace(NEED, scheme="jal-jeevan-mission"), programme)
        assert likeness is not None
        assert likeness.is_case
        assert Reason.SCHEME in likeness.reasons
        # Two needs under one scheme are two needs.
        twin = compare(replace(NEED, scheme="jal-jeevan-mission"), replace(NEED, key=2, **scheme))
        assert twin is not None
        assert not twin.is_case

    def test_same_place_people_and_time_alone_make_no_case(self) -> None:
        likeness = compare(NEED, replace(PROJECT, titles=("Scholarships for nurses",)))
        assert likeness is not None
        assert not likeness.is_case

    @given(
        st.sampled_from([NEED, PROJECT, replace(NEED, key=4, titles=("Wells",))]),
        st.sampled_from([PROJECT, replace(PROJECT, key=9, groups=frozenset()), NEED]),
    )
    def test_who_comes_first_makes_no_difference(self, one: Facts, other: Facts) -> None:
        assert compare(one, other) == compare(other, one)
        assert name_pair(one, other) == name_pair(other, one)
        assert digest_pair(one, other) == digest_pair(other, one)


class TestDigest:
    def test_another_spelling_of_a_title_changes_nothing(self) -> None:
        same = replace(NEED, titles=("girls TOILETS,  in schools",))
        assert digest_pair(replace(NEED, titles=("Girls toilets in schools",)), PROJECT) == digest_pair(
            same, PROJECT
        )

    @pytest.mark.parametrize(
        "changes",
        [
            {"titles": ("Hostel",)},
            {"groups": frozenset({G.ST})},
            {"ends_on": date(2027, 3, 30)},
            {"themes": frozenset({"ED"})},
            {"districts": frozenset({1})},
            {"scheme": "mgnrega"},
        ],
    )
    def test_every_fact_compared_changes_it(self, changes: dict[str, object]) -> None:
        assert digest_pair(NEED, replace(PROJECT, **changes)) != digest_pair(NEED, PROJECT)

    def test_a_verdict_holds_as_long_as_the_facts(self) -> None:
        assert state_of("a", "a") is CaseState.ANSWERED
        assert state_of("a", "b") is CaseState.OPEN
        assert state_of(None, "a") is CaseState.OPEN


def _measure(pairs: tuple[tuple[str, str, bool], ...]) -> tuple[float, float]:
    """Precision and recall of the likeness of titles on labelled pairs."""
    found = [(title_likeness(one, other) >= ALIKE_FROM, is_same) for one, other, is_same in pairs]
    hits = sum(said and is_same for said, is_same in found)
    return hits / max(1, sum(said for said, _ in found)), hits / sum(is_same for _, is_same in found)


class TestTitles:
    @pytest.mark.parametrize("languages", ["en-en", "hi-hi", "en-hi"])
    def test_labelled_pairs_are_told_apart(self, languages: str) -> None:
        precision, recall = _measure(TITLE_PAIRS[languages])
        count = len(TITLE_PAIRS[languages])
        print(f"\n{languages}: {count} pairs, precision {precision:.2f}, recall {recall:.2f}")
        assert min(precision, recall) >= 0.95

    def test_there_are_enough_pairs_of_both_kinds(self) -> None:
        pairs = [pair for group in TITLE_PAIRS.values() for pair in group]
        assert len(pairs) >= FEWEST_PAIRS
        assert (
            min(sum(pair[2] for pair in pairs), sum(not pair[2] for pair in pairs)) >= FEWEST_PAIRS // 2 - 1
        )

    def test_pairs_that_no_word_was_added_for_are_mostly_told_apart(self) -> None:
        precision, recall = _measure(HELD_OUT_PAIRS)
        print(f"\nheld out: {len(HELD_OUT_PAIRS)} pairs, precision {precision:.2f}, recall {recall:.2f}")
        assert precision >= 0.8
        assert recall >= 0.6

    @given(st.text(max_size=80), st.text(max_size=80))
    def test_likeness_is_a_share_and_the_same_both_ways(self, one: str, other: str) -> None:
        likeness = title_likeness(one, other)
        assert 0 <= likeness <= 1
        assert likeness == pytest.approx(title_likeness(other, one))
