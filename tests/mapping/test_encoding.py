"""From rows to criteria: each formula worked by hand on rows small enough to see through."""

import math
from datetime import date

import numpy as np
import pytest

from csrmatch.mapping.encoding import Encoded, encode
from csrmatch.mapping.tables import (
    CpseRow,
    DistrictRow,
    MappingInput,
    NeedRow,
    PlaceRow,
    PreferenceRow,
    ProjectRow,
    RuleRow,
)

DISTRICTS = (DistrictRow("1", "One", "S", 20.0, 80.0), DistrictRow("2", "Two", "S", 22.0, 80.0))
CPSES = (CpseRow("A", "A", 50, 2), CpseRow("B", "B", None, 1))


def encoded(**rows: object) -> Encoded:
    return encode(MappingInput(DISTRICTS, CPSES, **rows))  # type: ignore[arg-type]


def values(of: Encoded, name: str) -> list[list[float]]:
    shown: list[list[float]] = next(c.values.tolist() for c in of.criteria if c.name == name)
    return shown


def missing(of: Encoded, name: str) -> list[list[bool]]:
    shown: list[list[bool]] = next(c.missing.tolist() for c in of.criteria if c.name == name)
    return shown


class TestEncode:
    def test_nothing_known_is_flagged_everywhere_and_neutral(self) -> None:
        of = encoded()
        for criterion in of.criteria:
            assert criterion.missing.all(), criterion.name
            assert len(np.unique(criterion.values)) == 1, criterion.name

    def test_need_meets_expertise_by_theme(self) -> None:
        of = encoded(
            needs=(
                NeedRow("1", "HN", "x", severity=1.0),
                NeedRow("1", "HN", "mild", severity=0.2),
                NeedRow("1", "AW", "y", value=40.0, benchmark=80.0, better="higher"),
            ),
            projects=(
                ProjectRow("A", "HN", "2022-23", 9_900_000),
                ProjectRow("B", "HN", "2022-23", 900_000),
                ProjectRow("B", "AW", "2022-23", 100_000),
            ),
        )
        # HN weighs 30 × 1, AW 20 × 0.5; expertise of B in HN is log 10 / log 100.
        assert values(of, "need_expertise")[0] == pytest.approx([30 / 40, (30 * 0.5 + 10) / 40], abs=1e-6)
        assert missing(of, "need_expertise") == [[False, False], [True, True]]

    def test_older_spending_counts_less(self) -> None:
        of = encoded(
            needs=(NeedRow("1", "HN", "x", severity=1.0),),
            projects=(
                ProjectRow("A", "HN", "2022-23", 10_000_000),
                ProjectRow("B", "HN", "2020-21", 10_000_000),
            ),
        )
        expected = math.log1p(100 * 0.8**2) / math.log1p(100)
        assert values(of, "need_expertise")[0] == pytest.approx([1.0, expected], abs=1e-6)

    def test_nearness_takes_the_nearest_place_and_knows_inside(self) -> None:
        of = encoded(
            places=(
                PlaceRow("A", "far", 30.0, 80.0),
                PlaceRow("A", "near", 21.0, 80.0),
                PlaceRow("B", "within", None, None, "2"),
            )
        )
        km = 6371.0088 * math.radians(1.0)
        assert values(of, "nearness")[0][0] == pytest.approx(math.exp(-km / 150), abs=1e-6)
        assert values(of, "nearness")[1][1] == 1.0
        assert missing(of, "nearness") == [[False, True], [False, False]]

    def test_money_is_free_against_the_sum_asked(self) -> None:
        needs = (
            NeedRow("1", "HN", "x", ask_inr=60),
            NeedRow("1", "ED", "y", ask_inr=40),
            NeedRow("2", "HN", "z"),
        )
        of = encoded(needs=needs)
        assert values(of, "money")[0][0] == 0.5
        assert missing(of, "money") == [[False, True], [True, True]]

    def test_track_record_counts_projects_that_say_how_they_went(self) -> None:
        of = encoded(
            projects=(
                ProjectRow("A", "HN", "2022-23", 1, on_time=True, results_verified=True),
                ProjectRow("A", "HN", "2022-23", 1, on_time=True, results_verified=False),
                ProjectRow("A", "HN", "2022-23", 1),
            )
        )
        assert values(of, "track_record")[0] == pytest.approx([(1 + 5 * 0.5) / 7, 0.5], abs=1e-6)
        assert missing(of, "track_record")[0] == [False, True]

    def test_preferences_of_both_sides(self) -> None:
        of = encoded(preferences=(PreferenceRow("district", "1", "A", 1), PreferenceRow("cpse", "1", "A", 1)))
        assert values(of, "preferences") == [[1.0, 0.5], [0.5, 0.5]]
        assert missing(of, "preferences") == [[False, True], [True, True]]

    def test_continuity_tells_nobody_from_not_known(self) -> None:
        districts = (
            DistrictRow("1", "One", "S", leads_now="B"),
            DistrictRow("2", "Two", "S", leads_now="none"),
        )
        of = encode(MappingInput(districts, CPSES))
        assert values(of, "continuity") == [[0.0, 1.0], [0.0, 0.0]]
        assert missing(of, "continuity") == [[False, False], [False, False]]
        assert of.problem.current == {"1": "B"}

    def test_additionality_sees_only_the_others(self) -> None:
        of = encoded(
            needs=(NeedRow("1", "HN", "x", severity=1.0), NeedRow("1", "AW", "y", severity=0.5)),
            projects=(ProjectRow("A", "HN", "2022-23", 1, lgd="1"),),
        )
        assert values(of, "additionality")[0] == pytest.approx([1.0, 0.25], abs=1e-6)
        assert missing(of, "additionality") == [[False, False], [True, True]]

    def test_rules_become_pins_and_bans_and_end_on_their_day(self) -> None:
        given = MappingInput(
            DISTRICTS,
            CPSES,
            rules=(
                RuleRow("pin", "1", "B", expires_on=date(2025, 3, 31)),
                RuleRow("ban", "2", "A"),
            ),
        )
        assert encode(given).problem.pinned == {"1": "B"}
        assert encode(given, as_of=date(2025, 3, 31)).problem.pinned == {"1": "B"}
        later = encode(given, as_of=date(2025, 4, 1)).problem
        assert later.pinned is None
        assert later.banned is not None
        assert later.banned.tolist() == [[False, False], [True, False]]
